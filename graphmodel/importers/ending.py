"""Where a table ends that has others below it, in delimited text and in workbooks alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from graphmodel.importers.importer import BLANK, Below
from graphmodel.importers.names import patterns
from graphmodel.model.words import count

_TABLE: Final = 2
"""Rows of a table fill at least so many cells."""


class Ending:
    """What ends one table; asked of its rows in their order."""

    def __init__(self, until: Collection[str]) -> None:
        self._fits = patterns([one for one in until if one != BLANK])
        self._blank = BLANK in until
        self._begun = False

    def at(self, first: str) -> bool:
        """Does the row end the table whose first filled cell that is? One without any does not before the first row."""
        if not first:
            return self._begun and self._blank
        self._begun = True
        return self._fits is not None and self._fits(first)


def first_filled(row: Sequence[str]) -> str:
    """The first cell that holds anything, or nothing."""
    return next((cell for cell in row if cell and not cell.isspace()), "")


def below(rows: Iterable[tuple[int, Sequence[object]]], end: int, *, followed: bool) -> Below | None:
    """What stands below the end of a table; None where nothing does. ``followed``: titles of another come last."""
    filled = [(place, cells) for place, row in rows if (cells := sum(not _blank(cell) for cell in row))]
    while followed and filled and filled[-1][1] < _TABLE:
        filled.pop()
    places = [place for place, cells in filled if cells >= _TABLE]
    return Below(end, places, len(filled) - len(places)) if filled else None


def _blank(cell: object) -> bool:
    return isinstance(cell, str) and not cell.strip()


def below_the_end(rows: Sequence[int], end: int, unit: str) -> str:
    """What is said of rows below the end of a table that are in no other; ``unit``: what their numbers count."""
    stands = f"{count(len(rows), 'row')} below the end of the table ({unit} {end:,})"
    return f"{stands} read by no entry of the mapping, the first is {unit} {rows[0]:,}"
