"""The cells of one sheet, and the tables that it is divided into."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, Final, Self

from graphmodel.importers.ending import Ending, below, first_filled
from graphmodel.importers.filling import Filling
from graphmodel.importers.importer import AUTO, EMPTY, REFUSE, Below, File
from graphmodel.importers.names import folded, joined
from graphmodel.importers.workbook.parts import PLACES, Marks, Region
from graphmodel.model.problems import Problem
from graphmodel.model.words import count, listed
from graphmodel.workbooks.cells import Percent, Value, letters, texts

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

LOOKED_AT: Final = 100
"""A header that is to be found is in one of the first rows."""

Rows = Iterator[tuple[int, list[Value]]]
"""Number of the row, from 1, and its cells from the first filled column on."""


@dataclass
class SheetTable:
    """One table of a sheet."""

    left: int
    """Columns before the first that is filled, which are left out."""
    top: list[tuple[int, list[Value]]]
    """The rows above the header and the header, from the first row of the sheet on."""
    header: tuple[str, ...]
    line: int
    rows: Rows
    """Those below it, as long as the header; what was merged downwards is in each of its rows, where it is filled."""
    height: int
    remarks: tuple[str, ...]
    """What is read in another way than it is shown."""
    end: int = field(default=0, init=False)
    """The row that ended it; 0 as long as none has."""
    last: int | None = field(default=None, init=False)
    """The row before the header of the table below it; None where there is none."""


@dataclass(frozen=True)
class SheetCells:
    """A sheet that holds something."""

    sheet: CalamineSheet
    left: int
    height: int
    marks: Marks
    merged: Sequence[Region]

    @classmethod
    def of(cls, sheet: CalamineSheet, marks: Marks) -> Self | None:
        """The grid of a sheet; None where it is empty."""
        if sheet.start is None or sheet.end is None:
            return None
        merged = marks.merged or tuple(sheet.merged_cell_ranges or ())
        return cls(sheet, sheet.start[1], sheet.end[0] + 1, marks, merged)

    @property
    def size(self) -> int:
        """How many cells it has from the first filled one to the last."""
        first, last = self.sheet.start or (0, 0), self.sheet.end or (0, 0)
        return (last[0] - first[0] + 1) * (last[1] - first[1] + 1)

    def rows(self) -> Rows:
        """All rows from the first of the sheet on, percentages among them."""
        percent = self.marks.percent
        for line, row in enumerate(_safe(self.sheet), 1):
            for column in percent.get(line - 1, ()) if percent else ():
                at = column - self.left
                if 0 <= at < len(row) and isinstance(value := row[at], float):
                    row[at] = Percent(value)
            yield line, row

    def part(self, said: File) -> SheetTable | Problem | None:
        """The table that is meant; what is wrong with its header, or None where there is none."""
        rows = self.rows()
        head = list(islice(rows, max([LOOKED_AT, *said.header])))
        lines = _header(head, said)
        if not lines:
            return None
        if lines[-1] > len(head):
            message = f"the header is to be in row {said.header[-1]:,}, and the sheet has {self.height:,}"
            return _wrong(message, "correct header in the mapping")
        end = lines[-1]
        below = [region for region in self.merged if region[0][0] >= end]
        if below and said.merged == REFUSE:
            names = listed([f"{_cell(first)}:{_cell(last)}" for first, last in below], PLACES)
            message = f"{count(len(below), 'group')} of merged cells, which the mapping refuses: {names}"
            return _wrong(message, 'unmerge them, or say merged = "fill" or "empty" in the mapping')
        header = joined([texts(head[line - 1][1], ".") for line in lines])
        down = [region for region in below if region[1][0] > region[0][0] and said.merged != EMPTY]
        rest: Rows = chain(head[end:], rows)
        found = _filled(rest, self.left, down) if down else rest
        if filling := Filling.of(said, header):
            found = _grouped(found, filling)
        part = SheetTable(self.left, head[:end], header, end, found, self.height, _remarks(below, said))
        if said.until:
            part.rows = _until(part, found, said)
        return part

    def parts(self, every: Iterable[File]) -> list[SheetTable | Problem | None]:
        """The tables that are meant, as by ``part``, each knowing where the one below it begins."""
        found = [self.part(said) for said in every]
        tables = sorted((one for one in found if isinstance(one, SheetTable)), key=lambda one: one.line)
        for part, after in pairwise(tables):
            part.last = after.line - 1
        return found

    def below(self, part: SheetTable) -> Below | None:
        """What stands below the end of a table, if it has ended, and is in no other."""
        if not part.end:
            return None
        rows = islice(self.rows(), part.end, part.last)
        return below(rows, part.end, followed=part.last is not None)


def _safe(sheet: CalamineSheet) -> Iterator[list[Value]]:
    """The rows; of one that the library cannot read an ``Unreadable``."""
    rows = iter(sheet.iter_rows())
    while True:
        try:
            yield from rows
        except BaseException as error:
            # A fault inside the library is no Exception.
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            yield Unreadable(str(error))
        else:
            return


class Unreadable(list[Value]):
    """A row of which nothing is known."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = " ".join(why.split())[:200]


