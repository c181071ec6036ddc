"""What became of the rows of a sheet: every one is accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

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
    became: Counter[str] = field(default_factory=Counter)
    """Kind → records, before those of one identity are made one."""
    rejected: int = 0
    """Records that were left out for a value or their form."""
    unwanted: int = 0
    """Rows that no table of the mapping wants."""
    first: int = 0
    """The place of the first of them."""
    decides: str = ""
    """The column by which tables choose."""
    values: Counter[str] = field(default_factory=Counter)
    """What it has in the unwanted rows."""
    blank: int = 0
    skipped: int = 0

    def leave_out(self, lines: Sequence[int], cells: Sequence[str], wanted: set[int]) -> None:
        """Count the rows that are not wanted; ``cells``: of the column that decides."""
        for at, line in enumerate(lines):
            if line not in wanted:
                self.first = self.first or line
                self.unwanted += 1
                if cells:
                    self.values[cells[at].strip()] += 1

    @property
    def unwanted_values(self) -> str:
        """``type 'Contains' (3), 'Located in' (1) and 2 more values``; empty where nothing decides."""
        named = [f"{short(value)!r} ({n:,})" for value, n in self.values.most_common(NAMED)]
        more = len(self.values) - NAMED
        rest = f" and {count(more, 'more value')}" if more > 0 else ""
        return f"{self.decides} {', '.join(named)}{rest}" if named else ""
