"""A diagram as PDF: one page of its size, whose text can be searched; with title and tags where pypdf is there."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from graphmodel.model.visible import visible
from graphmodel.render.diagrams.caption import description
from graphmodel.render.diagrams.drawing import draw

if TYPE_CHECKING:
    from typing import BinaryIO

    from graphmodel.diagrams.spec import Diagram
    from graphmodel.render.theme import Theme


def write(diagram: Diagram, out: BinaryIO, theme: Theme) -> None:
    """The diagram as PDF."""
    drawn = draw(diagram, theme, "pdf")
    if find_spec("pypdf"):
        from graphmodel.render.diagrams.tags import tagged

        drawn = tagged(drawn, visible(diagram.title or "Dependencies"), visible(description(diagram)))
    out.write(drawn)
