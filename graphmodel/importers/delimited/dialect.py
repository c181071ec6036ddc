"""Which delimiter a file has."""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from graphmodel.importers.delimited.records import cells
from graphmodel.importers.names import folded
from graphmodel.model.problems import Problem

DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}


class Header(NamedTuple):
    """The line of column names."""

    cells: tuple[str, ...]
    line: int
    """Physical line, from 1."""
    end: int
    """Lines of the file up to and with it."""
    delimiter: str


def header(lines: Sequence[str], name: str, delimiter: str, known: Collection[str]) -> Header | Problem:
    """The column names and the delimiter: as given, as said by a first line ``sep=;``, or the likeliest.

    ``known`` are folded names of columns that the file may have.
    """
    at = 0
    if lines[0].lower().startswith("sep=") and len(stated := lines[0][4:].strip("\r\n")) == 1:
        delimiter, at = delimiter or stated, 1
    while at < len(lines) and not lines[at].strip():
        at += 1
    if at == len(lines):
        return Problem(
            "E101", "error", name, 0, "empty file", hint="a table begins with a line of column names"
        )
    delimiter = delimiter or _likeliest(lines[at], known)
    reader = csv.reader(lines[at : at + 100], delimiter=delimiter, strict=True)
    try:
        row = next(reader)
    except csv.Error as error:
        return Problem(
            "E104", "error", name, at + 1, f"the header cannot be read: {error}", hint="check its quotes"
        )
    return Header(tuple(row), at + 1, at + reader.line_num, delimiter)


def _likeliest(line: str, known: Collection[str]) -> str:
    """The delimiter that finds the most known columns, then the most columns."""

    def found(delimiter: str) -> tuple[int, int]:
        names = [folded(cell) for cell, _ in cells(line, delimiter)]
        return sum(n in known for n in names), len(names)

    return max(DELIMITERS, key=found)
