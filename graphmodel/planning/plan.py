"""What an import would change: the incoming records of one source compared with what the store holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, partial
from heapq import nsmallest
from itertools import chain, islice, repeat
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from graphmodel.model.catalogue import Tables
from graphmodel.model.metamodel import KINDS, SERVICE
from graphmodel.model.problems import Problem
from graphmodel.model.rows import documented
from graphmodel.model.table import empty
from graphmodel.model.words import one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from graphmodel.model.accounts import SheetAccount
    from graphmodel.model.table import Table


_NO_ALIAS: Final[Mapping[str, str]] = MappingProxyType({})


@documented(
    change="added, changed, withdrawn (by an import) or removed (between two catalogues)",
    kind=one_of(KINDS),
    id="the record's id; of a relationship from -> to, with group or letter in brackets",
    field="the field that changed; empty where the record comes or goes",
    before="the field's value before",
    after="the field's value after",
    name="the record's name, where it has one; of a relationship those of its ends",
)
class DiffRow(NamedTuple):
    """One field of one record that changes, or one whole record that comes or goes."""

    change: str
    kind: str
    id: str
    field: str
    before: str
    after: str
    name: str


@dataclass(frozen=True)
class Changed:
    """One record whose fields differ. Rows are positions in the held and in the incoming table of its kind."""

    held: int
    incoming: int
    fields: tuple[tuple[str, str, str], ...]
    """(field, before, after); a renaming is (``id``, old, new)."""


@dataclass(frozen=True)
class KindPlan:
    """The changes to one kind of record, as row numbers: no object per record that is merely added or unchanged."""

    added: Sequence[int] = ()
    """Rows of the incoming table."""
    changed: Sequence[Changed] = ()
    withdrawn: Sequence[int] = ()
    """Rows of the held table."""
    moved: Sequence[tuple[int, int]] = ()
    """(held row, incoming row) of unchanged records that now are in another file or line."""
    restated: Sequence[tuple[int, int]] = ()
    """(held row, incoming row) of unchanged relationships that name an end by another of its ids."""
    unchanged: int = 0


@dataclass(frozen=True)
class Plan:
    """What one import would do."""

    source: str
    base: str
    """The uid of the revision it was planned against; empty for an empty store."""
    incoming: Tables
    """What the source holds afterwards, complete."""
    held: Tables
    """What the source holds now."""
    kinds: dict[str, KindPlan]
    """Every kind of record, in the order of the metamodel."""
    problems: tuple[Problem, ...] = ()
    rejected: int = 0
    """Rows left out because of errors."""
    refused: tuple[Problem, ...] = ()
    """Those of the problems for which no store applies the plan, not even in part."""
    root: str = ""
    """The folder that the files were in (``Revision.root``)."""
    accounts: tuple[SheetAccount, ...] = ()
    """What became of the rows of each file."""
    preset: str = ""
    """The name of the preset by which they were read."""
    alias: Mapping[str, str] = field(default_factory=dict)
    """Other id → id of services, over what all sources hold afterwards."""
    notes: tuple[str, ...] = ()
    """What was found out about the files, and not asked for: delimiter, encoding, references by name."""

    @property
    def counts(self) -> dict[str, int]:
        """added, changed, withdrawn, unchanged, rejected."""
        kinds = self.kinds.values()
        return {
            "added": sum(len(k.added) for k in kinds),
            "changed": sum(len(k.changed) for k in kinds),
            "withdrawn": sum(len(k.withdrawn) for k in kinds),
            "unchanged": sum(k.unchanged for k in kinds),
            "rejected": self.rejected,
        }

    @property
    def empty(self) -> bool:
        """Nothing would change."""
        return not any(k.added or k.changed or k.withdrawn for k in self.kinds.values())

    def rows(self) -> Iterator[DiffRow]:
        """Every change: by kind in the order of the metamodel, then id, then what happens, then field."""
        return changes(self.kinds, self.held, self.incoming, self.alias, gone="withdrawn")

    def first(self, number: int) -> Iterator[DiffRow]:
        """The first so many of them, for which not all are sorted."""
        rows = changes(self.kinds, self.held, self.incoming, self.alias, gone="withdrawn", only=number)
        return islice(rows, number)


def changes(
    kinds: Mapping[str, KindPlan],
    before: Mapping[str, Table],
    after: Mapping[str, Table],
    alias: Mapping[str, str] = _NO_ALIAS,
    *,
    gone: str,
    only: int | None = None,
) -> Iterator[DiffRow]:
    """Every change, ordered. ``alias``: other id → id; ``gone`` is the word for records that go.

    ``only``: of each kind no more than the first so many records.
    """
    names = cache(partial(_names, (before, after)))
    for name, plan in kinds.items():
        held = before.get(name) or empty(KINDS[name])
        incoming = after.get(name) or empty(KINDS[name])
        fields = {c.incoming: c.fields for c in plan.changed}
        entries = chain(
            _entries("added", incoming, plan.added, alias),
            _entries("changed", incoming, [c.incoming for c in plan.changed], alias),
            _entries(gone, held, plan.withdrawn, alias),
        )
        for text, change, row in sorted(entries) if only is None else nsmallest(only, entries):
            title = _title(held if change == gone else incoming, row, names, alias)
            for column, old, new in fields[row] if change == "changed" else (("", "", ""),):
                yield DiffRow(change, name, text, column, old, new, title)


def _title(
    table: Table, row: int, names: Callable[[str], Mapping[str, str]], alias: Mapping[str, str]
) -> str:
    """The name of a record; of a relationship those of its ends, where they say more than the ids do."""
    if table.kind.is_node:
        return table.column("name")[row] or ""
    ids = [(end.refers_to, table.texts(end.name)[row]) for end in table.kind.ends]
    ids = [(kind, _id(one, alias) if kind == SERVICE.name else one) for kind, one in ids]
    titles = [names(kind).get(one) or one for kind, one in ids]
    return "" if titles == [one for _, one in ids] else " -> ".join(titles)


def _names(sides: Sequence[Mapping[str, Table]], kind: str) -> dict[str, str]:
    """Id → name of the nodes of one kind; what comes in has the last word."""
    found: dict[str, str] = {}
    for tables in sides:
        if kind in tables:
            table = tables[kind]
            found |= {
                one: name for one, name in zip(table.texts("id"), table.texts("name"), strict=True) if name
            }
    return found


def _id(text: str, alias: Mapping[str, str]) -> str:
    """What the catalogue calls the service that is named so."""
    return alias.get(text, text)


def _entries(
    change: str, table: Table, rows: Sequence[int], alias: Mapping[str, str]
) -> Iterator[tuple[str, str, int]]:
    ends = {field.name for field in (() if table.kind.is_node else table.kind.service_fields)}
    columns = [map(table.texts(name).__getitem__, rows) for name in table.kind.key]
    if alias:
        columns = [
            map(_id, column, repeat(alias)) if name in ends else column
            for name, column in zip(table.kind.key, columns, strict=True)
        ]
    labels = columns[0] if len(columns) == 1 else map(label, zip(*columns, strict=True))
    return zip(labels, repeat(change), rows, strict=False)


def label(key: Sequence[str]) -> str:
    """An identity as one text.

    >>> label(["shop"]), label(["shop", "db"]), label(["shop", "db", ""]), label(["shop", "db", "storage"])
    ('shop', 'shop -> db', 'shop -> db', 'shop -> db (storage)')
    """
    if len(key) == 1:
        return key[0]
    text, more = f"{key[0]} -> {key[1]}", ", ".join(filter(None, key[2:]))
    return f"{text} ({more})" if more else text
