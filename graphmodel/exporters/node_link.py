"""Node-link JSON, through NetworkX: what D3 and many other tools read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from graphmodel.exporters.ordered import ordered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphmodel.model.catalogue import Catalogue


def write(catalogue: Catalogue) -> bytes:
    """The catalogue's graph: ``networkx.node_link_graph(json.load(file), edges="edges")`` reads it.

    ASCII, each node and each edge on a line of its own, so that two files can be compared line by line.
    """
    import networkx

    data: dict[str, object] = networkx.node_link_data(ordered(catalogue).to_networkx(), edges="edges")
    parts = [
        f"{json.dumps(name)}: {_lines(value) if isinstance(value, list) else json.dumps(value)}"
        for name, value in data.items()
    ]
    return ("{" + ",\n".join(parts) + "}\n").encode("ascii")


def _lines(items: Iterable[object]) -> str:
    return "[" + ",".join("\n" + json.dumps(item) for item in items) + "]"
