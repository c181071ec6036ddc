"""Which delimiter a file has."""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from graphmodel.importers.delimited.records import cells, plain
from graphmodel.importers.importer import AUTO
from graphmodel.importers.names import folded, joined
from graphmodel.model.problems import Problem

DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}


_NOTHING: Final = "".join(DELIMITERS) + '" \r\n\u00a0'
"""What a row of empty cells is made of."""

LOOKED_AT: Final = 100
"""A header that is to be found is in one of the first lines."""


class Header(NamedTuple):
    """The column names."""

    cells: tuple[str, ...]
    line: int
    """Physical line, from 1."""
    end: int
    """Lines of the file up to and with it."""
    delimiter: str
    rows: tuple[tuple[str, ...], ...]
    """As they are written: several where there are headings over headings."""


def header(
    lines: Sequence[str], name: str, delimiter: str, known: Collection[str], said: Sequence[int] = ()
) -> Header | Problem:
    """The column names and the delimiter: as given, as said by a first line ``sep=;``, or the likeliest.

    ``known`` are folded names of columns that the file may have; ``said``: the lines of the names, or ``AUTO``.
    """
    stated = stated_delimiter(lines)
    delimiter = delimiter or stated
    at = first_line(lines, 1 if stated else 0)
    if at == len(lines):
        return Problem(
            "E101", "error", name, 0, "empty file", hint="a table begins with a line of column names"
        )
    if said and said[-1] > len(lines):
        message = f"the header is to be in line {said[-1]:,}, and the file has {len(lines):,}"
        return Problem("E104", "error", name, 0, message, hint="correct header in the mapping")
    if said and said[0] == AUTO:
        at = max(
            range(at, min(len(lines), LOOKED_AT)), key=lambda line: _likelihood(lines[line], delimiter, known)
        )
    starts = [at] if not said or said[0] == AUTO else [line - 1 for line in said]
    delimiter = delimiter or _likeliest(_record(lines[starts[-1] : starts[-1] + LOOKED_AT]), known)
    rows, end = [], 0
    for start in starts:
        reader = csv.reader(lines[start : start + 100], delimiter=delimiter, strict=True)
        try:
            rows.append(tuple(next(reader)))
        except csv.Error as error:
            message = f"the header cannot be read: {error}"
            return Problem("E104", "error", name, start + 1, message, hint="check its quotes")
        end = start + reader.line_num
    return Header(tuple(map(plain, joined(rows))), starts[-1] + 1, end, delimiter, tuple(rows))


def stated_delimiter(lines: Sequence[str]) -> str:
    """What a first line ``sep=;`` says; else empty."""
    said = lines[0][4:].strip("\r\n") if lines[0].lower().startswith("sep=") else ""
    return said if len(said) == 1 else ""


def first_line(lines: Sequence[str], at: int) -> int:
    """The first line from there on that says anything: spreadsheets leave rows of empty cells above a table, too."""
    first = next((n for n in range(at, len(lines)) if lines[n].strip()), len(lines))
    looked_at = range(first, min(len(lines), first + LOOKED_AT))
    # A quote that is not closed: the first name begins with a line break.
    return next((n for n in looked_at if lines[n].strip(_NOTHING) or lines[n].count('"') % 2), first)


def is_valid(lines: Sequence[str], at: int, delimiter: str) -> bool:
    """Can the record that begins in that line be read with the delimiter?"""
    try:
        next(csv.reader(lines[at : at + LOOKED_AT], delimiter=delimiter, strict=True), None)
    except csv.Error:
        return False
    return True


def _record(lines: Sequence[str]) -> str:
    """The lines of the first record, by its quotes."""
    text = ""
    for line in lines[:LOOKED_AT]:
        text += line
        if not text.count('"') % 2:
            return text
    return lines[0]


def _likelihood(line: str, delimiter: str, known: Collection[str]) -> int:
    """How many columns that are known a line names."""
    among = [delimiter] if delimiter else DELIMITERS
    return max(sum(folded(cell) in known for cell, _ in cells(line, one)) for one in among)


def _likeliest(line: str, known: Collection[str]) -> str:
    """The delimiter that finds the most known columns, then the most columns."""

    def found(delimiter: str) -> tuple[int, int]:
        names = [folded(cell) for cell, _ in cells(line, delimiter)]
        return sum(n in known for n in names), len(names)

    return max(DELIMITERS, key=found)
