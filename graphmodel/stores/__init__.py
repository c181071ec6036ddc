"""Where catalogues are kept. A store is chosen by its URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.model.errors import StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphmodel.stores.embedded import EmbeddedStore
    from graphmodel.stores.folder import FolderStore
    from graphmodel.stores.neo4j import Neo4jStore
    from graphmodel.stores.store import Store


SERVERS: Final = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
"""The schemes of Neo4j's URLs."""

NAMES: Final = (
    "name a folder of CSV files, a catalogue file, or the URL of a Neo4j server: neo4j://…, bolt://…"
)


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


def check(url: str) -> None:
    """Raises UsageError for what names no catalogue: nothing, a NUL, a misspelt URL, which might hold a password.

    Raises StoreError for a URL of another scheme.
    """
    if not url.strip():
        raise UsageError("the catalogue's name is empty", NAMES)
    if "\0" in url:
        raise UsageError("a path cannot hold the character NUL", NAMES)
    scheme, colon, rest = url.strip().partition(":")
    known = scheme.lower() in SERVERS
    if known and colon and (rest[:2] != "//" or url != url.strip()):
        raise UsageError("that is no URL of a Neo4j server", "neo4j://HOST:PORT")
    if "://" in url and not known:
        raise StoreError(
            f"this version of graphmodel has no store for {url.partition('://')[0]}:// URLs", NAMES
        )
