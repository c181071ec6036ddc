"""A ranking as horizontal bars, each with its label and its number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.render.charts.canvas import LINE, SIZE, lines_apart
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
    names = lines_apart(bars.labels, 44, 2)
    left = sheet.widest(line for name in names for line in name) + _GAP if names else 0.0
    look, behind = tone("shade-4", sheet.theme), tone("shade-1", sheet.theme)
    peak = max((*bars.values, *bars.wholes), default=0)
    y = _measures(bars, sheet, left, top)
    for at, (name, value) in enumerate(zip(names, bars.values, strict=True)):
        height = max(_THICK, len(name) * SIZE * LINE)
        middle = y + height / 2
        for row, line in enumerate(name):
            place = middle + (row - (len(name) - 1) / 2) * SIZE * LINE
            sheet.text(left - _GAP, place, line, ha="right", gid=f"label-{at}-{row}")
        whole = bars.wholes[at] if bars.wholes else value
        for number, drawn, kind in ((whole, behind, "whole"), (value, look, "bar")):
            if number and (kind == "bar" or bars.wholes):
                length = _LONGEST * number / peak
                sheet.box(left, middle - _THICK / 2, length, _THICK, drawn, gid=f"{kind}-{at}")
        end = left + (_LONGEST * max(value, whole) / peak if peak else 0.0) + _GAP
        text = f"{value:,}" + f" of {whole:,}" * bool(bars.wholes)
        sheet.text(end, middle, text, gid=f"value-{at}")
        sheet.grow(end + sheet.measure(text), y + height)
        y += height + _GAP
    return y


def _measures(bars: Bars, sheet: Canvas, left: float, top: float) -> float:
    """Say what the bars are, each in its colour where there are two; where they begin."""
    y = top
    for name, text, share in (("measure", bars.measure, "shade-4"), ("whole", bars.whole, "shade-1")):
        if not text:
            continue
        x = left
        if bars.whole:
            sheet.box(x, y + SIZE / 2, _THICK, SIZE, tone(share, sheet.theme), gid=f"sample-{name}")
            x += _THICK + _GAP
        sheet.text(x, y + SIZE, text, color=sheet.theme.faint, gid=name)
        sheet.grow(x + sheet.measure(text), y)
        y += 1.5 * SIZE * LINE
    return y + SIZE * LINE / 2
