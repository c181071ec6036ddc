"""What is wrong with an input, for people."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from graphmodel.cli.hints import offered, typed
from graphmodel.cli.output import say
from graphmodel.model.problems import FOLLOWING, KEPT
from graphmodel.model.words import short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphmodel.model.problems import Problem

SHOWN: Final = 3
"""Problems of one kind (one code in one file) that are shown; the others are counted."""
LISTED: Final = 20
"""Kinds of problems that a terminal lists."""


def list_problems(problems: Sequence[Problem], *, every: bool = False) -> None:
    """List problems on stderr, kind by kind: the first of each kind with their places, and how many more.

    Errors come first, of these the causes before what follows from them. ``every`` lists each one.
    """
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in sorted(problems, key=lambda p: (p.severity != "error", p.code in FOLLOWING)):
        kinds.setdefault((problem.code, problem.file), []).append(problem)
    most = len(kinds) if every or not sys.stderr.isatty() else LISTED
    folded = False
    for alike in list(kinds.values())[:most]:
        shown = alike if every or len(alike) <= SHOWN + 1 else alike[:SHOWN]
        for problem in shown:
            for line in described(problem):
                say(line)
        if more := sum(p.count for p in alike) - sum(p.count for p in shown):
            folded = True
            say(f"    … and {more:,} more like it{f' in {alike[0].file}' * bool(alike[0].file)}")
    if len(kinds) > most:
        folded = True
        more = sum(problem.count for alike in list(kinds.values())[most:] for problem in alike)
        say(f"… and {more:,} more of {len(kinds) - most:,} other kinds")
    if folded:
        which = f"the first {KEPT:,} of each kind" if any(p.count > 1 for p in problems) else "every one"
        how = "--all-problems" if offered("--all-problems") else "graphmodel plan FOLDER --all-problems"
        say(f"{how} lists {which}")


def described(problem: Problem) -> list[str]:
    r"""One problem, line by line: where, which, what, and what to do.

    >>> from graphmodel.model.problems import Problem
    >>> print(*described(Problem("E021", "error", "a.csv", 7, "no number", "cost", 5, "abc", "write 12.50")), sep="\n")
    a.csv:7:cost [E021] no number
        value: 'abc' (record 5)
        hint: write 12.50
    >>> described(Problem("W001", "warning", "a.csv", 0, "no rows")), described(Problem("E403", "error", "", 0, "gone"))
    (['a.csv [W001] no rows'], ['[E403] gone'])
    """
    place = f"source {problem.source}: {problem.place}" if problem.source else problem.place
    lines = [f"{place} [{problem.code}] {problem.message}".lstrip()]
    record = f" (record {problem.record})" if problem.record else ""
    if problem.value:
        lines.append(f"    value: {short(problem.value)!r}{record}")
    elif record:
        lines.append(f"    record {problem.record}")
    if problem.hint:
        lines.append(f"    hint: {typed(problem.hint)}")
    return lines
