"""Records of one sheet gathered into one table: column by column, positions looked up only where something is wrong."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from decimal import Decimal

from graphmodel.importers.tables.columns import Cells, Shape
from graphmodel.importers.tables.found import Found
from graphmodel.model.table import Table, Value
from graphmodel.model.values import Notation, number

Columns = Sequence[Sequence[str]]


class Gatherer:
    """Builds the table of one shape from the batches of one sheet."""

    def __init__(self, shape: Shape, shared: str, reading: Notation, found: Found, *, nul: bool) -> None:
        self._shape = shape
        self.kind = shape.kind.name
        self._shared = sys.intern(shared)
        self._found = found
        self._cells = [Cells(c, reading, found.memo(c), nul=nul) for c in shape.columns]
        self._columns: dict[str, list[Value]] = {c.name: [] for c in shape.columns}
        self._lines: list[int] = []
        self._doubtful = Table(shape.kind, {c.name: [] for c in shape.columns})
        """The rows that are rejected for a value, which is blank here."""
        self._warned: dict[str, int] = {}
        self._several = [c for c in shape.columns if c.split and c.type not in {"list", "ids"}]

    def add(self, columns: Columns, lines: Sequence[int]) -> None:
        """Read some records, given as the sheet's columns, with the place of each."""
        for step in self._shape.steps:
            columns, lines = step(columns, lines)
        if not lines:
            return
        values: list[Sequence[Value]] = []
        bad: set[int] = set()
        for cells in self._cells:
            raw = columns[cells.column.at] if cells.column.at >= 0 else [""] * len(lines)
            got = cells.read(raw)
            if cells.bad:
                bad.update(i for i, value in enumerate(got) if value is None)
            if cells.fixed and cells.column.name not in self._warned:
                first = next((i for i, value in enumerate(raw) if value in cells.fixed), None)
                if first is not None:  # else it is in rows that are no records
                    self._warned[cells.column.name] = lines[first]
            values.append(got)
        if bad:
            self._leave_out(sorted(bad), columns, values, lines)
            good = [i for i in range(len(lines)) if i not in bad]
            values = [[got[i] for i in good] for got in values]
            lines = [lines[i] for i in good]
        for column_, got in zip(self._columns.values(), values, strict=True):
            column_ += got
        self._lines += lines

    def table(self) -> Table:
        """All good rows."""
        for cells in self._cells:
            if cells.column.name in self._warned:
                self._warn(cells)
        if self._doubtful.lines:
            self._doubtful.files.extend([self._shared] * len(self._doubtful))
            self._found.doubtful.append(self._doubtful)
        for cells in self._cells:
            if cells.column.type == "percent":
                self._fractions(cells)
        return Table(self._shape.kind, self._columns, [self._shared] * len(self._lines), self._lines)

    def key(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The identity of a row that has too many cells or too few: its first fields, as far as they can be read."""
        found = []
        for name in self._shape.kind.key:
            of_field = next((c for c in self._cells if c.column.name == name), None)
            if of_field is None or of_field.column.at < 0:
                found.append(of_field.column.default if of_field else "")
                continue
            column = of_field.column
            if column.at >= len(cells) or column in self._several:
                break
            value = of_field.read([cells[column.at]])[0]
            if value is None:
                break
            found.append(value)
        return tuple(found)

    def _leave_out(
        self, bad: Sequence[int], columns: Columns, values: Sequence[Sequence[Value]], lines: Sequence[int]
    ) -> None:
        for i in bad:
            self._reject(i, columns, values, lines[i])
        for column, got in zip(self._doubtful.columns.values(), values, strict=True):
            column += [got[i] or "" for i in bad]
        self._doubtful.lines.extend(lines[i] for i in bad)
        for cells in self._cells:
            cells.bad.clear()

    def _reject(self, row: int, columns: Columns, values: Sequence[Sequence[Value]], line: int) -> None:
        kind = self._shape.kind
        known = {c.name: got[row] for c, got in zip(self._shape.columns, values, strict=True)}
        key = tuple(known.get(name, "") or "" for name in kind.key)
        for cells in self._cells:
            column = cells.column
            if known[column.name] is None:
                value = columns[column.at][row] if column.at >= 0 else column.default
                bad = cells.bad[value if column.at >= 0 else ""]
                name = column.header or column.name
                self._found.reject(
                    bad.code,
                    self._shared,
                    line,
                    bad.message,
                    kind.name,
                    key,
                    column=name,
                    value=value,
                    hint=bad.hint,
                )

    def _fractions(self, cells: Cells) -> None:
        """Read a column of fractions, as spreadsheets write cells that show percent, as percentages; say so."""
        name = cells.column.name
        column = self._columns[name]
        small = {value: cells.small[value] for value in dict.fromkeys(column) if value in cells.small}
        first = next((row for row, value in enumerate(column) if value in small), None)
        if first is None:
            return
        raw, header = small[column[first] or ""], cells.column.header
        if all(value in small for value in column if value):
            percent = {value: number(str(Decimal(value or 0) * 100)) for value in small}
            self._columns[name] = [percent.get(value, value) if value else value for value in column]
            message = f"all values are between 0 and 1: read as fractions, {raw} as {percent[column[first]]}%"
            hint = "write 99.9 or 99.9% for percentages, and 0.5% where you mean that"
        else:
            message, hint = (
                "less than 1 percent, among others that are more",
                "if it is a fraction, write 99.9 or 99.9%",
            )
        place = self._lines[first]
        self._found.problems.append(
            self._found.sheets.problem("W202", self._shared, place, message, header, raw, hint)
        )

    def _warn(self, cells: Cells) -> None:
        raw = min(cells.fixed)
        more = f" (and {len(cells.fixed) - 1} more like it)" if len(cells.fixed) > 1 else ""
        message = f"read as {cells.fixed[raw]!r}: trimmed and NFC-normalised{more}"
        line, hint = self._warned[cells.column.name], "write the id the same way everywhere"
        self._found.problems.append(
            self._found.sheets.problem("W201", self._shared, line, message, cells.column.header, raw, hint)
        )
