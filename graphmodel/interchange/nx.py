"""A catalogue as a NetworkX graph and back, without loss; ``docs/networkx.md`` names keys, edges and attributes."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from graphmodel.interchange.nx_names import escaped, node_key
from graphmodel.interchange.nx_reading import GraphReader
from graphmodel.model import metamodel as mm
from graphmodel.model.catalogue import merge
from graphmodel.model.errors import RejectedError
from graphmodel.model.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx

    from graphmodel.model.catalogue import Catalogue
    from graphmodel.model.table import Table


def to_networkx(catalogue: Catalogue) -> networkx.MultiDiGraph[str]:
    """The graph: one node per service, category and role; edges ``DEPENDS_ON``, ``IN_CATEGORY``, ``PART_OF`` and
    ``RESPONSIBLE_FOR``, each read from its start to its end. Values are the catalogue's canonical text.
    """
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for table in (catalogue.services, _used(catalogue), catalogue.roles):
        graph.add_nodes_from(_nodes(table))
    edges: Iterator[Any] = chain(
        _in_category(catalogue.services, "category", "IN_CATEGORY"),
        _in_category(catalogue.categories, "parent", "PART_OF"),
        _dependencies(catalogue.dependencies),
        _responsibilities(catalogue.responsibilities),
    )
    graph.add_edges_from(edges)
    return graph


def _used(catalogue: Catalogue) -> Table:
    """The categories without the shipped types in which nothing stands."""
    table = catalogue.categories
    used = {*catalogue.services.texts("category"), *table.texts("parent")}
    rows = zip(table.texts("id"), table.lines, strict=True)
    return table.take([row for row, (name, line) in enumerate(rows) if line or name in used])


def _nodes(table: Table) -> Iterator[tuple[str, dict[str, Any]]]:
    for row, record in enumerate(table.records()):
        if table.kind is mm.SERVICE:
            kind = record.pop("kind", "service")
            record.pop("category", None)
        else:
            kind = table.kind.name
            record.pop("parent" if table.kind is mm.CATEGORY else "", None)
        name = record.pop("id")
        attributes = {"kind": kind, **_escaped(record), **_place(table, row)}
        if not table.lines[row]:
            attributes["implied"] = True
        yield node_key(kind, name), attributes


def _in_category(
    table: Table, field: str, relationship: str
) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    kind = table.kind.name
    for name, category in zip(table.texts("id"), table.texts(field), strict=True):
        if category:
            yield node_key(kind, name), node_key("category", category), relationship, {"type": relationship}


def _dependencies(table: Table) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    for row, record in enumerate(table.records()):
        ends = node_key("service", record.pop("service")), node_key("service", record.pop("depends_on"))
        group = record.get("group")
        attributes = {"type": "DEPENDS_ON", **_escaped(record), **_place(table, row)}
        yield *ends, f"DEPENDS_ON:{group}" if group else "DEPENDS_ON", attributes


def _responsibilities(table: Table) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    for row, record in enumerate(table.records()):
        ends = node_key("role", record.pop("role")), node_key("service", record.pop("service"))
        attributes = {"type": "RESPONSIBLE_FOR", **_escaped(record), **_place(table, row)}
        yield *ends, f"RESPONSIBLE_FOR:{record['responsibility']}", attributes


def _place(table: Table, row: int) -> dict[str, Any]:
    return {"file": table.files[row], "line": table.lines[row]}


def _escaped(record: dict[str, str]) -> dict[str, str]:
    return {escaped(name): value for name, value in record.items()}


def from_networkx(graph: networkx.Graph[Any]) -> Catalogue:
    """The catalogue of such a graph. A node without ``kind`` is a service (or what its prefix says), an edge without
    ``type`` is what its ends say; numbers are taken as their text.

    Raises RejectedError with every problem: what a node or edge may not be, or a value that its field does not take.
    """
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
