"""Records of one kind, column by column: one object per row would halve the speed of an import."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from graphmodel.model.metamodel import KINDS
from graphmodel.model.origin import origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graphmodel.model.metamodel import Kind
    from graphmodel.model.origin import Origin

Value = str | None
"""Canonical text. ``""`` is an empty cell; None means that the source has no such column and says nothing."""


@dataclass(frozen=True)
class Table:
    """Records of one kind. Every list has one entry per record."""

    kind: Kind
    columns: dict[str, list[Value]]
    """Known fields and free attributes by name; a column nobody gave is absent."""
    files: list[str] = field(default_factory=list)
    """What each record shares of its origin with others: its file, and in a document a path (``model.origin``).

    It is the same interned string over and over."""
    lines: list[int] = field(default_factory=list)
    """Physical line of each record, or its number in the path; 0 where there is none."""
    sources: list[str] = field(default_factory=list)
    """The source that gave each record, in what several sources hold together; else empty."""

    _texts: dict[str, tuple[list[Value], list[str]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What ``texts`` has made of which column: a look for absent values in a long one takes its time."""

    _distinct: dict[str, tuple[list[Value], frozenset[str]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What ``distinct`` has made of which column."""

    def __len__(self) -> int:
        return len(self.lines)

    def column(self, name: str) -> Sequence[Value]:
        """The column, or as many None as there are records."""
        found = self.columns.get(name)
        return found if found is not None else [None] * len(self)

    def texts(self, name: str) -> list[str]:
        """The column with absent values as the empty string; mostly the column itself, so not to be written to."""
        found = self.columns.get(name)
        if found is None:
            return [""] * len(self)
        given, texts = self._texts.get(name, (None, []))
        if given is not found:
            texts = [v or "" for v in found] if None in found else cast("list[str]", found)
            self._texts[name] = found, texts
        return texts

    def distinct(self, name: str) -> frozenset[str]:
        """The different values of the column, absent ones as the empty string."""
        found = self.columns.get(name)
        if found is None:
            return frozenset([""] * bool(len(self)))
        of, values = self._distinct.get(name, (None, frozenset[str]()))
        if of is not found:
            given = frozenset(found)
            values = frozenset(v or "" for v in given) if None in given else cast("frozenset[str]", given)
            self._distinct[name] = found, values
        return values

    def given_by(self, source: str) -> Table:
        """The same records, given by that source; what was found out of their columns is known of them, too."""
        table = Table(self.kind, self.columns, self.files, self.lines, [source] * len(self))
        table._texts.update(self._texts)
        table._distinct.update(self._distinct)
        return table

    def keys(self) -> Iterator[tuple[str, ...]]:
        """The identity of each record, absent parts as the empty string."""
        return zip(*(self.texts(name) for name in self.kind.key), strict=True)

    def origin(self, row: int) -> Origin:
        """Where that record was read."""
        return origin(self.files[row], self.lines[row], self.sources[row] if self.sources else "")

    def record(self, row: int) -> dict[str, str]:
        """That record's values that are not empty, by column, known fields first, free attributes by name."""
        names = [n for n in self.kind.names if n in self.columns] + self.free()
        return {name: value for name in names if (value := self.columns[name][row])}

    def records(self) -> Iterator[dict[str, str]]:
        """Every record as ``record`` gives it; much faster than one by one."""
        names = [n for n in self.kind.names if n in self.columns] + self.free()
        for values in zip(*(self.columns[name] for name in names), strict=True):
            yield {name: value for name, value in zip(names, values, strict=True) if value}

    def free(self) -> list[str]:
        """The names of the free attributes, sorted."""
        known = set(self.kind.names)
        return sorted(name for name in self.columns if name not in known)

    def take(self, rows: Sequence[int]) -> Table:
        """Those records, in that order."""
        columns = {name: [column[r] for r in rows] for name, column in self.columns.items()}
        files, lines = [self.files[r] for r in rows], [self.lines[r] for r in rows]
        return Table(
            self.kind, columns, files, lines, [self.sources[r] for r in rows] if self.sources else []
        )


def empty(kind: Kind) -> Table:
    """A table without records."""
    return Table(kind, {name: [] for name in kind.key})


def concat(kind: Kind, tables: Iterable[Table]) -> Table:
    """One table of all records; a column that one of them lacks is None there, and a source that is not told ``""``."""
    parts = [t for t in tables if len(t)]
    if len(parts) == 1:
        return parts[0]
    names = dict.fromkeys(name for part in parts for name in part.columns)
    columns: dict[str, list[Value]] = {name: [] for name in names} or empty(kind).columns
    files: list[str] = []
    lines: list[int] = []
    sources: list[str] = []
    told = any(part.sources for part in parts)
    for part in parts:
        for name in names:
            columns[name].extend(part.column(name))
        files += part.files
        lines += part.lines
        if told:
            sources += part.sources or [""] * len(part)
    return Table(kind, columns, files, lines, sources)


def from_records(kind: str, records: Iterable[dict[str, str]], file: str = "") -> Table:
    """A table from one dictionary per record: for small data, tests and NetworkX.

    A name that a field had before is understood, unless the field is there under its name of today, too.
    """
    rows = list(records)
    names = dict.fromkeys([*KINDS[kind].key, *(name for row in rows for name in row)])
    columns: dict[str, list[Value]] = {}
    for name in names:
        now = KINDS[kind].current(name)
        columns[name if now in names else now] = [row.get(name) for row in rows]
    return Table(KINDS[kind], columns, [file] * len(rows), list(range(2, len(rows) + 2)))
