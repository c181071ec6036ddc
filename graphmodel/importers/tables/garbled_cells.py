"""Cells and column names that were read in a wrong encoding before: kept as they are, and warned of."""

from __future__ import annotations

from collections.abc import Sequence

from graphmodel.importers.garbled import LOST, meant, suspicious
from graphmodel.importers.tables.found import Found
from graphmodel.importers.tables.header import Heading
from graphmodel.model.words import count, listed, short


class GarbledCells:
    """Those of one sheet, warned of once."""

    def __init__(self) -> None:
        self._cells = 0
        self._columns: dict[int, None] = {}
        self._first: tuple[int, int, str] | None = None
        """Place, column and text of the first cell."""

    def look(self, columns: Sequence[Sequence[str]], lines: Sequence[int]) -> None:
        """Look at the cells of some records."""
        for at, column in enumerate(columns):
            together = "\n".join(column)
            if not (suspicious(together) and _wrong(together)):
                continue
            for cell in {cell for cell in column if _wrong(cell)}:
                line = lines[column.index(cell)]
                self._cells += column.count(cell)
                self._columns[at] = None
                if self._first is None or (line, at) < self._first[:2]:
                    self._first = line, at, cell

    def tell(self, header: Sequence[str], shared: str, found: Found) -> None:
        """One warning of all of them, at the first."""
        if self._first:
            line, at, cell = self._first
            names = [header[at].strip() for at in sorted(self._columns)]
            more = f" ({count(self._cells, 'cell')} like it in {listed(names)})" if self._cells > 1 else ""
            message, hint = _message(cell, more)
            found.problems.append(
                found.sheets.problem("W111", shared, line, message, header[at].strip(), cell, hint)
            )


def garbled_names(heading: Heading, found: Found) -> None:
    """Warn of column names that are garbled."""
    if wrong := [name.strip() for name in heading.cells if _wrong(name)]:
        more = f" ({count(len(wrong), 'name')} of columns like it)" if len(wrong) > 1 else ""
        message, hint = _message(wrong[0], more)
        found.problems.append(heading.problem("W111", message, wrong[0], wrong[0], hint))


def _wrong(text: str) -> bool:
    return not text.isascii() and (LOST in text or meant(text) != text)


def _message(text: str, more: str) -> tuple[str, str]:
    if meant(text) == text:
        message = f"holds the sign of lost characters, {LOST}: they were lost before this file was written"
        return f"{message}{more}", "export it again, and choose UTF-8 in each step"
    message = f"looks like UTF-8 that was read in another encoding: {short(meant(text))!r} is likely meant"
    return f"{message}{more}", "it is kept as it is; export the file again as UTF-8, or correct the text"
