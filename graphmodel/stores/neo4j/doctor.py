"""Is the database whole?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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


def examine(
    connection: Connection, writer: Writer, held: Callable[[int], Mapping[str, Tables]], *, repair: bool
) -> list[Check]:
    """Each check in a fixed order; those after a database that cannot be read at all are left out.

    ``repair`` makes the schema and the graph as they should be, and completes or takes back an import that was left.
    """
    checks: list[Check] = []
    try:
        at = state.read(connection)
        checks += [Check("server", True, f"{_server(connection)} at {connection.address}")]
        if not at.made:
            return [*checks, Check("catalogue", False, "there is none; the first import makes it")]
        checks += [Check("catalogue", True, f"schema version {state.SCHEMA}, revision {at.number}")]
        checks += [_schema(connection, repair=repair), _import(at, writer, held, repair=repair)]
        at = state.read(connection)
        checks += [_records(connection, at)]
        if checks[-1].ok and not at.opened:
            catalogue = values.merged(held(at.number))
            checks += [_graph(connection, writer, at, catalogue, repair=repair)]
    except GraphmodelError as error:
        return [*checks, Check("database", False, f"{error.message}; {error.hint}")]
    return checks


def _server(connection: Connection) -> str:
    found = connection.rows(
        "CALL dbms.components() YIELD versions, edition RETURN versions[0] AS version, edition"
    )[0]
    return f"Neo4j {found['version']} {found['edition']}"


def _schema(connection: Connection, *, repair: bool) -> Check:
    if repair:
        state.apply_schema(connection)
    wanted = {_covered(statement) for statement in statements.schema()}
    query = "SHOW INDEXES YIELD labelsOrTypes, properties WHERE properties IS NOT NULL RETURN *"
    there = {f"{row['labelsOrTypes'][0]}({', '.join(row['properties'])})" for row in connection.rows(query)}
    if missing := sorted(wanted - there):
        return Check("schema", False, f"missing: {', '.join(missing)}; doctor --repair makes it")
    return Check("schema", True, f"{count(len(wanted), 'constraint or index', 'constraints and indexes')}")


def _covered(statement: str) -> str:
    """Label and property of a constraint or an index, whatever it is called."""
    label, name = re.findall(r"\w:(\w+)|\(?\w\.(\w+)", statement)
    return f"{label[0]}({name[1]})"


def _import(at: State, writer: Writer, held: Callable[[int], Mapping[str, Tables]], *, repair: bool) -> Check:
    if at.opened is None:
        if repair:
            writer.opening.sweep()
        return Check("import", True, "none is open")
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
        chunks, rows = records.verify(connection, at.number)
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
        return Check("graph", False, f"differs from the records: {said}; doctor --repair fixes it{left}")
    comparing.repair(lambda work: writer.checked(at, work), differences)
    writer.fix(at, changes.towards(catalogue, catalogue, existing(connection)))
    if still := comparing.compare(connection, catalogue).counts:
        said = ", ".join(f"{number} {what}" for what, number in sorted(still.items()))
        return Check("graph", False, f"differs from the records still: {said}{left}")
    return Check("graph", True, f"made as the records say (was wrong: {said}){left}")
