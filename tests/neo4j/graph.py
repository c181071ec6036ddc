"""The graph of any catalogue, written as an import writes it, without the records and revisions beside it: fast."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from graphmodel.model.catalogue import Catalogue, blank
from graphmodel.stores.neo4j import changes, parts, state
from graphmodel.stores.neo4j.address import parse
from graphmodel.stores.neo4j.connection import Connection

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTHING = Catalogue(blank())
Row = dict[str, Any]


class Graph:
    """A database that holds the graph of one catalogue at a time."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def write(self, catalogue: Catalogue) -> None:
        """Replace all that is there."""
        with self.connection.session() as session, session.begin_transaction() as transaction:
            transaction.run("MATCH (n) DETACH DELETE n").consume()
            for part in changes.writes(changes.between(NOTHING, catalogue), 10_000):
                parts.write(transaction, part)
            transaction.commit()

    def rows(self, text: str, **parameters: Any) -> list[Row]:
        """What a query gives, with what is absent as an empty text, as the analyses have it."""
        with self.connection.session(reading=True) as session:
            found = session.run(text, parameters)
            return [{name: _present(value) for name, value in record.items()} for record in found]


def _present(value: Any) -> Any:
    return tuple(map(_present, value)) if isinstance(value, list) else "" if value is None else value


@contextmanager
def graph(url: str) -> Iterator[Graph]:
    """That database, with the schema; credentials as the fixture ``neo4j`` gives them."""
    connection = Connection(parse(url))
    try:
        state.apply_schema(connection)
        yield Graph(connection)
    finally:
        connection.close()
