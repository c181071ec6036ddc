"""What can name a catalogue."""

from __future__ import annotations

from typing import Final

from graphmodel.model.errors import StoreError, UsageError
from graphmodel.model.register import Register
from graphmodel.stores.store import Opener

STORES: Final = Register(
    "graphmodel.stores",
    Opener,
    {name: f"graphmodel.stores.{name}:OPENER" for name in ("folder", "embedded", "neo4j")},
    lambda opener: opener.name,
)
"""Every store, imported when its turn comes; the first that claims a name opens it.

Another package adds one by an entry point of that group. Its name is the scheme of the URLs that it opens.
"""

OF_PATHS: Final = ("folder", "embedded")
"""The stores that a path names, not a URL."""

SERVERS: Final = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
"""The schemes of Neo4j's URLs."""

NAMES: Final = (
    "name a folder of CSV files, a catalogue file, or the URL of a Neo4j server: neo4j://…, bolt://…"
)


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
        scheme = url.partition("://")[0]
        if scheme.lower() in OF_PATHS or scheme.lower() not in STORES:
            raise StoreError(f"this version of graphmodel has no store for {scheme}:// URLs", NAMES)
