"""Diagrams as files: one file per format, registered here."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from graphmodel.diagrams.spec import READABLE
from graphmodel.model.formats import Formats
from graphmodel.model.register import Deferred
from graphmodel.render.layout.page import SMALLEST

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from graphmodel.diagrams.spec import Diagram
    from graphmodel.render.diagrams.sheet import PagedDiagram
    from graphmodel.render.theme import Theme


class WriteDiagram(Protocol):
    """How a diagram is written; each of ours is in a file of its own as ``write``."""

    def __call__(self, diagram: Diagram, out: BinaryIO, theme: Theme, /) -> None:
        """Write the diagram; text formats in UTF-8."""


@dataclass(frozen=True)
class DiagramFormat:
    """One diagram format."""

    name: str
    suffixes: tuple[str, ...]
    """Of the files it is told by, with the dot; the first is the usual one."""
    write: WriteDiagram
    text: bool = True
    """May it go to a terminal?"""
    max_edges: int | None = None
    """More than these the target does not take …"""
    max_characters: int | None = None
    """… nor more than these; the diagram is collapsed further until they are kept."""
    lay: Callable[[Diagram, Theme], PagedDiagram] | None = None
    """How it is laid out, where it is a page on which names must be readable."""
    details: bool = False
    """Does it show ``Node.details``, which cost time on a large estate?"""
    folds: bool = False
    """Does it hold everything, and fold clusters for itself?"""
    marks: bool = False
    """Does it hold the dependencies that others imply, marked?"""


def _format(name: str, *suffixes: str, **limits: Any) -> DiagramFormat:
    """The format of that name, whose file is imported when it is first written."""
    return DiagramFormat(name, suffixes, Deferred(f"graphmodel.render.diagrams.{name}:write"), **limits)


_LAY: Final = Deferred("graphmodel.render.diagrams.sheet:lay")

DIAGRAMS: Final = Formats(
    "diagram",
    DiagramFormat,
    (
        _format("svg", ".svg", lay=_LAY),
        _format("png", ".png", text=False, lay=_LAY),
        _format("pdf", ".pdf", text=False, lay=_LAY),
        _format("html", ".html", ".htm", details=True, folds=True),
        _format("dot", ".dot", ".gv"),
        _format("mermaid", ".mmd", ".mermaid", max_edges=500, max_characters=50_000),
        _format("plantuml", ".puml", ".plantuml"),
        _format("d2", ".d2"),
        _format("drawio", ".drawio", marks=True),
        _format("graphml", ".graphml", marks=True),
    ),
)
"""Every format of diagrams."""


_PAGE: Final = 300
"""So many nodes a page is tried with at first."""
_TRIES: Final = 8
"""How often a page is made of more nodes, once it can be read, …"""
_LARGE: Final = 10_000
_FEW: Final = 4
"""… and how often of more services than that, which take longer; …"""
_SPARE: Final = 1.15
"""… of so many times as many as have room by the size of the text at most, …"""
_STEP: Final = 0.93
"""… of so many times as many as before or, where names are smaller than that, of as many fewer, …"""
_NEAR: Final = 0.08
"""… and not where there are no more than so many times as many nodes to be had."""


class Drawn(NamedTuple):
    """A diagram as a file."""

    diagram: Diagram
    data: bytes


def draw(
    make: Callable[[int], Diagram], renderer: DiagramFormat, theme: Theme, max_nodes: int | None
) -> Drawn:
    """The diagram that ``make`` makes of at most so many nodes; of fewer where the format takes no more characters.

    Without ``max_nodes`` a page is made of as many as can be read on it.
    """
    most = max_nodes or (_PAGE if renderer.lay else READABLE)
    while True:
        diagram = make(most)
        if renderer.lay:
            laid = renderer.lay(diagram, theme)
            diagram = finest(make, renderer.lay, theme, laid) if max_nodes is None else laid
        most = min(most, len(diagram.nodes))
        out = io.BytesIO()
        renderer.write(diagram, out, theme)
        data = out.getvalue()
        # A character is at least a byte.
        if (
            renderer.max_characters is None
            or len(data) <= renderer.max_characters
            or len(data.decode()) <= renderer.max_characters
            or most <= 1
        ):
            return Drawn(diagram, data)
        most = max(1, most * 3 // 4)


def finest(
    make: Callable[[int], Diagram],
    lay: Callable[[Diagram, Theme], PagedDiagram],
    theme: Theme,
    laid: PagedDiagram,
) -> PagedDiagram:
    """Of the most nodes of which names can be read on the page, as near as a few tries come.

    Of more nodes other clusters are folded, which may take less room: what lies between two that fail can be read.
    """
    found, laid_of = laid, {len(laid.nodes): laid}

    def tried(most: int) -> PagedDiagram:
        made = make(most)
        if len(made.nodes) not in laid_of:
            laid_of[len(made.nodes)] = lay(made, theme)
        return laid_of[len(made.nodes)]

    while found.fits < SMALLEST and len(found.nodes) > 1:
        # Text is as large as a side of the page, nodes are as many as its area has room for.
        most = min(len(found.nodes) - 1, int(len(found.nodes) * (found.fits / SMALLEST) ** 2))
        found = tried(max(1, most))
    room = max(len(made.nodes) * (made.fits / SMALLEST) ** 2 for made in laid_of.values())
    most = min(len(laid.nodes), int(_SPARE * room) + 1)
    above = len(laid.nodes)
    tries = _TRIES if sum(node.count for node in laid.nodes) <= _LARGE else _FEW
    for _ in range(tries):
        few = len(found.nodes)
        if most <= few + max(1, _NEAR * few) or found.fits < SMALLEST:
            break
        other = tried(most)
        if other.fits >= SMALLEST and len(other.nodes) > few:
            # Nearer to the last that could not be read.
            found, most = other, round((len(other.nodes) * above) ** 0.5)
        else:
            above = min(most, len(other.nodes))
            most = min(int(min(_STEP, other.fits / SMALLEST) * most), len(other.nodes) - 1)
    return found
