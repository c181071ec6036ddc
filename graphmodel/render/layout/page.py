"""The page that a diagram is made for, and how large its text is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from graphmodel.render.layout.shapes import Size

TEXT: Final = 11.0
"""Points of a node's name where the diagram has its own size."""
SMALLEST: Final = 6.0
"""Points on the page below which text is not read."""
_MARGIN: Final = 36


class Page(NamedTuple):
    """The paper less its margins, in points."""

    name: str
    width: float
    height: float

    def room(self, size: Size) -> float:
        """How many times a diagram of that size has room on it."""
        return min(self.width / max(size.width, 1), self.height / max(size.height, 1))

    def scale(self, size: Size) -> float:
        """What a diagram of that size is multiplied by to fit, never more than 1."""
        return min(1.0, self.room(size))

    def text(self, size: Size) -> float:
        """How large the text of a diagram of that size is on the page, in points."""
        return TEXT * self.scale(size)


_UPRIGHT: Final = {
    "a4": (595, 842),
    "a3": (842, 1191),
    "letter": (612, 792),
    "16:9": (540, 960),
    "none": (595, 842),
    "column": (357, 588),
    "turned": (475, 846),
}
"""Width and height in points; what has no page has the form of the first. The last two are the report's: what a
diagram has on a page with others, and on one of its own."""


def page_of(name: str, *, landscape: bool) -> Page:
    """The page of that name.

    >>> page_of("a4", landscape=True)
    Page(name='a4', width=770, height=523)
    """
    sides = sorted(side - 2 * _MARGIN for side in _UPRIGHT[name])
    return Page(name, *(sides[::-1] if landscape else sides))
