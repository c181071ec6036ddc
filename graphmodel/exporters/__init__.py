"""The whole catalogue taken elsewhere: CSV files, a workbook, a graph file, another store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphmodel.model.catalogue import merge
from graphmodel.model.errors import UsageError
from graphmodel.model.formats import Formats
from graphmodel.model.register import Deferred
from graphmodel.model.words import listed

if TYPE_CHECKING:
    from graphmodel.model.catalogue import Catalogue
    from graphmodel.stores.store import Store


@dataclass(frozen=True)
class ExportFormat:
    """One format of a whole catalogue in one file."""

    name: str
    suffixes: tuple[str, ...]
    """Of the files it is told by, with the dot; the first is the usual one."""
    write: Callable[[Catalogue], bytes]


def _format(name: str, suffix: str, file: str) -> ExportFormat:
    """The format that a file of ours has as ``write``; it is imported when it is first written."""
    return ExportFormat(name, (suffix,), Deferred(f"{__name__}.{file}:write"))


EXPORTS: Final = Formats(
    "export",
    ExportFormat,
    (
        _format("graphml", ".graphml", "graphml"),
        _format("json", ".json", "node_link"),
        _format("xlsx", ".xlsx", "xlsx"),
    ),
)
"""Every format of a whole catalogue in one file. Graphs hold it as ``docs/networkx.md`` describes it."""


def given(store: Store, source: str | None) -> Catalogue:
    """The catalogue, or what one source gives of it. Raises UsageError where there is no such source."""
    if source is None:
        return store.catalogue()
    held = store.held()
    if source not in held:
        raise UsageError(f"there is no source {source!r}", f"there are: {listed(sorted(held)) or 'none'}")
    return merge({source: held[source]})
