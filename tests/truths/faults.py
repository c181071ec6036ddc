"""What is not as it is true, and how bad that is."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from graphmodel.importers import Incoming
from graphmodel.importers.suggestion import Suggestion

SILENT: Final = "silent"
"""Wrong, and nothing says so."""
ERROR: Final = "error"
"""The import is refused."""
GUESSED: Final = "guessed"
"""Wrong, and said to be a guess, with what to do."""
MISSED: Final = "missed"
"""Not read, and said so: left out with a reason, kept as it is, or warned of."""
HARMS: Final = (SILENT, ERROR, GUESSED, MISSED)
"""The worst first."""

_GUESS: Final = ("swap both if", "is not said")
"""How a mapping says that it guesses a direction."""


@dataclass(frozen=True)
class Fault:
    """Something that is not as it is true."""

    harm: str
    what: str
    """The kind of fault."""
    detail: str


@dataclass(frozen=True)
class Reading:
    """What was proposed, and what is read with it."""

    proposed: Suggestion
    found: Incoming

    def records(self, kind: str) -> list[dict[str, str]]:
        """The records of that kind."""
        table = self.found.tables.get(kind)
        return [table.record(row) for row in range(len(table))] if table else []

    @property
    def refused(self) -> bool:
        """An error says that something is wrong."""
        return any(problem.severity == "error" for problem in self.found.problems)

    @property
    def guesses(self) -> bool:
        """The mapping says that it guesses a direction."""
        return any(said in self.proposed.toml for said in _GUESS)

    def warns(self, headers: Collection[str]) -> bool:
        """Does a problem name one of these columns?"""
        return any(problem.column in headers for problem in self.found.problems)

    def harm(self, headers: Collection[str]) -> str:
        """How bad it is that what these columns say is not read."""
        columns = {alike(left.column) for left in self.proposed.left_out}
        columns |= {alike(one) for left in self.proposed.left_out for one in left.column.split(", ")}
        for line in re.findall(r"^attributes = \[(.*)\]\s*(?:#|$)", self.proposed.toml, re.MULTILINE):
            kept = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
            columns |= {alike(one.replace("\\n", "\n").replace("\\\\", "\\")) for one in kept}
        return MISSED if self.refused or not columns.isdisjoint(map(alike, headers)) else SILENT


def alike(text: str) -> str:
    """As names are compared."""
    return re.sub(r"\s+", " ", text).strip().casefold()


def some(found: Collection[object] | Mapping[object, object]) -> str:
    """The first of them, for a report."""
    return repr(sorted(map(str, found))[:3])
