"""A diagram as PDF: one page of its size, its text can be searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.render.diagrams.drawing import draw

if TYPE_CHECKING:
    from typing import BinaryIO

    from graphmodel.diagrams.spec import Diagram
    from graphmodel.render.theme import Theme


def write(diagram: Diagram, out: BinaryIO, theme: Theme) -> None:
    """The diagram as PDF."""
    out.write(draw(diagram, theme, "pdf"))
