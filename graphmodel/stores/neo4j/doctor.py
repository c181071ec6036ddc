"""Is the database whole?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graphmodel.model.errors import GraphmodelError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.words import count
from graphmodel.stores import values
from graphmodel.stores.neo4j import changes, properties, state, statements
from graphmodel.stores.neo4j.opening import found
from graphmodel.stores.store import Check

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graphmodel.model.catalogue import Catalogue, Tables
    from graphmodel.stores.neo4j.connection import Connection
    from graphmodel.stores.neo4j.state import State
    from graphmodel.stores.neo4j.writer import Writer


CONTENT = {
    "service": "MATCH (n:Service) RETURN n.id AS key, properties(n) AS found, n:Product AS product",
    "category": "MATCH (n:Category) RETURN n.id AS key, properties(n) AS found, false AS product",
    "role": "MATCH (n:Role) RETURN n.id AS key, properties(n) AS found, false AS product",
    "dependency": "MATCH ()-[r:DEPENDS_ON]->() RETURN r.key AS key, properties(r) AS found, false AS product",
    "responsibility": "MATCH ()-[r:RESPONSIBLE_FOR]->() RETURN r.key AS key, properties(r) AS found, false AS product",
}


def examine(
    connection: Connection, writer: Writer, held: Callable[[int], Mapping[str, Tables]], *, repair: bool
) -> list[Check]:
    """Each check in a fixed order; those after a database that cannot be read at all are left out.

    ``repair`` makes the schema and the graph as they should be, and completes or takes back an import that was left.
    """
    try:
        at = state.read(connection)
        checks = [Check("server", True, f"{_server(connection)} at {connection.address}")]
        if not at.made:
            return [*checks, Check("catalogue", False, "there is none; the first import makes it")]
        checks += [Check("catalogue", True, f"schema version {state.SCHEMA}, revision {at.number}")]
        checks += [_schema(connection, repair=repair), _import(at, writer, held, repair=repair)]
        at = state.read(connection)
        catalogue = values.merged(held(at.number))
        checks += [Check("records", True, f"every chunk of revision {at.number} can be read")]
        if not at.opened:
            checks += [_graph(connection, writer, at, catalogue, repair=repair)]
    except GraphmodelError as error:
        return [Check("database", False, f"{error.message}; {error.hint}")]
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


def _graph(connection: Connection, writer: Writer, at: State, catalogue: Catalogue, *, repair: bool) -> Check:
    wrong = _wrong(connection, catalogue)
    if not wrong:
        sizes = [count(len(catalogue.table(name)), name, kind.plural) for name, kind in KINDS.items()]
        return Check("graph", True, f"{', '.join(sizes)}, as the records say")
    said = ", ".join(f"{count} {name}" for name, count in wrong.items())
    if not repair:
        return Check("graph", False, f"differs from the records: {said}; doctor --repair fixes it")
    writer.mend(at, changes.towards(catalogue, catalogue, found(connection)))
    return Check("graph", True, f"made as the records say (was wrong: {said})")


def _wrong(connection: Connection, catalogue: Catalogue) -> dict[str, int]:
    """By kind of record or relationship, how many are missing or otherwise than they should be."""
    tables = properties.shown(catalogue)
    wrong = {}
    for name, kind in KINDS.items():
        there = _content(connection, name)
        missing = object()
        count = 0
        products = tables[name].column("kind")
        made = properties.rows(tables[name], range(len(tables[name])))
        for row, key, product in zip(made, properties.identity(tables[name]), products, strict=True):
            wanted = row if isinstance(row, dict) else row[2]
            content, label = there.get(key, ({}, None))
            differs = any(content.get(n, missing) != value for n, value in wanted.items())
            count += differs or label != (name == "service" and product == "product")
        wrong[kind.plural] = count
    pairs = found(connection).pairs
    for name in changes.PAIRS:
        wrong[name.upper()] = len(changes.pairs(tables, name) - pairs[name])
    return {name: count for name, count in wrong.items() if count}


def _content(connection: Connection, name: str) -> dict[str, tuple[dict[str, Any], bool]]:
    with connection.session(fetch=10_000) as session:
        return {key: (content, product) for key, content, product in session.run(CONTENT[name])}
