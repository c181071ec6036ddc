"""What a workbook is before it is opened: too large a one would take all memory, and end the process.

A workbook is a ZIP archive of XML. A library that reads a sheet makes room for all cells from the first to the last
that is filled, so one cell far away is enough. The bytes are looked at as the library does it: calamine takes the
attribute ``r`` of a cell, and the numbers of repetitions of OpenDocument, as they are written.
"""

from __future__ import annotations

import lzma
import os
import re
import zipfile
import zlib
from array import array
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

from graphmodel.importers.workbook.parts import (
    Marks,
    Unsafe,
    lengths,
    ods_marks,
    percent_styles,
    referred,
    sheets,
    xlsx_marks,
)

MAX_PARTS: Final = 10_000
MAX_SHEETS: Final = 1_000
MAX_PART: Final = 1 << 29
"""Bytes of one part of a workbook."""
MAX_TOTAL: Final = 1 << 30
MAX_RATIO: Final = 300
"""How many times larger a part may be than in the archive; deflate reaches 1032, sheets of equal rows about 100."""
SMALL: Final = 1 << 24
"""So many bytes are no harm, whatever their ratio."""
MAX_TEXTS: Final = 1 << 29
"""Bytes of the texts of all cells of a sheet: one long text may be that of many cells."""
MAX_CELLS: Final = 12_000_000
"""Cells of a sheet, and of all of a workbook, from the first to the last, filled or not."""

_LOOSE: Final = 1_000
"""So many other elements than cells with a reference may be anything."""
_FAR: Final = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{3,}[0-9]|[A-Za-z]*[0-9]{7})""")
_WIDE: Final = re.compile(rb"""r\s*=\s*["'][A-Za-z]{2,}[0-9]""")
_LONG: Final = re.compile(rb"""r\s*=\s*["'][A-Za-z]*[0-9]{5}""")
"""Only a sheet with a cell that is far, or some wide and some long, can have more cells than are read."""
_REFERENCE: Final = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)([0-9]*)["']""")
_REPEATED: Final = re.compile(rb"""number-(columns|rows)-repeated\s*=\s*["']([^"']*)["']""")
_SPACES: Final = re.compile(rb"""text:c\s*=\s*["']([^"']*)["']""")
_STRINGS: Final = "xl/sharedStrings.xml"
_COUNT: Final = re.compile(rb"""ount\s*=\s*["']\s*\+?([0-9]{6,})""")
"""How many there will be of something, for which a reader makes room."""
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_LOOKED_AT: Final = 1 << 24
_END: Final = b"PK\x05\x06"
_TAIL: Final = (1 << 16) + 22
"""Bytes in which an archive ends; what reads it might take another end than what looks at it."""
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError, RuntimeError, ValueError
)  # fmt: skip
"""What reading of a damaged archive raises; OSError for places before its begin."""

_SAVE: Final = "open it in a spreadsheet program and save it as .xlsx"
_LESS: Final = "export the rows that are needed as CSV"
_PROLOGUE: Final = 1 << 16
_DIGITS: Final = 9


class Seen(NamedTuple):
    """What was seen in a workbook."""

    marks: Mapping[str, Marks]
    """Name of a sheet → what it says besides its values; where they have none, the positions of the sheets."""
    nul: bool
    """A cell may hold a NUL character."""

    def of(self, name: str, at: int) -> Marks:
        """Of the sheet with that name and position."""
        return self.marks.get(name) or self.marks.get(str(at)) or Marks()


def check(path: Path) -> Seen:
    """Look at every part of the archive. Raises Unsafe, and OSError where it cannot be opened."""
    now = path.stat()
    return _check(path, (now.st_ino, now.st_size, now.st_mtime_ns))


@lru_cache(maxsize=1)
def _check(path: Path, _state: tuple[int, int, int]) -> Seen:
    """The same; what is read again as it was need not be looked at again."""
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
        file.seek(-min(path.stat().st_size, _TAIL), os.SEEK_END)
        ends = file.read().count(_END)
    if head.startswith(_OLE):
        if _ENCRYPTED in head:
            raise Unsafe("the workbook is protected by a password", _SAVE + ", without a password")
        raise Unsafe("the workbook is of the old format .xls, or protected by a password", _SAVE)
    if not head.startswith(b"PK"):
        raise Unsafe("the file is no workbook", _SAVE)
    if ends > 1:
        raise Unsafe("the workbook is damaged: its archive ends twice", _SAVE)
    try:
        with zipfile.ZipFile(path) as archive:
            return _looked_at(archive)
    except (*_DAMAGED, ExpatError) as error:
        raise Unsafe(f"the workbook is damaged: {error}", _SAVE) from None


