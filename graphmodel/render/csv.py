"""CSV for spreadsheets and scripts: a header, commas, one record per row; cells are inert in a spreadsheet."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any, Final

from graphmodel.model.visible import visible
from graphmodel.render.renderer import chunks

if TYPE_CHECKING:
    from typing import TextIO

    from graphmodel.analyses.report import Report
    from graphmodel.render.renderer import Row, Screen

_RISKY: Final = frozenset("=+-@\t\r\n＝＋－＠")
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")


def write(report: Report, out: TextIO, _screen: Screen) -> int:
    """See ``Renderer``."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([escape(column.name) for column in report.columns])
    count = 0
    for chunk in chunks(report.rows):
        writer.writerows(zip(*map(_cells, zip(*chunk, strict=True)), strict=True))
        count += len(chunk)
    return count


def escape(text: str) -> str:
    r"""Text as a cell: what a spreadsheet would run begins with ``'``, control characters are shown.

    >>> [escape(t) for t in ("=cmd()", "+1+cmd()", "-x", "@sum", "\tx", "＝x")]
    ["'=cmd()", "'+1+cmd()", "'-x", "'@sum", "'\tx", "'＝x"]
    >>> [escape(t) for t in ("-12.5", "+3", "a=b", "", "it's", 'say "x", y', "two\nlines")]
    ['-12.5', '+3', 'a=b', '', "it's", 'say "x", y', 'two\nlines']
    >>> print(escape("\r=x \x1b[31m \u202e"))
    '\r=x \x1b[31m \u202e
    """
    shown = visible(text, keep="\n\t")
    return f"'{shown}" if text[:1] in _RISKY and not _NUMBER.fullmatch(text) else shown


def _cells(column: Row) -> Any:
    """One column of a chunk as cells: by far the most hold harmless text, or numbers."""
    kinds = set(map(type, column))
    if kinds == {str}:
        return [c if c.isprintable() and c[:1] not in _RISKY else escape(c) for c in column]
    if kinds <= {int, float}:
        return column
    return map(_cell, column)


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, dict):
        return escape(str(value))
    return escape(";".join("" if item is None else str(item) for item in value))
