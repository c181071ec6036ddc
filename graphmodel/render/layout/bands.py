"""Bands: one frame over another, each over the full width, rows of boxes in it, edges led between the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from graphmodel.render.layout.heights import heights
from graphmodel.render.layout.ordering import order
from graphmodel.render.layout.routing import routed
from graphmodel.render.layout.rows import grid
from graphmodel.render.layout.shapes import Rectangle, Size
from graphmodel.render.layout.stacking import stacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphmodel.render.layout.page import Page
    from graphmodel.render.layout.rows import Stack
    from graphmodel.render.layout.shapes import Arrangement, Outline

ACROSS: Final = frozenset({"right", "left"})
_WIDTHS: Final = 8
"""How many widths are tried, each so many times as wide as the one before, …"""
_WORTH: Final = 1.15
"""So many times as large must it be without rows for each level to do without."""
_SMALL: Final = 260.0
_WIDER: Final = 1.4
_NEAR: Final = (0.77, 0.88, 1.12, 1.25)
"""… and these times the best of them."""
_APART: Final = 8.0
"""Points between the diagram and its heading or footer."""
_FOREIGN: Final = 1.08
"""So much wider may the title be where the font is not ours."""
_NARROWEST: Final = 0.6
"""Width by height at least, …"""
_WIDEST: Final = 1.9
"""… and at most, of small ones with room left over."""
_EDGE: Final = 8.0
"""Points around all."""


class Fitted(NamedTuple):
    """A plan in the rows in which it is largest on its page; nothing is in order yet."""

    grid: Stack
    body: Size
    """Of the rows."""
    title: Size
    footer: Size
    direction: str

    @property
    def size(self) -> Size:
        """Of all."""
        body = self.body.turned() if self.direction in ACROSS else self.body
        return _whole(body, self.title, self.footer)

    def laid(self) -> Arrangement:
        """All in order, with its place; it may be asked once."""
        # Bands are as wide as all is.
        width = self.body.width if self.direction in ACROSS else self.size.width - 2 * _EDGE
        order(self.grid, width)
        layout = routed(self.grid, width)
        if self.direction in {"up", "left"}:
            layout = layout.mirrored()
        return _furnished(layout.turned() if self.direction in ACROSS else layout, self.title, self.footer)


def fitted(plan: Outline, page: Page, title: Size, footer: Size, direction: str = "down") -> Fitted:
    """The plan with its title and footer, in rows so wide that it is as large as can be on that page.

    ``direction``: where edges lead, ``down``, ``up``, ``right`` or ``left``.
    """
    upright = plan.turned() if direction in ACROSS else plan
    order_of_bands = stacked(upright)

    def tried(width: float, *, leveled: bool) -> Fitted:
        return Fitted(*_tried(upright, order_of_bands, width, leveled=leveled), title, footer, direction)

    def best(*, leveled: bool) -> Fitted:
        widths = [_SMALL * _WIDER**step for step in range(_WIDTHS)]
        found = {width: tried(width, leveled=leveled) for width in widths}
        near = max(widths, key=lambda width: page.room(found[width].size))
        found |= {near * share: tried(near * share, leveled=leveled) for share in _NEAR}
        return max(found.values(), key=lambda one: page.room(one.size))

    tall, flat = best(leveled=True), best(leveled=False)
    return flat if page.room(flat.size) > _WORTH * page.room(tall.size) else tall


def _tried(plan: Outline, bands: Sequence[str], width: float, *, leveled: bool) -> tuple[Stack, Size]:
    """The rows made for that width, and about the size that they take."""
    made = grid(plan, bands, width, leveled=leveled)
    return made, Size(max(made.width(), 1.0), max(heights(made).whole, 1.0))


def _whole(body: Size, title: Size, footer: Size) -> Size:
    used = [size.height + _APART for size in (title, footer) if size.height]
    width = max(body.width, title.width * _FOREIGN, footer.width) + 2 * _EDGE
    height = body.height + sum(used) + 2 * _EDGE
    return Size(max(width, _NARROWEST * height), max(height, width / _WIDEST))


def _furnished(body: Arrangement, title: Size, footer: Size) -> Arrangement:
    """With the title above it at the left, and the footer below."""
    top = _EDGE + (title.height + _APART if title.height else 0.0)
    made = body.moved(_EDGE, top)
    made.title = Rectangle(_EDGE, _EDGE, *title)
    made.footer = Rectangle(_EDGE, top + body.height + (_APART if footer.height else 0.0), *footer)
    made.width, made.height = _whole(Size(body.width, body.height), title, footer)
    return made
