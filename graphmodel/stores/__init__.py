"""Where catalogues are kept. A store is chosen by its URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.stores.urls import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphmodel.stores.embedded import EmbeddedStore
    from graphmodel.stores.folder import FolderStore
    from graphmodel.stores.neo4j import Neo4jStore
    from graphmodel.stores.store import Store


def _folder() -> type[FolderStore]:
    from graphmodel.stores.folder import FolderStore

    return FolderStore


def _embedded() -> type[EmbeddedStore]:
    from graphmodel.stores.embedded import EmbeddedStore

    return EmbeddedStore


def _neo4j() -> type[Neo4jStore]:
    from graphmodel.stores.neo4j import Neo4jStore

    return Neo4jStore


STORES: tuple[Callable[[], type[FolderStore | EmbeddedStore | Neo4jStore]], ...] = (
    _folder,
    _embedded,
    _neo4j,
)
"""Every store, imported when its turn comes; the first that claims a URL opens it."""


def open_store(url: str, *, create: bool = False) -> Store:
    """The store at that path or URL; with ``create`` a file that does not exist is made by the first import.

    Raises StoreError where there is none, UsageError for a name that is empty or is meant as a URL and is none.
    """
    check(url)
    return next(store for load in STORES if (store := load()).claims(url))(url, create=create)
