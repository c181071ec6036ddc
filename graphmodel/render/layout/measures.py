"""How readable a layout is, measured on what is drawn and not on what was meant."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graphmodel.render.layout.shapes import Size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graphmodel.render.layout.page import Page
    from graphmodel.render.layout.shapes import Arrangement, Point, Rectangle

_PARTS: Final = 8
"""Straight lines that a curve is taken for."""
_NEAR: Final = 1e-6
_SHRUNK: Final = 1.0
"""Points of a box's or a label's rim that an edge may touch."""


class Measures(NamedTuple):
    """Of one layout on one page."""

    text: float
    """Points of a node's name on the page."""
    aspect: float
    """Width by height."""
    crossings: int
    """How often edges that share no end cross."""
    through: int
    """Pairs of an edge and a box that is at neither of its ends, which the edge passes through."""
    covered: int
    """Headings and labels that an edge passes through which they do not belong to."""


def measured(layout: Arrangement, page: Page) -> Measures:
    """All measures of a layout."""
    lines = _Strokes(layout)
    labels = [
        *((box, None) for box in layout.headings.values()),
        *((box, e) for e, box in layout.labels.items()),
    ]
    return Measures(
        page.text(Size(layout.width, layout.height)),
        layout.width / max(layout.height, 1.0),
        lines.crossings(),
        sum(len(lines.through(box) - lines.of_node(key)) for key, box in layout.nodes.items()),
        sum(bool(lines.through(box) - lines.of_ends(ends)) for box, ends in labels),
    )


def flat(points: Sequence[Point]) -> list[Point]:
    """A way of Bézier curves as straight lines.

    >>> flat([(0.0, 0.0), (0.0, 1.0), (0.0, 2.0), (0.0, 3.0)])
    [(0.0, 0.0), (0.0, 3.0)]
    """
    found = [points[0]]
    for at in range(1, len(points), 3):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[at - 1 : at + 3]
        straight = (
            max(abs((x - x0) * (y3 - y0) - (y - y0) * (x3 - x0)) for x, y in ((x1, y1), (x2, y2))) < _NEAR
        )
        for part in range(_PARTS if straight else 1, _PARTS + 1):
            t = part / _PARTS
            s = 1 - t
            a, b, c, d = s**3, 3 * s * s * t, 3 * s * t * t, t**3
            found.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return found


class _Strokes:
    """All edges of a layout as straight lines, from the top by where they begin."""

    def __init__(self, layout: Arrangement) -> None:
        self.ends = list(layout.routes)
        pieces: list[tuple[float, float, float, float]] = []
        edges: list[int] = []
        for number, points in enumerate(layout.routes.values()):
            new = [(*a, *b) for a, b in itertools.pairwise(flat(points))]
            pieces += new
            edges += [number] * len(new)
        lines = np.array(pieces, np.float64).reshape(-1, 4)
        order = np.argsort(np.minimum(lines[:, 1], lines[:, 3]), kind="stable")
        self.lines = lines[order]
        """float64[m, 4]: both ends of each line."""
        self.edge = np.array(edges, np.intp)[order]
        """intp[m]: the edge that each line is part of."""
        self.left, self.right = (f(self.lines[:, 0], self.lines[:, 2]) for f in (np.minimum, np.maximum))
        self.top, self.bottom = (f(self.lines[:, 1], self.lines[:, 3]) for f in (np.minimum, np.maximum))

    def of_node(self, key: str) -> set[int]:
        """The edges that begin or end there."""
        return {number for number, ends in enumerate(self.ends) if key in ends}

    def of_ends(self, ends: tuple[str, str] | None) -> set[int]:
        """The edge with these ends."""
        return {self.ends.index(ends)} if ends else set()

    def crossings(self) -> int:
        """How often lines of edges that share no end cross."""
        number = {key: at for at, key in enumerate({key for ends in self.ends for key in ends})}
        ends = np.array([(number[a], number[b]) for a, b in self.ends], np.intp).reshape(-1, 2)
        own = ends[self.edge]
        last = np.searchsorted(self.top, self.bottom, side="left")
        total = 0
        for at in np.flatnonzero(last > np.arange(len(last)) + 1).tolist():
            others = slice(at + 1, int(last[at]))
            near = (self.left[others] < self.right[at]) & (self.right[others] > self.left[at])
            if not near.any():
                continue
            theirs = own[others][near]
            foreign = (theirs[:, :, None] != own[at][None, None, :]).all((1, 2))
            total += _crossed(self.lines[at], self.lines[others][near][foreign])
        return total

    def through(self, box: Rectangle) -> set[int]:
        """The edges that pass through a box, rim not counted (Liang and Barsky, *A new concept* …, 1984)."""
        low = np.array([box.x + _SHRUNK, box.y + _SHRUNK])
        high = np.array([box.right - _SHRUNK, box.bottom - _SHRUNK])
        near = np.flatnonzero(
            (self.left < high[0]) & (self.right > low[0]) & (self.top < high[1]) & (self.bottom > low[1])
        )
        start, way = self.lines[near, :2], self.lines[near, 2:] - self.lines[near, :2]
        with np.errstate(divide="ignore", invalid="ignore"):
            one, other = (low - start) / way, (high - start) / way
        inside = np.where(way == 0, -np.inf, np.minimum(one, other)).max(axis=1, initial=0.0)
        outside = np.where(way == 0, np.inf, np.maximum(one, other)).min(axis=1, initial=1.0)
        return set(self.edge[near[inside < outside]].tolist())


def _crossed(line: NDArray[np.float64], others: NDArray[np.float64]) -> int:
    """How many of the others cross a line within both."""
    x, y, a, b = line
    across, down = others[:, 2] - others[:, 0], others[:, 3] - others[:, 1]
    wide = (a - x) * down - (b - y) * across
    with np.errstate(divide="ignore", invalid="ignore"):
        here = ((others[:, 0] - x) * down - (others[:, 1] - y) * across) / wide
        there = ((others[:, 0] - x) * (b - y) - (others[:, 1] - y) * (a - x)) / wide
    return int(((np.abs(wide) > _NEAR) & (here > 0) & (here < 1) & (there > 0) & (there < 1)).sum())
