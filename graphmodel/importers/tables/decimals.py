"""One decimal sign per file: where numbers have a decimal comma, one with a dot only is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from graphmodel.importers.tables.columns import Cells
from graphmodel.importers.tables.found import Found
from graphmodel.model.table import Table

_GROUPS: Final = re.compile(r"[^0-9.,]{0,4}[1-9][0-9]{0,2}\.[0-9]{3}[^0-9.,%]{0,4}")
"""With the sign of a currency, too."""
_HINT: Final = "use one decimal sign; in a mapping, decimal and thousands say how the file writes numbers"


class _Cell(NamedTuple):
    line: int
    name: str
    """The field."""
    header: str
    value: str


class Dotted:
    """The numbers of one table that are written with a dot, where the file may have decimal commas."""

    def __init__(self, shared: str, found: Found) -> None:
        self._shared = shared
        self._found = found
        self._cells: list[_Cell] = []

    def note(self, cells: Cells, raw: Sequence[str], lines: Sequence[int]) -> None:
        """Remember those of some rows."""
        column = cells.column
        self._cells += [
            _Cell(line, column.name, column.header or column.name, value)
            for line, value in zip(lines, raw, strict=True)
            if value in cells.dotted
        ]

    def rejected(self, table: Table, comma: str) -> dict[int, set[str]]:
        """The rows that are none, where a number has a decimal comma: row → fields. It is told of each."""
        if not comma:
            self._warn()
            return {}
        rows: dict[int, list[int]] = {}
        for row, line in enumerate(table.lines if self._cells else ()):
            rows.setdefault(line, []).append(row)
        found: dict[int, set[str]] = {}
        for cell in self._cells:
            for row in rows.get(cell.line, ()):
                found.setdefault(row, set()).add(cell.name)
            self._reject(cell, table, rows.get(cell.line, ()), comma)
        return found

    def _reject(self, cell: _Cell, table: Table, rows: Sequence[int], comma: str) -> None:
        message = f"is not a number: others of the file have a decimal comma ({comma.strip()})"
        for key in list(table.take(rows).keys()) or [()]:
            self._found.reject(
                "E203", self._shared, cell.line, message, table.kind.name, key,
                column=cell.header, value=cell.value, hint=_HINT,
            )  # fmt: skip

    def _warn(self) -> None:
        """Tell of columns whose dots may all stand between thousands."""
        for name in dict.fromkeys(cell.name for cell in self._cells):
            cells = [cell for cell in self._cells if cell.name == name]
            if all(_GROUPS.fullmatch(cell.value.strip()) for cell in cells):
                message = f"the dot is read as a decimal point in all {len(cells):,} numbers that have one"
                hint = 'if it stands between thousands, say so in a mapping: decimal = ",", thousands = "."'
                first = cells[0]
                self._found.problems.append(
                    self._found.sheets.problem(
                        "W203", self._shared, first.line, message, first.header, first.value, hint
                    )
                )
