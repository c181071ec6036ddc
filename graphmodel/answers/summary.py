"""A grid of more rows than anybody reads, in three that say the same: how many, the worst, and which are alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from graphmodel.answers.chart import Cell, Grid, Panels, besides, greatest, shade
from graphmodel.model.words import count, listed, several, short

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graphmodel.answers.chart import Chart

DOWN: Final = 40
"""Rows of a grid that a page holds so that they can be read."""
FIRST: Final = 20
"""Rows of each part of a summary."""
_NAMED: Final = 3
"""How many of the rows that are alike are named …"""
_LABEL: Final = 56
"""… in so many characters, …"""
_NAME: Final = 24
"""… each in so many."""


class Bands(NamedTuple):
    """The kinds of cells that a summary counts."""

    samples: tuple[tuple[Cell, str], ...]
    """How each looks, and what it means."""
    of: Callable[[Cell | None], int]
    """The band of a cell; None: there is none."""


def fitted(
    grid: Grid,
    thing: str,
    order: Sequence[int],
    which: str,
    fine: Bands,
    rough: Bands | None = None,
    most: int = DOWN,
    first: int = FIRST,
) -> Chart:
    """The grid, or a summary of it where it has more than ``most`` rows.

    ``thing``: what a row is. ``order``: all rows, the worst first; ``which`` says which those are. ``fine``: what is
    counted; ``rough``: by what rows are alike, where that is something else. ``first``: so many are shown.
    """
    if len(grid.down) <= most:
        return grid
    things = several(2, thing)
    alike = _alike(grid, thing, order, rough or fine)
    parts = (
        (f"How many of the {len(grid.down):,} {things}", _numbers_of_each(grid, fine)),
        *(((f"{things.capitalize()} that are alike", alike),) if alike.down else ()),
        (f"The {first} {things} {which}", picked(grid, order[:first])),
    )
    return Panels(parts, f"{count(len(grid.down), thing)} in summary", grid.left_out)


def picked(grid: Grid, rows: Sequence[int]) -> Grid:
    """These rows of the grid, in that order, without what it says it leaves out."""
    cells = {
        (y, x): grid.cells[at, x]
        for y, at in enumerate(rows)
        for x in range(len(grid.across))
        if (at, x) in grid.cells
    }
    return replace(grid, down=tuple(grid.down[at] for at in rows), cells=cells, left_out=())


def narrow(grids: Sequence[Grid], most: int, things: str) -> list[Grid]:
    """Grids of the same columns, with the ``most`` of them in which most is; ``things``: what columns are."""
    across = grids[0].across
    used = Counter(x for grid in grids for (_, x), cell in grid.cells.items() if cell.tone != "empty")
    chosen = greatest([used[x] for x in range(len(across))], most)
    left_out = besides(len(across), len(chosen), things, "in which most is")
    place = {x: at for at, x in enumerate(chosen)}
    return [
        replace(
            grid,
            across=tuple(across[x] for x in chosen),
            cells={(y, place[x]): cell for (y, x), cell in grid.cells.items() if x in place},
            left_out=(*grid.left_out, *left_out),
        )
        for grid in grids
    ]


def _numbers_of_each(grid: Grid, bands: Bands) -> Grid:
    """How many rows have a cell of each band in each column."""
    counted = [
        Counter(bands.of(grid.cells.get((y, x))) for y in range(len(grid.down)))
        for x in range(len(grid.across))
    ]
    shown = [band for band in range(len(bands.samples)) if any(column[band] for column in counted)]
    cells = {
        (y, x): Cell(f"{column[band]:,}", _toned(bands.samples[band][0].tone, column[band], len(grid.down)))
        for y, band in enumerate(shown)
        for x, column in enumerate(counted)
        if column[band]
    }
    return Grid(tuple(bands.samples[band][1] for band in shown), grid.across, cells, groups=grid.groups)


def _toned(tone: str, number: int, of: int) -> str:
    """Counts of what has no state of its own are shaded."""
    return shade(number, of) if tone.startswith("shade-") or tone in {"empty", "plain"} else tone


def _called(names: Sequence[str], thing: str) -> str:
    """How many, and as many of their names as a label has room for.

    >>> _called(["Mail", "Print"], "product"), _called([f"Storage of campus {n}" for n in range(1, 10)], "product")
    ('2 products: Mail, Print', '9 products: Storage of campus 1 and 8 more')
    """
    listings = (listed([short(name, _NAME) for name in names], most) for most in range(_NAMED, 0, -1))
    labels = [f"{count(len(names), thing)}: {text}" for text in listings]
    return next((label for label in labels if len(label) <= _LABEL), labels[-1])


def _alike(grid: Grid, thing: str, order: Sequence[int], bands: Bands) -> Grid:
    """Rows whose cells are of the same bands as one row, the most common first; a row like no other is counted."""
    groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for at in order:
        groups[tuple(bands.of(grid.cells.get((at, x))) for x in range(len(grid.across)))].append(at)
    alike = [(kinds, rows) for kinds, rows in groups.items() if len(rows) > 1]
    alike.sort(key=lambda item: -len(item[1]))
    shown = alike[:FIRST]
    cells = {
        (y, x): bands.samples[band][0] for y, (kinds, _) in enumerate(shown) for x, band in enumerate(kinds)
    }
    labels = (_called([grid.down[at] for at in rows], thing) for _, rows in shown)
    seen = {band for kinds, _ in shown for band in kinds}
    legend = [sample for band, sample in enumerate(bands.samples) if band in seen and sample[0].text]
    more = sum(len(rows) for _, rows in alike[FIRST:])
    left_out = [f"{count(more, thing)} in {count(len(alike) - FIRST, 'other pattern')}"] * bool(more)
    alone = len(groups) - len(alike)
    left_out += [f"{count(alone, thing)} like no other"] * bool(alone)
    return Grid(tuple(labels), grid.across, cells, tuple(legend), tuple(left_out), grid.groups)
