"""How a diagram becomes a page: we lay it out, Graphviz draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.render.diagrams.dot import sheet
from graphmodel.render.diagrams.graphviz import run
from graphmodel.render.diagrams.sheet import lay
from graphmodel.render.layout.page import TEXT

if TYPE_CHECKING:
    from graphmodel.diagrams.spec import Diagram
    from graphmodel.render.diagrams.sheet import PagedDiagram
    from graphmodel.render.theme import Theme

_SECONDS: Final = 10
"""Of processor time for drawing what has its place."""


def draw(diagram: Diagram, theme: Theme, format: str) -> bytes:
    """The diagram as ``svg``, ``png`` or ``pdf``. Raises GraphmodelError when Graphviz is not there or fails."""
    made = lay(diagram, theme)
    text = sheet(made, theme, made.layout, made.columns, scale(made, format))
    return run(text, format, "nop2", _SECONDS)


def scale(made: PagedDiagram, format: str) -> float:
    """How many times its own size it is drawn: a PDF fits its page."""
    fits = made.page.name != "none" and format == "pdf"
    return made.setup.scale or (made.text / TEXT if fits else 1.0)
