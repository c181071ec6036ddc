"""Pictures as files: one file per format, registered here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from typing import BinaryIO

    from graphmodel.graph.picture import Picture
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


PICTURES: Final[dict[str, PictureRenderer]] = {}
"""Every picture format, in the order in which they are offered."""
