"""What checking has found so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from graphmodel.importers.incoming import Incoming
from graphmodel.importers.tables.found import because
from graphmodel.model.origin import origin
from graphmodel.model.problems import Problem, Problems
from graphmodel.model.table import Table
from graphmodel.model.words import listed
from graphmodel.planning.flaw import Flaw

Place = tuple[Table, int, str]
"""(table, row, field)"""

NAMED: Final = 5
"""So many rows that name the same are listed."""


class Verdicts:
    """Problems of records, and the rows that they cost."""

    def __init__(self, incoming: Incoming) -> None:
        self.incoming = incoming
        self.problems = Problems(incoming.problems)
        self.rejected = incoming.rejected.copy()
        self.out: dict[str, bytearray] = defaultdict(bytearray)
        """Kind → for each row of its table, 1 where it is out."""

    def problem(
        self,
        code: str,
        table: Table,
        row: int,
        message: str,
        column: str = "",
        value: str = "",
        hint: str = "",
    ) -> Problem:
        """A problem at that row; an error or a warning as the code says."""
        return self.incoming.sheets.of_row(code, table, row, message, column, value, hint)

    def reject(self, table: Table, row: int, problem: Problem) -> None:
        """A problem that costs its row."""
        self.problems.append(problem)
        self.drop(table, row, because(problem))

    def leave_out(self, table: Table, rows: Iterable[int]) -> None:
        """Leave rows out that are no errors."""
        for row in rows:
            self.out[table.kind.name][row] = 1

    def drop(self, table: Table, row: int, why: str) -> None:
        """Leave a row out, with those that complete its record."""
        self.out[table.kind.name][row] = 1
        left = self.incoming.sheets.rejected(table, row, "")
        for one in (left, *self.incoming.completed.get(left, ())):
            self.rejected.append(one._replace(because=why))

    def warn(self, flaw: Flaw) -> Problem:
        """What is told, and costs nothing."""
        problem = self.incoming.sheets.of_flaw(flaw)
        self.problems.append(problem)
        return problem

    def flaw(self, flaw: Flaw) -> None:
        """What costs its rows."""
        problem = self.warn(flaw)
        why = because(problem)
        for row in flaw.rows or (flaw.row,):
            self.drop(flaw.table, row, why)

    def good(self, table: Table) -> Table:
        """The table without the rows that are out."""
        out = self.out[table.kind.name]
        return table.take([row for row, gone in enumerate(out) if not gone]) if any(out) else table


def also_named(places: Sequence[Place]) -> str:
    """How many rows name the same, and which, beside the first; empty where there is but one."""
    rows = list(dict.fromkeys((table.files[row], table.lines[row]) for table, row, _ in places))
    if len(rows) < 2:
        return ""
    return f" (named in {len(rows):,} rows: {listed([str(origin(*row)) for row in rows], NAMED)})"
