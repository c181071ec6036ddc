"""GraphML as yEd draws it, laid out in bands, and as NetworkX or Gephi read it: all that is known, as attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.model.visible import visible
from graphmodel.render.diagrams.caption import address, caption
from graphmodel.render.diagrams.sheet import lay
from graphmodel.render.theme import line

if TYPE_CHECKING:
    from typing import BinaryIO
    from xml.etree.ElementTree import Element

    from graphmodel.diagrams.spec import Diagram, Edge, Node
    from graphmodel.render.layout.shapes import Rectangle
    from graphmodel.render.theme import Theme

_SPACE: Final = "http://graphml.graphdrawing.org/xmlns"
_YED: Final = "http://www.yworks.com/xml/graphml"
_Y: Final = f"{{{_YED}}}"
_NODE: Final = ("name", "id", "kind", "state", "mark", "level", "cluster", "count", "link")
_EDGE: Final = ("soft", "cycle", "highlight", "mark", "weight", "implied", "badge")
_GRAPH: Final = ("title", "subtitle", "revision", "collapsed")
_TYPES: Final = {
    "count": "int",
    "weight": "int",
    "soft": "boolean",
    "cycle": "boolean",
    "highlight": "boolean",
    "implied": "boolean",
    "badge": "boolean",
}
_SHAPES: Final = {
    "product": "rectangle",
    "service": "roundrectangle",
    "placeholder": "roundrectangle",
    "requirement": "ellipse",
    "cluster": "octagon",
}


def write(diagram: Diagram, out: BinaryIO, theme: Theme) -> None:
    """The diagram as GraphML."""
    from xml.etree import ElementTree as Tree

    Tree.register_namespace("y", _YED)
    found = lay(diagram, theme).layout
    root = Tree.Element("graphml", xmlns=_SPACE)
    keys: tuple[tuple[str, tuple[str, ...]], ...] = (("node", _NODE), ("edge", _EDGE), ("graph", _GRAPH))
    for of, names in keys:
        for name in names:
            key = {
                "id": f"{of}-{name}",
                "for": of,
                "attr.name": name,
                "attr.type": _TYPES.get(name, "string"),
            }
            Tree.SubElement(root, "key", key)
    for of in ("node", "edge"):
        Tree.SubElement(root, "key", {"id": f"{of}-look", "for": of, "yfiles.type": f"{of}graphics"})
    graph = Tree.SubElement(root, "graph", id="graphmodel", edgedefault="directed")
    _data(
        graph,
        "graph",
        {
            "title": diagram.title,
            "subtitle": diagram.subtitle,
            "revision": diagram.revision,
            "collapsed": " ".join(diagram.collapsed),
        },
    )
    labels = {cluster.key: cluster.label for cluster in diagram.clusters}
    for node in diagram.nodes:
        element = Tree.SubElement(graph, "node", id=node.key)
        own = {"name": node.label, "cluster": labels.get(node.cluster, ""), "link": address(node.link)}
        _data(element, "node", {name: own[name] if name in own else getattr(node, name) for name in _NODE})
        _draw_node(element, node, found.nodes[node.key], theme)
    for at, edge in enumerate(diagram.edges):
        element = Tree.SubElement(graph, "edge", id=f"e{at}", source=edge.consumer, target=edge.provider)
        _data(element, "edge", {name: getattr(edge, name) for name in _EDGE})
        _draw_edge(element, edge, theme)
    out.write(Tree.tostring(root, encoding="utf-8", xml_declaration=True))
    out.write(b"\n")


def _data(element: Element, of: str, values: dict[str, object]) -> None:
    """What is known of it; nothing of what is empty."""
    from xml.etree import ElementTree as Tree

    for name, value in values.items():
        if value != "":
            text = str(value).lower() if isinstance(value, bool) else visible(str(value))
            Tree.SubElement(element, "data", key=f"{of}-{name}").text = text


def _draw_node(element: Element, node: Node, box: Rectangle, theme: Theme) -> None:
    from xml.etree import ElementTree as Tree

    look = theme.look(node)
    data = Tree.SubElement(element, "data", key="node-look")
    shape = Tree.SubElement(data, f"{_Y}ShapeNode")
    Tree.SubElement(shape, f"{_Y}Geometry", {name: f"{size:.1f}" for name, size in box._asdict().items()})
    Tree.SubElement(shape, f"{_Y}Fill", color=look.fill, transparent="false")
    dashed = look.dashed or node.kind == "placeholder"
    pen = look.pen + 2 * look.double
    border = {"color": look.line, "type": "dashed" if dashed else "line", "width": f"{pen:g}"}
    Tree.SubElement(shape, f"{_Y}BorderStyle", border)
    label = Tree.SubElement(shape, f"{_Y}NodeLabel", textColor=look.ink, fontSize="11")
    label.text = "\n".join(caption(node).lines)
    Tree.SubElement(shape, f"{_Y}Shape", type=_SHAPES[node.kind])


def _draw_edge(element: Element, edge: Edge, theme: Theme) -> None:
    from xml.etree import ElementTree as Tree

    color = line(edge, theme)
    data = Tree.SubElement(element, "data", key="edge-look")
    drawn = Tree.SubElement(data, f"{_Y}PolyLineEdge")
    style = {
        "color": color,
        "type": "dashed" if edge.soft else "line",
        "width": "1" if color in {theme.edge, theme.soft} else "3",
    }
    Tree.SubElement(drawn, f"{_Y}LineStyle", style)
    Tree.SubElement(drawn, f"{_Y}Arrows", source="none", target="standard")
    if edge.label:
        Tree.SubElement(drawn, f"{_Y}EdgeLabel").text = visible(edge.label)
