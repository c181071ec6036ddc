"""A table to read: streamed, its columns as wide as the first rows need; on a terminal it fits the screen."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from graphmodel.model.visible import readable_cell, visible
from graphmodel.render.renderer import numeric, readable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from graphmodel.analyses.report import Report
    from graphmodel.render.renderer import Row, Screen

_MEASURED: Final = 500
"""Rows that are looked at for the columns' widths."""
_NARROWEST: Final = 6
_GAP: Final = "  "
_BOLD: Final = "1"
_RED, _GREEN, _YELLOW, _MAGENTA, _CYAN = "31", "32", "33", "35", "36"
_COLORS: Final = {
    "severity": {"error": _RED, "warning": _YELLOW, "info": _CYAN},
    "state": {"down": _RED, "degraded": _YELLOW, "at-risk": _MAGENTA, "up": _GREEN},
    "change": {"added": _GREEN, "changed": _YELLOW, "removed": _RED, "withdrawn": _RED},
    "ok": {"yes": _GREEN, "no": _RED},
}


@dataclass(frozen=True)
class _Column:
    at: int
    name: str
    width: int
    right: bool
    cut: bool
    colors: dict[str, str]


def write(report: Report, out: TextIO, screen: Screen) -> int | None:
    """See ``Renderer``."""
    if report.title:
        out.write(_styled(visible(report.title), _BOLD if screen.color else "") + "\n\n")
    if report.text:
        out.write(visible(report.text.rstrip("\n"), keep="\n") + "\n")
        return None
    rows = iter(report.rows)
    first = list(islice(rows, _MEASURED))
    if not first:
        return 0
    layout = _layout(report, first, screen)
    out.write(_line([c.name for c in layout], layout, [_BOLD if screen.color else ""] * len(layout)))
    out.write(_line(["-" * c.width for c in layout], layout, [""] * len(layout)))
    count = 0
    for row in chain(first, rows):
        cells = [readable_cell(row[c.at]) for c in layout]
        out.write(
            _line(cells, layout, [c.colors.get(cell, "") for c, cell in zip(layout, cells, strict=True)])
        )
        count += 1
    if left_out := len(readable(report)) - len(layout):
        out.write(f"… {left_out} more column{'s'[: left_out > 1]}\n")
    return count


def fit(widths: Sequence[int], available: int) -> list[int]:
    """Widths that together take no more than is available: the widest are cut first, the last are left out.

    >>> fit([5, 40, 60], 200), fit([5, 40, 60], 65), fit([5, 40, 60], 49), fit([20, 20, 20], 15)
    ([5, 40, 60], [5, 28, 28], [5, 20, 20], [6, 6])
    """
    kept = list(widths)
    while len(kept) > 1 and sum(min(w, _NARROWEST) + len(_GAP) for w in kept) - len(_GAP) > available:
        kept.pop()
    room = available - len(_GAP) * (len(kept) - 1)
    widest = max(min(max(kept), room), 1)
    while widest > 1 and sum(min(w, widest) for w in kept) > room:
        widest -= 1
    return [min(w, widest) for w in kept]


def cut(text: str, width: int) -> str:
    """The text in at most that many columns of the screen, with an ellipsis where something is left out.

    >>> cut("catalogue", 9), cut("catalogue", 5), cut("保守保守", 5), cut("catalogue", 1)
    ('catalogue', 'cata…', '保守…', '…')
    """
    if _width(text) <= width:
        return text
    kept, used = [], 0
    for character in text:
        used += _width(character)
        if used > width - 1:
            break
        kept.append(character)
    return "".join(kept) + "…"


def _layout(report: Report, first: list[Row], screen: Screen) -> list[_Column]:
    shown = readable(report)
    names = [visible(report.columns[i].name) for i in shown]
    widths = [
        max(_width(name), *(_width(readable_cell(row[i])) for row in first))
        for i, name in zip(shown, names, strict=True)
    ]
    if screen.width is not None:
        widths = fit(widths, screen.width)
    return [
        _Column(
            i,
            name,
            width,
            numeric(first, i),
            screen.width is not None,
            _COLORS.get(name, {}) if screen.color else {},
        )
        for i, name, width in zip(shown, names, widths, strict=False)
    ]


def _line(cells: Sequence[str], layout: Sequence[_Column], styles: Sequence[str]) -> str:
    parts = []
    for cell, column, style in zip(cells, layout, styles, strict=True):
        text = cut(cell, column.width) if column.cut else cell
        width = column.width + len(text) - _width(text)
        if style:
            styled = _styled(text, style)
            width += len(styled) - len(text)
            text = styled
        parts.append(text.rjust(width) if column.right else text.ljust(width))
    return _GAP.join(parts).rstrip() + "\n"


def _styled(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if style and text else text


def _width(text: str) -> int:
    """Columns of the screen that the text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
