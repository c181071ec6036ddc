"""CSV for spreadsheets and scripts: a header, commas, one record per row; cells are inert in a spreadsheet."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any, Final

from graphmodel.answers.report import Batches
from graphmodel.model.visible import visible
from graphmodel.render.reports.renderer import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from graphmodel.answers.report import Report
    from graphmodel.render.reports.renderer import Row, Screen

_QUOTED: Final = '",\n'
_BLANK: Final = frozenset("\t\r\n")
_NUMBER: Final = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_FORMULA: Final = re.compile(
    rf"(?:^(?!\s*{_NUMBER}\s*\Z)|\n(?!{_NUMBER}(?:\n|\Z)))(?=(?:[^\S\t\n]|\")*[=@＝＠+\-＋－])"  # no number
    rf"|([,;|\t])(?!{_NUMBER}(?:\1|\Z))"  # where some spreadsheet begins a cell, too
    r"(?=\"*[+\-＋－]|(?:[^\S\t\n]|\")*[=@＝＠])"
    r"|(?<=[^\s,;|]) (?=[=＝][^\s=>])"  # behind a space, = only: a hyphen there is ordinary text
)
_SIGNS: Final = "=@＝＠＋－"
_SIGNED: Final = re.compile(r"[\n,;|\t][\s\"]*[+\-]")
"""Without one of those signs, and without this behind a line break, there is no formula; it is found much faster."""


def write(report: Report, out: TextIO, _screen: Screen) -> int:
    """See ``Renderer``."""
    csv.writer(out, lineterminator="\n").writerow([escape(column.name) for column in report.columns])
    count = 0
    for batch in _batches(report.rows):
        cells = [_written(column, alone=len(batch) == 1) for column in batch]
        out.write("\n".join(map(",".join, zip(*cells, strict=True))) + "\n")
        count += len(batch[0])
    return count


def _batches(rows: Iterable[Row]) -> Iterable[tuple[Sequence[Any], ...]]:
    """The rows as columns, many at a time."""
    if isinstance(rows, Batches):
        return rows.batches()
    return (tuple(zip(*chunk, strict=True)) for chunk in chunks(rows))


def _written(column: Sequence[Any], *, alone: bool) -> Iterable[str]:
    """The cells of a column as ``csv.writer`` writes them, which takes twice as long; ``alone``: there is no other.

    By far the most hold harmless text, or numbers.
    """
    kinds = set(map(type, column))
    if kinds <= {int, float}:
        return map(str, column)
    if kinds <= {tuple, list}:
        column, kinds = _joined_each(column), {str}
    if kinds != {str}:
        return [_quote(_cell(value), alone=alone) for value in column]
    distinct = set(column)
    together = "\n".join(distinct)
    if alone or '"' in together or not "".join(distinct).isprintable() or _suspect(together):
        written = {text: _quote(escape(text), alone=alone) for text in distinct}
        return map(written.__getitem__, column)
    return [f'"{text}"' if "," in text else text for text in column] if "," in together else column


def _quote(cell: str, *, alone: bool) -> str:
    if any(map(cell.__contains__, _QUOTED)) or (alone and not cell):  # a line with nothing is no record
        return '"' + cell.replace('"', '""') + '"'
    return cell


def escape(text: str) -> str:
    r"""Text as a cell: before what a spreadsheet would run stands ``'``, control characters are shown.

    A spreadsheet may split the line at another delimiter than the comma, so what stands behind one counts as well.

    >>> [escape(t) for t in ("=cmd()", "+1+cmd()", "-x", "@sum", "\tx", "＝x", " =x", " +x", '" -x')]
    ["'=cmd()", "'+1+cmd()", "'-x", "'@sum", "'\tx", "'＝x", "' =x", "' +x", '\'" -x']
    >>> [escape(t) for t in ("x;=cmd", "x|@y", "x\t-y", "x\n+y", "x,=y", 'x;"=y"', "3;-5;-x", "x =y", "x;＝y")]
    ["x;'=cmd", "x|'@y", "x\t'-y", "x\n'+y", "x,'=y", 'x;\'"=y"', "3;-5;'-x", "x '=y", "x;'＝y"]
    >>> [escape(t) for t in ("-12.5", "+3", "a=b", "", "it's", 'say "x", y', "two\nlines", "a; --b", "a => b", "a = b")]
    ['-12.5', '+3', 'a=b', '', "it's", 'say "x", y', 'two\nlines', 'a; --b', 'a => b', 'a = b']
    >>> print(escape("\r=x \x1b[31m \u202e"))
    '\r=x \x1b[31m \u202e
    """
    shown = _FORMULA.sub(r"\g<0>'", visible(text, keep="\n\t"))
    return f"'{shown}" if text[:1] in _BLANK and text and shown[0] != "'" else shown


def _suspect(text: str) -> bool:
    """Does something in the text look like a formula?"""
    signed = "+" in text or "-" in text
    possible = any(sign in text for sign in _SIGNS) or (signed and _SIGNED.search(f"\n{text}"))
    return bool(possible and _FORMULA.search(text))


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, int | float):
        return "" if value is None else str(value)
    return escape(
        value if isinstance(value, str) else str(value) if isinstance(value, dict) else _joined(value)
    )


def _joined_each(column: Sequence[Iterable[Any]]) -> list[str]:
    try:
        return [*map(";".join, column)]
    except TypeError:  # not all are texts
        return [*map(_joined, column)]


def _joined(items: Iterable[Any]) -> str:
    return ";".join(["" if item is None else str(item) for item in items])
