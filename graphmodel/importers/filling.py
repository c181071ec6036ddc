"""Cells that are left blank below the one that they mean: filled with the value above, row by row."""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from typing import Any, Self

from graphmodel.importers.importer import File
from graphmodel.importers.names import by_number, folded, numbered, patterns


class Filling:
    """What the rows so far had in the columns that a mapping says to fill; none where it says none."""

    def __init__(self, at: Sequence[int], skip: Sequence[str] = ()) -> None:
        self._at = at
        self._above: list[Any] = [""] * len(at)
        self._skips = patterns(skip)

    @classmethod
    def of(cls, said: File, header: Sequence[str]) -> Self:
        """What a mapping says of a sheet with this header."""
        named = {folded(name) for names in said.fill for name in names}
        at = {folded(name): n for n, name in reversed([*enumerate(numbered(header, named))])}
        at |= {name: n for name in named if (n := by_number(name)) is not None and n < len(header)}
        found = (next((at[n] for n in map(_first, names) if n in at), -1) for names in said.fill)
        return cls([n for n in found if n >= 0], said.skip)

    def __bool__(self) -> bool:
        return bool(self._at)

    def forget(self) -> None:
        """A row is lost: nobody knows what those below it mean."""
        self._above = [""] * len(self._at)

    def fill(self, row: MutableSequence[Any]) -> None:
        """Fill a row in place. One that is blank, or that the mapping skips, says nothing for those below it.

        A cell that is filled begins a new group: columns that are named after its column begin anew, too.
        """
        first = next((cell for cell in row if not _blank(cell)), "")
        if first == "" or (self._skips and self._skips(str(first))):
            return
        begun = False
        for n, at in enumerate(self._at):
            if at >= len(row):
                continue
            if not _blank(row[at]):
                begun = True
                self._above[n] = row[at]
            elif begun:
                self._above[n] = ""
            else:
                row[at] = self._above[n]


def _first(name: str) -> str:
    """A column's name as it is looked for: the first of several is called as they are."""
    return folded(name).removesuffix("#1")


def _blank(cell: Any) -> bool:
    return isinstance(cell, str) and (not cell or cell.isspace())
