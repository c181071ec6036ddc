"""A grid as a heatmap: cells with their texts, shades that grow with the number, and holes that are hatched too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.model.visible import visible
from graphmodel.render.charts.canvas import LINE, SIZE, lines
from graphmodel.render.charts.tones import ink, tone

if TYPE_CHECKING:
    from graphmodel.answers.chart import Cell, Grid
    from graphmodel.render.charts.canvas import Canvas

_ROW: Final = 20.0
"""The least height of a row …"""
_COLUMN: Final = 28.0
"""… and width of a column, in points."""
_LEVEL: Final = 12
"""With more columns than these, their heads stand upright."""
_GAP: Final = 8.0


def draw(grid: Grid, sheet: Canvas, top: float) -> float:
    """Draw the grid with its legend below ``top``; where it ends."""
    names = [lines(name, 40, 2) for name in grid.down]
    left = sheet.widest(line for name in names for line in name) + _GAP if names else 0.0
    widths, y = _heads(grid, sheet, left, top)
    for row, name in enumerate(names):
        height = max(_ROW, len(name) * SIZE * LINE + 5)
        for at, line in enumerate(name):
            middle = y + height / 2 + (at - (len(name) - 1) / 2) * SIZE * LINE
            sheet.text(left - _GAP, middle, line, ha="right", gid=f"row-{row}-{at}")
        x = left
        for column, width in enumerate(widths):
            if cell := grid.cells.get((row, column)):
                _cell(sheet, cell, (x, y, width, height), f"cell-{row}-{column}")
            else:
                sheet.box(x, y, width, height, tone("empty", sheet.theme))
            x += width
        y += height
    sheet.grow(left + sum(widths), y)
    return _legend(grid, sheet, y + _ROW)


def _heads(grid: Grid, sheet: Canvas, left: float, top: float) -> tuple[list[float], float]:
    """Draw the names of the columns; how wide each column is, and where the rows begin."""
    upright = len(grid.across) > _LEVEL
    names = [lines(name, 32, 2) if upright else lines(name, 13, 3) for name in grid.across]
    tallest = max(map(len, names), default=0) * SIZE * LINE
    length = [sheet.widest(name) for name in names]
    texts = [0.0] * len(names)
    for (_, column), cell in grid.cells.items():
        texts[column] = max(texts[column], sheet.measure(_words(sheet, cell)))
    if upright:
        widths, height = [max(_COLUMN, tallest + 4, text + _GAP) for text in texts], max(length, default=0)
    else:
        widths, height = [max(_COLUMN, *pair) + _GAP for pair in zip(length, texts, strict=True)], tallest
    x, bottom = left, top + height + _GAP
    for column, (name, width) in enumerate(zip(names, widths, strict=True)):
        for at, line in enumerate(name):
            gid = f"column-{column}-{at}"
            if upright:
                middle = x + width / 2 + (at - (len(name) - 1) / 2) * SIZE * LINE
                sheet.text(middle, bottom - _GAP / 2, line, gid=gid, rotation=90, ha="center", va="bottom")
            else:
                middle = bottom - _GAP / 2 - (len(name) - at - 0.5) * SIZE * LINE
                sheet.text(x + width / 2, middle, line, gid=gid, ha="center")
        x += width
    return widths, bottom


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


def _legend(grid: Grid, sheet: Canvas, top: float) -> float:
    room = max(_COLUMN, sheet.widest(_words(sheet, cell) for cell, _ in grid.legend) + _GAP)
    for at, (cell, meaning) in enumerate(grid.legend):
        y = top + at * (_ROW + 3)
        _cell(sheet, cell, (0, y, room, _ROW), f"sample-{at}")
        sheet.text(room + _GAP, y + _ROW / 2, meaning, gid=f"meaning-{at}")
        sheet.grow(room + _GAP + sheet.measure(meaning), y + _ROW)
    return top + len(grid.legend) * (_ROW + 3)
