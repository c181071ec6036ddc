"""Rows become places, and ways become curves: through the free strips between rows, and straight past boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.render.layout.heights import ARC, STRIP, heights, hung_upon
from graphmodel.render.layout.rows import BESIDE, BETWEEN, HUNG, INSET, PORTS
from graphmodel.render.layout.shapes import Arrangement, Rectangle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphmodel.render.layout.rows import Stack, Token
    from graphmodel.render.layout.shapes import Point

_BEND: Final = 0.5
"""How far down its strip a curve turns."""
_OUT: Final = 4.0
"""Points from the left of a box that something hangs from to where edges leave it …"""
_IN: Final = 10.0
"""… and to where they enter it from below."""
_LEVEL: Final = 26.0
"""Points of a box of one line; headings stand at the same height."""
_RIM: Final = 2.0
"""Points from a box's corner to where an edge leaves it for what hangs beside it."""
_PAST: Final = 3.5
"""Points beside a box where an edge leads up past it."""


def routed(grid: Stack, width: float) -> Arrangement:
    """The layout of a grid whose rows are in order and whose members have their places."""
    made = Arrangement(width=width)
    tops, bottoms, made.height = heights(grid)
    _boxes(grid, made, tops)
    _frames(grid, made, tops, bottoms)
    for (consumer, provider), path in grid.paths.items():
        made.routes[consumer, provider] = _route(grid, made, consumer, provider, path, tops, bottoms)
        for at in path:
            token = grid.tokens[at]
            if token.kind == "label":
                top = tops[token.row] + (bottoms[token.row] - tops[token.row] - token.height) / 2
                left = token.x - token.width / 2 + BESIDE
                made.labels[consumer, provider] = Rectangle(left, top, token.width - BESIDE, token.height)
    return made


def _boxes(grid: Stack, made: Arrangement, tops: Sequence[float]) -> None:
    for token in grid.tokens:
        if token.kind == "heading":
            high = min(grid.rows[token.row].height, max(_LEVEL, token.height))
            made.headings[token.key] = Rectangle(
                token.x - token.width / 2,
                tops[token.row] + (high - token.height) / 2,
                token.width,
                token.height,
            )
        if token.kind != "node":
            continue
        hung = grid.hung.get(token.key, ())
        size = grid.sizes[token.key]
        x = token.x - (token.width if hung else size.width) / 2
        made.nodes[token.key] = Rectangle(x, tops[token.row], *size)
        x += PORTS
        for piece in hung:
            made.nodes[piece.key] = Rectangle(x, tops[token.row] + size.height + HUNG, *piece.size)
            x += piece.size.width + HUNG


def _frames(grid: Stack, made: Arrangement, tops: Sequence[float], bottoms: Sequence[float]) -> None:
    """Each from above its heading to below the last row of all that is in it."""
    arched = hung_upon(grid)
    for key, deep in grid.depth.items():
        inside = [
            n for n, row in enumerate(grid.rows) if key in row.bands or key in grid.around.get(row.band, ())
        ]
        if not inside:
            continue
        inset = INSET * deep
        top = tops[inside[0]] - INSET / 2
        deepest = max(grid.depth[grid.rows[n].band] for n in inside)
        low = ARC if inside[-1] in arched else INSET / 2
        bottom = bottoms[inside[-1]] + low + 3 * (deepest - deep)
        left, right = inset, made.width - inset
        if key in (side := grid.rows[inside[0]].shared):
            starts = [made.headings[other].x - INSET for other in side] + [right + BETWEEN]
            at = side.index(key)
            left, right = starts[at] if at else left, starts[at + 1] - BETWEEN
        made.frames[key] = Rectangle(left, top, right - left, bottom - top)


