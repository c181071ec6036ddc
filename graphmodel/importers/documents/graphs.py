"""Nodes and edges of a graph file as sheets: a catalogue's where graphmodel wrote it, else two of any columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from graphmodel.importers.documents.records import BadRecord, DocumentRecords, Stretch, frequent, named
from graphmodel.model.fractions import signed
from graphmodel.model.graph_names import EDGES, RESERVED, EdgeKind, kind_and_id, unescaped
from graphmodel.model.metamodel import FILES, NODES, RELATIONSHIPS, Kind
from graphmodel.model.words import listed

LABELS: Final = frozenset(edge.type for edges in EDGES.values() for edge in edges)
_DOCS: Final = "docs/networkx.md says what nodes and edges are called"


class GraphPart(NamedTuple):
    """A node or an edge."""

    number: int
    """Among the nodes, or the edges, of the document, from 1."""
    line: int
    span: Stretch
    ends: tuple[str, ...]
    """The node's id; the nodes at the start and the end of the edge."""
    attributes: Mapping[str, str]


class Graph(NamedTuple):
    """A graph file."""

    nodes: Sequence[GraphPart]
    edges: Sequence[GraphPart]
    paths: tuple[str, str]
    """Of a node and of an edge, as ``DocumentRecords.path``."""
    first: int
    """As ``DocumentRecords.first``."""


def is_catalogue(graph: Graph) -> bool:
    """Did graphmodel write it, or somebody as graphmodel does? Its nodes have kinds, or its edges our types."""
    return (
        any(edge.attributes.get("type") in LABELS for edge in graph.edges)
        or any(node.attributes.get("kind") in {*NODES, "product"} for node in graph.nodes)
        or not (graph.nodes or graph.edges)
    )


def sheets(graph: Graph) -> list[DocumentRecords]:
    """What the graph holds, sheet by sheet."""
    return _catalogue(graph) if is_catalogue(graph) else _foreign(graph)


def rewritten(graph: Graph, chosen: Mapping[str, Callable[[int], str]]) -> dict[Stretch, str]:
    """The parts that are written again, with the reason of each: empty for edges that are fields of such a node."""
    found: dict[Stretch, str] = {}
    for records in sheets(graph):
        for at, why in records.chosen(chosen.get(records.name)):
            span = records.spans[at]
            found[span] = "; ".join(filter(None, (found.get(span), why)))
    if is_catalogue(graph):
        nodes = {node.ends[0] for node in graph.nodes if node.span in found}
        for edge in graph.edges:
            if edge.ends[0] in nodes and (meant := _meant(edge)) and meant.kind in NODES:
                found.setdefault(edge.span, "")
    return found


def _foreign(graph: Graph) -> list[DocumentRecords]:
    made = []
    for name, path, own, some in (
        ("nodes", graph.paths[0], ("id",), graph.nodes),
        ("edges", graph.paths[1], ("source", "target"), graph.edges),
    ):
        records = DocumentRecords(name, path, graph.first, own)
        names = frequent(key for part in some for key in part.attributes)
        columns = named(names, own, name[:-1])
        for part in some:
            row = dict(zip(own, part.ends, strict=True))
            row |= {columns[key]: value for key, value in part.attributes.items() if key in columns}
            records.add(part.number, part.line, part.span, row)
        made.append(records)
    return made


def _catalogue(graph: Graph) -> list[DocumentRecords]:
    found = {
        stem: DocumentRecords(stem, graph.paths[not kind.is_node], graph.first, _required(kind))
        for stem, kind in FILES.items()
    }
    meant = [*map(_meant, graph.edges)]
    belongs = _belongs(zip(graph.edges, meant, strict=True))
    for node in graph.nodes:
        _node(node, found, belongs)
    known = {node.ends[0] for node in graph.nodes}
    for edge, one in zip(graph.edges, meant, strict=True):
        _edge(edge, one, found, known)
    return [records for records in found.values() if records.rows] or [found["services"]]


