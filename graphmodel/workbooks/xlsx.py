"""Rows as a workbook in XLSX (ECMA-376), each cell as what it is: a text is never a formula, nor a link.

Rows are taken one by one and written at once, in bounded memory.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from graphmodel.model.errors import UsageError
from graphmodel.model.visible import visible
from graphmodel.model.words import short
from graphmodel.workbooks.cells import Percent, Sheets, Value, letters, text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MAX_ROWS: Final = 1_048_576
MAX_COLUMNS: Final = 16_384
MAX_TEXT: Final = 32_767
"""What a sheet, and a cell, can hold."""
MAX_NAME: Final = 31

_MEASURED: Final = 500
"""Rows that are looked at for the widths of columns."""
_NARROWEST, _WIDEST = 8, 60
_BUTTON: Final = 3
"""Characters that the button of a filter takes."""
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))
_RESERVED: Final = frozenset({"history"})
_FORMATS: Final[dict[object, str]] = {
    date: "yyyy-mm-dd",
    datetime: "yyyy-mm-dd hh:mm:ss",
    time: "hh:mm:ss",
    timedelta: "[hh]:mm:ss",
}
_FIRST: Final = date(1900, 3, 1)
"""Days before are another day in some programs, or none."""
_HEADER: Final = {"bold": True, "bg_color": "#E3E8EF", "bottom": 1, "valign": "top"}
_OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}
_FEWER: Final = "write CSV, which has no such limit, or fewer rows (--limit, or a selector)"
_SHORTER: Final = "write CSV, which has no such limit, or leave out the column (--columns)"


@dataclass(frozen=True)
class TypedSheet:
    """One sheet with column names above its rows."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Value | None]]


def write_tables(tables: Iterable[TypedSheet], out: BinaryIO) -> list[int]:
    """Write one sheet per table, whose header stays in sight and has filters; how many rows each has.

    Names of sheets are made legal and different. Nothing is written where it fails. Raises UsageError for more rows or
    columns than a sheet holds, and for a longer text than a cell holds.
    """
    counts = []
    with _opened(out) as (book, form):
        header, taken = book.add_format(_HEADER), set[str]()
        for table in tables:
            sheet = book.add_worksheet(sheet_name(table.name, taken))
            width = len(table.columns)
            if width > MAX_COLUMNS:
                raise UsageError(
                    f"a sheet has {MAX_COLUMNS:,} columns at most, and these are {width:,}", _SHORTER
                )
            rows = iter(table.rows)
            first = list(islice(rows, _MEASURED))
            for column, cells in enumerate(_widths(table.columns, first)):
                sheet.set_column(column, column, cells)
            _row(sheet, 0, table.columns, form, header)
            count = 0
            for count, row in enumerate(chain(first, rows), 1):
                _row(sheet, count, row, form)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, count, max(width - 1, 0))
            # Ids such as 0341 are texts on purpose.
            sheet.ignore_errors({"number_stored_as_text": f"A1:{letters(max(width - 1, 0))}{count + 1}"})
            counts.append(count)
    return counts


def write_xlsx(sheets: Sheets, target: Path) -> None:
    """Rows as they are, one sheet after another. Raises UsageError as ``write_tables``, and for a sheet's name."""
    from xlsxwriter.exceptions import XlsxWriterException

    with target.open("wb") as out, _opened(out) as (book, form):
        for name, rows in sheets.items():
            try:
                sheet = book.add_worksheet(name)
            except XlsxWriterException as error:
                raise UsageError(
                    f"the rows cannot be written: {error}", "give the sheet a shorter name"
                ) from None
            for at, row in enumerate(rows):
                _row(sheet, at, row, form)


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that a sheet can have, like none of those that are taken (in small letters), to which it is added.

    >>> taken = set()
    >>> [sheet_name(n, taken) for n in ("a/b", "A:B", "", "'x'", "History", "x" * 40, "x" * 41)]
    ['a_b', 'A_B (2)', 'sheet', 'x', 'History_', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'xxxxxxxxxxxxxxxxxxxxxxxxxxx (2)']
    """
    legal = visible(name).translate(_FORBIDDEN)[:MAX_NAME].strip("' ") or "sheet"
    legal += "_" * (legal.casefold() in _RESERVED)
    made, number = legal, 1
    while made.casefold() in taken:
        number += 1
        again = f" ({number})"
        made = legal[: MAX_NAME - len(again)] + again
    taken.add(made.casefold())
    return made


@contextmanager
def _opened(out: BinaryIO) -> Iterator[tuple[Workbook, _Formats]]:
    """A workbook that is written when the block ends well, and its formats."""
    from xlsxwriter import Workbook

    with TemporaryDirectory(prefix="graphmodel-") as folder:
        book = Workbook(out, {**_OPTIONS, "tmpdir": folder})
        # The same content makes the same file.
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001  (a workbook's time has no zone)
        try:
            yield book, _Formats(book)
        except BaseException:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
            raise
        book.close()


class _Formats(dict[object, Any]):
    """Formats of cells, by the type of the value or the format's text, made when they are first needed."""

    def __init__(self, book: Workbook) -> None:
        self.book = book

    def __missing__(self, key: object) -> Any:
        self[key] = made = self.book.add_format({"num_format": _FORMATS.get(key, key)})
        return made


def _row(
    sheet: Worksheet, at: int, row: Sequence[Value | None], form: _Formats, text_form: Any = None
) -> None:
    if at >= MAX_ROWS:
        raise UsageError(f"a sheet has {MAX_ROWS:,} rows at most, and these are more", _FEWER)
    for column, value in enumerate(row):
        kind = type(value)
        if kind is str:
            if len(value) > MAX_TEXT:  # type: ignore[arg-type]
                raise _too_long(at, column, value)
            if value:
                sheet.write_string(at, column, value, text_form)
        elif kind is bool:
            sheet.write_boolean(at, column, value)
        elif kind in _FORMATS:
            _day(sheet, at, column, value, form[kind])
        elif isinstance(value, Percent):
            decimals = len(text(value).partition(".")[2]) - 1
            shown = f"0.{'0' * decimals}%" if decimals > 0 else "0%"
            sheet.write_number(at, column, value, form[shown])
        elif isinstance(value, (int, float)) and math.isfinite(value) and -(10**15) < value < 10**15:
            sheet.write_number(at, column, value)
        elif value is not None:
            sheet.write_string(at, column, text(value))


def _day(sheet: Worksheet, at: int, column: int, value: Any, form: Any) -> None:
    if isinstance(value, date) and date(value.year, value.month, value.day) < _FIRST:
        sheet.write_string(at, column, text(value))
    else:
        sheet.write_datetime(at, column, value, form)


def _too_long(at: int, column: int, value: object) -> UsageError:
    place = f"{letters(column)}{at + 1}"
    said = short(str(value), 40)
    return UsageError(
        f"a cell has {MAX_TEXT:,} characters at most, and that of {place} would have {len(str(value)):,}: {said}",
        _SHORTER,
    )


def _widths(columns: Sequence[str], rows: Sequence[Sequence[Value | None]]) -> list[int]:
    """Characters for each column."""
    found = [len(name) + _BUTTON for name in columns]
    for row in rows:
        for at, value in enumerate(row):
            if value is not None:
                longest = max(map(len, (value if isinstance(value, str) else text(value)).split("\n")))
                found[at] = max(found[at], longest + 1)
    return [min(max(width, _NARROWEST), _WIDEST) for width in found]
