"""The whole catalogue taken elsewhere: into a folder of CSV files, into a graph file, into another store."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from graphmodel.exporters import graphml, node_link
from graphmodel.model.catalogue import merge
from graphmodel.model.errors import UsageError

if TYPE_CHECKING:
    from graphmodel.model.catalogue import Catalogue
    from graphmodel.stores.store import Store

GRAPHS: Final[dict[str, Callable[[Catalogue], bytes]]] = {"graphml": graphml.write, "json": node_link.write}
"""The formats of graph files, which hold the catalogue as ``docs/networkx.md`` describes it."""


def given(store: Store, source: str | None) -> Catalogue:
    """The catalogue, or what one source gives of it. Raises UsageError where there is no such source."""
    if source is None:
        return store.catalogue()
    held = store.held()
    if source not in held:
        raise UsageError(f"there is no source {source!r}", f"there are: {', '.join(sorted(held)) or 'none'}")
    return merge({source: held[source]})
