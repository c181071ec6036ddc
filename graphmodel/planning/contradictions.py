"""Records that are one: what several rows, of one source or of two, say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.model.values import type_of
from graphmodel.planning.compare import identities
from graphmodel.planning.flaw import Flaw
from graphmodel.planning.plan import label

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from graphmodel.model.table import Table


def contradictions(parts: Sequence[tuple[str, Table]], alias: Mapping[str, str]) -> Iterator[Flaw]:
    """E404, E401: fields of one record that two rows of a source, or two sources, give different values.

    ``parts``: source and table, all of one kind; the later of two that contradict each other is told. ``alias``: other
    id → id. What means the same is the same, and what every source adds its own to never differs.
    """
    if not alias and len(parts) < 2:
        return
    keys = [identities(table, alias) for _, table in parts]
    if len(set().union(*keys)) == sum(map(len, keys)):
        return
    known: list[_Rows] = []
    for at, (source, table) in enumerate(parts):
        rows, twice = _Rows(), []
        for row, key in enumerate(keys[at]):
            twice += [(row, other) for other in rows.add(key, row)]
        for row, kept, name in _differing(table, table, twice):
            yield _twice(source, table, name, kept, row)
        for before, theirs in enumerate(known):
            other, held = parts[before]
            pairs = [(row, their) for row, key in enumerate(keys[at]) for their in theirs.of(key)]
            # Row by row, not column by column.
            for row, their, name in sorted(_differing(table, held, pairs), key=lambda found: found[0]):
                yield _conflict(source, table, row, other, held, their, name)
        known.append(rows)


class _Rows:
    """The rows of each identity in one table; nearly always one."""

    def __init__(self) -> None:
        self._first: dict[Hashable, int] = {}
        self._more: dict[Hashable, list[int]] = {}

    def add(self, key: Hashable, row: int) -> Sequence[int]:
        """Take the next row; the earlier ones of its identity."""
        if self._first.setdefault(key, row) == row:
            return ()
        earlier = self.of(key)
        self._more.setdefault(key, []).append(row)
        return earlier

    def of(self, key: Hashable) -> Sequence[int]:
        """The rows of an identity."""
        first = self._first.get(key)
        return () if first is None else (first, *self._more.get(key, ()))


def _differing(given: Table, held: Table, pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """(row, other row, column) where both say something, and not the same."""
    if not pairs:
        return
    for name in [n for n in given.columns if n in held.columns and n not in given.kind.key]:
        if (field := given.kind.field(name)) and field.united:
            continue
        mine, theirs, typed = given.columns[name], held.columns[name], type_of(given.kind, name)
        for row, their in pairs:
            value, other = mine[row], theirs[their]
            if value and other and value != other and not typed.same(value, other):
                yield row, their, name


def _conflict(source: str, given: Table, row: int, other: str, held: Table, their: int, name: str) -> Flaw:
    what = label([given.texts(key)[row] for key in given.kind.key])
    mine, theirs = given.texts(name)[row], held.texts(name)[their]
    message = (
        f"{given.kind.name} {what}: source {source!r} gives {name} as {mine!r}, but source {other!r} "
        f"({held.origin(their).words}) as {theirs!r}"
    )
    hint = "give the value in one of the two sources, and leave the cell empty in the other"
    return Flaw("E401", given, row, source, message, name, mine, hint)


def _twice(source: str, table: Table, name: str, first: int, second: int) -> Flaw:
    what = label([table.texts(key)[second] for key in table.kind.key])
    place = table.origin(first)
    message = f"{what} is, by an alias, the {table.kind.name} in {place.words}, with another {name}"
    where = place.path or f"line {place.line}"
    hint = f"{where} says {table.texts(name)[first]!r}: give both the same, or leave one out"
    return Flaw("E404", table, second, source, message, name, table.texts(name)[second], hint)
