"""Rows as files: CSV in the encodings and with the delimiters of practice, XLSX, ODS."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

import xlsxwriter

from tests.truths.catalogue import Chance

Rows = Sequence[Sequence[str]]

_PLAIN: Final = re.compile(r"-?(0|[1-9]\d{0,8})([.,]\d+)?")
_PERCENT: Final = re.compile(r"(\d+)([.,]\d+)?\s?%")


def write(chance: Chance, folder: Path, sheets: Mapping[str, Rows], decimal: str) -> list[Path]:
    """The files that hold these sheets."""
    form = chance.pick("file", {"csv": 55, "xlsx": 38, "ods": 7})
    if form == "csv":
        return _csv(chance, folder, sheets)
    path = folder / f"inventory.{form}"
    (_xlsx if form == "xlsx" else _ods)(path, sheets, decimal)
    return [path]


def _csv(chance: Chance, folder: Path, sheets: Mapping[str, Rows]) -> list[Path]:
    delimiter = chance.pick("delimiter", {",": 40, ";": 45, "\t": 12, "|": 3})
    encodings = {"utf-8": 45, "utf-8-sig": 30, "utf-16": 5}
    if all(_may_be_written(rows) for rows in sheets.values()):
        encodings["cp1252"] = 20
    encoding = chance.pick("encoding", encodings)
    paths = []
    for name, rows in sheets.items():
        held = io.StringIO()
        csv.writer(held, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
        path = folder / f"{name}.csv"
        path.write_bytes(held.getvalue().encode(encoding))
        paths.append(path)
    return paths


def _may_be_written(rows: Rows) -> bool:
    try:
        "".join(cell for row in rows for cell in row).encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _number(cell: str, decimal: str) -> tuple[float, str] | None:
    """A cell that a spreadsheet keeps as a number, and its format."""
    if match := _PERCENT.fullmatch(cell):
        return round(float((match[1] + (match[2] or "")).replace(",", ".")) / 100, 8), "0.00%"
    if (match := _PLAIN.fullmatch(cell)) and (match[2] or decimal)[0] == decimal:
        return float(cell.replace(",", ".")), ""
    return None


def _xlsx(path: Path, sheets: Mapping[str, Rows], decimal: str) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if number := _number(cell, decimal):
                        form = book.add_format({"num_format": number[1]}) if number[1] else None
                        sheet.write_number(r, c, number[0], form)
                    elif cell:
                        sheet.write_string(r, c, cell)


_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns"
_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_ODS: Final = (
    f'<office:document-content xmlns:office="{_OASIS}:office:1.0" xmlns:table="{_OASIS}:table:1.0" '
    f'xmlns:text="{_OASIS}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>{{}}'
    "</office:spreadsheet></office:body></office:document-content>"
)
_MANIFEST: Final = (
    f'<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def _ods(path: Path, sheets: Mapping[str, Rows], decimal: str) -> None:
    def cell(text: str) -> str:
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
        said = 'office:value-type="string"'
        if number := _number(text, decimal):
            said = (
                f'office:value-type="{"percentage" if number[1] else "float"}" office:value="{number[0]!r}"'
            )
        return f"<table:table-cell {said}>{lines}</table:table-cell>" if text else "<table:table-cell/>"

    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", _TYPE)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", _ODS.format(tables))
