"""What changes in the graph that people see, from one catalogue to the next, as rows for the statements that load."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
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
Part = tuple[str, list[Any]]
"""A statement and its rows."""


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


def writes(changes: Changes, batch: int) -> Iterator[Part]:
    """Statement and rows, at most so many at a time, in an order in which every end of a relationship is there."""
    for stage in stages(changes, batch):
        for lane in stage:
            yield from lane


def stages(changes: Changes, batch: int) -> Iterator[list[Iterator[Part]]]:
    """The same, stage after stage; the lanes of a stage can go at once (see ``lanes``)."""
    yield [_gone(changes, batch)]
    yield [chain.from_iterable(_written(changes, name, batch) for name in ("category", "role"))]
    yield [_services(changes, batch, lane) for lane in range(lanes.LANES)]
    yield [_batches("part_of create", map(list, changes.joined["part_of"]), batch)]
    yield [
        _batches("in_category create", map(list, part), batch)
        for part in lanes.by_end(changes.joined["in_category"])
    ]
    table, delta = changes.tables["dependency"], changes.deltas["dependency"]
    yield [_written(changes, "dependency", batch, added=())]
    for met in lanes.rounds(changes.tables["service"], table, delta.added):
        yield [_written(changes, "dependency", batch, added=rows, changed=()) for rows in met]
    yield [_written(changes, "responsibility", batch)]


def _gone(changes: Changes, batch: int) -> Iterator[Part]:
    for name, gone in changes.parted.items():
        yield from _batches(f"{name} withdraw", map(list, gone), batch)
    for name in (*RELATIONSHIPS, *NODES):
        yield from _batches(f"{name} withdraw", changes.deltas[name].withdrawn, batch)


def _services(changes: Changes, batch: int, lane: int) -> Iterator[Part]:
    """The services and products of one lane."""
    delta = changes.deltas["service"]
    kinds = changes.tables["service"].column("kind")
    mine = [delta.added[lane :: lanes.LANES], delta.changed[lane :: lanes.LANES]]
    for label in ("service", "product"):
        added, changed = (
            [r for r in rows if (kinds[r] == "product") == (label == "product")] for rows in mine
        )
        yield from _written(changes, "service", batch, label, added=added, changed=changed)


def _written(
    changes: Changes,
    name: str,
    batch: int,
    label: str = "",
    *,
    added: Sequence[int] | None = None,
    changed: Sequence[int] | None = None,
) -> Iterator[Part]:
    """By default all that is added and changed of a kind."""
    delta, table, cleared = changes.deltas[name], changes.tables[name], changes.cleared[name]
    new = properties.rows(table, delta.added if added is None else added)
    other = properties.rows(table, delta.changed if changed is None else changed, cleared=cleared)
    yield from _batches(f"{label or name} change", other, batch)
    yield from _batches(f"{label or name} create", new, batch)


def _batches(statement: str, rows: Iterable[Any], batch: int) -> Iterator[Part]:
    rows = iter(rows)
    while part := list(islice(rows, batch)):
        yield statement, part
