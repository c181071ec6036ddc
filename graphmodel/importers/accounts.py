"""What is counted of the rows of a sheet while they are read; what became of them in the end: ``accounting``."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from graphmodel.model.accounts import ReadRelation
from graphmodel.model.words import count, short

NAMED: Final = 5
"""So many values of rows that no table wants are named, the most frequent first."""


@dataclass
class RowTally:
    """The rows of one sheet."""

    file: str
    sheet: str
    """Empty where the file has but one."""
    rows: int = 0
    unwanted: int = 0
    """Rows that no table of the mapping wants."""
    first: int = 0
    """The place of the first of them."""
    values: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(column, value) by which these rows are left out; both empty where it is no one column."""
    expected: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Those of them that the mapping names as left out."""
    dropped: dict[int, tuple[str, str]] = field(default_factory=dict)
    """The places of rows that say nothing for any table, or only what other rows say; the column and value why."""
    blank: int = 0
    skipped: int = 0
    below: int = 0
    """Rows below the end of the table that are in no other."""
    relations: list[ReadRelation] = field(default_factory=list)
    """The types of relations, and how each was read."""

    def leave_out(self, line: int, column: str, value: str, *, expected: bool) -> None:
        """Count a row that is not wanted. ``expected``: the mapping says that a row with that value is left out."""
        self.unwanted += 1
        self.values[column, value] += 1
        if expected:
            self.expected[column, value] += 1
        else:
            self.first = self.first or line

    @property
    def decides(self) -> str:
        """The column by which most rows are left out that the mapping does not name."""
        return next((column for (column, _), _ in (self.values - self.expected).most_common(1)), "")

    @property
    def unwanted_values(self) -> str:
        """``type 'Contains' (3), 'Located in' (1) and 2 more values``; empty where nothing decides."""
        values = Counter({one: n for one, n in (self.values - self.expected).items() if one[0]})
        named, before = [], ""
        for (column, value), n in values.most_common(NAMED):
            named.append(f"{'' if column == before else column + ' '}{short(value)!r} ({n:,})")
            before = column
        more = len(values) - NAMED
        rest = f" and {count(more, 'more value')}" if more > 0 else ""
        return f"{', '.join(named)}{rest}" if named else ""
