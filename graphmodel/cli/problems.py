"""What is wrong with an input, for people."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from graphmodel.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphmodel.model.problems import Problem

LISTED: Final = 20
"""Problems that a terminal lists."""


def list_problems(problems: Sequence[Problem], *, every: bool = False) -> None:
    """List problems on stderr, errors first; a terminal gets the first ones and the count of the rest."""
    ordered = sorted(problems, key=lambda p: p.severity != "error")
    listed = ordered if every or not sys.stderr.isatty() else ordered[:LISTED]
    for problem in listed:
        for line in described(problem):
            say(line)
    if rest := len(ordered) - len(listed):
        say(f"… and {rest:,} more: plan --all-problems lists every one")


def described(problem: Problem) -> list[str]:
    r"""One problem, line by line: where, which, what, and what to do.

    >>> from graphmodel.model.problems import Problem
    >>> print(*described(Problem("E021", "error", "a.csv", 7, "no number", "cost", 5, "abc", "write 12.50")), sep="\n")
    a.csv:7:cost [E021] no number
        value: 'abc' (record 5)
        hint: write 12.50
    >>> described(Problem("W001", "warning", "a.csv", 0, "no rows"))
    ['a.csv [W001] no rows']
    """
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
    if problem.source:
        place = f"source {problem.source}: {place}"
    lines = [f"{place} [{problem.code}] {problem.message}"]
    record = f" (record {problem.record})" if problem.record else ""
    if problem.value:
        shown = problem.value if len(problem.value) <= 80 else problem.value[:79] + "…"
        lines.append(f"    value: {shown!r}{record}")
    elif record:
        lines.append(f"    record {problem.record}")
    if problem.hint:
        lines.append(f"    hint: {problem.hint}")
    return lines
