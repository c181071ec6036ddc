"""Values that were not taken since another file has the last word: said by field and file, with how many there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from graphmodel.importers.tables.found import Found
from graphmodel.model.origin import origin
from graphmodel.model.problems import Problem
from graphmodel.model.table import Table
from graphmodel.model.words import count, short
from graphmodel.planning.records import Merged


class _First(NamedTuple):
    kept: int
    other: int
    key: tuple[str, ...]


class Overruled:
    """Those of one table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._first: dict[tuple[str, str, str], _First] = {}
        self._count: dict[tuple[str, str, str], int] = {}

    def add(self, one: Merged, key: tuple[str, ...]) -> None:
        """Those of one record."""
        files = self._table.files
        for name, (kept, *others) in one.overruled.items():
            for other in others:
                pair = (name, files[kept], files[other])
                self._count[pair] = self._count.get(pair, 0) + 1
                first = _First(kept, other, key)
                known = self._first.setdefault(pair, first)
                if (self._table.lines[other], key) < (self._table.lines[known.other], known.key):
                    self._first[pair] = first

    def problems(self, found: Found) -> Iterator[Problem]:
        """W308: one for each field and pair of files, with the first record as an example."""
        table = self._table
        for pair, first in sorted(self._first.items()):
            name, kept, other = pair
            mine, theirs = (table.texts(name)[row] for row in (first.kept, first.other))
            what = " → ".join(part for part in first.key if part)
            message = (
                f"{name} of {count(self._count[pair], table.kind.name, table.kind.plural)} is that of "
                f"{origin(kept, 1).file}, which is preferred: {what!r} has {short(mine)!r} "
                f"({table.origin(first.kept)}), not {short(theirs)!r}"
            )
            hint = "prefer in the mapping says which file has the last word"
            yield found.sheets.problem("W308", other, table.lines[first.other], message, name, theirs, hint)
