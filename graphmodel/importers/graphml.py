"""GraphML (http://graphml.graphdrawing.org): what graphmodel exports, and what yEd, Gephi and NetworkX write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from graphmodel.importers.documents.content import BadDocument, content, unread
from graphmodel.importers.documents.graphs import Graph, GraphPart, is_catalogue, rewritten, sheets
from graphmodel.importers.documents.records import Stretch
from graphmodel.importers.documents.xml import Element, cut, elements
from graphmodel.importers.importer import IGNORED, File, Importer, Sheet
from graphmodel.model.errors import UsageError
from graphmodel.model.problems import Problem
from graphmodel.model.words import count

PATHS: Final = ("//node[{}]", "//edge[{}]")
_WAY: Final = "its edges say nothing of who depends on whom: check that each source depends on its target"


def sniff(path: Path, head: bytes) -> bool:
    """An XML document that is GraphML, or is called so."""
    return path.suffix.casefold() == ".graphml" or b"<graphml" in head.replace(b"\0", b"")


class _Keys(NamedTuple):
    """The ``<key>`` elements for nodes, or for edges."""

    names: dict[str, str]
    """id → name of the attribute."""
    defaults: dict[str, str]
    """Name → what it is where it is not said."""


class _Read(NamedTuple):
    """What is in a file."""

    graph: Graph
    hyperedges: int
    undirected: bool


def read(file: File) -> Iterator[Sheet | Problem]:
    """The sheets of a catalogue, or ``nodes`` and ``edges``. Raises UsageError where the file cannot be opened."""
    try:
        found = _read(content(file.path))
    except BadDocument as error:
        yield error.problem(file.name)
        return
    if found.hyperedges:
        said = f"{count(found.hyperedges, 'hyperedge')}, which say nothing of who depends on whom"
        yield unread(file, said, "draw an edge for each dependency")
    if found.undirected and not is_catalogue(found.graph):
        yield unread(file, "the direction of undirected edges", _WAY)
    for records in sheets(found.graph):
        yield records.sheet()


def _read(data: bytes) -> _Read:
    keys = (_Keys({}, {}), _Keys({}, {}))
    nodes, edges = list[GraphPart](), list[GraphPart]()
    hyperedges, undirected = 0, False
    for element in elements(data, ("key", "node", "edge", "hyperedge"), ("graph",)):
        if element.tag == "key":
            _key(element, keys)
        elif element.tag == "graph":
            undirected |= element.attributes.get("edgedefault") == "undirected"
        elif element.tag == "hyperedge":
            hyperedges += 1
        else:
            for part, parent in _flat(element):
                _part(part, parent, element.span, keys, (nodes, edges))
    return _Read(Graph(nodes, edges, PATHS, 1), hyperedges, undirected)


def _key(element: Element, keys: tuple[_Keys, _Keys]) -> None:
    said = element.attributes
    name = said.get("attr.name") or said.get("yfiles.type") or said.get("id", "")
    default = next((child.text for child in element.all("default")), "")
    target = said.get("for", "all")
    for kind, found in zip(("node", "edge"), keys, strict=True):
        if target in {kind, "all"}:
            found.names[said.get("id", "")] = name
            if default:
                found.defaults[name] = default


def _flat(outer: Element) -> Iterator[tuple[Element, str]]:
    """A node or edge, and those in the graphs within it, each with the id of the node that it is within."""
    left = [(outer, "")]
    if not any(child.tag == "graph" for child in outer.children):
        yield left.pop()
    while left:
        element, parent = left.pop()
        yield element, parent
        inner = [
            (part, element.attributes.get("id", ""))
            for graph in element.all("graph")
            for part in graph.children
        ]
        left += reversed([(part, within) for part, within in inner if part.tag in {"node", "edge"}])


def _part(
    element: Element,
    parent: str,
    span: Stretch,
    keys: tuple[_Keys, _Keys],
    found: tuple[list[GraphPart], list[GraphPart]],
) -> None:
    is_edge = element.tag == "edge"
    known, parts = keys[is_edge], found[is_edge]
    attributes = dict(known.defaults)
    for data in element.children:
        if data.tag == "data":
            key = data.attributes.get("key", "")
            name, value = ("label", _label(data)) if data.children else (known.names.get(key, key), data.text)
            if value:
                attributes[name] = value
    said = element.attributes
    if parent and not is_edge:
        attributes.setdefault("within", parent)
    if said.get(IGNORED):
        attributes[IGNORED] = said[IGNORED]
    ends = (said.get("source", ""), said.get("target", "")) if is_edge else (said.get("id", ""),)
    parts.append(GraphPart(len(parts) + 1, element.line, span, ends, attributes))


def _label(data: Element) -> str:
    """The text of the label that yEd draws."""
    left = [data]
    while left:
        element = left.pop()
        if element.tag in {"NodeLabel", "EdgeLabel"}:
            return element.text.strip()
        left += reversed(element.children)
    return ""


def rewrite(
    file: File, chosen: Mapping[str, Callable[[int], str]], target: Path, _encoding: str | None
) -> None:
    """The document with those nodes and edges, each with its reason as an attribute, and the fields of the nodes."""
    try:
        data = content(file.path)
        graph = _read(data).graph
    except BadDocument as error:
        raise UsageError(f"{file.path} has changed while it was read: {error}", "import it again") from None
    spans: dict[Stretch, str | None] = {part.span: None for part in (*graph.nodes, *graph.edges)}
    spans |= rewritten(graph, chosen)
    target.write_bytes(cut(data, spans))


IMPORTER: Final = Importer("graphml", "GraphML: graphmodel's own, yEd, Gephi, NetworkX", sniff, read, rewrite)
