"""A catalogue as a NetworkX graph and back, without loss; ``docs/networkx.md`` names keys, edges and attributes."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from graphmodel.interchange.nx_reading import GraphReader
from graphmodel.model import metamodel as mm
from graphmodel.model.catalogue import merge
from graphmodel.model.errors import RejectedError, UsageError
from graphmodel.model.graph_names import escaped, node_key
from graphmodel.model.words import count, short

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx

    from graphmodel.model.catalogue import Catalogue
    from graphmodel.model.metamodel import Field
    from graphmodel.model.table import Table


def to_networkx(catalogue: Catalogue) -> networkx.MultiDiGraph[str]:
    """The graph: a node for every record of a kind of node, an edge for every relationship, each read from its start to
    its end: ``DEPENDS_ON``, ``IN_CATEGORY`` and so on. Values are the catalogue's canonical text.
    """
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for name in mm.NODES:
        graph.add_nodes_from(_nodes(_used(catalogue) if name == "category" else catalogue.table(name)))
    edges: Iterator[Any] = chain(
        *(
            _fields(catalogue.table(name), field)
            for name, kind in mm.NODES.items()
            for field in kind.relationships
        ),
        *(_relationships(catalogue.table(name)) for name in mm.RELATIONSHIPS),
    )
    graph.add_edges_from(edges)
    return graph


def _used(catalogue: Catalogue) -> Table:
    """The categories without the shipped types that no record names."""
    table = catalogue.categories
    used = set[str]().union(
        *(
            catalogue.table(name).texts(field.name)
            for name, kind in mm.KINDS.items()
            for field in kind.fields
            if field.refers_to == "category" and field.type == "id"
        )
    )
    rows = zip(table.texts("id"), table.lines, strict=True)
    return table.take([row for row, (name, line) in enumerate(rows) if line or name in used])


def _nodes(table: Table) -> Iterator[tuple[str, dict[str, object]]]:
    edges = [field.name for field in table.kind.relationships]
    for row, record in enumerate(table.records()):
        kind = record.pop("kind", "service") if table.kind is mm.SERVICE else table.kind.name
        for name in edges:
            record.pop(name, None)
        name = record.pop("id")
        attributes = {"kind": kind, **_escaped(record), **_place(table, row)}
        if not table.lines[row]:
            attributes["implied"] = True
        yield node_key(kind, name), attributes


def _fields(table: Table, field: Field) -> Iterator[tuple[str, str, str, dict[str, object]]]:
    """The relationships that a field is."""
    kind, said = table.kind.name, field.relationship
    for name, other in zip(table.texts("id"), table.texts(field.name), strict=True):
        if other:
            yield node_key(kind, name), node_key(field.refers_to, other), said, {"type": said}


def _relationships(table: Table) -> Iterator[tuple[str, str, str, dict[str, object]]]:
    """The key of an edge is the type and what else tells it from another between the same two."""
    start, end = table.kind.ends
    for row, record in enumerate(table.records()):
        ends = (
            node_key(start.refers_to, record.pop(start.name)),
            node_key(end.refers_to, record.pop(end.name)),
        )
        more = [record.get(name, "") for name in table.kind.key[2:]]
        key = ":".join([table.kind.label, *more]) if any(more) else table.kind.label
        yield *ends, key, {"type": table.kind.label, **_escaped(record), **_place(table, row)}


def _place(table: Table, row: int) -> dict[str, Any]:
    return {"file": table.files[row], "line": table.lines[row]}


def _escaped(record: dict[str, str]) -> dict[str, str]:
    return {escaped(name): value for name, value in record.items()}


def from_networkx(graph: networkx.Graph[Any]) -> Catalogue:
    """The catalogue of such a graph. A node without ``kind`` is a service (or what its prefix says), an edge without
    ``type`` is what its ends say; numbers are taken as their text.

    Raises RejectedError with every problem: what a node or edge may not be, or a value that its field does not take;
    UsageError for what is no graph.
    """
    if not hasattr(graph, "is_directed"):
        raise UsageError(f"{short(repr(graph))} is no graph", "give one of NetworkX: networkx.MultiDiGraph")
    if not graph.is_directed():
        raise RejectedError(
            "an undirected graph does not say who depends on whom", hint="use networkx.MultiDiGraph"
        )
    reader = GraphReader()
    for position, (node, attributes) in enumerate(graph.nodes(data=True), 1):
        reader.node(position, node, attributes)
    for position, (start, end, attributes) in enumerate(graph.edges(data=True), 1):
        reader.edge(position, start, end, attributes)
    reader.settle()
    problems = reader.finish()
    if problems:
        raise RejectedError(f"the graph is not a catalogue: {count(len(problems), 'problem')}", problems)
    return merge({"networkx": reader.tables()})
