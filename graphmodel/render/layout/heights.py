"""How far below another each row stands: as much as its edges need to turn, and frames to be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from graphmodel.render.layout.rows import BETWEEN, INSET

if TYPE_CHECKING:
    from graphmodel.render.layout.rows import Stack

STRIP: Final = 24.0
"""Points between two rows that edges join, …"""
_EMPTY: Final = 14.0
"""… or between two that none do, …"""
ARC: Final = 12.0
"""Points that an edge below a row takes."""
_EACH: Final = 0.25
"""… and for each edge some more, …"""
_CROWDED: Final = 14.0
"""… but no more than so many."""


class Heights(NamedTuple):
    """In points from the top."""

    tops: list[float]
    """Of each row."""
    bottoms: list[float]
    whole: float


def heights(grid: Stack) -> Heights:
    """Where the rows of a grid stand; the order within them does not matter."""
    tops: list[float] = []
    bottoms: list[float] = []
    arched = {first.row for first, last in grid.ends() if first.row == last.row}
    low = hung_upon(grid)
    y = (INSET / 2 if grid.depth else 0.0) + (STRIP if 0 in arched else 0.0)
    for number, row in enumerate(grid.rows):
        if number:
            y += _gap(grid, number, low, arched=number in arched)
        tops.append(y)
        y += row.height
        bottoms.append(y)
    below = STRIP if len(grid.rows) - 1 in arched and grid.hung else 0.0
    return Heights(tops, bottoms, y + below + (INSET if grid.depth else 0.0))


def hung_upon(grid: Stack) -> set[int]:
    """The rows below which edges lead: from or to what hangs from a box, to another in the row or back to that."""
    found = set()
    for (consumer, provider), path in grid.paths.items():
        first, last = grid.tokens[path[0]], grid.tokens[path[-1]]
        hangs = (first.key != consumer, last.key != provider)
        if first.row == last.row and any(hangs) and not (first is last and hangs == (False, True)):
            found.add(first.row)
    return found


def _gap(grid: Stack, number: int, low: set[int], *, arched: bool) -> float:
    """Points above that row; ``low``: the rows below which edges lead."""
    above, row = grid.rows[number - 1], grid.rows[number]
    edges = sum(several for at in row.members for _, several in grid.tokens[at].above)
    gap = STRIP + min(_CROWDED, _EACH * edges) if edges or arched else _EMPTY
    if above.kind == "heading":
        return gap / 2
    if above.band != row.band:
        arcs = ARC - INSET / 2 if number - 1 in low else 0.0
        return max(gap, INSET + BETWEEN + arcs + 3 * grid.depth.get(above.band, 0))
    return gap
