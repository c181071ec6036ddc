"""A diagram as PDF: one page of its size, whose text can be searched; with title and tags where pypdf is there."""

from __future__ import annotations

from collections import defaultdict
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from graphmodel.model.visible import visible
from graphmodel.render.diagrams.caption import description, heading, spoken
from graphmodel.render.diagrams.drawing import draw, scale
from graphmodel.render.diagrams.sheet import lay
from graphmodel.render.layout.shapes import Rectangle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from graphmodel.diagrams.spec import Diagram
    from graphmodel.render.diagrams.sheet import PagedDiagram
    from graphmodel.render.diagrams.tags import TaggedText
    from graphmodel.render.theme import Theme

_MARGIN: Final = 36.0
"""Points that Graphviz leaves around a page."""
_TITLE: Final = 1.6
"""A line of the title is so many times as high as one below it."""


def write(diagram: Diagram, out: BinaryIO, theme: Theme) -> None:
    """The diagram as PDF."""
    made = lay(diagram, theme)
    drawn = draw(made, theme, "pdf")
    if find_spec("pypdf"):
        from graphmodel.render.diagrams.tags import tagged

        title, text = visible(diagram.title or "Dependencies"), visible(description(diagram))
        drawn = tagged(drawn, title, text, [*_parts(made)])
    out.write(drawn)


def _parts(made: PagedDiagram) -> Iterator[TaggedText]:
    """What stands on the page, in the order in which it is read: the title, each cluster with its nodes, the legend."""
    from graphmodel.render.diagrams.tags import TaggedText

    layout, size = made.layout, scale(made, "pdf")

    def on_page(box: Rectangle) -> Rectangle:
        return Rectangle(_MARGIN + size * box.x, _MARGIN + size * box.y, size * box.width, size * box.height)

    above = heading(made)
    small = len(above.lines) - len(above.title)
    share = _TITLE * len(above.title) / max(_TITLE * len(above.title) + small, 1)
    title = layout.title
    yield TaggedText("H1", on_page(title._replace(height=share * title.height)))
    yield TaggedText("P", on_page(title))
    needs: dict[str, list[str]] = defaultdict(list)
    names = {node.key: visible(node.label) for node in made.nodes}
    for edge in made.edges:
        if not edge.implied:
            needs[edge.consumer].append(f"{names[edge.provider]} {edge.label}".strip())
    clusters, others = made.grouped()
    for cluster, nodes in ((None, others), *clusters):
        if cluster:
            yield TaggedText("H2", on_page(layout.headings[cluster.key]))
        for node in nodes:
            said = f"{spoken(node)}{' needs: ' if needs[node.key] else ''}{', '.join(needs[node.key])}."
            yield TaggedText("P", on_page(layout.nodes[node.key]), said)
    for frame in made.outer:
        yield TaggedText("H2", on_page(layout.headings[frame.key]))
    yield TaggedText("P", on_page(layout.footer))
