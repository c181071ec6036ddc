"""Two tables of one kind compared by identity, column by column: the heart of plan and diff."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from graphmodel.model.values import type_of
from graphmodel.planning.plan import Changed, KindPlan

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from graphmodel.model.table import Table

T = TypeVar("T")


@dataclass(frozen=True)
class Matching:
    """Which records of two tables are the same: ``held[i]`` and ``incoming[i]`` are one record."""

    held: Sequence[int]
    incoming: Sequence[int]
    added: Sequence[int]
    """Rows of the incoming table that the held one has not."""
    withdrawn: Sequence[int]
    """Rows of the held table that the incoming one has not."""

    def with_staying(self, rows: Sequence[int]) -> Matching:
        """The same where the incoming table has these of the withdrawn rows before its own, as they are held.

        Matched once more by identity, two of them that have become one would both be the same held row.
        """
        more, still = len(rows), set(rows)
        return Matching(
            [*rows, *self.held],
            [*range(more), *(row + more for row in self.incoming)],
            [row + more for row in self.added],
            [row for row in self.withdrawn if row not in still],
        )


def identities(table: Table, alias: Mapping[str, str]) -> Sequence[Hashable]:
    """The identity of each record, every service by its id. A text where one field is the key, else a tuple."""
    columns = key_columns(table, alias)
    return columns[0] if len(columns) == 1 else list(zip(*columns, strict=True))


def key_columns(table: Table, alias: Mapping[str, str]) -> list[list[str]]:
    """The fields that identify the records, column by column, every service by its id."""
    named = {field.name for field in table.kind.service_fields} if alias else ()
    return [
        [alias.get(v, v) for v in table.texts(name)] if name in named else table.texts(name)
        for name in table.kind.key
    ]


def match(held: Table, incoming: Table, alias: Mapping[str, str]) -> Matching:
    """Match by identity; ``alias`` (other id → id) makes a renamed service, and what refers to it, the same.

    The identities of ``incoming`` must be distinct.
    """
    if not len(held):
        return Matching((), (), range(len(incoming)), ())
    before, after = identities(held, alias), identities(incoming, alias)
    if before == after:
        return Matching(range(len(before)), range(len(after)), (), ())
    position = dict(zip(before, range(len(before)), strict=True))
    if len(position) < len(before):
        # Several held records have become one: the one that bore the identity already goes on.
        position |= {key: row for row, key in enumerate(identities(held, {})) if before[row] == key}
    found = list(map(position.get, after))
    left = bytearray(b"\1") * len(before)
    for row in found:
        if row is not None:
            left[row] = 0
    return Matching(
        [row for row in found if row is not None],
        [row for row, other in enumerate(found) if other is not None],
        [row for row, other in enumerate(found) if other is None],
        [row for row, still in enumerate(left) if still],
    )


def compare(held: Table, incoming: Table, matching: Matching) -> KindPlan:
    """What differs, field by field. Empty and absent values are alike, and so are texts that mean the same; a
    relationship's ends are its identity.
    """
    fields: dict[int, list[tuple[str, str, str]]] = {}
    restated: set[int] = set()
    for name in _columns(held, incoming):
        before, after = _aligned(held.texts(name), incoming.texts(name), matching)
        if before == after:
            continue
        differing = [i for i, (x, y) in enumerate(zip(before, after, strict=True)) if x != y]
        if (typed := type_of(held.kind, name)).several:
            differing = [i for i in differing if not typed.same(before[i], after[i])]
        if name in held.kind.key and not held.kind.is_node:
            restated.update(differing)
            continue
        for i in differing:
            fields.setdefault(i, []).append((name, before[i], after[i]))
    rows = list(zip(matching.held, matching.incoming, strict=True)) if fields or restated else ()
    return KindPlan(
        added=matching.added,
        changed=[Changed(*rows[i], tuple(fields[i])) for i in sorted(fields)],
        withdrawn=matching.withdrawn,
        moved=_moved(held, incoming, matching, {*fields, *restated}),
        restated=[rows[i] for i in sorted(restated.difference(fields))],
        unchanged=len(matching.held) - len(fields),
    )


def exactly(held: Table, incoming: Table) -> KindPlan:
    """Which rows go, which come, and which only stand elsewhere, compared whole: value by value.

    For what is taken over as it is: unlike in an import an absent value differs from an empty one, and a column that
    the incoming table lacks goes. Nothing is *changed*.
    """
    if not len(held):
        return KindPlan(added=range(len(incoming)))
    left: dict[Hashable, deque[int]] = defaultdict(deque)
    for row, values in enumerate(_rows(held)):
        left[values].append(row)
    fresh, moved = [], []
    for row, values in enumerate(_rows(incoming)):
        if not left.get(values):
            fresh.append(row)
            continue
        before = left[values].popleft()
        if (held.files[before], held.lines[before]) != (incoming.files[row], incoming.lines[row]):
            moved.append((before, row))
    gone = sorted(row for positions in left.values() for row in positions)
    return KindPlan(added=fresh, withdrawn=gone, moved=moved, unchanged=len(incoming) - len(fresh))


def _rows(table: Table) -> Iterator[Hashable]:
    """The values of each row as one."""
    free = table.free()
    given = zip(*(table.columns[name] for name in free), strict=True) if free else iter([()] * len(table))
    known = zip(*(table.column(name) for name in table.kind.names), strict=True)
    for values, others in zip(known, given, strict=True):
        yield values, tuple((n, v) for n, v in zip(free, others, strict=True) if v is not None)


def _columns(held: Table, incoming: Table) -> list[str]:
    """Known fields in their order, then the free attributes of both by name."""
    free = sorted({*held.free(), *incoming.free()})
    return [n for n in held.kind.names if n in held.columns or n in incoming.columns] + free


def _moved(held: Table, incoming: Table, matching: Matching, but: set[int]) -> list[tuple[int, int]]:
    old_files, files = _aligned(held.files, incoming.files, matching)
    old_lines, lines = _aligned(held.lines, incoming.lines, matching)
    if old_files == files and old_lines == lines:
        return []
    rows = zip(matching.held, matching.incoming, strict=True)
    places = zip(old_files, files, old_lines, lines, rows, strict=True)
    return [pair for i, (f, g, a, b, pair) in enumerate(places) if (f != g or a != b) and i not in but]


def _aligned(before: Sequence[T], after: Sequence[T], matching: Matching) -> tuple[Sequence[T], Sequence[T]]:
    return _taken(before, matching.held), _taken(after, matching.incoming)


def _taken(column: Sequence[T], rows: Sequence[int]) -> Sequence[T]:
    whole = isinstance(rows, range) and len(rows) == len(column)
    return column if whole else list(map(column.__getitem__, rows))
