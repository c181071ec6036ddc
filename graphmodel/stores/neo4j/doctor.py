"""Is the database whole?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graphmodel.model.errors import GraphmodelError, StoreError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.words import count
from graphmodel.stores import values
from graphmodel.stores.neo4j import changes, comparing, records, state, statements
from graphmodel.stores.neo4j.opening import existing
from graphmodel.stores.store import Check

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graphmodel.model.catalogue import Catalogue, Tables
    from graphmodel.stores.neo4j.connection import Connection
    from graphmodel.stores.neo4j.state import State
    from graphmodel.stores.neo4j.writer import Writer

SCHEMA: Final = 2
"""The place of that check."""

NAMED: Final = "MATCH (c:GraphmodelCatalogue {name: 'graphmodel'}) RETURN count(c) AS found"

BESIDE: Final = """\
MATCH (c:GraphmodelCatalogue)
OPTIONAL MATCH (r:GraphmodelRevision {number: c.number, uid: c.uid})
WITH c, r ORDER BY coalesce(c.name = 'graphmodel', false) DESC, r IS NOT NULL DESC, r.number DESC
RETURN tail(collect(DISTINCT elementId(c))) AS found"""
"""The one that names the latest revision is the catalogue."""

DISOWN: Final = "UNWIND $rows AS row MATCH (c:GraphmodelCatalogue) WHERE elementId(c) = row DETACH DELETE c"
NEXT: Final = "MATCH (c:GraphmodelCatalogue {name: 'graphmodel'}) SET c.chunks = $chunks"

INDEXES: Final = """\
SHOW INDEXES YIELD name, type, labelsOrTypes, properties, owningConstraint
WHERE properties IS NOT NULL
RETURN name, type, labelsOrTypes AS labels, properties, owningConstraint IS NOT NULL AS constrained"""


def examine(
    connection: Connection, writer: Writer, held: Callable[[int], Mapping[str, Tables]], *, repair: bool
) -> list[Check]:
    """Each check in a fixed order; those after a database that cannot be read at all are left out.

    ``repair`` makes the schema and the graph as they should be, and completes or takes back an import that was left.
    """
    checks: list[Check] = []
    try:
        alone = _alone(connection, repair=repair)
        at = state.read(connection)
        checks += [Check("server", True, f"{_server(connection)} at {connection.address}")]
        if not at.made:
            return [*checks, Check("catalogue", False, "there is none; the first import makes it")]
        checks += [_catalogue(connection, at, alone, repair=repair)]
        checks += [_schema(connection, repair=repair), _import(connection, at, writer, held, repair=repair)]
        at = state.read(connection)
        checks += [_records(connection, at)]
        if checks[-1].ok and not at.opened:
            catalogue = values.merged(held(at.number))
            checks += [_graph(connection, writer, at, catalogue, repair=repair)]
            if repair and not checks[SCHEMA].ok:  # what stood there twice was in the way
                checks[SCHEMA] = _schema(connection, repair=repair)
    except GraphmodelError as error:
        return [*checks, Check("database", False, f"{error.message}; {error.hint}")]
    return checks


def _server(connection: Connection) -> str:
    found = connection.rows(
        "CALL dbms.components() YIELD versions, edition RETURN versions[0] AS version, edition"
    )[0]
    return f"Neo4j {found['version']} {found['edition']}"


def _alone(connection: Connection, *, repair: bool) -> int:
    """How many nodes there are beside the one of the catalogue that say they were it; ``repair`` deletes them."""
    beside = connection.rows(BESIDE)[0]["found"] if connection.rows(NAMED)[0]["found"] else []
    if beside and repair:
        connection.rows(DISOWN, rows=beside)
    return len(beside)


def _catalogue(connection: Connection, at: State, beside: int, *, repair: bool) -> Check:
    last = connection.rows(records.LAST)[0]["last"]
    wrong = [f"{count(beside, 'node')} GraphmodelCatalogue more than one"] if beside else []
    if not last < at.chunks < 2**53 and not at.opened:
        wrong += [f"the number of the next chunk is said to be {at.chunks}, after {last}"]
        if repair:
            connection.rows(NEXT, chunks=last + 1)
    if not wrong:
        return Check("catalogue", True, f"schema version {state.SCHEMA}, revision {at.number}")
    if repair:
        return Check("catalogue", True, f"put right (was wrong: {'; '.join(wrong)})")
    return Check("catalogue", False, f"{'; '.join(wrong)}; --repair fixes it")


def _schema(connection: Connection, *, repair: bool) -> Check:
    wanted = {_covered(statement): "CONSTRAINT" in statement for statement in statements.schema()}
    if repair:
        for name, in_the_way in _indexes(connection, wanted)[1].items():
            if in_the_way:
                connection.rows(f"DROP INDEX `{name.replace('`', '``')}` IF EXISTS")
        try:
            state.apply_schema(connection)
        except StoreError as error:
            return Check("schema", False, f"{error.message}; {error.hint}")
    if missing := sorted(wanted.keys() - _indexes(connection, wanted)[0]):
        return Check("schema", False, f"missing: {', '.join(missing)}; --repair makes it")
    return Check("schema", True, f"{count(len(wanted), 'constraint or index', 'constraints and indexes')}")


def _indexes(connection: Connection, wanted: Mapping[str, bool]) -> tuple[set[str], dict[str, bool]]:
    """Which of those wanted are there, and for each other index whether it stands in the way of one of them.

    ``wanted``: what is covered → whether by a constraint.
    """
    there: set[str] = set()
    others: dict[str, bool] = {}
    for row in connection.rows(INDEXES):
        covered = f"{row['labels'][0]}({', '.join(row['properties'])})"
        if row["type"] == "RANGE" and row["constrained"] == wanted.get(covered):
            there.add(covered)
        elif not row["constrained"]:
            taken = row["name"].startswith("graphmodel_")
            others[row["name"]] = taken or (row["type"] == "RANGE" and covered in wanted)
    return there, others


def _covered(statement: str) -> str:
    """Label and property of a constraint or an index, whatever it is called."""
    label, name = re.findall(r"\w:(\w+)|\(?\w\.(\w+)", statement)
    return f"{label[0]}({name[1]})"


def _import(
    connection: Connection,
    at: State,
    writer: Writer,
    held: Callable[[int], Mapping[str, Tables]],
    *,
    repair: bool,
) -> Check:
    if at.opened is None:
        left = connection.rows(records.LEFT)[0]["found"]
        said = f", and {count(left, 'record')} of one that was left" if left else ""
        if repair:
            writer.opening.discard()
            return Check("import", True, f"none is open{said and f'{said}: deleted'}")
        return Check("import", not left, f"none is open{said and f'{said}; --repair deletes them'}")
    told = at.opened.error()
    if not at.opened.left:
        return Check("import", True, told.message)
    if not repair:
        return Check("import", False, f"{told.message}; {told.hint}")
    if at.opened.ready:
        revision, _ = writer.opening.complete(at, held)
        return Check("import", True, f"completed what {at.opened.holder} left: revision {revision.number}")
    writer.opening.take_back(at, held)
    return Check("import", True, f"took back what {at.opened.holder} left")


def _records(connection: Connection, at: State) -> Check:
    try:
        chunks, rows = records.verify(connection, at.number, closed=at.opened is None)
    except StoreError as error:
        return Check("records", False, f"{error.message}; {error.hint}")
    return Check(
        "records",
        True,
        f"{count(chunks, 'chunk')} with {count(rows, 'row')} of {count(at.number, 'revision')} can be read, as many as "
        "the revisions say",
    )


def _graph(connection: Connection, writer: Writer, at: State, catalogue: Catalogue, *, repair: bool) -> Check:
    differences = comparing.compare(connection, catalogue)
    beside = comparing.others(connection)
    left = f"; {count(beside, 'relationship')} of other types left as they are" if beside else ""
    if not differences.counts:
        sizes = [count(len(catalogue.table(name)), name, kind.plural) for name, kind in KINDS.items()]
        return Check("graph", True, f"{', '.join(sizes)}, as the records say{left}")
    said = ", ".join(f"{number} {what}" for what, number in sorted(differences.counts.items()))
    if not repair:
        return Check("graph", False, f"differs from the records: {said}; --repair fixes it{left}")
    comparing.repair(lambda work: writer.checked(at, work), differences)
    writer.fix(at, changes.towards(catalogue, catalogue, existing(connection)))
    if still := comparing.compare(connection, catalogue).counts:
        said = ", ".join(f"{number} {what}" for what, number in sorted(still.items()))
        return Check("graph", False, f"differs from the records still: {said}{left}")
    return Check("graph", True, f"made as the records say (was wrong: {said}){left}")
