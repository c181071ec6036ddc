"""Spans along one axis, each under the one before, with a mark where each is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.model.visible import visible
from graphmodel.render.charts.canvas import LINE, SIZE, lines_apart
from graphmodel.render.charts.grid import legend
from graphmodel.render.charts.tones import tone
from graphmodel.render.theme import Look

if TYPE_CHECKING:
    from graphmodel.answers.chart import Spans
    from graphmodel.render.charts.canvas import Canvas

_LENGTH: Final = 420.0
"""Of the axis, in points."""
_THICK: Final = 12.0
_GAP: Final = 6.0
_LEAST: Final = 2.5
"""The length of a span that begins where it ends."""


def draw(spans: Spans, sheet: Canvas, top: float, gid: str = "") -> float:
    """Draw the spans below ``top``; where they end."""
    names = lines_apart(spans.labels, 44, 2)
    heads = [visible(head) for head in spans.heads]
    first = sheet.widest(heads) + _GAP if any(heads) else 0.0
    left = first + (sheet.widest(line for name in names for line in name) + _GAP if names else 0.0)
    sheet.text(left, top + SIZE, spans.measure, color=sheet.theme.faint, gid=f"{gid}measure")
    sheet.grow(left + sheet.measure(spans.measure), top)
    begin = top + 3.5 * SIZE * LINE
    heights = [max(_THICK + _GAP, len(name) * SIZE * LINE + _GAP) for name in names]
    _ticks(spans, sheet, left, (begin, begin + sum(heights)), gid)
    y = begin
    for at, (name, height) in enumerate(zip(names, heights, strict=True)):
        middle = y + height / 2
        if first:
            sheet.text(0, middle, heads[at], color=sheet.theme.faint, gid=f"{gid}head-{at}")
        for row, line in enumerate(name):
            here = middle + (row - (len(name) - 1) / 2) * SIZE * LINE
            sheet.text(left - _GAP, here, line, ha="right", gid=f"{gid}label-{at}-{row}")
        _span(spans, sheet, at, middle, left, gid)
        y += height
    return legend(spans.legend, sheet, y + _THICK, gid) if spans.legend else y


def _ticks(spans: Spans, sheet: Canvas, left: float, ends: tuple[float, float], gid: str) -> None:
    line = Look(sheet.theme.frame, sheet.theme.frame, pen=0)
    for at, (value, text) in enumerate(spans.ticks):
        x = left + _LENGTH * spans.place(value)
        sheet.box(x - 0.25, ends[0] - 3, 0.5, ends[1] - ends[0] + 3, line)
        sheet.text(x, ends[0] - SIZE, text, ha="center", color=sheet.theme.faint, gid=f"{gid}tick-{at}")
        sheet.grow(x + sheet.measure(text) / 2, ends[1])


def _span(spans: Spans, sheet: Canvas, at: int, middle: float, left: float, gid: str) -> None:
    """Draw one, its mark, and its text on a ground of its own, so that no line crosses it."""
    begin, end = (left + _LENGTH * spans.place(value) for value in spans.spans[at])
    length = max(end - begin, _LEAST)
    look = tone(spans.tones[at], sheet.theme)
    sheet.box(begin, middle - _THICK / 2, length, _THICK, look, gid=f"{gid}span-{at}")
    text, due = spans.texts[at], spans.mark(at)
    wide, x = sheet.measure(text), begin + length + _GAP
    if due is not None:
        stands = left + _LENGTH * due
        mark = Look(sheet.theme.ink, sheet.theme.paper, pen=0.5)
        sheet.box(stands - 1.25, middle - _THICK / 2 - 2, 2.5, _THICK + 4, mark, gid=f"{gid}due-{at}")
        if begin + length <= stands <= x + wide + _GAP:
            x = stands + _GAP
    paper = Look(sheet.theme.paper, sheet.theme.paper, pen=0)
    sheet.box(x - 1, middle - SIZE / 2, wide + 2, SIZE, paper, gid=f"{gid}ground")
    sheet.text(x, middle, text, gid=f"{gid}value-{at}")
    sheet.grow(x + wide, middle)
