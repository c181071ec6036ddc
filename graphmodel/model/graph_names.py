"""What nodes, edges and attributes of the catalogue as a graph are called: in NetworkX, GraphML, node-link JSON."""

from __future__ import annotations

from typing import Final, NamedTuple

from graphmodel.model.metamodel import NODES, RELATIONSHIPS

PREFIXES: Final = tuple(f"{kind}:" for kind in NODES)

RESERVED: Final = frozenset({"id", "key", "kind", "type", "source", "target", "file", "line", "implied"})
"""What we, or NetworkX's own formats, say with an attribute of that name; a free attribute so named gets a ``_``."""


def node_key(kind: str, name: str) -> str:
    """The node of a service or product, a category, a role or another record.

    A service's node is its id; the others are in a name space of their own, which no service's node can enter.

    >>> node_key("service", "sso"), node_key("category", "network"), node_key("product", "role:odd")
    ('sso', 'category:network', 'service:role:odd')
    """
    if kind in NODES and kind != "service":
        return f"{kind}:{name}"
    return f"service:{name}" if name.startswith(PREFIXES) else name


def kind_and_id(node: str) -> tuple[str, str]:
    """The reverse of ``node_key``; products are services here.

    >>> kind_and_id("sso"), kind_and_id("category:network"), kind_and_id("service:role:odd")
    (('service', 'sso'), ('category', 'network'), ('service', 'role:odd'))
    """
    if ":" not in node:
        return "service", node
    kind, colon, name = node.partition(":")
    return (kind, name) if kind + colon in PREFIXES else ("service", node)


def escaped(column: str) -> str:
    """The attribute of a free column.

    >>> escaped("colour"), escaped("line"), escaped("line_")
    ('colour', 'line_', 'line__')
    """
    return column + "_" if column.rstrip("_") in RESERVED else column


def unescaped(attribute: str) -> str:
    """The reverse of ``escaped``."""
    return attribute[:-1] if attribute.endswith("_") and attribute.rstrip("_") in RESERVED else attribute


class EdgeKind(NamedTuple):
    """What an edge may be."""

    type: str
    kind: str
    """The kind of record that says so."""
    start: str
    end: str
    """The fields for its two ends: of a node its id, and the field that is the relationship."""


def _edges() -> dict[tuple[str, str], list[EdgeKind]]:
    """Kinds of the two ends → what an edge between them may be; the first is meant where it does not say."""
    found: dict[tuple[str, str], list[EdgeKind]] = {}
    for name, kind in RELATIONSHIPS.items():
        start, end = kind.ends
        edge = EdgeKind(kind.label, name, start.name, end.name)
        found.setdefault((start.refers_to, end.refers_to), []).append(edge)
    for name, kind in NODES.items():
        for field in kind.relationships:
            edge = EdgeKind(field.relationship, name, "id", field.name)
            found.setdefault((name, field.refers_to), []).append(edge)
    return found


EDGES: Final = _edges()
"""What an edge may be, by the kinds of its ends."""
