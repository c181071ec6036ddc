"""Where catalogues are kept. A store is chosen by its URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.model.errors import StoreError
from graphmodel.stores.embedded import EmbeddedStore
from graphmodel.stores.folder import FolderStore
from graphmodel.stores.neo4j import Neo4jStore

if TYPE_CHECKING:
    from graphmodel.stores.store import Store

STORES: tuple[type[FolderStore | EmbeddedStore | Neo4jStore], ...] = (FolderStore, EmbeddedStore, Neo4jStore)
"""Every store; the first that claims a URL opens it."""


def open_store(url: str, *, create: bool = False) -> Store:
    """The store at that path or URL; with ``create`` a file that does not exist is made by the first import.

    Raises StoreError where there is none.
    """
    for store in STORES:
        if store.claims(url):
            return store(url, create=create)
    scheme = url.partition("://")[0]
    raise StoreError(
        f"this version of graphmodel has no store for {scheme}:// URLs",
        "name a folder of CSV files, a catalogue file, or the URL of a Neo4j server: neo4j://…, bolt://…",
    )