def _looked_at(archive: zipfile.ZipFile) -> Seen:
    parts = _parts(archive)
    if "xl/workbook.bin" in parts:
        raise Unsafe("the workbook is of the format .xlsb, which is not read", _SAVE)
    manifest = parts.get("META-INF/manifest.xml")
    if manifest and manifest.file_size <= SMALL and b"encryption-data" in archive.read(manifest):
        raise Unsafe("the workbook is protected by a password", _SAVE + ", without a password")

    def small(name: str) -> bytes:
        if name in parts and parts[name].file_size > SMALL:
            raise Unsafe(f"the workbook is damaged: {name} has {parts[name].file_size >> 20:,} MB", _SAVE)
        data = archive.read(name) if name in parts else b""
        _declared(data, len(data))
        return data

    styles = percent_styles(small("xl/styles.xml"))
    found = sheets(small)
    # One part may be that of many sheets.
    if len(found) > MAX_SHEETS or sum(parts[p].file_size for p in found.values() if p in parts) > MAX_TOTAL:
        raise Unsafe(f"the workbook has {len(found):,} sheets; at most {MAX_SHEETS:,} are read", _LESS)
    names = {part: name for name, part in found.items()}
    marks: dict[str, Marks] = {}
    nul = False
    texts = lengths(archive.read(_STRINGS)) if _STRINGS in parts else array("q")
    for name, part in parts.items():
        # Which also checks that it is no larger than it says.
        data = archive.read(part)
        _checked(name, data)
        nul = nul or b"_x0000_" in data
        if name == "content.xml":
            marks |= {str(at): one for at, one in enumerate(ods_marks(data))}
        elif name in names:
            if referred(data, texts) > MAX_TEXTS:
                raise Unsafe(f"the texts of a sheet have more than {MAX_TEXTS >> 20:,} MB", _LESS)
            marks[names[name]] = xlsx_marks(data, styles)
    return Seen(marks, nul)


def _parts(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise Unsafe(f"the workbook has {len(parts):,} parts; at most {MAX_PARTS:,} are read", _SAVE)
    if sum(part.file_size for part in parts) > MAX_TOTAL:
        raise Unsafe(f"the workbook holds more than {MAX_TOTAL >> 20:,} MB", _LESS)
    for part in parts:
        size = part.file_size
        if size > MAX_PART or size > max(SMALL, MAX_RATIO * part.compress_size):
            raise Unsafe(f"the workbook holds {size >> 20:,} MB in {part.compress_size:,} bytes", _LESS)
    named = {part.filename: part for part in parts}
    if len(named) < len(parts):
        raise Unsafe("the workbook is damaged: two of its parts have one name", _SAVE)
    return named


def _declared(data: bytes, most: int) -> None:
    if b"<!DOCTYPE" in data[:most]:
        raise Unsafe("the workbook has a document type, which none needs", _SAVE)


def _checked(name: str, data: bytes) -> None:
    _declared(data, len(data) if name == "content.xml" else _PROLOGUE)
    if name == "content.xml":
        _well_formed(data)
        for table in data.split(b"<table:table ")[1:]:
            bounded(_extent(table))
        if sum(_count(match[1]) for match in _SPACES.finditer(data)) > MAX_PART:
            raise Unsafe("a cell holds too many blanks", _SAVE)
        return
    for found in _COUNT.finditer(data):
        if len(found[1]) > _DIGITS or int(found[1]) > len(data):
            raise Unsafe("the workbook is damaged: it says that it holds more than it does", _SAVE)
    if b"sheetData" not in data:
        return
    # Cells without a reference stand side by side, and rows without a number one below the other.
    loose = data.count(b"<c") + data.count(b":c") - data.count(b"<c r=")
    if loose > _LOOSE or _FAR.search(data) or (_WIDE.search(data) and _LONG.search(data)):
        columns, rows = {b"A"}, {1}
        for column, row in _REFERENCE.findall(data):
            columns.add(column.upper())
            rows.add(_count(row or b"1"))
        width = max(map(_column, columns)) - min(map(_column, columns - {b""})) + 1
        height = max(rows) - min(rows) + 1
        if loose > _LOOSE:
            every = re.split(rb"<(?:\w{1,9}:)?row(?=[\s>/])", data)
            width += max(row.count(b"<c") + row.count(b":c") - row.count(b"<c r=") for row in every)
            height += sum(row[: row.find(b">")].count(b" r=") == 0 for row in every)
        bounded(height * width)


def _well_formed(data: bytes) -> None:
    """For calamine waits for ever for the end of a table that has none."""
    if data.startswith((b"\xfe\xff", b"\xff\xfe")) or b"\0" in data:
        raise Unsafe("the workbook is not in UTF-8", _SAVE)
    try:
        ParserCreate().Parse(data, True)
    except (ExpatError, LookupError, ValueError) as error:
        raise Unsafe(f"the workbook is damaged: {error}", _SAVE) from None


def bounded(cells: int, what: str = "a sheet goes") -> None:
    """Raises Unsafe for more cells than are read."""
    if cells > MAX_CELLS:
        message = f"{what} over {cells:,} cells, filled or not; at most {MAX_CELLS:,} are read"
        raise Unsafe(message, "a cell far away from the table is filled: delete its row and column")


def _column(letters: bytes) -> int:
    """The number of a column, from 1; 0 for none."""
    number = 0
    for letter in letters[:8]:
        number = number * 26 + letter - 64
    return number


def _count(digits: bytes) -> int:
    if not digits.isdigit() or len(digits) > _DIGITS:
        raise Unsafe(
            f"the workbook is damaged: {digits[:20].decode('latin-1')!r} is no number of cells", _SAVE
        )
    return int(digits)


def _extent(table: bytes) -> int:
    """So many cells a table of OpenDocument has up to its last filled row and column; as many more as it has pushed."""
    rows = total = width = pushed = 0
    for row in table.split(b"<table:table-row")[1:]:
        start, *cells = row.split(b"table-cell")
        repeated = sum(_count(n) for what, n in _REPEATED.findall(start) if what == b"rows") or 1
        rows += repeated
        if not _filled(row):
            continue
        at = last = 0
        if b"columns-repeated" in row:
            for cell in cells:
                at += sum(_count(n) for what, n in _REPEATED.findall(cell) if what == b"columns") or 1
                last = at if _filled(cell) else last
        else:
            last = len(cells)
        total, width, pushed = rows, max(width, last), pushed + last
    return max(total * width, pushed)


def _filled(part: bytes) -> bool:
    return b"value" in part or b"formula" in part
