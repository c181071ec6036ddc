"""Cells of a matrix that hold something, and that no table reads as a mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from graphmodel.importers.tables.columns import MatrixCells
from graphmodel.importers.tables.found import Found
from graphmodel.model.words import listed, short

_HINT: Final = "if it means that both are related, add it to where under unpivot; else to empty"


class UnreadMarks:
    """Those of one sheet, warned of once."""

    def __init__(self, said: Sequence[MatrixCells | None]) -> None:
        every = list(filter(None, said))
        self._readers: dict[int, list[MatrixCells]] = {
            at: [marks for marks in every if at in marks.at] for marks in every for at in marks.at
        }
        self._values = Counter[str]()
        self._first: tuple[int, int, str] | None = None
        """Place, column and text of the first."""

    def look(self, columns: Sequence[Sequence[str]], lines: Sequence[int]) -> None:
        """Look at the cells of some records."""
        for at, readers in self._readers.items():
            column = columns[at]
            for cell in sorted(set(column)):
                if any(marks.reads(cell) for marks in readers):
                    continue
                self._values[cell.strip()] += column.count(cell)
                line = lines[column.index(cell)]
                if self._first is None or (line, at) < self._first[:2]:
                    self._first = line, at, cell

    def tell(self, header: Sequence[str], shared: str, found: Found) -> None:
        """One warning of all of them, at the first."""
        if self._first:
            line, at, cell = self._first
            counts = sorted(self._values.items(), key=lambda one: (-one[1], one[0]))
            values = listed([f"{short(value)!r} ({n:,})" for value, n in counts], 5)
            message = f"cells of the matrix are no mark that the mapping lists, and not read: {values}"
            found.problems.append(
                found.sheets.problem("W112", shared, line, message, header[at].strip(), cell, _HINT)
            )