def _required(kind: Kind) -> tuple[str, ...]:
    return tuple(field.name for field in kind.fields if field.required)


def _belongs(edges: Iterable[tuple[GraphPart, EdgeKind | None]]) -> dict[str, dict[str, list[str]]]:
    """Node → field → the ids of the records that it stands in: of edges that are fields of their start."""
    found: dict[str, dict[str, list[str]]] = {}
    for edge, meant in edges:
        if meant and meant.kind in NODES:
            fields = found.setdefault(edge.ends[0], {})
            fields.setdefault(meant.end, []).append(kind_and_id(edge.ends[1])[1])
    return found


def _meant(edge: GraphPart) -> EdgeKind | None:
    """What an edge is by its type, or by its ends where it states none; None where there is no such edge."""
    start, end = edge.ends
    return _edge_kind(kind_and_id(start)[0], kind_and_id(end)[0], edge.attributes.get("type", ""))


@lru_cache(1 << 10)
def _edge_kind(start: str, end: str, stated: str) -> EdgeKind | None:
    allowed = EDGES.get((start, end), [])
    stated = stated or (allowed[0].type if allowed else "")
    return next((one for one in allowed if one.type == stated), None)


def _node(
    node: GraphPart, found: Mapping[str, DocumentRecords], belongs: Mapping[str, Mapping[str, list[str]]]
) -> None:
    prefix, name = kind_and_id(node.ends[0])
    kind = node.attributes.get("kind") or prefix
    if node.attributes.get("implied") and prefix != "service":
        return  # it comes again by being named
    row, flaw = {"id": name, **_attributes(node.attributes)}, None
    if "line" in node.attributes:
        row |= {
            f.name: _own(row[f.name]) for f in NODES[prefix].fields if f.type == "percent" and f.name in row
        }
    for field, others in belongs.get(node.ends[0], {}).items():
        row[field] = others[0]
        if len(set(others)) > 1:
            flaw = BadRecord(
                field,
                "E301",
                f"stands in several at once: {listed(sorted(set(others)))}",
                "keep one edge",
            )
    product = kind == "product" and prefix == "service"
    if kind != prefix and not product:
        flaw = BadRecord("", "E501", f"a node of this name is a {prefix}, and its kind is {kind}", _DOCS)
    stem = next(s for s, k in FILES.items() if k is NODES[prefix] and (s == "products") == product)
    found[stem].add(node.number, node.line, node.span, row, flaw)


def _own(percentage: str) -> str:
    """A percentage as graphmodel wrote it, in percent: no fraction, however small it is."""
    try:
        return signed(percentage)
    except ValueError:  # somebody changed it
        return percentage


def _edge(
    edge: GraphPart, meant: EdgeKind | None, found: Mapping[str, DocumentRecords], known: set[str]
) -> None:
    (start, first), (end, second) = map(kind_and_id, edge.ends)
    if meant and meant.kind in NODES and edge.ends[0] in known:
        return
    if meant and meant.kind in RELATIONSHIPS:
        row = {meant.start: first, meant.end: second, **_attributes(edge.attributes)}
        found[RELATIONSHIPS[meant.kind].plural].add(edge.number, edge.line, edge.span, row)
        return
    stated = edge.attributes.get("type", "")
    why = "it has no such node" if meant else f"a {start} has no relationship {stated} to a {end}"
    flaw = BadRecord("", "E501", f"{edge.ends[0]} → {edge.ends[1]}: {why}", _DOCS)
    row = {"service": first, "depends_on": second}
    found["dependencies"].add(edge.number, edge.line, edge.span, row, flaw)


def _attributes(attributes: Mapping[str, str]) -> dict[str, str]:
    """The columns that a node or an edge has as attributes."""
    return {unescaped(name): value for name, value in attributes.items() if name not in RESERVED}
