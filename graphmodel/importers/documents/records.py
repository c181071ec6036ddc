"""The records of a document, sheet by sheet, as they are found: columns come as records have them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from graphmodel.importers.importer import CHUNK, IGNORED, Batch, Broken, Sheet
from graphmodel.importers.names import folded

MAX_COLUMNS: Final = 900
"""Columns of a sheet: the most frequent ones are kept, so that a property of everyone's own invention costs no file."""


class BadRecord(NamedTuple):
    """Why a record cannot be read."""

    column: str
    code: str
    message: str
    hint: str


class Stretch(NamedTuple):
    """Where a record is in its document: the offsets between which its text is."""

    start: int
    end: int


@dataclass
class DocumentRecords:
    """The records of one sheet."""

    name: str
    path: str
    """Of a record, with ``{}`` for its number in the document."""
    first: int = 0
    """What the number of the first is in a path."""
    known: tuple[str, ...] = ()
    """Columns that the sheet has, whatever its records have."""
    rows: list[Mapping[str, str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    """The position of each in the document, from 1, ascending."""
    lines: list[int] = field(default_factory=list)
    """The line of each; 0 in a document that has no lines."""
    spans: list[Stretch] = field(default_factory=list)
    flaws: dict[int, BadRecord] = field(default_factory=dict)
    """Position in ``rows`` → what is wrong with it."""

    def add(
        self, number: int, line: int, span: Stretch, row: Mapping[str, str], flaw: BadRecord | None = None
    ) -> None:
        """One more record, after the others in the document."""
        if flaw is None and _halved("".join(row.values())):
            column = next(name for name, cell in row.items() if _halved(cell))
            flaw = BadRecord(
                column, "E114", "half a character (a lone surrogate)", "write the whole character"
            )
        if flaw:
            self.flaws[len(self.rows)] = flaw
        self.rows.append(row)
        self.numbers.append(number)
        self.lines.append(line)
        self.spans.append(span)

    @property
    def by_line(self) -> bool:
        """Each record begins in a line of its own, so that the line is its place."""
        return all(a < b for a, b in pairwise([0, *self.lines]))

    @property
    def places(self) -> Sequence[int]:
        """As ``Batch.lines``."""
        return self.lines if self.by_line else self.numbers

    @property
    def header(self) -> tuple[str, ...]:
        """The columns: those that are known, then the others as they were met."""
        return (*dict.fromkeys([*self.known, *(name for row in self.rows for name in row)]),)

    def sheet(self, notes: tuple[str, ...] = ()) -> Sheet:
        """The sheet."""
        header = self.header
        path = "" if self.by_line else self.path
        blank = frozenset(name for name in self.known if not any(row.get(name) for row in self.rows))
        return Sheet(
            header, self._batches(header), self.name, path=path, first=self.first, notes=notes, blank=blank
        )

    def _batches(self, header: Sequence[str]) -> Iterator[Batch]:
        places, size = self.places, len(self.rows)
        for at in range(0, size, CHUNK):
            part = range(at, min(at + CHUNK, size))
            good = [i for i in part if i not in self.flaws] if self.flaws else part
            rows = [self.rows[i] for i in good]
            columns = [[row.get(name, "") for row in rows] for name in header]
            broken = [self._broken(i, places[i], header) for i in part if i in self.flaws]
            yield Batch(columns, [places[i] for i in good], broken, part.stop / size)

    def _broken(self, at: int, place: int, header: Sequence[str]) -> Broken:
        column, code, message, hint = self.flaws[at]
        cells = [self.rows[at].get(name, "") for name in header]
        return Broken(place, header.index(column) if column in header else -1, code, message, hint, cells)

    def chosen(self, why: Callable[[int], str] | None) -> Iterator[tuple[int, str]]:
        """(position, reason) of the records that are to be written again."""
        if why:
            for at, place in enumerate(self.places):
                if reason := why(place):
                    yield at, reason


def _halved(cell: str) -> bool:
    return not (cell.isascii() or cell.isprintable()) and any("\ud800" <= c <= "\udfff" for c in cell)


def frequent(names: Iterable[str]) -> dict[str, None]:
    """The names that are columns: all, or the most frequent where there are more than a sheet may have.

    >>> list(frequent(["b", "a", "b"]))
    ['b', 'a']
    """
    count = Counter(names)
    return dict.fromkeys(name for name, _ in count.most_common(MAX_COLUMNS))


def named(names: Iterable[str], own: Iterable[str], prefix: str) -> dict[str, str]:
    """Names that users have given → columns of their own, by the folded name; with the prefix where one is taken.

    >>> named(["Owner", "Name"], ["name"], "property")
    {'Owner': 'Owner', 'Name': 'property Name'}
    """
    taken, found = {*map(folded, own), IGNORED, ""}, dict[str, str]()
    for name in dict.fromkeys(names):
        column, number = name.strip(), 1
        while folded(column) in taken and column != IGNORED:
            column = f"{prefix} {name.strip()}" if number == 1 else f"{prefix} {name.strip()} ({number})"
            number += 1
        taken.add(folded(column))
        found[name] = column
    return found


def cell(value: object) -> str:
    """What a value of JSON or YAML is as a cell: a text as it is, a list of texts joined by ``;``, else JSON.

    >>> cell(None), cell(True), cell(["a", "b"]), cell({"a": ["1"]})
    ('', 'true', 'a;b', '{"a": ["1"]}')
    """
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ";".join(value)
    return json.dumps(value, ensure_ascii=False)
