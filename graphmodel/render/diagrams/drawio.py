"""draw.io's file, laid out in bands, to be edited by hand. Labels are plain text (``html=0``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.model.visible import visible
from graphmodel.render.diagrams.caption import address, caption, footer, heading, legend
from graphmodel.render.diagrams.sheet import lay
from graphmodel.render.theme import line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO
    from xml.etree.ElementTree import Element

    from graphmodel.diagrams.spec import Diagram, Edge, Node
    from graphmodel.render.layout.shapes import Rectangle
    from graphmodel.render.theme import Theme

_SHAPES: Final = {
    "product": "rounded=0",
    "service": "rounded=1",
    "placeholder": "rounded=1;dashed=1",
    "requirement": "ellipse",
    "cluster": "shape=folder;tabWidth=40;tabHeight=10;tabPosition=left",
}
_FAINT: Final = 20
"""Percent of the colour of a dependency that others imply, or a badge stands for: all are there to be edited."""
_TEXT: Final = "text;html=0;align=left;verticalAlign=top;whiteSpace=wrap"


def write(diagram: Diagram, out: BinaryIO, theme: Theme) -> None:
    """The diagram as draw.io's XML, not compressed."""
    from xml.etree import ElementTree as Tree

    found = lay(diagram, theme).layout
    file = Tree.Element("mxfile", host="graphmodel")
    page = Tree.SubElement(file, "diagram", name=visible(diagram.title) or "Dependencies", id="graphmodel")
    model = Tree.SubElement(page, "mxGraphModel", background=theme.paper, grid="0", page="0")
    root = Tree.SubElement(model, "root")
    Tree.SubElement(root, "mxCell", id="0")
    Tree.SubElement(root, "mxCell", {"id": "1", "parent": "0"})
    _cell(root, "title", heading(diagram).lines, f"{_TEXT};fontStyle=1;fontColor={theme.ink}", found.title)
    for cluster in diagram.clusters:
        style = (
            f"html=0;rounded=1;arcSize=4;align=left;verticalAlign=top;spacingLeft=6;fillColor={theme.shade}"
        )
        _cell(
            root,
            f"frame-{cluster.key}",
            (visible(cluster.label),),
            f"{style};strokeColor={theme.frame};fontColor={theme.faint}",
            found.frames[cluster.key],
        )
    for node in diagram.nodes:
        box = found.nodes[node.key]
        _cell(root, node.key, caption(node).lines, _style(node, theme), box, address(node.link))
    for at, edge in enumerate(diagram.edges):
        _edge(root, f"e{at}", edge, theme)
    about = (*legend(diagram), *footer(diagram))
    _cell(root, "about", about, f"{_TEXT};fontColor={theme.faint}", found.footer)
    out.write(Tree.tostring(file, encoding="utf-8", xml_declaration=True))
    out.write(b"\n")


def _cell(
    root: Element,
    key: str,
    lines: Iterable[str],
    style: str,
    box: Rectangle,
    link: str = "",
) -> None:
    """A box with that text."""
    from xml.etree import ElementTree as Tree

    label = "\n".join(lines)
    given = {"style": style, "vertex": "1", "parent": "1"}
    if link:
        linked = Tree.SubElement(root, "UserObject", id=key, label=label, link=link)
        cell = Tree.SubElement(linked, "mxCell", given)
    else:
        cell = Tree.SubElement(root, "mxCell", {"id": key, "value": label, **given})
    Tree.SubElement(
        cell, "mxGeometry", {n: f"{v:.1f}" for n, v in box._asdict().items()} | {"as": "geometry"}
    )


def _style(node: Node, theme: Theme) -> str:
    look = theme.look(node)
    width = look.pen + 2 * look.double
    return (
        f"{_SHAPES[node.kind]};html=0;whiteSpace=wrap;fillColor={look.fill};strokeColor={look.line};"
        f"fontColor={look.ink};strokeWidth={width:g};fontStyle={int(node.kind == 'product')}"
        + (";dashed=1" if look.dashed else "")
    )


def _edge(root: Element, key: str, edge: Edge, theme: Theme) -> None:
    from xml.etree import ElementTree as Tree

    color = line(edge, theme)
    width = 1 + 2 * (color not in {theme.edge, theme.soft})
    style = f"html=0;endArrow=block;strokeColor={color};fontColor={theme.ink};strokeWidth={width}"
    given = {
        "id": key,
        "value": visible(edge.label),
        "style": style
        + (";dashed=1" if edge.soft else "")
        + (f";opacity={_FAINT}" if edge.implied or edge.badge else ""),
        "edge": "1",
        "parent": "1",
        "source": edge.consumer,
        "target": edge.provider,
    }
    cell = Tree.SubElement(root, "mxCell", given)
    Tree.SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
