"""What can be wrong with what comes in. A problem is a value, collected, never raised one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Severity = Literal["error", "warning", "info"]
"""Of problems: error or warning. Of findings: error, warning or info."""

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
"""From the mildest to the worst."""

FOLLOWING: Final = frozenset({"E305", "E309"})
"""Codes of rows that fall with another row, with which nothing is wrong."""

KEPT: Final = 1_000
"""Problems of one code in one file that are kept one by one: enough to see what is wrong."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one place of one file."""

    code: str
    """A key of ``CODES``: what ``graphmodel explain`` takes."""
    severity: Severity
    file: str
    """Relative to the imported folder."""
    line: int
    """Physical line, from 1; 0 where the whole file is meant."""
    message: str
    column: str = ""
    """The column's header, or empty where no one column is to blame."""
    record: int = 0
    """Record number, from 1, the header not counted; 0 where no one record is meant."""
    value: str = ""
    """The offending value, verbatim (a renderer escapes it)."""
    hint: str = ""
    source: str = ""
    """The source whose file it is, where that can be another than the one that is read; else empty."""
    path: str = ""
    """The place within a document that has no lines, where ``line`` is 0: ``services[3].name``, ``Sheet2!B7``."""
    count: int = 1
    """How many it stands for: more than one where a file has more of one code than ``KEPT``."""

    @property
    def place(self) -> str:
        """File, line and column, as messages write it; in a document its path.

        >>> Problem("E201", "error", "a.csv", 7, "is empty", "id").place
        'a.csv:7:id'
        >>> Problem("E201", "error", "a.json", 0, "is empty", "id", path="services[3].id").place
        'a.json: services[3].id'
        """
        if self.path:
            return f"{self.file}: {self.path}"
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


class Problems:
    """Problems as they are found. Of one code in one file the first ``KEPT`` are kept; the others are only counted."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self._kept: dict[Problem, None] = {}
        self._found: Counter[tuple[str, str]] = Counter()
        self._severity: dict[tuple[str, str], Severity] = {}
        self._more: Counter[tuple[str, str]] = Counter()
        self.extend(problems)

    def append(self, problem: Problem) -> None:
        """One more; one that is there already (a cell that two tables are read from) is not told twice."""
        if problem in self._kept:
            return
        key = problem.code, problem.file
        self._found[key] += 1
        if self._found[key] <= KEPT and problem.count == 1:
            self._kept[problem] = None
        else:
            self._severity[key] = problem.severity
            self._more[key] += problem.count

    def extend(self, problems: Iterable[Problem]) -> None:
        """Several more."""
        for problem in problems:
            self.append(problem)

    def __iter__(self) -> Iterator[Problem]:
        """Those that are kept, then one for each code and file of which more were found."""
        yield from self._kept
        for (code, file), count in self._more.items():
            message = f"{count:,} more of {code} in this file, after the {KEPT:,} that are listed"
            hint = "fix what they have in common first"
            yield Problem(code, self._severity[code, file], file, 0, message, hint=hint, count=count)


@dataclass(frozen=True)
class Code:
    """What ``graphmodel explain CODE`` says."""

    code: str
    title: str
    severity: Severity
    why: str
    fix: str
    """What to do about it."""
