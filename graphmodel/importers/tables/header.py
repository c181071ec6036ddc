"""The column names of a sheet, and what is wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from graphmodel.importers.names import folded
from graphmodel.model.identifiers import identifier
from graphmodel.model.notation import BadValue
from graphmodel.model.problems import Problem, Severity

MAX_COLUMNS: Final = 1_000


@dataclass(frozen=True)
class Heading:
    """The column names of a sheet."""

    cells: tuple[str, ...]
    file: str
    """The name of the file."""
    sheet: str
    """The name of the sheet: that of the file, without its suffix, where it has but one."""
    line: int
    """The line that they are in; 0 where there is none."""
    path: str = ""
    """The place of the sheet in a document that has no lines."""
    part: int = 0
    """Which of its tables it is (``importer.Sheet``)."""
    blank: frozenset[str] = frozenset()
    """Columns that are known to hold nothing."""
    values: Callable[[int], Counter[str]] = field(default=lambda _: Counter(), compare=False)
    """What the cells of a column hold, and how often; it reads the whole sheet."""
    pairs: Callable[[int, int], set[tuple[str, str]]] = field(default=lambda *_: set(), compare=False)
    """What the cells of two columns hold together; it reads the whole sheet."""

    def problem(self, code: str, message: str, column: str = "", value: str = "", hint: str = "") -> Problem:
        """A problem of the header; an error or a warning as the code says."""
        severity: Severity = "error" if code.startswith("E") else "warning"
        return Problem(
            code, severity, self.file, self.line, message, column, value=value, hint=hint, path=self.path
        )


def check(
    heading: Heading, used: Collection[str] | None = None, read_as: Callable[[str], str] = folded
) -> Iterator[Problem]:
    """Problems of the names by themselves; of ``used`` ones (folded) only, where that is given.

    ``read_as`` gives what a column is read as: no two may be read alike.
    """
    header = heading.cells
    if len(header) > MAX_COLUMNS:
        message = f"{len(header):,} columns; at most {MAX_COLUMNS:,} are read"
        yield heading.problem("E107", message, hint="is the delimiter right?")
        return
    for name, count in Counter(map(read_as, header)).items():
        if count > 1 and name and (used is None or name in used):
            same = [h.strip() for h in header if read_as(h) == name]
            message = f"{count} columns have this name"
            yield heading.problem("E110", message, same[1], same[1], _meant(same))
    for at, name in enumerate(header, 1):
        if not name.strip() and used is None:
            message = f"column {at} has no name and is not read"
            yield heading.problem("W104", message, hint="name it, or remove it")
        elif used is None or folded(name) in used:
            try:
                identifier(name)
            except BadValue as bad:
                message = f"the name of column {at} cannot be used: {bad.message.replace('of the id ', '')}"
                yield heading.problem("E112", message, value=name, hint="type it again")


def _meant(same: list[str]) -> str:
    return (
        "rename or remove one of them"
        if len(set(same)) == 1
        else f"the names {', '.join(same)} are read alike"
    )
