"""What changes in the graph that people see, from one catalogue to the next, as rows for the statements that load."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from graphmodel.model.compare import compare, match
from graphmodel.model.metamodel import KINDS
from graphmodel.stores.neo4j import lanes, properties

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graphmodel.model.catalogue import Catalogue
    from graphmodel.model.table import Table

NODES = ("category", "role", "service")
RELATIONSHIPS = ("dependency", "responsibility")
PAIRS = {"in_category": ("service", "category"), "part_of": ("category", "parent")}
"""Relationship → the kind of record it is read from, and the field."""

Pair = tuple[str, str]


@dataclass(frozen=True)
class Delta:
    """The changes to one kind of node or relationship."""

    added: Sequence[int] = ()
    """Rows of the table as it shall be."""
    changed: Sequence[int] = ()
    """Rows of the table as it shall be, of what is there already."""
    withdrawn: Sequence[str] = ()
    """Ids or keys."""


@dataclass(frozen=True)
class Changes:
    """From one state of the graph to another."""

    tables: Mapping[str, Table]
    """The records as they shall be."""
    deltas: Mapping[str, Delta]
    """By kind of record."""
    joined: Mapping[str, Sequence[Pair]]
    """Pairs to connect, by relationship."""
    parted: Mapping[str, Sequence[Pair]]
    """Pairs to disconnect, by relationship."""
    cleared: Mapping[str, Sequence[str]]
    """By kind of record the properties that a changed one may have to lose."""

    def __len__(self) -> int:
        deltas = self.deltas.values()
        pairs = (*self.joined.values(), *self.parted.values())
        return sum(len(d.added) + len(d.changed) + len(d.withdrawn) for d in deltas) + sum(map(len, pairs))


@dataclass(frozen=True)
class Found:
    """What the graph holds of what is ours, where it may be half of something."""

    keys: Mapping[str, set[str]]
    """By kind of record the ids or keys."""
    pairs: Mapping[str, set[Pair]]


def pairs(tables: Mapping[str, Table], relationship: str) -> set[Pair]:
    """The pairs that a relationship connects."""
    kind, field = PAIRS[relationship]
    table = tables[kind]
    return {(i, to) for i, to in zip(table.texts("id"), table.texts(field), strict=True) if to}


def between(before: Catalogue, after: Catalogue) -> Changes:
    """What leads from one catalogue to another."""
    old, new = properties.shown(before), properties.shown(after)
    deltas = {}
    for name in KINDS:
        plan = compare(old[name], new[name], match(old[name], new[name], {}))
        gone = properties.identity(old[name]) if plan.withdrawn else []
        deltas[name] = Delta(
            plan.added, [c.incoming for c in plan.changed], [gone[row] for row in plan.withdrawn]
        )
    had = {name: pairs(old, name) for name in PAIRS}
    return _changes(old, new, deltas, had, had)


def towards(after: Catalogue, before: Catalogue, found: Found) -> Changes:
    """What leads from a graph that is somewhere between two catalogues to one of them.

    What neither of the two knows is left as it is.
    """
    old, new = properties.shown(before), properties.shown(after)
    deltas = {}
    for name in KINDS:
        keys, there = properties.identity(new[name]), found.keys[name]
        ours = there.intersection(properties.identity(old[name]))
        deltas[name] = Delta(
            [row for row, key in enumerate(keys) if key not in there],
            [row for row, key in enumerate(keys) if key in there],
            sorted(ours.difference(keys)),
        )
    known = {name: found.pairs[name] & (pairs(old, name) | pairs(new, name)) for name in PAIRS}
    return _changes(old, new, deltas, known, found.pairs)


def _changes(
    old: Mapping[str, Table],
    new: Mapping[str, Table],
    deltas: Mapping[str, Delta],
    ours: Mapping[str, set[Pair]],
    there: Mapping[str, set[Pair]],
) -> Changes:
    wanted = {name: pairs(new, name) for name in PAIRS}
    return Changes(
        new,
        deltas,
        {name: sorted(wanted[name] - there[name]) for name in PAIRS},
        {name: sorted(ours[name] - wanted[name]) for name in PAIRS},
        {
            name: sorted({*properties.names(old[name]).values(), *properties.names(new[name]).values()})
            for name in KINDS
        },
    )


def writes(changes: Changes, batch: int) -> Iterator[tuple[str, list[Any]]]:
    """Statement and rows, at most so many at a time, in an order in which every end of a relationship is there."""
    deltas = changes.deltas
    for name, gone in changes.parted.items():
        yield from _batches(f"{name} withdraw", map(list, gone), batch)
    for name in (*RELATIONSHIPS, *NODES):
        yield from _batches(f"{name} withdraw", deltas[name].withdrawn, batch)
    for name in ("category", "role"):
        yield from _written(changes, name, batch)
    products = changes.tables["service"].column("kind")
    for label, wanted in (("service", False), ("product", True)):
        yield from _written(changes, "service", batch, label, [(k == "product") == wanted for k in products])
    for name, fresh in changes.joined.items():
        yield from _batches(f"{name} create", map(list, fresh), batch)
    for name in RELATIONSHIPS:
        yield from _written(changes, name, batch)


def apart(changes: Changes, batch: int) -> tuple[Changes, list[list[Iterator[tuple[str, list[Any]]]]]]:
    """The changes without the dependencies that are added, and these by round and lane (see ``lanes``)."""
    table, delta = changes.tables["dependency"], changes.deltas["dependency"]
    rest = replace(changes, deltas={**changes.deltas, "dependency": replace(delta, added=())})
    return rest, [
        [_batches("dependency create", properties.rows(table, rows), batch) for rows in met]
        for met in lanes.rounds(changes.tables["service"], table, delta.added)
    ]


def _written(
    changes: Changes, name: str, batch: int, label: str = "", wanted: Sequence[bool] | None = None
) -> Iterator[tuple[str, list[Any]]]:
    delta, table = changes.deltas[name], changes.tables[name]
    added = [row for row in delta.added if wanted is None or wanted[row]]
    changed = [row for row in delta.changed if wanted is None or wanted[row]]
    cleared = changes.cleared[name]
    yield from _batches(f"{label or name} change", properties.rows(table, changed, cleared=cleared), batch)
    yield from _batches(f"{label or name} create", properties.rows(table, added), batch)


def _batches(statement: str, rows: Iterable[Any], batch: int) -> Iterator[tuple[str, list[Any]]]:
    rows = iter(rows)
    while part := list(islice(rows, batch)):
        yield statement, part
