"""What changes in the graph that people see, from one catalogue to the next, as parts for the statements that load."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from graphmodel.model.metamodel import KINDS, NODES, RELATIONSHIPS
from graphmodel.planning.compare import compare, match
from graphmodel.stores.neo4j import parts, properties
from graphmodel.stores.neo4j.parts import Part
from graphmodel.stores.neo4j.statements import PAIRS, PLACED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from graphmodel.model.catalogue import Catalogue
    from graphmodel.model.table import Table

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
    """Pairs to connect, by relationship; a service that is added is created in its category."""
    parted: Mapping[str, Sequence[Pair]]
    """Pairs to disconnect, by relationship."""
    cleared: Mapping[str, Sequence[str]]
    """By kind of record the properties that a changed one may have to lose."""

    def __len__(self) -> int:
        deltas = self.deltas.values()
        pairs = (*self.joined.values(), *self.parted.values())
        return sum(len(d.added) + len(d.changed) + len(d.withdrawn) for d in deltas) + sum(map(len, pairs))


@dataclass(frozen=True)
class Existing:
    """What the graph holds of what is ours, where it may be half of something."""

    keys: Mapping[str, set[str]]
    """By kind of record the ids or keys."""
    pairs: Mapping[str, set[Pair]]


def pairs(tables: Mapping[str, Table], relationship: str, rows: Iterable[int] | None = None) -> set[Pair]:
    """The pairs that a relationship connects: all, or those of some rows."""
    kind, field = PAIRS[relationship]
    ids, ends = tables[kind].texts("id"), tables[kind].texts(field)
    return {(ids[row], ends[row]) for row in (range(len(ids)) if rows is None else rows) if ends[row]}


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


def towards(after: Catalogue, before: Catalogue, found: Existing) -> Changes:
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
    stay = set(range(len(new["service"]))).difference(deltas["service"].added)
    created = PLACED.relationship
    wanted = {label: pairs(new, label, stay if label == created else None) for label in PAIRS}
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
    """The parts, of at most so many rows each, in an order in which every end of a relationship is there."""
    return chain.from_iterable(stages(changes, batch))


def stages(changes: Changes, batch: int) -> Iterator[Iterator[Part]]:
    """The same, stage after stage; the parts of one stage may go in any order."""
    for name, gone in changes.parted.items():
        yield _batches(f"{name} withdraw", map(list, gone), batch)
    for name in (*RELATIONSHIPS, *reversed(NODES)):
        yield _batches(f"{name} withdraw", changes.deltas[name].withdrawn, batch)
    yield chain.from_iterable(_nodes(changes, name, batch) for name in NODES if name != "service")
    yield _services(changes, batch)
    for label, joined in changes.joined.items():
        yield _batches(f"{label} create", map(list, joined), batch, joins=1)
    for name in RELATIONSHIPS:
        yield chain(_changed(changes, name, batch), _relationships(changes, name, batch))


def _nodes(changes: Changes, name: str, batch: int) -> Iterator[Part]:
    """Nodes but services."""
    yield from _changed(changes, name, batch)
    new = properties.rows(changes.tables[name], changes.deltas[name].added)
    yield from _batches(f"{name} create", new, batch)


def _services(changes: Changes, batch: int) -> Iterator[Part]:
    delta = changes.deltas["service"]
    for label, rows in _by_label(changes, delta.changed):
        yield from _changed(changes, "service", batch, label, rows)
    for label, rows in _by_label(changes, delta.added):
        yield from _created(parts.services, f"{label} create", changes.tables["service"], rows, batch)


def _relationships(changes: Changes, name: str, batch: int) -> Iterator[Part]:
    """What hangs on one start is created together: that touches fewer places of the graph."""
    table = changes.tables[name]
    starts = table.texts(table.kind.key[0])
    added = sorted(changes.deltas[name].added, key=starts.__getitem__)
    yield from _created(parts.relationships, f"{name} create", table, added, batch)


def _by_label(changes: Changes, rows: Sequence[int]) -> Iterator[tuple[str, list[int]]]:
    kinds = changes.tables["service"].column("kind")
    yield "service", [row for row in rows if kinds[row] != "product"]
    yield "product", [row for row in rows if kinds[row] == "product"]


def _changed(
    changes: Changes, name: str, batch: int, label: str = "", rows: Sequence[int] | None = None
) -> Iterator[Part]:
    """By default all that is changed of a kind."""
    wanted = changes.deltas[name].changed if rows is None else rows
    made = properties.rows(changes.tables[name], wanted, cleared=changes.cleared[name])
    return _batches(f"{label or name} change", made, batch)


def _created(
    make: Callable[[str, Table], Part],
    statement: str,
    table: Table,
    rows: Sequence[int],
    batch: int,
) -> Iterator[Part]:
    for at in range(0, len(rows), batch):
        yield make(statement, table.take(rows[at : at + batch]))


def _batches(statement: str, rows: Iterable[object], batch: int, *, joins: int = 0) -> Iterator[Part]:
    """``joins``: so many relationships a row creates."""
    rows = iter(rows)
    while part := list(islice(rows, batch)):
        yield Part(statement, {"rows": part}, joins * len(part))
