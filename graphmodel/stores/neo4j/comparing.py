"""The graph beside the records: every node and relationship of ours, both ways, and putting right what differs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from graphmodel.model.metamodel import KINDS, RELATIONSHIPS
from graphmodel.stores.neo4j import changes, properties
from graphmodel.stores.neo4j.statements import LABELS, OWN, PAIRS, PRODUCT, TYPES, ends

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import neo4j

    from graphmodel.model.catalogue import Catalogue
    from graphmodel.model.table import Table
    from graphmodel.stores.neo4j.connection import Connection

NODES: Final = f"""\
MATCH (n:{OWN})
RETURN elementId(n) AS at, labels(n) AS labels, properties(n) AS found"""

RELATED: Final = f"""\
MATCH (a)-[r:{TYPES}]->(b)
RETURN elementId(r) AS at, type(r) AS type, labels(a) AS from, a.id AS start, labels(b) AS to, b.id AS end,
  properties(r) AS found"""

OTHERS: Final = f"""\
MATCH (:{"|".join(LABELS.values())})-[r]-()
WHERE NOT r:{TYPES}
RETURN count(DISTINCT r) AS found"""

DELETE_RELATIONSHIPS: Final = "UNWIND $rows AS row MATCH ()-[r]->() WHERE elementId(r) = row DELETE r"
DELETE_NODES: Final = "UNWIND $rows AS row MATCH (n) WHERE elementId(n) = row DETACH DELETE n"
UNLABEL: Final = f"UNWIND $rows AS row MATCH (n) WHERE elementId(n) = row REMOVE n:{OWN.replace('|', ':')}"
REMOVE_LABELS: Final = "UNWIND $rows AS row MATCH (n) WHERE elementId(n) = row[0] REMOVE n:$(row[1])"
BARE_NODES: Final = "UNWIND $rows AS row MATCH (n) WHERE elementId(n) = row SET n = {id: n.id}"
BARE_RELATIONSHIPS: Final = """\
UNWIND $rows AS row MATCH ()-[r]->() WHERE elementId(r) = row
WITH r, r.key AS key SET r = {} SET r.key = key"""
BATCH: Final = 1_000


@dataclass
class Differences:
    """What the graph holds otherwise than the records say."""

    counts: Counter[str] = field(default_factory=Counter)
    """In words, how many of what."""
    foreign: list[str] = field(default_factory=list)
    """Nodes with labels of ours only, which no record is."""
    borrowed: list[str] = field(default_factory=list)
    """Nodes with labels of ours and others, which no record is."""
    labels: list[tuple[str, list[str]]] = field(default_factory=list)
    """Nodes with labels that theirs are not."""
    nodes: list[str] = field(default_factory=list)
    """Nodes with properties that are not theirs."""
    extra: list[str] = field(default_factory=list)
    """Relationships that no record is, or twice."""
    relationships: list[str] = field(default_factory=list)
    """Relationships with properties that are not theirs."""


def compare(connection: Connection, catalogue: Catalogue) -> Differences:
    """All differences."""
    tables = properties.shown(catalogue)
    found = Differences()
    _nodes(connection, tables, found)
    _relationships(connection, tables, found)
    return found


def repair(write: Callable[[Callable[[neo4j.Transaction], None]], None], found: Differences) -> None:
    """Take away what does not belong there; what is missing is made by ``changes.towards`` after that."""
    for statement, rows in (
        (DELETE_RELATIONSHIPS, found.extra),
        (DELETE_NODES, found.foreign),
        (UNLABEL, found.borrowed),
        (BARE_NODES, found.nodes),
        (BARE_RELATIONSHIPS, found.relationships),
        (REMOVE_LABELS, [list(row) for row in found.labels]),
    ):
        for at in range(0, len(rows), BATCH):
            part = rows[at : at + BATCH]
            write(lambda tx, s=statement, p=part: tx.run(s, rows=p).consume())  # type: ignore[misc]


def others(connection: Connection) -> int:
    """How many relationships of other types hang on nodes of ours: they are nobody's business here."""
    return int(connection.rows(OTHERS)[0]["found"])


def _nodes(connection: Connection, tables: Mapping[str, Table], found: Differences) -> None:
    wanted: dict[tuple[str, str], tuple[str, set[str], dict[str, object]]] = {}
    for name, label in LABELS.items():
        table = tables[name]
        made = properties.rows(table, range(len(table)))
        for key, kind, row in zip(properties.identity(table), table.column("kind"), made, strict=True):
            labels = {label, PRODUCT} if name == "service" and kind == "product" else {label}
            wanted[label, key] = KINDS[name].plural, labels, row
    with connection.session(fetch=10_000) as session:
        for at, labels, there in session.run(NODES):
            mine = [(label, str(there.get("id"))) for label in labels if label in LABELS.values()]
            known = next((pair for pair in mine if isinstance(there.get("id"), str) and pair in wanted), None)
            if known is None:
                found.counts["foreign nodes"] += 1
                (found.borrowed if {*labels} - {*LABELS.values(), PRODUCT} else found.foreign).append(at)
                continue
            plural, right, row = wanted.pop(known)
            if {*labels} != right:
                found.counts[f"{plural} with other labels"] += 1
                found.labels += [(at, extra)] if (extra := sorted({*labels} - right - {PRODUCT})) else []
            if not _same(there, row):
                found.counts[f"{plural} with other properties"] += 1
                found.nodes.append(at)
    found.counts.update(f"missing {plural}" for plural, _, _ in wanted.values())


def _relationships(connection: Connection, tables: Mapping[str, Table], found: Differences) -> None:
    wanted: dict[tuple[str, object], tuple[str, str, dict[str, object]]] = {}
    for name, kind in RELATIONSHIPS.items():
        rows = properties.rows(tables[name], range(len(tables[name])))
        wanted |= {(kind.label, row[properties.KEY]): (start, end, row) for start, end, row in rows}
    for label in PAIRS:
        wanted |= {(label, pair): (*pair, {}) for pair in changes.pairs(tables, label)}
    plurals = {kind.label: kind.plural for kind in RELATIONSHIPS.values()}
    with connection.session(fetch=10_000) as session:
        for at, label, starts, start, goals, end, there in session.run(RELATED):
            what = plurals.get(label, label)
            key = (label, there.get(properties.KEY) if label in plurals else (start, end))
            right = ends(label).start in starts and ends(label).end in goals and _hashable(key)
            if not right or key not in wanted or wanted[key][:2] != (start, end):
                found.counts[f"foreign {what}"] += 1
                found.extra.append(at)
            elif not _same(there, wanted.pop(key)[2]):
                found.counts[f"{what} with other properties"] += 1
                found.relationships.append(at)
    found.counts.update(f"missing {plurals.get(label, label)}" for label, _ in wanted)


def _hashable(key: tuple[str, object]) -> bool:
    parts = key[1] if isinstance(key[1], tuple) else key[1:]
    return all(isinstance(part, str) for part in parts)


def _same(there: Mapping[str, object], wanted: Mapping[str, object]) -> bool:
    """The same properties with the same values; Neo4j's dates are equal to Python's."""
    if there.keys() != wanted.keys():
        return False
    return all(_equal(value, wanted[name]) for name, value in there.items())


def _equal(value: object, wanted: object) -> bool:
    plain = (bool, int, float, str, list)
    return bool(value == wanted) and (type(value) is type(wanted) or not isinstance(value, plain))
