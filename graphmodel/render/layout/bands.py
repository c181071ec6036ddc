"""Bands: one frame over another, each over the full width, rows of boxes in it, edges led between the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from graphmodel.render.layout.heights import heights
from graphmodel.render.layout.ordering import order
from graphmodel.render.layout.page import SMALLEST
from graphmodel.render.layout.routing import routed
from graphmodel.render.layout.rows import stack
from graphmodel.render.layout.shapes import Rectangle, Size
from graphmodel.render.layout.stacking import stacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphmodel.render.layout.page import Page
    from graphmodel.render.layout.rows import Line, Stack
    from graphmodel.render.layout.shapes import Arrangement, Outline

ACROSS: Final = frozenset({"right", "left"})
_WIDTHS: Final = 8
"""How many widths are tried, each so many times as wide as the one before, …"""
_ENOUGH: Final = 1
"""So often it may get worse."""
_WORTH: Final = 1.15
_WAYS: Final = ((_WORTH, False, False), (_WORTH, True, True), (_WORTH**2, False, True))
"""So many times as large, or the only one that can be read, must it be to do without rows for each level, or without
full width for each band: ``leveled`` and ``shared``."""
_SMALL: Final = 260.0
_WIDER: Final = 1.4
_NEAR: Final = ((0.88, 1.14), (0.94, 1.07), (0.97, 1.03))
"""… and these times the best of them, nearer and nearer."""
_APART: Final = 8.0
"""Points between the diagram and its heading or footer."""
_FOREIGN: Final = 1.08
"""So much wider may title and footer be where the font is not ours."""
_NARROWEST: Final = 0.6
"""Width by height at least, …"""
_WIDEST: Final = 1.9
"""… and at most, of small ones with room left over."""
_EDGE: Final = 12.0
"""Points around all."""


class Fitted(NamedTuple):
    """An outline in the rows in which it is largest on its page; nothing is in order yet."""

    stack: Stack
    body: Size
    """Of the rows."""
    title: Size
    footer: int
    """Which of the footers it has …"""
    below: Size
    """… and its size."""
    direction: str

    @property
    def size(self) -> Size:
        """Of all."""
        body = self.body.turned() if self.direction in ACROSS else self.body
        return _whole(body, self.title, self.below)

    def laid(self) -> Arrangement:
        """All in order, with its place; it may be asked once."""
        # Bands are as wide as all is.
        width = self.body.width if self.direction in ACROSS else self.size.width - 2 * _EDGE
        order(self.stack, width)
        layout = routed(self.stack, width)
        if self.direction in {"up", "left"}:
            layout = layout.mirrored()
        return _furnished(layout.turned() if self.direction in ACROSS else layout, self.title, self.below)


def fitted(
    plan: Outline, page: Page, title: Size, footers: Sequence[Size], direction: str = "down"
) -> Fitted:
    """The outline with its title and one of the footers, in rows so wide that it is as large as can be on that page.

    ``direction``: where edges lead, ``down``, ``up``, ``right`` or ``left``.
    """
    upright = plan.turned() if direction in ACROSS else plan
    bands = stacked(upright)
    lines: dict[tuple[str, ...], Line] = {}

    def room(found: Fitted) -> float:
        return page.room(found.size)

    def tried(width: float, *, leveled: bool, shared: bool) -> Fitted:
        made = stack(upright, bands, width, lines, leveled=leveled, shared=shared)
        body = Size(max(made.width(), 1.0), max(heights(made).whole, 1.0))
        each = (Fitted(made, body, title, at, size, direction) for at, size in enumerate(footers))
        return max(each, key=room)

    def best(*, leveled: bool, shared: bool) -> Fitted:
        def at(width: float) -> Fitted:
            return tried(width, leveled=leveled, shared=shared)

        found: dict[float, Fitted] = {}
        worse = 0
        # Narrow ones have many rows, which edges have to be led through: they take longest.
        for step in reversed(range(_WIDTHS)):
            found[_SMALL * _WIDER**step] = made = at(_SMALL * _WIDER**step)
            worse = worse + 1 if room(made) < max(map(room, found.values())) else 0
            if worse > _ENOUGH:
                break
        for shares in _NEAR:
            near = max(found, key=lambda width: room(found[width]))
            found |= {near * share: at(near * share) for share in shares}
        return max(found.values(), key=room)

    def good(found: Fitted, worth: float) -> tuple[bool, float]:
        return page.text(found.size) >= SMALLEST, page.scale(found.size) / worth

    chosen = best(leveled=True, shared=False)
    most = good(chosen, 1.0)
    for worth, leveled, shared in _WAYS if len(plan.bands) > 1 and not plan.ordered else _WAYS[:1]:
        if most < (True, 1 / worth):
            other = best(leveled=leveled, shared=shared)
            if most < good(other, worth):
                chosen, most = other, good(other, worth)
    return chosen


def _whole(body: Size, title: Size, footer: Size) -> Size:
    used = [size.height + _APART for size in (title, footer) if size.height]
    width = max(body.width, _FOREIGN * max(title.width, footer.width)) + 2 * _EDGE
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
