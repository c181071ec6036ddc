"""What a sheet says besides its values: what is hidden, an error, a percentage, a formula without a value.

The bytes of its part are looked at, since the library that reads the values tells none of it. Positions are from 0.
"""

from __future__ import annotations

import posixpath
import re
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Final
from xml.parsers.expat import ParserCreate

from graphmodel.workbooks.cells import letters

Region = tuple[tuple[int, int], tuple[int, int]]
"""Row and column of the first and of the last cell."""

MAX_PERCENT: Final = 4_000_000
"""Cells that show percent."""
_SPREAD: Final = 1 << 16
"""More than there are columns."""
_HEAD: Final = 1 << 16
"""Bytes by which one can tell how a part is written."""
PLACES: Final = 5
"""Places of a kind that are named."""

# What a part may hold is not known here: no expression tries a place twice, so that none takes longer than linear time.
_CELL: Final = rb"<(?:\w{1,9}:)?c(?=\s)[^<>]*?"
_IS_CELL: Final = re.compile(_CELL)
_ERROR: Final = re.compile(_CELL + rb"""\st=["']e["'][^<>]*>""")
# The group of the value is not possessive: Python before 3.11.5 loses matches where an optional group is (gh-101955).
_EMPTY: Final = re.compile(
    _CELL + rb"(?<!/)>\s*+<(?:\w{1,9}:)?f(?:\s[^<>]*+)?(?:(?<=/)>|>[^<]*+</(?:\w{1,9}:)?f>)\s*+"
    rb"(?:<(?:\w{1,9}:)?v\s*+(?:/>|></(?:\w{1,9}:)?v>)\s*+)?</(?:\w{1,9}:)?c>"
)
_STRING: Final = re.compile(rb"<(?:\w{1,9}:)?si(?=[\s>/])")
_SHARED: Final = re.compile(
    rb"""=\s*+["']s["'][^<>]*+>(?:\s*+<(?:\w{1,9}:)?is>)?\s*+<(?:\w{1,9}:)?v>\s*+([0-9]{1,9})<"""
)
_SOME: Final = 1 << 28
_TEXT: Final = re.compile(rb"""\st=["'](?!n["'])""")
_AT: Final = re.compile(rb"""\sr=["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_ROW: Final = re.compile(rb"""<(?:\w{1,9}:)?row(?=\s)[^<>]*?\shidden=["'](?:1|true)["']""")
_COLUMN: Final = re.compile(rb"""<(?:\w{1,9}:)?col(?=\s)[^<>]*?\shidden=["'](?:1|true)["'][^<>]*>""")
_SPAN: Final = re.compile(rb"""\s(min|max)=["']([0-9]{1,5})["']""")
_RELATIONSHIP: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PERCENT: Final = (9, 10)
"""Formats of numbers that every workbook has and that show percent."""

_TABLE_ROW: Final = re.compile(rb"(?=<table:table-row[\s>/])")
_TABLE_CELL: Final = re.compile(rb"<table:(?:covered-)?table-cell(?=[\s>/])([^>]*)>")
_REPEATED: Final = re.compile(rb"""number-(columns|rows)-repeated\s*=\s*["']([0-9]{1,7})["']""")
_SPANNED: Final = re.compile(rb"""number-(columns|rows)-spanned\s*=\s*["']([0-9]{1,7})["']""")
_FOLDED: Final = re.compile(
    rb"""<table:table-(row|column)(?=\s)[^>]*table:visibility=["'](?:collapse|filter)["'][^>]*>"""
)


class Unsafe(Exception):  # noqa: N818  (a finding, which becomes a problem)
    """The workbook is not to be opened."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True)
class Marks:
    """What was seen in one sheet."""

    errors: tuple[str, ...] = ()
    """The first cells that hold an error, such as #N/A, by name …"""
    wrong: int = 0
    """… and how many there are."""
    uncalculated: tuple[str, ...] = ()
    """The same of formulas whose value was not saved."""
    unknown: int = 0
    rows: int = 0
    """Rows that are hidden."""
    columns: int = 0
    percent: Mapping[int, Collection[int]] = field(default_factory=dict)
    """Row → columns of cells that show their number as a percentage."""
    merged: tuple[Region, ...] = ()
    """Of OpenDocument: cells that are merged."""


def sheets(part: Callable[[str], bytes]) -> dict[str, str]:
    """Name of each sheet of an XLSX workbook → the name of its part. ``part`` gives the content of one, or nothing."""
    where = {
        one.get("Id"): one.get("Target", "")
        for one in _elements(part("xl/_rels/workbook.xml.rels"), "Relationship")
    }
    found = {}
    for sheet in _elements(part("xl/workbook.xml"), "sheet"):
        target = where.get(sheet.get(f"{_RELATIONSHIP} id"), "")
        path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        name = sheet.get("name", "")
        if name in found:
            raise ValueError(f"two sheets are called {name!r}")
        found[name] = path
    return found


def percent_styles(styles: bytes) -> set[bytes]:
    """The numbers of the styles of cells that show a percentage."""
    shown = {str(number) for number in _PERCENT}
    found: set[bytes] = set()
    at, inside = 0, False
    for name, given in _walk(styles):
        if name == "numFmt" and "%" in re.sub(r'"[^"]*"|\\.', "", given.get("formatCode", "")):
            shown.add(given.get("numFmtId", ""))
        elif name == "cellXfs":
            inside = True
        elif name == "cellStyles":
            inside = False
        elif name == "xf" and inside:
            found |= {str(at).encode()} if given.get("numFmtId", "") in shown else set()
            at += 1
    return found


def xlsx_marks(data: bytes, styles: Collection[bytes]) -> Marks:
    """Of the part of a sheet, and the styles that show percent."""
    # Most sheets have none of it, and to look for a few bytes is fast.
    usual = b"='" not in data[:_HEAD] and b":sheetData" not in data[:_HEAD]
    errors, wrong = _first(_ERROR.finditer(data) if b' t="e"' in data or not usual else ())
    empty, unknown = _first(_EMPTY.finditer(data) if b"<f" in data or not usual else ())
    columns = 0
    for found in _COLUMN.finditer(data[: data.find(b"sheetData>") + 1 or len(data)]):
        span = dict(_SPAN.findall(found[0]))
        columns += int(span.get(b"max", b"1")) - int(span.get(b"min", b"1")) + 1
    rows = sum(1 for _ in _ROW.finditer(data)) if b"hidden=" in data else 0
    return Marks(errors, wrong, empty, unknown, rows, columns, _percents(data, styles))


def lengths(strings: bytes) -> array[int]:
    """How many bytes each of the texts has that cells share."""
    starts = [found.start() for found in _STRING.finditer(strings)]
    return array("q", (after - at for at, after in pairwise([*starts, len(strings)])))


def referred(data: bytes, texts: array[int]) -> int:
    """How many bytes the shared texts of a sheet's cells have together, at most."""
    longest = max(texts, default=0)
    most = longest * data.count(b"<")
    if most <= _SOME:
        return most
    every = (int(found[1]) for found in _SHARED.finditer(data))
    return sum(texts[at] for at in every if at < len(texts))


def _first(cells: Iterable[re.Match[bytes]]) -> tuple[tuple[str, ...], int]:
    """The names of the first of these cells, and how many there are."""
    names, times = [], 0
    for times, cell in enumerate(cells, 1):
        if times <= PLACES:
            names.append(_name(cell[0]))
    return tuple(names), times


def ods_marks(data: bytes) -> Iterator[Marks]:
    """Of each table of OpenDocument, in their order."""
    for table in re.split(rb"<table:table(?=[\s>])", data)[1:]:
        hidden = {b"row": 0, b"column": 0}
        for found in _FOLDED.finditer(table):
            hidden[found[1]] += _times(found[0])
        errors, wrong, percent, merged = list[str](), 0, dict[int, tuple[int, ...]](), list[Region]()
        shared: dict[tuple[int, ...], tuple[int, ...]] = {}
        if b"percentage" in table or b'"error"' in table or b"-spanned" in table:
            for row, times, cells in _rows(table):
                if shown := tuple(at for at, said in cells if b'"percentage"' in said):
                    shown = shared.setdefault(shown, shown)
                    percent |= dict.fromkeys(range(row, row + times), shown)
                bad = [at for at, said in cells if b'value-type="error"' in said]
                wrong += len(bad) * times
                errors += [f"{letters(at)}{row + 1}" for at in bad[: PLACES - len(errors)]]
                merged += [region for at, said in cells if (region := _region(row, at, said))]
        yield Marks(tuple(errors), wrong, (), 0, hidden[b"row"], hidden[b"column"], percent, tuple(merged))


def _rows(table: bytes) -> Iterator[tuple[int, int, list[tuple[int, bytes]]]]:
    """The rows that say something: position, how often it is repeated, and its cells."""
    row = 0
    for part in _TABLE_ROW.split(table)[1:]:
        times, column = _times(part[: part.find(b">") + 1], b"rows"), 0
        found = []
        for cell in _TABLE_CELL.finditer(part):
            width = _times(cell[1])
            if b"value-type" in cell[1]:
                # A cell that is repeated is one entry for each, as the sheet is bounded.
                found += [(column + n, cell[1]) for n in range(width)]
            column += width
        if found:
            yield row, times, found
        row += times


def _region(row: int, column: int, said: bytes) -> Region | None:
    span = {name: int(n) for name, n in _SPANNED.findall(said)} if b"-spanned" in said else {}
    down, right = span.get(b"rows", 1), span.get(b"columns", 1)
    return ((row, column), (row + down - 1, column + right - 1)) if down * right > 1 else None


def _times(tag: bytes, what: bytes = b"columns") -> int:
    return next((int(n) for name, n in _REPEATED.findall(tag) if name == what), 1)


def _percents(data: bytes, styles: Collection[bytes]) -> dict[int, tuple[int, ...]]:
    found = array("q")
    for style in styles:
        said = b' s="%s"' % style
        at = data.find(said)
        while at >= 0:
            # To look for the attribute, and then for its cell, is much faster than to look at each cell.
            tag = data[data.rfind(b"<", 0, at) : data.find(b">", at) + 1]
            if _IS_CELL.match(tag) and not _TEXT.search(tag) and (place := _AT.search(tag)):
                found.append((int(place[2]) - 1) * _SPREAD + _number(place[1]) - 1)
                if len(found) > MAX_PERCENT:
                    message = f"more than {MAX_PERCENT:,} cells of a sheet show percent"
                    raise Unsafe(message, "export the rows that are needed as CSV")
            at = data.find(said, at + 1)
    return _by_row(divmod(place, _SPREAD) for place in sorted(found))


def _by_row(cells: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    """Row → columns; rows with the same columns share them."""
    shared: dict[tuple[int, ...], tuple[int, ...]] = {}
    found = {row: tuple(column for _, column in some) for row, some in groupby(cells, itemgetter(0))}
    for row, columns in found.items():
        found[row] = shared.setdefault(columns, columns)
    return found


def _name(cell: bytes) -> str:
    at = _AT.search(cell)
    return (at[1].upper() + at[2]).decode() if at else "?"


def _number(name: bytes) -> int:
    number = 0
    for letter in name.upper():
        number = number * 26 + letter - 64
    return number


def _elements(data: bytes, name: str) -> Iterator[dict[str, str]]:
    return (given for found, given in _walk(data) if found == name)


def _walk(data: bytes) -> Iterable[tuple[str, dict[str, str]]]:
    """Every element with its attributes, both without the namespace of its format. Raises ExpatError."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, given: found.append((name.rpartition(" ")[2], given))
    if data:
        parser.Parse(data, True)
    return found
