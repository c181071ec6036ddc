"""What became of the rows of a sheet: every one is accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from graphmodel.model.accounts import ReadRelation
from graphmodel.model.words import count, short

NAMED: Final = 5
"""So many values of rows that no table wants are named, the most frequent first."""


@dataclass
class Account:
    """The rows of one sheet."""

    file: str
    sheet: str
    """Empty where the file has but one."""
    rows: int = 0
    unwanted: int = 0
    """Rows that no table of the mapping wants."""
    first: int = 0
    """The place of the first of them."""
    decides: str = ""
    """The column by which tables choose."""
    values: Counter[str] = field(default_factory=Counter)
    """What it has in the unwanted rows."""
    expected: Counter[str] = field(default_factory=Counter)
    """Those of them that the mapping names as left out."""
    dropped: dict[int, tuple[str, str]] = field(default_factory=dict)
    """The places of rows that say nothing for any table, or only what other rows say; the column and value why."""
    blank: int = 0
    skipped: int = 0
    relations: list[ReadRelation] = field(default_factory=list)
    """The types of relations, and how each was read."""

    def leave_out(
        self, lines: Sequence[int], cells: Sequence[str], wanted: set[int], named: Callable[[str], object]
    ) -> None:
        """Count the rows that are not wanted.

        ``cells``: of the column that decides; ``named``: does the mapping say that a row with that cell is left out?
        """
        for at, line in enumerate(lines):
            if line not in wanted:
                self.unwanted += 1
                value = cells[at].strip() if cells else ""
                if cells:
                    self.values[value] += 1
                if cells and named(value):
                    self.expected[value] += 1
                else:
                    self.first = self.first or line

    @property
    def unwanted_values(self) -> str:
        """``type 'Contains' (3), 'Located in' (1) and 2 more values``; empty where nothing decides."""
        values = self.values - self.expected
        named = [f"{short(value)!r} ({n:,})" for value, n in values.most_common(NAMED)]
        more = len(values) - NAMED
        rest = f" and {count(more, 'more value')}" if more > 0 else ""
        return f"{self.decides} {', '.join(named)}{rest}" if named else ""