def _route(
    grid: Stack,
    made: Arrangement,
    consumer: str,
    provider: str,
    path: Sequence[int],
    tops: Sequence[float],
    bottoms: Sequence[float],
) -> list[Point]:
    start, end = made.nodes[consumer], made.nodes[provider]
    first, last = grid.tokens[path[0]], grid.tokens[path[-1]]
    if provider in {piece.key for piece in grid.hung.get(consumer, ())}:
        points: list[Point] = [(min(end.middle, start.right - _RIM), start.bottom)]
        if points[0][0] == end.middle:
            _straight(points, (end.middle, end.y))
        else:
            _curve(points, (end.middle, end.y))
        return points
    if first is last:
        return _loop(start, end) if consumer == provider else _back(first, start, end, bottoms[first.row])
    holds = [grid.hung.get(key, ()) for key in (consumer, provider)]
    hangs = [token.key != key for token, key in ((first, consumer), (last, provider))]
    if first.row == last.row:
        return _beside(grid, start, end, path, tops, bottoms)
    down = last.row > first.row
    enter, leave = (tops, bottoms) if down else (bottoms, tops)
    if down or not hangs[0]:
        x = start.x + _OUT if holds[0] and down else start.middle
        points = [(x, start.bottom if down else start.y)]
        _straight(points, (x, leave[first.row]))
    else:
        # What hangs from a box has that box above it: it leads down, and around.
        x = first.x + first.width / 2 + _PAST
        low = bottoms[first.row]
        points = [(start.middle, start.bottom)]
        _straight(points, (start.middle, low))
        points += [(start.middle, low + HUNG), (x, low + HUNG), (x, low)]
        _straight(points, (x, tops[first.row]))
    for at in path[1:-1]:
        token = grid.tokens[at]
        x = token.x - token.width / 2
        _curve(points, (x, enter[token.row]))
        _straight(points, (x, leave[token.row]))
    x = end.x + _IN if holds[1] and not down else end.middle
    _curve(points, (x, enter[last.row]))
    _straight(points, (x, end.y if down else end.bottom))
    return points


def _line(one: Point, other: Point) -> list[Point]:
    points = [one]
    _straight(points, other)
    return points


def _straight(points: list[Point], to: Point) -> None:
    (x, y), (a, b) = points[-1], to
    if abs(x - a) + abs(y - b) < 0.01:
        return
    points += [(x + (a - x) / 3, y + (b - y) / 3), (x + 2 * (a - x) / 3, y + 2 * (b - y) / 3), to]


def _curve(points: list[Point], to: Point) -> None:
    """Down or up through a strip: it leaves and enters upright."""
    (x, y), (a, b) = points[-1], to
    bend = (b - y) * _BEND
    points += [(x, y + bend), (a, b - bend), to]


def _back(token: Token, start: Rectangle, end: Rectangle, low: float) -> list[Point]:
    """From what hangs from a box up to that box: below, and around the right of all that hangs there."""
    x, y = token.x + token.width / 2 + _PAST, end.y + end.height / 2
    points: list[Point] = [(start.middle, start.bottom)]
    _straight(points, (start.middle, low))
    points += [(start.middle, low + HUNG), (x, low + HUNG), (x, low)]
    _straight(points, (x, y))
    _straight(points, (end.right, y))
    return points


def _loop(start: Rectangle, end: Rectangle) -> list[Point]:
    """From a box to itself, around its right side."""
    x = max(start.right, end.right)
    one, other = (start.right, start.y + start.height / 2), (end.right, end.y + end.height / 2)
    if one == other:
        one, other = (one[0], one[1] - start.height / 4), (other[0], other[1] + start.height / 4)
    return [one, (x + HUNG, one[1]), (x + HUNG, other[1]), other]


def _beside(
    grid: Stack,
    start: Rectangle,
    end: Rectangle,
    path: Sequence[int],
    tops: Sequence[float],
    bottoms: Sequence[float],
) -> list[Point]:
    """Within a row: straight to the next box, else in an arc above the row; below it, where above is no way.

    That is from what hangs from a box, and to what is written at an edge.
    """
    first, last = grid.tokens[path[0]], grid.tokens[path[-1]]
    members = grid.rows[first.row].members
    plain = len(path) == 2 and start.y == end.y
    if plain and abs(members.index(path[0]) - members.index(path[-1])) == 1:
        y = start.y + min(start.height, end.height) / 2
        if first.x < last.x:
            return _line((start.right, y), (end.x, y))
        return _line((start.x, y), (end.right, y))
    if plain:
        room = tops[first.row] - bottoms[first.row - 1] if first.row else STRIP
        high = start.y - room * 0.8 / 0.75
        return [(start.middle, start.y), (start.middle, high), (end.middle, high), (end.middle, end.y)]
    low = bottoms[first.row]
    x = end.x + _IN if grid.hung.get(last.key) else end.middle
    points: list[Point] = [(start.middle, start.bottom)]
    if start.y == tops[first.row] and grid.hung.get(first.key):
        points = [(start.x + _OUT, start.bottom)]
    _straight(points, (points[0][0], low))
    if len(path) == 2:
        points += [(points[-1][0], low + HUNG), (x, low + HUNG), (x, low)]
    else:
        label = grid.tokens[path[1]]
        touch = (label.x, tops[label.row])
        points += [(points[-1][0], touch[1]), (label.x, touch[1]), touch]
        points += [(label.x, touch[1]), (x, touch[1]), (x, low)]
    _straight(points, (x, end.bottom))
    return points
