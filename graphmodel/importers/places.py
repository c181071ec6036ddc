"""Where the records that were read are: their numbers, their cells, and problems that name them."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graphmodel.importers.importer import File, Importer
from graphmodel.importers.rejected import Rejected
from graphmodel.model.origin import origin
from graphmodel.model.problems import Problem, Severity
from graphmodel.model.table import Table
from graphmodel.planning.flaw import Flaw


class Places:
    """Record number ↔ physical line of one file; a stretch of one-line records costs two integers."""

    def __init__(self) -> None:
        self._firsts: list[int] = []
        self._parts: list[tuple[int, Sequence[int]]] = []
        self.records = 0

    def add(self, lines: Sequence[int]) -> None:
        """The next records start in these lines, ascending."""
        if not lines:
            return
        if lines[-1] - lines[0] == len(lines) - 1:
            lines = range(lines[0], lines[-1] + 1)
        last = self._parts[-1][1] if self._parts else None
        if isinstance(lines, range) and isinstance(last, range) and last.stop == lines.start:
            self._parts[-1] = (self._parts[-1][0], range(last.start, lines.stop))
        else:
            self._firsts.append(lines[0])
            self._parts.append((self.records + 1, lines if isinstance(lines, range) else array("Q", lines)))
        self.records += len(lines)

    def record(self, line: int) -> int:
        """The number, from 1, of the record that starts in that line; 0 where none does, as below a table's end."""
        part = bisect_right(self._firsts, line) - 1
        if part < 0:
            return 0
        first, lines = self._parts[part]
        row = bisect_right(lines, line) - 1
        return first + row if lines[row] == line else 0


@dataclass(frozen=True)
class ReadTable:
    """One of the tables that a sheet is read into."""

    kind: str
    headers: dict[str, str]
    """Field → the column that it is read from."""
    distinct: bool = False
    """Rows that say the same are one record, and no repetition."""
    table: Table | None = None
    """What is read, where only that tells which of two tables of one kind has a value."""

    def has(self, line: int, field: str, value: str) -> bool:
        """Does the record of that line have this value? Lines ascend."""
        if self.table is None or field not in self.headers:
            return False
        lines, column = self.table.lines, self.table.columns[field]
        return value in column[bisect_left(lines, line) : bisect_right(lines, line)]


@dataclass(frozen=True)
class ReadSheet:
    """How one sheet was read: enough to say where a cell is, and to write a record of it again."""

    file: File
    importer: Importer
    name: str
    """Of the sheet, as the importer has it."""
    header: tuple[str, ...]
    cell: Callable[[int, int], str] | None
    """As in ``Sheet``."""
    tables: tuple[ReadTable, ...]
    """What it is read into."""
    places: Places
    blank: frozenset[str] = frozenset()
    """As in ``Sheet``."""

    @property
    def filled(self) -> bool:
        """Blank cells of it mean what is above them."""
        return any(one.fill for one in (self.file, *(said for _, said in self.file.sheets)))

    def names(self, kind: str) -> bool:
        """Do all its tables of that kind only name things, each in many rows?"""
        return all(table.distinct for table in self.tables if table.kind == kind)

    def reads(self, kind: str, field: str) -> bool:
        """Is that field read from a column of it?"""
        return any(table.kind == kind and field in table.headers for table in self.tables)

    def column_of(self, kind: str, field: str, line: int, value: str) -> str:
        """The column that a field of the record in that line is read from; the field's name where there is none."""
        headers = [one.headers[field] for one in self.tables if one.kind == kind and field in one.headers]
        if len(set(headers)) > 1:
            known = (one for one in self.tables if one.kind == kind and one.has(line, field, value))
            return next((one.headers[field] for one in known), headers[0])
        return headers[0] if headers else field

    def path(self, line: int, column: str) -> str:
        """The path of a cell, where the importer says it; else empty."""
        if self.cell is None or column not in self.header:
            return ""
        return self.cell(line, self.header.index(column))


class ReadSheets(dict[str, ReadSheet]):
    """The sheets that were read, by what their records share of their origin (``Table.files``)."""

    def record(self, shared: str, line: int) -> int:
        """The number of a record, from 1; 0 where it was not read from a sheet."""
        return self[shared].places.record(line) if shared in self else 0

    def problem(
        self,
        code: str,
        shared: str,
        line: int,
        message: str,
        column: str = "",
        value: str = "",
        hint: str = "",
    ) -> Problem:
        """A problem of a record; an error or a warning as the code says. ``column``: as the sheet has it."""
        severity: Severity = "error" if code.startswith("E") else "warning"
        place, sheet = origin(shared, line), self.get(shared)
        path = (sheet.path(line, column) if sheet else "") or place.cell(column)
        return Problem(
            code,
            severity,
            place.file,
            place.line,
            message,
            column,
            self.record(shared, line),
            value,
            hint,
            path=path,
        )

    def of_row(
        self,
        code: str,
        table: Table,
        row: int,
        message: str,
        field: str = "",
        value: str = "",
        hint: str = "",
    ) -> Problem:
        """A problem of a row of a table, with its column as the sheet has it."""
        shared, line = table.files[row], table.lines[row]
        sheet = self.get(shared)
        header = sheet.column_of(table.kind.name, field, line, value) if sheet and field else field
        return self.problem(code, shared, line, message, header, value, hint)

    def of_flaw(self, flaw: Flaw) -> Problem:
        """What is wrong with records that stand together, as users read it."""
        return self.of_row(flaw.code, flaw.table, flaw.row, flaw.message, flaw.column, flaw.value, flaw.hint)

    def rejected(self, table: Table, row: int, why: str) -> Rejected:
        """A row of a table that is left out after all."""
        shared, line = table.files[row], table.lines[row]
        key = tuple(
            table.columns[name][row] or "" if name in table.columns else "" for name in table.kind.key
        )
        return Rejected(table.kind.name, key, shared, line, self.record(shared, line), why)
