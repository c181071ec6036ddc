"""A picture as PNG, twice as fine as a screen, for slides and papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.render.diagrams.graphviz import draw

if TYPE_CHECKING:
    from typing import BinaryIO

    from graphmodel.diagrams.spec import Picture
    from graphmodel.render.theme import Theme


def write(picture: Picture, out: BinaryIO, theme: Theme) -> None:
    """The picture as PNG."""
    out.write(draw(picture, theme, "png"))
