"""GraphML, through NetworkX: XML that graph tools read."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from graphmodel.exporters.ordered import ordered
from graphmodel.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphmodel.model.catalogue import Catalogue

_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to write, not even escaped."""


def write(catalogue: Catalogue) -> bytes:
    """The catalogue's graph. Raises UsageError for a character that XML cannot hold."""
    import networkx

    graph = ordered(catalogue).to_networkx()
    for node, attributes in graph.nodes(data=True):
        _check(node, {"id": node, **attributes})
    for start, end, attributes in graph.edges(data=True):
        _check(f"{start} -> {end}", attributes)
    out = io.BytesIO()
    # Not write_graphml, which takes lxml where that is installed: the bytes are to be the same everywhere.
    networkx.write_graphml_xml(graph, out)
    # A reader of XML takes a bare carriage return for a line feed.
    return out.getvalue().replace(b"\r", b"&#13;")


def _check(what: str, attributes: Mapping[str, object]) -> None:
    for name, value in attributes.items():
        found = _UNSPEAKABLE.search(f"{name} {value}")
        if found:
            raise UsageError(
                f"{name} of {what} holds the character U+{ord(found[0]):04X}, which XML and so GraphML cannot hold",
                "--format json holds every character, and so does a folder of CSV files",
            )
