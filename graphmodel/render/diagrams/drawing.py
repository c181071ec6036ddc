"""How a diagram becomes a page: in bands, which we lay out and Graphviz draws, or in layers, which it lays out too."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from graphmodel.render.diagrams.dot import SPANNED, Box, Placement, dot, rough, routable, sheet
from graphmodel.render.diagrams.graphviz import TooLongError, run
from graphmodel.render.diagrams.ranks import spanned
from graphmodel.render.diagrams.sheet import lay
from graphmodel.render.layout.page import TEXT

if TYPE_CHECKING:
    from graphmodel.diagrams.spec import Diagram
    from graphmodel.render.diagrams.sheet import PagedDiagram
    from graphmodel.render.theme import Theme

_ALONE: Final = 6
"""Seconds of processor time for a diagram that ``dot`` draws alone, …"""
_PLACES: Final = 5
"""… for finding places, …"""
_LED: Final = 11
"""… for leading edges around nodes, …"""
_PLAIN: Final = 4
"""… and for each of the two in the simplest way."""
_SIDE: Final = re.compile(rb"(<title>\w+):e(?=&#45;&gt;)")


def draw(diagram: Diagram, theme: Theme, format: str) -> bytes:
    """The diagram as ``svg``, ``png`` or ``pdf``. Raises GraphmodelError when Graphviz is not there or fails.

    In layers, a small one without clusters ``dot`` draws alone. Of others it only finds the places, and its sister
    ``neato`` leads the edges between them: ``dot`` leads them around each cluster, and loses some in cycles. What
    takes too long is done again in the simplest way: rows without regard to edges, edges straight. Raises
    GraphmodelError where that takes too long as well.
    """
    if diagram.setup.layout == "bands":
        made = lay(diagram, theme)
        text = sheet(made, theme, made.layout, made.columns, _scale(made, format))
        return run(text, format, "nop2", _PLAIN)
    if _alone(diagram):
        with suppress(TooLongError):
            return run(dot(diagram, theme), format, "dot", _ALONE)
    placed = places(diagram, theme)
    try:
        drawn = run(dot(diagram, theme, placed), format, "nop", _LED)
    except TooLongError:
        drawn = run(dot(diagram, theme, placed, straight=True), format, "nop", _PLAIN)
    # An edge is called by its ends; the side that it leaves from is no part of that.
    return _SIDE.sub(rb"\1", drawn) if format == "svg" else drawn


def _scale(made: PagedDiagram, format: str) -> float:
    """How many times its own size it is drawn: a PDF fits its page."""
    fits = made.page.name != "none" and format == "pdf"
    return made.setup.scale or (made.text / TEXT if fits else 1.0)


def places(diagram: Diagram, theme: Theme) -> Placement:
    """Where ``draw`` puts everything."""
    try:
        text = rough(diagram, theme) if diagram.clusters or not _alone(diagram) else dot(diagram, theme)
        found = json.loads(run(text, "json0", "dot", _PLACES))
    except TooLongError:
        found = json.loads(run(rough(diagram, theme, most=0), "json0", "dot", _PLAIN))
    own = {node.key for node in diagram.nodes}
    nodes, frames = {}, {"": _frame(found)}
    for thing in found.get("objects", ()):
        if "bb" in thing:
            frames[thing["name"]] = _frame(thing)
        elif thing["name"] in own:
            x, y = thing["pos"].split(",")
            width, height = (72 * float(thing[side]) for side in ("width", "height"))
            nodes[thing["name"]] = Box(float(x), float(y), width, height)
    return Placement(nodes, frames)


def _alone(diagram: Diagram) -> bool:
    """Is it one that ``dot`` draws well, and soon?"""
    return not diagram.clusters and routable(diagram) and spanned(diagram) <= SPANNED


def _frame(thing: dict[str, object]) -> str:
    """The place of the whole or of a subgraph, as Graphviz says it."""
    names = ("bb", "lp", "lwidth", "lheight")
    return "".join(f', {name}="{thing[name]}"' for name in names if name in thing)
