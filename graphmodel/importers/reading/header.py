"""Column names: how they are compared, and what is wrong with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from typing import Final

from graphmodel.model.problems import Problem
from graphmodel.model.values import BadValue, identifier

MAX_COLUMNS: Final = 1_000

_GAP = re.compile(r"[\s_-]+")


def folded(name: str) -> str:
    """A column's name as it is compared: case, and whether words are joined by space, hyphen or _, do not matter.

    >>> folded(" Depends-On ")
    'depends_on'
    """
    return _GAP.sub("_", name.strip().casefold())


def check(
    header: Collection[str], file: str, line: int, used: Collection[str] | None = None
) -> Iterator[Problem]:
    """Problems of the names by themselves; of ``used`` ones (folded) only, where that is given."""
    if len(header) > MAX_COLUMNS:
        message = f"{len(header):,} columns; at most {MAX_COLUMNS:,} are read"
        yield Problem("E107", "error", file, line, message, hint="is the delimiter right?")
        return
    for name, count in Counter(map(folded, header)).items():
        if count > 1 and name and (used is None or name in used):
            same = [h.strip() for h in header if folded(h) == name]
            yield Problem(
                "E110",
                "error",
                file,
                line,
                f"{count} columns have this name",
                same[1],
                hint=_meant(same),
                value=same[1],
            )
    for at, name in enumerate(header, 1):
        if not name.strip() and used is None:
            message = f"column {at} has no name and is not read"
            yield Problem("W104", "warning", file, line, message, hint="name it, or remove it")
        elif used is None or folded(name) in used:
            try:
                identifier(name)
            except BadValue as bad:
                message = f"the name of column {at} cannot be used: {bad.message.replace('of the id ', '')}"
                yield Problem("E112", "error", file, line, message, value=name, hint="type it again")


def _meant(same: list[str]) -> str:
    return (
        "rename or remove one of them"
        if len(set(same)) == 1
        else f"the names {', '.join(same)} are read alike"
    )


def near(name: str, among: Iterable[str]) -> str:
    """The one name among these that ``name`` is most likely meant for, or empty.

    >>> near("nmae", ["id", "name"]), near("availabilty", ["availability"]), near("host", ["cost"])
    ('name', 'availability', '')
    """
    word, names = folded(name), list(among)
    swapped = [n for n in names if sorted(n) == sorted(word)]
    return next(iter(swapped or get_close_matches(word, names, 1, 0.8)), "")
