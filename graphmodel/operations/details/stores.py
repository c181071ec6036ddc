"""What an operation asks of the store that it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from graphmodel.model.errors import UsageError

if TYPE_CHECKING:
    from graphmodel.stores.neo4j import Neo4jStore
    from graphmodel.stores.store import Store, WritableStore


def writable(store: Store) -> WritableStore:
    """The store, to be changed. Raises UsageError for one that is only read."""
    if not hasattr(store, "apply"):
        raise UsageError(
            f"{store.url} is a folder of CSV files, which graphmodel only reads",
            "edit its files, or import it into a catalogue file: graphmodel -c catalogue.db import FOLDER",
        )
    return cast("WritableStore", store)


def in_neo4j(store: Store) -> Neo4jStore:
    """The store, to be asked in Cypher. Raises UsageError for one that is not kept in Neo4j."""
    from graphmodel.stores.neo4j import Neo4jStore

    if not isinstance(store, Neo4jStore):
        raise UsageError(
            f"{store.url} is not kept in Neo4j, which alone understands Cypher",
            "name one that is: -c neo4j://HOST; graphmodel's questions are answered from every catalogue",
        )
    return store
