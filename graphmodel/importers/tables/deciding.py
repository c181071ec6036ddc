"""Which column decides that no table of a mapping wants a row."""

from __future__ import annotations

from collections.abc import Sequence

from graphmodel.importers.tables.columns import Condition


class Deciding:
    """The conditions of all tables of one sheet."""

    def __init__(self, header: Sequence[str], tables: Sequence[Sequence[Condition]]) -> None:
        self._header = header
        there = ([c for c in conditions if c.at >= 0 or not c.admits("")] for conditions in tables)
        self._tables = [
            conditions for conditions in there if all(0 <= c.at < len(header) for c in conditions)
        ]
        self._known: dict[tuple[str, ...], tuple[str, str]] = {}
        self._at = sorted({condition.at for conditions in self._tables for condition in conditions})

    def why(self, columns: Sequence[Sequence[str]], row: int) -> tuple[str, str]:
        """The column and the value that keep a row out: the first condition that fails, of the table that it fits best.

        Both are empty where it is no one column.
        """
        cells = tuple(columns[at][row].strip() for at in self._at)
        if cells not in self._known:
            self._known[cells] = self._decided(dict(zip(self._at, cells, strict=True)))
        return self._known[cells]

    def _decided(self, cells: dict[int, str]) -> tuple[str, str]:
        failing = [
            (fitting, condition.at)
            for conditions in self._tables
            for fitting, condition in enumerate(conditions)
            if not condition.admits(cells[condition.at])
            and all(c.admits(cells[c.at]) for c in conditions[:fitting])
        ]
        if not failing:
            return "", ""
        _, at = max(failing, key=lambda one: one[0])
        return self._header[at], cells[at]
