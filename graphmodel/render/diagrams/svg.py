"""A diagram as SVG: Graphviz's, with what readers who cannot see it hear, and letters that fit when fonts differ."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from graphmodel.model.visible import visible
from graphmodel.render.diagrams.caption import description, spoken
from graphmodel.render.diagrams.drawing import draw
from graphmodel.render.theme import FONT

if TYPE_CHECKING:
    from typing import BinaryIO
    from xml.etree.ElementTree import Element

    from graphmodel.diagrams.spec import Diagram
    from graphmodel.render.theme import Theme

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"


def write(diagram: Diagram, out: BinaryIO, theme: Theme) -> None:
    """The diagram as SVG."""
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    root = ElementTree.fromstring(draw(diagram, theme, "svg"))  # noqa: S314 - Graphviz's own, not a stranger's
    root.set("role", "img")
    root.set("lang", "en")
    root.set("aria-labelledby", "title description")
    for name, text in (
        ("desc", description(diagram)),
        ("title", diagram.title or "Dependencies"),
    ):
        element = ElementTree.Element(f"{{{_SVG}}}{name}", id="description" if name == "desc" else name)
        element.text = visible(text)
        root.insert(0, element)
    names = {node.key: visible(node.label) for node in diagram.nodes}
    heard = {node.key: spoken(node) for node in diagram.nodes}
    for key, consumers in _unled(diagram).items():
        heard[key] += f": needed by {', '.join(names[consumer] for consumer in consumers)}"
    heard |= {
        f"{edge.consumer}->{edge.provider}": " ".join(
            filter(None, (names[edge.consumer], "→", names[edge.provider], visible(edge.label)))
        )
        for edge in diagram.drawn
    }
    heard |= {
        f"cluster_{cluster.key}": visible(cluster.label) for cluster in (*diagram.outer, *diagram.clusters)
    }
    for group in root.iter(f"{{{_SVG}}}g"):
        _retitle(group, heard)
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(ElementTree.tostring(root, encoding="utf-8"))
    out.write(b"\n")


def _unled(diagram: Diagram) -> dict[str, list[str]]:
    """The key of what has a letter → those of its consumers that have the letter in place of an arrow."""
    found: dict[str, list[str]] = defaultdict(list)
    for edge in diagram.edges:
        if edge.badge:
            found[edge.provider].append(edge.consumer)
    return found


def _retitle(group: Element, heard: dict[str, str]) -> None:
    """A title that means something to a reader in place of the key; of a node, centred text."""
    title = group.find(f"{{{_SVG}}}title")
    if title is None:
        return
    key = title.text or ""
    if key in heard:
        title.text = heard[key]
        group.set("data-key", key)
    else:
        group.remove(title)
    center = _center(group) if group.get("class") == "node" else None
    for text in group.iter(f"{{{_SVG}}}text"):
        text.set("font-family", f"{FONT}, Verdana, sans-serif")
        if center is not None:
            text.set("text-anchor", "middle")
            text.set("x", center)


def _center(group: Element) -> str:
    """The middle of a node's outline."""
    across = [float(ellipse.get("cx", "0")) for ellipse in group.iter(f"{{{_SVG}}}ellipse")]
    for outline in group.iter():
        at = (
            outline.get("points")
            or (outline.get("d") if outline.get("fill") != "none" or not across else "")
            or ""
        )
        across += [float(x) for x in re.findall(r"(-?[\d.]+),", at)]
    return f"{(min(across) + max(across)) / 2:.2f}"
