"""Rows of one record made one: a value for each field, and the place that gave it, in whatever order they were read."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from graphmodel.importers.precedence import Precedence
from graphmodel.model.table import Table, Value
from graphmodel.model.values import Type, type_of


@dataclass(frozen=True)
class Merged:
    """What the rows of one record say together."""

    rows: tuple[int, ...]
    """By file and line."""
    row: int
    """The one that says the most, the first of those: its place is the record's."""
    values: dict[str, int]
    """Column → the first row that gives it a value."""
    disputed: dict[str, tuple[int, ...]]
    """Column of several values → for each value the first row that gives it."""
    overruled: dict[str, tuple[int, ...]]
    """Column → the row whose file has the last word, and for each other value the first row that gives it."""
    repeated: dict[int, int]
    """Row that says nothing new → the row that says the same, or the same and more."""


class Merger:
    """Merges rows of one table. An empty cell says nothing."""

    def __init__(self, table: Table, prefer: Precedence | None = None) -> None:
        self._table = table
        self._prefer = prefer
        self._columns = [
            (name, column, type_of(table.kind, name))
            for name, column in table.columns.items()
            if name not in table.kind.key
        ]

    def merged(self, rows: Sequence[int]) -> Merged:
        """Those rows, which have one identity."""
        files, lines = self._table.files, self._table.lines
        rows = sorted(rows, key=lambda row: (files[row], lines[row], row))
        values: dict[str, int] = {}
        disputed: dict[str, tuple[int, ...]] = {}
        overruled: dict[str, tuple[int, ...]] = {}
        said: list[list[Hashable]] = [[] for _ in rows]
        for name, column, typed in self._columns:
            given: dict[Hashable, int] = {}
            for at, row in enumerate(rows):
                if value := column[row]:
                    meaning = _meaning(typed, value)
                    given.setdefault(meaning, row)
                    said[at].append((name, meaning))
            if given:
                values[name] = next(iter(given.values()))
            if len(given) > 1 and (preferred := self._preferred(name, typed, rows)) is not None:
                values[name] = preferred
                own = _meaning(typed, column[preferred] or "")
                overruled[name] = (preferred, *(row for meaning, row in given.items() if meaning != own))
            elif len(given) > 1:
                disputed[name] = tuple(given.values())
        most = max(range(len(rows)), key=lambda at: (len(said[at]), -at))
        repeated = dict(_repeated(rows, [frozenset(of_row) for of_row in said], most))
        return Merged(tuple(rows), rows[most], values, disputed, overruled, repeated)

    def _preferred(self, name: str, typed: Type, rows: Sequence[int]) -> int | None:
        """The first row of the files that have the last word, if these give one value."""
        if self._prefer is None:
            return None
        files, column = self._table.files, self._table.columns[name]
        ranks = {row: self._prefer.rank(name, files[row]) for row in rows if column[row]}
        best = min(ranks.values())
        last = [row for row in rows if ranks.get(row) == best]
        return last[0] if len({_meaning(typed, column[row] or "") for row in last}) == 1 else None

    def value(self, column: str, one: Merged) -> Value:
        """The value of a column; where no row gives one: empty where a row says so, else None."""
        cells = self._table.columns[column]
        if column in one.values:
            return cells[one.values[column]]
        return "" if any(cells[row] is not None for row in one.rows) else None


def _repeated(
    rows: Sequence[int], said: Sequence[frozenset[Hashable]], most: int
) -> Iterator[tuple[int, int]]:
    first = {said[most]: rows[most]}
    for row, of_row in zip(rows, said, strict=True):
        if row == rows[most]:
            continue
        if of_row <= said[most]:
            yield row, rows[most]
        elif first.setdefault(of_row, row) != row:
            yield row, first[of_row]


def _meaning(typed: Type, value: str) -> Hashable:
    return typed.meaning(value) if typed.several else value
