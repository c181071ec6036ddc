"""What a query of the user's gives, as cells of a report."""

from __future__ import annotations

import base64
import json
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import neo4j.graph


class Shown(dict[str, object]):
    """A map, node, relationship or path: an object in JSON, and written as in Cypher where a text is wanted."""

    def __init__(self, fields: Mapping[str, object], text: str) -> None:
        super().__init__(fields)
        self._text = text

    def __str__(self) -> str:
        return self._text


def cell(value: object) -> object:
    """A value that the driver gave, as a cell: plain numbers and texts as they are, times as ISO 8601.

    Bytes are in Base64. A list of texts is a tuple. A number that JSON lacks is None where it stands inside another
    value.
    """
    from neo4j import graph, time

    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, list):
        return tuple(map(_inner, value))
    if isinstance(value, dict):
        return _map(value)
    if isinstance(value, graph.Node):
        return _node(value)
    if isinstance(value, graph.Relationship):
        return _relationship(value)
    if isinstance(value, graph.Path):
        return _path(value)
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, (time.Date, time.DateTime, time.Time, time.Duration)):
        return value.iso_format()
    return str(value)


def written(value: object) -> str:
    r"""A cell as Cypher writes it.

    >>> written(("a", None, True, 1.5)), written('say "x"\n')
    ('["a", null, true, 1.5]', '"say \\"x\\"\\n"')
    """
    if isinstance(value, Shown):
        return str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(written, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _inner(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else cell(value)


def _map(value: Mapping[str, object]) -> Shown:
    made = {name: _inner(item) for name, item in value.items()}
    return Shown(made, _written(made))


def _node(node: neo4j.graph.Node) -> Shown:
    labels = tuple(sorted(node.labels))
    properties = _properties(node.items())
    text = " ".join(
        filter(None, ("".join(f":{_name(label)}" for label in labels), _written(properties, empty="")))
    )
    return Shown({"labels": labels, "properties": properties}, f"({text})")


def _relationship(relationship: neo4j.graph.Relationship) -> Shown:
    properties = _properties(relationship.items())
    text = " ".join(filter(None, (f":{_name(relationship.type)}", _written(properties, empty=""))))
    return Shown({"type": relationship.type, "properties": properties}, f"[{text}]")


def _path(path: neo4j.graph.Path) -> Shown:
    nodes, relationships = tuple(map(_node, path.nodes)), tuple(map(_relationship, path.relationships))
    text = str(nodes[0])
    for at, between in enumerate(path.relationships):
        onward = between.start_node == path.nodes[at]
        text += f"{'-' if onward else '<-'}{relationships[at]}{'->' if onward else '-'}{nodes[at + 1]}"
    return Shown({"nodes": nodes, "relationships": relationships}, text)


def _properties(items: Iterable[tuple[str, object]]) -> dict[str, object]:
    """By name, id and name first."""
    ordered = sorted(items, key=lambda item: (item[0] != "id", item[0] != "name", item[0]))
    return {name: _inner(value) for name, value in ordered}


def _written(properties: Mapping[str, object], *, empty: str = "{}") -> str:
    inside = ", ".join(f"{_name(name)}: {written(value)}" for name, value in properties.items())
    return f"{{{inside}}}" if inside else empty


def _name(text: str) -> str:
    """A label, type or property as Cypher takes it."""
    return text if text.isidentifier() else f"`{text.replace('`', '``')}`"
