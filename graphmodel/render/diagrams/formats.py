"""Pictures as files: one file per format, registered here."""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from graphmodel.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from graphmodel.diagrams.spec import Picture
    from graphmodel.render.theme import Theme


class WritePicture(Protocol):
    """One picture format; each stands in a file of its own as ``write``."""

    def __call__(self, picture: Picture, out: BinaryIO, theme: Theme, /) -> None:
        """Write the picture; text formats in UTF-8."""


@dataclass(frozen=True)
class PictureRenderer:
    """One picture format."""

    name: str
    suffixes: tuple[str, ...]
    """Of the files it is told by, with the dot; the first is the usual one."""
    write: WritePicture
    text: bool = True
    """May it go to a terminal?"""
    max_edges: int | None = None
    """More than these the target does not take …"""
    max_characters: int | None = None
    """… nor more than these; the picture is collapsed further until they are kept."""
    details: bool = False
    """Does it show ``Node.details``, which cost time on a large estate?"""


def _renderer(name: str, suffixes: tuple[str, ...], **limits: Any) -> PictureRenderer:
    """The format of that name, whose file is imported when it is first written."""

    def write(picture: Picture, out: BinaryIO, theme: Theme, /) -> None:
        import_module(f"graphmodel.render.diagrams.{name}").write(picture, out, theme)

    return PictureRenderer(name, suffixes, write, **limits)


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
PICTURES: Final[dict[str, PictureRenderer]] = {renderer.name: renderer for renderer in _ALL}
"""Every picture format, in the order in which they are offered."""


class Drawn(NamedTuple):
    """A picture as a file."""

    picture: Picture
    data: bytes


def draw(make: Callable[[int], Picture], renderer: PictureRenderer, theme: Theme, max_nodes: int) -> Drawn:
    """The picture that ``make`` makes of at most so many nodes; of fewer where the format takes no more characters."""
    while True:
        picture = make(max_nodes)
        out = io.BytesIO()
        renderer.write(picture, out, theme)
        data = out.getvalue()
        # A character is at least a byte.
        if (
            renderer.max_characters is None
            or len(data) <= renderer.max_characters
            or len(data.decode()) <= renderer.max_characters
            or max_nodes <= 1
        ):
            return Drawn(picture, data)
        max_nodes = max(1, min(max_nodes, len(picture.nodes)) * 3 // 4)


def told_by(file: str) -> str:
    """The picture format that a file's suffix tells. Raises UsageError where it tells none."""
    suffix = Path(file).suffix.lower()
    for name, renderer in PICTURES.items():
        if suffix in renderer.suffixes:
            return name
    known = ", ".join(suffix for renderer in PICTURES.values() for suffix in renderer.suffixes)
    said = f"{suffix!r} is the suffix of no picture" if suffix else "the name has no suffix"
    raise UsageError(f"{file}: {said}", f"a picture ends in {known}")
