"""What a reading has found so far; the one thing that is written to while files are read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from graphmodel.importers.accounts import RowTally
from graphmodel.importers.incoming import Incoming
from graphmodel.importers.places import ReadSheets
from graphmodel.importers.precedence import Precedence
from graphmodel.importers.rejected import Rejected, Rejects
from graphmodel.importers.tables.belonging import Elements
from graphmodel.importers.tables.columns import Memo, SourceColumn
from graphmodel.model.problems import Problem, Problems
from graphmodel.model.table import Table

_NUMBER = re.compile(r"([0-9]{1,18})")


@dataclass
class Found:
    """Everything but the tables."""

    problems: Problems = field(default_factory=Problems)
    rejected: Rejects = field(default_factory=Rejects)
    notes: list[str] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    sheets: ReadSheets = field(default_factory=ReadSheets)
    left_out: set[str] = field(default_factory=set)
    """Ids of services whose rows the mapping leaves out."""
    accounts: list[RowTally] = field(default_factory=list)
    doubtful: list[Table] = field(default_factory=list)
    """Rows rejected for a value, which is blank in them."""
    completed: dict[Rejected, list[Rejected]] = field(default_factory=dict)
    """As ``Incoming.completed``."""
    merged: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """As ``Incoming.merged``."""
    mapped: bool = False
    """A mapping says which column is the id."""
    preset: bool = False
    """That mapping is one of ours: who uses it may not know which columns it reads."""
    prefer: Precedence | None = None
    """Which file has the last word, where a mapping says so."""
    later: list[Callable[[], Iterable[Table]]] = field(default_factory=list)
    """Sheets that are read when all others are: their rows belong to what those define."""
    elements: Mapping[str, Elements] = field(default_factory=dict)
    """Kind → what rows can belong to, once that is known."""
    _memos: dict[tuple[str, bool], Memo] = field(default_factory=lambda: defaultdict(Memo))

    def memo(self, column: SourceColumn) -> Memo:
        """What is known of a column's cells; ids are shared by all files, so that equal ones are one object."""
        return self._memos[column.type, column.required] if column.type == "id" and column.plain else Memo()

    def whole(self, problem: Problem) -> None:
        """A problem that makes a whole file unreadable."""
        self.problems.append(problem)
        self.unreadable.add(problem.file)

    def blocked(self, file: str, why: str) -> None:
        """A file of the folder that cannot be read: without it the rest would count as all there is."""
        hint = "make it readable, or remove it: its records are then withdrawn"
        self.whole(Problem("E113", "error", file, 0, f"the file cannot be read: {why}", hint=hint))

    def reject(
        self,
        code: str,
        shared: str,
        line: int,
        message: str,
        kind: str,
        key: tuple[str, ...] = (),
        **said: str,
    ) -> None:
        """A problem that costs its record; ``said``: column, value and hint."""
        problem = self.sheets.problem(code, shared, line, message, **said)
        self.problems.append(problem)
        self.rejected.append(Rejected(kind, key, shared, line, problem.record, because(problem)))


def because(problem: Problem) -> str:
    """A problem in a few words, for the rejected row itself."""
    return (
        f"{problem.code} {problem.column}: {problem.message}"
        if problem.column
        else f"{problem.code} {problem.message}"
    )


def numbered(path: str) -> list[str | int]:
    """A path as it is ordered: by its numbers.

    >>> sorted(["services[10]", "services[9].id"], key=numbered)
    ['services[9].id', 'services[10]']
    """
    return [int(part) if at % 2 else part for at, part in enumerate(_NUMBER.split(path))]


def ordered(incoming: Incoming) -> Incoming:
    """The same with problems and rejected rows in the order of file and line."""
    return replace(
        incoming,
        problems=tuple(
            sorted(
                incoming.problems,
                key=lambda p: (
                    p.file,
                    p.count > 1,
                    p.line,
                    numbered(p.path),
                    p.column,
                    p.code,
                    p.value,
                    p.message,
                ),
            )
        ),
        rejected=incoming.rejected.ordered(),
    )
