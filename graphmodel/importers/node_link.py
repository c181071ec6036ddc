"""Node-link JSON: what graphmodel exports, and what D3 and NetworkX write (``nodes``, and ``edges`` or ``links``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from graphmodel.importers.documents.content import BadDocument, text, unread
from graphmodel.importers.documents.graphs import Graph, GraphPart, is_catalogue, rewritten, sheets
from graphmodel.importers.documents.json import JsonText, reasoned
from graphmodel.importers.documents.records import cell
from graphmodel.importers.importer import File, Importer, Sheet
from graphmodel.model.errors import UsageError
from graphmodel.model.problems import Problem

_EDGES: Final = ("edges", "links")
_HEAD: Final = re.compile(rb'\{\s*"(?:directed|multigraph|graph|nodes|links|edges)"\s*:')
_FORM: Final = 'it is read as {"nodes": [{"id": …}], "edges": [{"source": …, "target": …}]}'
_WAY: Final = "its edges say nothing of who depends on whom: check that each source depends on its target"


def sniff(_path: Path, head: bytes) -> bool:
    """A JSON object that begins as such a graph does."""
    return _HEAD.match(head.removeprefix(b"\xef\xbb\xbf").lstrip()) is not None


def read(file: File) -> Iterator[Sheet | Problem]:
    """The sheets of a catalogue, or ``nodes`` and ``edges``. Raises UsageError where the file cannot be opened."""
    try:
        graph, directed = _read(text(file.path))
    except BadDocument as error:
        yield error.problem(file.name)
        return
    if not directed and not is_catalogue(graph):
        yield unread(file, "the direction of undirected edges", _WAY)
    for records in sheets(graph):
        yield records.sheet()


def _read(content: str) -> tuple[Graph, bool]:
    document = JsonText(content)
    nodes, edges = list[GraphPart](), list[GraphPart]()
    for item in document.items(("nodes", *_EDGES)):
        where = f"{item.list}[{item.number - 1}]"
        if not item.list or not isinstance(item.value, dict):
            raise BadDocument(f"{where} is no object", _FORM, value=cell(item.value))
        said = item.value
        if item.list == "nodes":
            nodes.append(GraphPart(item.number, 0, item.span, (_end(said, "id", where),), _attributes(said)))
        else:
            ends = (_end(said, "source", where), _end(said, "target", where))
            edges.append(GraphPart(item.number, 0, item.span, ends, _attributes(said)))
    if "nodes" not in document.lists:
        raise BadDocument("there is no list of nodes", _FORM)
    edge = next((f"{name}[{{}}]" for name in _EDGES if name in document.lists), "edges[{}]")
    directed = document.members.get("directed", True) is not False
    return Graph(nodes, edges, ("nodes[{}]", edge), 0), directed


def _end(said: Mapping[str, Any], name: str, where: str) -> str:
    """A node's id. Raises BadDocument where it is none."""
    value = said.get(name)
    if isinstance(value, str):
        return value
    raise BadDocument(f"{where} has no {name} that is a text or number", _FORM, value=cell(value))


def _attributes(record: Mapping[str, Any]) -> dict[str, str]:
    return {name: found for name, value in record.items() if (found := cell(value))}


def rewrite(
    file: File, chosen: Mapping[str, Callable[[int], str]], target: Path, _encoding: str | None
) -> None:
    """The nodes and edges as they were written, each with its reason as its first member."""
    try:
        content = text(file.path)
        graph, directed = _read(content)
    except BadDocument as error:
        raise UsageError(f"{file.path} has changed while it was read: {error}", "import it again") from None
    said = rewritten(graph, chosen)
    lists = []
    for name, parts in (("nodes", graph.nodes), (graph.paths[1].partition("[")[0], graph.edges)):
        records = [(content[p.span.start : p.span.end], said[p.span]) for p in parts if p.span in said]
        lines = ",".join("\n" + (reasoned(record, why) if why else record) for record, why in records)
        lists.append(f'"{name}": [{lines}]')
    way = "true" if directed else "false"
    target.write_text(f'{{"directed": {way},\n' + ",\n".join(lists) + "}\n", encoding="utf-8")


IMPORTER: Final = Importer(
    "node_link", "node-link JSON: graphmodel's own, D3, NetworkX", sniff, read, rewrite
)
