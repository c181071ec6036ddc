"""What a reading has found so far; the one thing that is written to while files are read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from graphmodel.importers.incoming import Incoming, Places, Rejected, Rejects, SourceFile
from graphmodel.importers.reading.columns import Memo, SourceColumn
from graphmodel.model.problems import Problem, Problems
from graphmodel.model.table import Table


@dataclass
class Found:
    """Everything but the tables."""

    problems: Problems = field(default_factory=Problems)
    rejected: Rejects = field(default_factory=Rejects)
    notes: list[str] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    files: dict[str, SourceFile] = field(default_factory=dict)
    doubtful: list[Table] = field(default_factory=list)
    """Rows rejected for a value, which is blank in them."""
    _memos: dict[tuple[str, bool], Memo] = field(default_factory=lambda: defaultdict(dict))

    def memo(self, column: SourceColumn) -> Memo:
        """What is known of a column's cells; ids are shared by all files, so that equal ones are one object."""
        return self._memos[column.type, column.required] if column.type == "id" and column.plain else {}

    def whole(self, problem: Problem) -> None:
        """A problem that makes a whole file unreadable."""
        self.problems.append(problem)
        self.unreadable.add(problem.file)

    def blocked(self, file: str, why: str) -> None:
        """A file of the folder that cannot be read: without it the rest would count as all there is."""
        hint = "make it readable, or remove it: its records are then withdrawn"
        self.whole(Problem("E113", "error", file, 0, f"the file cannot be read: {why}", hint=hint))

    def reject(self, problem: Problem, kind: str, key: tuple[str, ...] = ()) -> None:
        """A problem that costs its record."""
        self.problems.append(problem)
        self.rejected.append(
            Rejected(kind, key, problem.file, problem.line, problem.record, because(problem))
        )


def because(problem: Problem) -> str:
    """A problem in a few words, for the rejected row itself."""
    return (
        f"{problem.code} {problem.column}: {problem.message}"
        if problem.column
        else f"{problem.code} {problem.message}"
    )


def record_at(files: dict[str, SourceFile], table: Table, row: int) -> int:
    """The record number of a row."""
    places: Places | None = files[table.files[row]].places if table.files[row] in files else None
    return places.record(table.lines[row]) if places else 0


def rejected(files: dict[str, SourceFile], table: Table, row: int, why: str) -> Rejected:
    """A row of a table that is left out after all."""
    key = tuple(table.columns[name][row] or "" if name in table.columns else "" for name in table.kind.key)
    return Rejected(
        table.kind.name, key, table.files[row], table.lines[row], record_at(files, table, row), why
    )


def ordered(incoming: Incoming) -> Incoming:
    """The same with problems and rejected rows in the order of file and line."""
    return replace(
        incoming,
        problems=tuple(
            sorted(
                incoming.problems,
                key=lambda p: (p.file, p.count > 1, p.line, p.column, p.code, p.value, p.message),
            )
        ),
        rejected=incoming.rejected.ordered(),
    )
