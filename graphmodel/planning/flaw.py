"""What is wrong with records that stand together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphmodel.model.problems import Problem, Severity

if TYPE_CHECKING:
    from graphmodel.model.table import Table


@dataclass(frozen=True)
class Flaw:
    """One reason why records are no catalogue."""

    code: str
    """A key of ``graphmodel.model.codes.CODES``."""
    table: Table
    row: int
    """The row at fault: a position in ``table``."""
    source: str
    """The source that holds it; empty where there is only one."""
    message: str
    column: str
    value: str
    hint: str
    rows: Sequence[int] = ()
    """The row and those at fault with it, or that would mean something else without it; empty where it is alone."""

    def problem(self) -> Problem:
        """The same as what users read."""
        place = self.table.origin(self.row)
        severity: Severity = "error" if self.code.startswith("E") else "warning"
        return Problem(
            self.code, severity, place.file, place.line, self.message, self.column, value=self.value, hint=self.hint,
            source=self.source, path=place.cell(self.column),
        )  # fmt: skip
