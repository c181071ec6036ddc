"""What a chart shows, as data: labels, values and words. Drawing it is the renderer's, which knows no analysis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any, NamedTuple

from graphmodel.model.words import count, several

ACROSS = 40
"""Columns of a grid …"""
RANKED = 30
"""… and bars that a reader takes in; what there is besides is said in words."""
SHADES = 4
"""Steps of a scale, ``shade-1`` (little) to ``shade-4`` (much)."""


class Cell(NamedTuple):
    """One field of a grid."""

    text: str
    tone: str
    """``shade-1`` … ``shade-4``, ``hole``, ``plain``, ``empty``, or a state or severity that the theme knows."""


@dataclass(frozen=True)
class Grid:
    """A heatmap: labels down and across, verbatim, and a cell where they meet. What has no cell stays empty."""

    down: tuple[str, ...]
    across: tuple[str, ...]
    cells: Mapping[tuple[int, int], Cell]
    """(position down, position across) → cell."""
    legend: tuple[tuple[Cell, str], ...] = ()
    """Samples and what they mean."""
    left_out: tuple[str, ...] = ()
    """In words, what there is besides what is shown."""
    groups: tuple[str, ...] = ()
    """What each column stands under, where columns are grouped; those of one group stand side by side."""

    @property
    def size(self) -> str:
        """How much it shows, in words; nothing where that is nothing.

        >>> Grid(("a", "b"), ("x", "y", "z"), {}).size, Grid((), (), {}).size
        ('2 rows, 3 columns', '')
        """
        return f"{count(len(self.down), 'row')}, {count(len(self.across), 'column')}" if self.down else ""


@dataclass(frozen=True)
class Bars:
    """A ranking: labels, verbatim, and how much each has, the greatest first."""

    labels: tuple[str, ...]
    values: tuple[float, ...]
    measure: str
    """What the values are."""
    left_out: tuple[str, ...] = ()
    wholes: tuple[int, ...] = ()
    """Of what each value is a part; drawn behind it."""
    whole: str = ""
    """What those are."""

    @property
    def size(self) -> str:
        """How much it shows, in words; nothing where that is nothing."""
        return count(len(self.labels), "bar") if self.labels else ""


@dataclass(frozen=True)
class Spans:
    """From where to where each thing lasts along one axis, in the order of the rows."""

    labels: tuple[str, ...]
    """Verbatim."""
    spans: tuple[tuple[float, float], ...]
    """Begin and end of each, in the unit of the axis."""
    texts: tuple[str, ...]
    """What is written behind each."""
    tones: tuple[str, ...]
    """How each looks, as ``Cell.tone``."""
    measure: str
    """What the axis shows."""
    ticks: tuple[tuple[float, str], ...]
    """Values of the axis, ascending, and how they are written; it begins with the first and ends with the last."""
    due: tuple[float | None, ...] = ()
    """Where each is due, which is marked."""
    heads: tuple[str, ...] = ()
    """What stands before the labels."""
    legend: tuple[tuple[Cell, str], ...] = ()
    """Samples and what they mean."""
    logarithmic: bool = False
    """Is ten times as much always the same way further?"""
    left_out: tuple[str, ...] = ()

    def place(self, value: float) -> float:
        """Where on the axis a value stands, 0 … 1; what lies beyond an end of it stands at that end.

        >>> axis = ((1, "1s"), (10, "10s"), (100, "2m"))
        >>> spans = Spans((), (), (), (), "time", axis, logarithmic=True)
        >>> spans.place(10), spans.place(0), spans.place(1_000)
        (0.5, 0.0, 1.0)
        """
        scale = log if self.logarithmic else float
        low, high = self.ticks[0][0], self.ticks[-1][0]
        return (scale(min(max(value, low), high)) - scale(low)) / (scale(high) - scale(low))

    def mark(self, at: int) -> float | None:
        """Where on the axis that one is due; None where nobody says so, or the axis ends before."""
        due = self.due[at] if self.due else None
        return None if due is None or due > self.ticks[-1][0] else self.place(due)

    @property
    def size(self) -> str:
        """How much it shows, in words; nothing where that is nothing."""
        return count(len(self.labels), "bar") if self.labels else ""


@dataclass(frozen=True)
class Panels:
    """Charts of one answer one below the other, each under its heading."""

    parts: tuple[tuple[str, Grid | Bars | Spans], ...]
    size: str
    """How much they show, in words."""
    left_out: tuple[str, ...] = ()


Chart = Grid | Bars | Spans | Panels
Charting = Callable[[Sequence[tuple[object, ...]]], Chart]
"""The rows of a report → the chart that shows them."""


def shade(value: int, peak: int) -> str:
    """The step of the scale for a value from 1 to ``peak``.

    >>> [shade(value, 7) for value in range(1, 8)]
    ['shade-1', 'shade-1', 'shade-2', 'shade-2', 'shade-3', 'shade-3', 'shade-4']
    >>> shade(1, 1)
    'shade-4'
    """
    return f"shade-{1 + value * (SHADES - 1) // peak}"


def greatest(weights: Sequence[int], most: int) -> list[int]:
    """The positions of the greatest weights, so many at most, in their own order; the first of equal ones.

    >>> greatest([3, 1, 4, 1, 5, 3], 3)
    [0, 2, 4]
    """
    ranked = sorted(range(len(weights)), key=lambda at: (-weights[at], at))
    return sorted(ranked[:most])


def labels(ids: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """Names, or ids where there is no name, or both where a name is not the only one.

    >>> labels(["a", "b", "c", "d"], ["Mail", "", "Print", "Print"])
    ('Mail', 'b', 'Print (c)', 'Print (d)')
    """
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
    return tuple(
        own if not name or name == own else name if seen[name] == 1 else f"{name} ({own})"
        for own, name in zip(ids, names, strict=True)
    )


def occurring(
    samples: Iterable[tuple[Cell, str]], cells: Mapping[tuple[int, int], Cell]
) -> tuple[tuple[Cell, str], ...]:
    """Those samples whose tone is among the cells.

    >>> a, b = (Cell("1", "shade-1"), "few"), (Cell("9", "shade-4"), "many")
    >>> [said for _, said in occurring((a, b), {(0, 0): Cell("7", "shade-4")})]
    ['many']
    """
    used = {cell.tone for cell in cells.values()}
    return tuple((cell, said) for cell, said in samples if cell.tone in used)


def besides(of: int, shown: int, things: str, which: str) -> tuple[str, ...]:
    """What a chart does not show.

    >>> besides(240, 60, "products", "with the most holes"), besides(60, 60, "products", "")
    (('of 240 products, the 60 with the most holes are shown',), ())
    """
    if shown >= of:
        return ()
    number = "one" if shown == 1 else f"{shown:,}"
    return (f"of {of:,} {things}, the {number} {which} {several(shown, 'is', 'are')} shown",)


def row_labels(rows: Sequence[tuple[Any, ...]], own: int, name: int) -> tuple[str, ...]:
    """Labels of rows, of which these cells are the id and the name."""
    return labels([row[own] for row in rows], [row[name] for row in rows])


def labels_of(names: Mapping[str, str], ids: Sequence[str]) -> tuple[str, ...]:
    """Labels of some of the ids that have these names."""
    known = dict(zip(names, labels([*names], [*names.values()]), strict=True))
    return tuple(known[own] for own in ids)
