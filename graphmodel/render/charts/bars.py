"""A ranking as horizontal bars, each with its label and its number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.render.charts.canvas import LINE, SIZE, lines
from graphmodel.render.charts.tones import tone

if TYPE_CHECKING:
    from graphmodel.answers.chart import Bars
    from graphmodel.render.charts.canvas import Canvas

_LONGEST: Final = 320.0
"""The length of the greatest bar, in points."""
_THICK: Final = 14.0
_GAP: Final = 6.0


def draw(bars: Bars, sheet: Canvas, top: float) -> float:
    """Draw the bars below ``top``; where they end."""
    names = [lines(label, 44, 2) for label in bars.labels]
    left = sheet.widest(line for name in names for line in name) + _GAP if names else 0.0
    look = tone("shade-4", sheet.theme)
    peak = max(bars.values, default=0)
    sheet.text(left, top + SIZE, bars.measure, color=sheet.theme.faint, gid="measure")
    sheet.grow(left + sheet.measure(bars.measure), top)
    y = top + 2 * SIZE * LINE
    for at, (name, value) in enumerate(zip(names, bars.values, strict=True)):
        height = max(_THICK, len(name) * SIZE * LINE)
        middle = y + height / 2
        for row, line in enumerate(name):
            place = middle + (row - (len(name) - 1) / 2) * SIZE * LINE
            sheet.text(left - _GAP, place, line, ha="right", gid=f"label-{at}-{row}")
        length = _LONGEST * value / peak if peak else 0.0
        if length:
            sheet.box(left, middle - _THICK / 2, length, _THICK, look, gid=f"bar-{at}")
        sheet.text(left + length + _GAP, middle, f"{value:,}", gid=f"value-{at}")
        sheet.grow(left + length + _GAP + sheet.measure(f"{value:,}"), y + height)
        y += height + _GAP
    return y
