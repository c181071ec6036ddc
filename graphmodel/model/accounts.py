"""What became of the rows of a file that was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Unwanted(NamedTuple):
    """Rows that no table of a mapping wants, because of one value."""

    column: str
    """Empty where it is no one column."""
    value: str
    rows: int


class ReadRelation(NamedTuple):
    """How the rows of a sheet with one type of relation were read."""

    type: str
    rows: int
    read_as: str
    """``parent depends on child``; ``left out``, with the reason if there is one; empty where no mapping says it."""


@dataclass(frozen=True)
class SheetAccount:
    """Each row of one sheet: it became records, or part of one, or was left out for a reason."""

    file: str
    sheet: str
    """Empty where the file has but one."""
    rows: int
    """All that were read, the header not counted."""
    records: Mapping[str, int]
    """Kind → records that have a row of this sheet as their place; a row may make several."""
    merged: int
    """Rows that repeat or complete a record of another row."""
    followed: int
    """Rows that are left out with what they name."""
    unwanted: tuple[Unwanted, ...]
    """By value, the most frequent first."""
    blank: int
    """Rows of empty cells."""
    skipped: int
    """Totals and notes that the mapping says to skip."""
    rejected: int
    """Rows of which at least one record is rejected."""
    below: int = 0
    """Rows below the end of the table that are in no other."""
    relations: tuple[ReadRelation, ...] = ()
    """The types of relations whose direction depends on it, the most frequent first."""

    @property
    def left_out(self) -> int:
        """Rows that no table wants."""
        return sum(one.rows for one in self.unwanted)

    @property
    def plain(self) -> bool:
        """Every row is a record of its own."""
        return not (
            self.merged
            or self.followed
            or self.unwanted
            or self.blank
            or self.skipped
            or self.rejected
            or self.below
        )
