"""Diagrams as files: one file per format, registered here."""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from graphmodel.model.errors import UsageError
from graphmodel.model.register import Register

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from graphmodel.diagrams.spec import Diagram
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
    details: bool = False
    """Does it show ``Node.details``, which cost time on a large estate?"""


def _renderer(name: str, suffixes: tuple[str, ...], **limits: Any) -> DiagramFormat:
    """The format of that name, whose file is imported when it is first written."""

    def write(diagram: Diagram, out: BinaryIO, theme: Theme, /) -> None:
        import_module(f"graphmodel.render.diagrams.{name}").write(diagram, out, theme)

    return DiagramFormat(name, suffixes, write, **limits)


_ALL: Final = (
    _renderer("svg", (".svg",)),
    _renderer("png", (".png",), text=False),
    _renderer("pdf", (".pdf",), text=False),
    _renderer("html", (".html", ".htm"), details=True),
    _renderer("dot", (".dot", ".gv")),
    _renderer("mermaid", (".mmd", ".mermaid"), max_edges=500, max_characters=50_000),
    _renderer("plantuml", (".puml", ".plantuml")),
    _renderer("d2", (".d2",)),
    _renderer("drawio", (".drawio",)),
    _renderer("graphml", (".graphml",)),
)
DIAGRAMS: Final = Register(
    "graphmodel.formats.diagrams",
    DiagramFormat,
    {renderer.name: renderer for renderer in _ALL},
    lambda renderer: renderer.name,
)
"""Every diagram format, in the order in which they are offered. Another package adds one by an entry point."""


class Drawn(NamedTuple):
    """A diagram as a file."""

    diagram: Diagram
    data: bytes


def draw(make: Callable[[int], Diagram], renderer: DiagramFormat, theme: Theme, max_nodes: int) -> Drawn:
    """The diagram that ``make`` makes of at most so many nodes; of fewer where the format takes no more characters."""
    while True:
        diagram = make(max_nodes)
        out = io.BytesIO()
        renderer.write(diagram, out, theme)
        data = out.getvalue()
        # A character is at least a byte.
        if (
            renderer.max_characters is None
            or len(data) <= renderer.max_characters
            or len(data.decode()) <= renderer.max_characters
            or max_nodes <= 1
        ):
            return Drawn(diagram, data)
        max_nodes = max(1, min(max_nodes, len(diagram.nodes)) * 3 // 4)


def of_suffix(suffix: str) -> str | None:
    """The diagram format that is told by a file's suffix (with its dot, in small letters), or None."""
    return next((name for name, renderer in DIAGRAMS.items() if suffix in renderer.suffixes), None)


def by_suffix(file: str) -> str:
    """The diagram format that a file's suffix tells. Raises UsageError where it tells none."""
    suffix = Path(file).suffix.lower()
    if (name := of_suffix(suffix)) is not None:
        return name
    known = ", ".join(suffix for renderer in DIAGRAMS.values() for suffix in renderer.suffixes)
    said = f"{suffix!r} is the suffix of no diagram" if suffix else "the name has no suffix"
    raise UsageError(f"{file}: {said}", f"a diagram ends in {known}")
