"""Rejected rows as a workbook of the same form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from graphmodel.importers.importer import IGNORED
from graphmodel.importers.names import folded
from graphmodel.importers.workbook.table import SheetTable
from graphmodel.model.words import short
from graphmodel.workbooks.cells import Sheets, Value
from graphmodel.workbooks.ods import write_ods
from graphmodel.workbooks.xlsx import MAX_TEXT, write_xlsx


def writer(path: Path) -> Callable[[Sheets, Path], None]:
    """What writes files of that suffix."""
    return write_ods if path.suffix.casefold() == ".ods" else write_xlsx


def rejected(
    parts: Sequence[SheetTable], why: Sequence[Callable[[int], str] | None]
) -> Iterator[list[Value]]:
    """The rows of a sheet's tables for which there is a reason, with it before them, below their headers.

    The headers stay in their rows, as a mapping names these; titles of a table are no rows of the one above it.
    """
    written = 0
    ordered = sorted(zip(parts, why, strict=True), key=lambda one: one[0].line)
    for number, (part, reason) in enumerate(ordered):
        at = next((i for i, cell in enumerate(part.header) if folded(cell) == IGNORED), -1)
        *above, last = part.top
        for line, row in above:
            if line > written:
                written += 1
                yield _reasoned("", [] if number else row, at)
        written += 1
        yield _reasoned(IGNORED, last[1], at)
        for line, row in part.rows:
            if reason and (said := reason(line)):
                written += 1
                yield _reasoned(said, row, at)


def _reasoned(why: str, row: Sequence[Value], at: int) -> list[Value]:
    """A row with the reason before it, in place of the column ``at`` that held one; -1: none did."""
    return [short(why, MAX_TEXT), *(row if at < 0 else [*row[:at], *row[at + 1 :]])]