def _wrong(message: str, hint: str) -> Problem:
    return Problem("E104", "error", "", 0, message, hint=hint)


def _cell(at: tuple[int, int]) -> str:
    return f"{letters(at[1])}{at[0] + 1}"


def _remarks(merged: Sequence[Region], said: File) -> tuple[str, ...]:
    down = sum(last[0] - first[0] for first, last in merged)
    across = sum(last[1] > first[1] for first, last in merged)
    found = []
    if down:
        how = "left empty" if said.merged == EMPTY else "filled with its value"
        found.append(f"{count(down, 'cell')} merged with the one above, {how}")
    if across:
        found.append(f"{count(across, 'group')} of cells merged sideways: only the first has the value")
    return tuple(found)


def _header(head: Sequence[tuple[int, list[Value]]], said: File) -> tuple[int, ...]:
    """The numbers of the rows of the column names."""
    if said.header and said.header[0] != AUTO:
        return said.header
    filled = [(line, row) for line, row in head if any(cell != "" for cell in row)]
    if not said.header:
        return (filled[0][0],) if filled else ()
    return (max(filled, key=lambda one: (_known(one[1], said.known), -one[0]))[0],) if filled else ()


def _known(row: Sequence[Value], known: Collection[str]) -> int:
    return sum(folded(cell) in known for cell in texts(row, "."))


def _filled(rows: Iterable[tuple[int, list[Value]]], left: int, regions: Sequence[Region]) -> Rows:
    """What was merged downwards is in each of its rows."""
    starts: dict[int, list[tuple[int, int]]] = {}
    for (top, column), (bottom, _) in regions:
        starts.setdefault(top + 1, []).append((column - left, bottom + 1))
    active: dict[int, tuple[int, Value]] = {}
    for line, row in rows:
        if active:
            active = {column: one for column, one in active.items() if line <= one[0]}
            for column, (_, value) in active.items() if row else ():
                row[column] = value
        for column, last in starts.get(line, ()):
            if 0 <= column < len(row):
                active[column] = last, row[column]
        yield line, row


def _grouped(rows: Rows, filling: Filling) -> Rows:
    """What stands above blank cells is in each of these."""
    for line, row in rows:
        if row:
            filling.fill(row)
        else:  # it cannot be read
            filling.forget()
        yield line, row


def _until(part: SheetTable, rows: Rows, said: File) -> Rows:
    """The rows before the first that ends the table: one that is blank, or whose first filled cell fits a pattern."""
    ending = Ending(said.until)
    for line, row in rows:
        if 0 < said.last < line:
            return
        if ending.at(first_filled(texts(row, "."))):
            part.end = line
            return
        yield line, row
