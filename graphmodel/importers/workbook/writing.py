"""Rows written as a workbook, each cell as what it is; never as a formula."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from graphmodel.importers.workbook.cells import Value, text
from graphmodel.model.errors import UsageError

MAX_TEXT: Final = 32_000
"""Characters of a cell; a workbook takes 32,767."""

Sheets = Mapping[str, Iterable[Sequence[Value]]]

_ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"


def write_xlsx(sheets: Sheets, target: Path) -> None:
    """One sheet after another. Raises UsageError where the names of the sheets cannot be used."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxWriterException

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(target, {**options, "in_memory": True})
    form = {kind: book.add_format({"num_format": f}) for kind, f in _FORMATS.items()}
    try:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    _write(sheet, at, column, value, form)
        book.close()
    except XlsxWriterException as error:
        raise UsageError(
            f"the rejected rows cannot be written: {error}", "give the sheet a shorter name"
        ) from None


_FORMATS: Final = {
    date: "yyyy-mm-dd",
    datetime: "yyyy-mm-dd hh:mm:ss",
    time: "hh:mm:ss",
    timedelta: "[hh]:mm:ss",
}


def _write(sheet: Any, row: int, column: int, value: Value, form: Mapping[type, object]) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float)) and math.isfinite(value):
        sheet.write_number(row, column, value)
    elif type(value) in form:
        sheet.write_datetime(row, column, value, form[type(value)])
    elif value != "":
        sheet.write_string(row, column, str(value)[:MAX_TEXT])


def write_ods(sheets: Sheets, target: Path) -> None:
    """The same as OpenDocument (OASIS ODF 1.2, the least that its readers need)."""
    names = "".join(f' xmlns:{name}="{_OASIS}{name}:1.0"' for name in ("office", "table", "text"))
    tables = "".join(_table(name, rows) for name, rows in sheets.items())
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f'<office:document-content{names} office:version="1.2">{body}</office:document-content>'
    entries = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>'
        for path, kind in (("/", _ODS), ("content.xml", "text/xml"))
    )
    manifest = f'<m:manifest xmlns:m="{_OASIS}manifest:1.0" m:version="1.2">{entries}</m:manifest>'
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _ODS, zipfile.ZIP_STORED)
        archive.writestr("content.xml", head + content)
        archive.writestr("META-INF/manifest.xml", head + manifest)


def _table(name: str, rows: Iterable[Sequence[Value]]) -> str:
    made = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    return f"<table:table table:name={quoteattr(name)}>{made}</table:table>"


def _cell(value: Value) -> str:
    kind, said = "string", ""
    if isinstance(value, bool):
        kind, said = "boolean", f' office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, (int, float)) and math.isfinite(value):
        kind, said = "float", f' office:value="{value!r}"'
    elif isinstance(value, date):
        kind, said = "date", f' office:date-value="{value.isoformat()}"'
    elif value == "":
        return "<table:table-cell/>"
    lines = "".join(f"<text:p>{escape(_valid(line))}</text:p>" for line in text(value).split("\n"))
    return f'<table:table-cell office:value-type="{kind}"{said}>{lines}</table:table-cell>'


def _valid(line: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(c for c in line if c >= " " or c == "\t")


def writer(path: Path) -> Callable[[Sheets, Path], None]:
    """What writes files of that suffix."""
    return write_ods if path.suffix.casefold() == ".ods" else write_xlsx


def reasoned(rows: Iterator[tuple[str, Sequence[Value]]], at: int) -> Iterator[list[Value]]:
    """Rows with the reason before them, in place of the column ``at`` that held one; -1: none did."""
    for why, row in rows:
        yield [why, *(row if at < 0 else [*row[:at], *row[at + 1 :]])]
