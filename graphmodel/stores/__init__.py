"""Where catalogues are kept. A store is chosen by its URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.stores.urls import STORES, check

if TYPE_CHECKING:
    from graphmodel.stores.store import Store

__all__ = ["STORES", "check", "open_store"]


def open_store(url: str, *, create: bool = False) -> Store:
    """The store at that path or URL; with ``create`` a file that does not exist is made by the first import.

    Raises StoreError where there is none, UsageError for a name that is empty or is meant as a URL and is none.
    """
    check(url)
    own = (STORES[name] for name in STORES.own)
    opener = next((opener for opener in own if opener.claims(url)), None)
    return (opener or STORES[url.partition("://")[0].lower()]).open(url, create)
