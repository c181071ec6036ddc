"""A grid as a heatmap: cells with their texts, shades that grow with the number, and holes that are hatched too."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from graphmodel.model.visible import visible
from graphmodel.render.charts.canvas import LINE, SIZE, lines_apart
from graphmodel.render.charts.tones import ink, tone
from graphmodel.render.theme import Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphmodel.answers.chart import Cell, Grid
    from graphmodel.render.charts.canvas import Canvas

_ROW: Final = 20.0
"""The least height of a row …"""
_COLUMN: Final = 28.0
"""… and width of a column, in points; of one whose head stands upright …"""
_NARROW: Final = 19.0
"""… it is less."""
_LEVEL: Final = 12
"""With more columns than these, their heads stand upright."""
_GAP: Final = 8.0


def draw(grid: Grid, sheet: Canvas, top: float, gid: str = "") -> float:
    """Draw the grid with its legend below ``top``; where it ends. ``gid`` tells its texts from those of others."""
    names = lines_apart(grid.down, 40, 2)
    left = sheet.widest(line for name in names for line in name) + _GAP if names else 0.0
    columns, y = _heads(grid, sheet, left, top, gid)
    for row, name in enumerate(names):
        height = max(_ROW, len(name) * SIZE * LINE + 5)
        for at, line in enumerate(name):
            middle = y + height / 2 + (at - (len(name) - 1) / 2) * SIZE * LINE
            sheet.text(left - _GAP, middle, line, ha="right", gid=f"{gid}row-{row}-{at}")
        for column, (x, width) in enumerate(columns):
            if cell := grid.cells.get((row, column)):
                _cell(sheet, cell, (x, y, width, height), f"{gid}cell-{row}-{column}")
            else:
                sheet.box(x, y, width, height, tone("empty", sheet.theme))
        y += height
    sheet.grow(max((x + width for x, width in columns), default=left), y)
    return legend(grid.legend, sheet, y + _ROW, gid) if grid.legend else y


def _heads(
    grid: Grid, sheet: Canvas, left: float, top: float, gid: str
) -> tuple[list[tuple[float, float]], float]:
    """Draw the names of the columns; where each column begins and how wide it is, and where the rows begin."""
    upright = len(grid.across) > _LEVEL
    names = lines_apart(grid.across, 32, 2) if upright else lines_apart(grid.across, 13, 3)
    tall = [len(name) * SIZE * LINE for name in names]
    length = [sheet.widest(name) for name in names]
    texts = [0.0] * len(names)
    for (_, column), cell in grid.cells.items():
        texts[column] = max(texts[column], sheet.measure(_words(sheet, cell)))
    if upright:
        widths = [
            max(_NARROW, *pair) for pair in zip((t + 4 for t in tall), (t + _GAP for t in texts), strict=True)
        ]
        height = max(length, default=0.0)
    else:
        widths = [max(_COLUMN, *pair) + _GAP for pair in zip(length, texts, strict=True)]
        height = max(tall, default=0.0)
    columns, x = [], left
    for at, width in enumerate(widths):
        x += _GAP * (at > 0 and bool(grid.groups) and grid.groups[at] != grid.groups[at - 1])
        columns.append((x, width))
        x += width
    if grid.groups:
        top = _groups(grid, sheet, columns, top, gid)
    bottom = top + height + _GAP
    for column, (name, (x, width)) in enumerate(zip(names, columns, strict=True)):
        for at, line in enumerate(name):
            own = f"{gid}column-{column}-{at}"
            if upright:
                middle = x + width / 2 + (at - (len(name) - 1) / 2) * SIZE * LINE
                sheet.text(middle, bottom - _GAP / 2, line, gid=own, rotation=90, ha="center", va="bottom")
            else:
                middle = bottom - _GAP / 2 - (len(name) - at - 0.5) * SIZE * LINE
                sheet.text(x + width / 2, middle, line, gid=own, ha="center")
    return columns, bottom


def _groups(grid: Grid, sheet: Canvas, columns: list[tuple[float, float]], top: float, gid: str) -> float:
    """Draw what the columns stand under, upright where it is too long to lie; where the columns' names begin."""
    spans = []
    for name, run in groupby(range(len(columns)), key=lambda at: grid.groups[at]):
        first, *_, last = [columns[at] for at in run] * 2
        spans.append((visible(name), first[0], last[0] + last[1]))
    heads = lines_apart([name for name, _, _ in spans], 28, 1)
    cut = [(head[0], start, end) for head, (_, start, end) in zip(heads, spans, strict=True)]
    lying = [sheet.measure(name, bold=True) <= end - start for name, start, end in cut]
    upright = [
        sheet.measure(name, bold=True) for (name, _, _), lies in zip(cut, lying, strict=True) if not lies
    ]
    bottom = top + max(SIZE * LINE, *upright, 0.0) + _GAP
    for at, ((name, start, end), lies) in enumerate(zip(cut, lying, strict=True)):
        middle, own = (start + end) / 2, f"{gid}group-{at}"
        if lies:
            sheet.text(middle, bottom - _GAP / 2 - SIZE * LINE / 2, name, bold=True, ha="center", gid=own)
        else:
            sheet.text(
                middle, bottom - _GAP / 2, name, bold=True, rotation=90, ha="center", va="bottom", gid=own
            )
        sheet.box(start, bottom, end - start, 1, Look(sheet.theme.frame, sheet.theme.frame))
    return bottom + _GAP / 2


def _words(sheet: Canvas, cell: Cell) -> str:
    """What is in a cell: a state or severity has a sign besides its colour."""
    return f"{tone(cell.tone, sheet.theme).sign} {visible(cell.text)}".strip()


def _cell(sheet: Canvas, cell: Cell, place: tuple[float, float, float, float], gid: str) -> None:
    look = tone(cell.tone, sheet.theme)
    x, y, width, height = place
    if cell.tone == "hole":
        inner = (x + 1.5, y + 1.5, width - 3, height - 3)
        sheet.box(*inner, look, hatch="////")
        room = sheet.measure(cell.text, bold=True) + 6
        sheet.box(x + (width - room) / 2, y + 3.5, room, height - 7, look, edgecolor=look.fill)
    else:
        sheet.box(x, y, width, height, look)
    color = ink(look.fill, sheet.theme)
    sheet.text(
        x + width / 2,
        y + height / 2,
        _words(sheet, cell),
        bold=cell.tone == "hole",
        ha="center",
        color=color,
        gid=gid,
    )


def legend(samples: Sequence[tuple[Cell, str]], sheet: Canvas, top: float, gid: str) -> float:
    """Draw samples of cells, each with what it means, below ``top``; where they end."""
    room = max(_COLUMN, sheet.widest(_words(sheet, cell) for cell, _ in samples) + _GAP)
    for at, (cell, meaning) in enumerate(samples):
        y = top + at * (_ROW + 3)
        _cell(sheet, cell, (0, y, room, _ROW), f"{gid}sample-{at}")
        sheet.text(room + _GAP, y + _ROW / 2, meaning, gid=f"{gid}meaning-{at}")
        sheet.grow(room + _GAP + sheet.measure(meaning), y + _ROW)
    return top + len(samples) * (_ROW + 3)
