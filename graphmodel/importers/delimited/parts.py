"""The tables below each other in a file of delimited text: where each ends, and what stands below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile, zip_longest
from typing import Final

from graphmodel.importers.delimited.dialect import Header, header
from graphmodel.importers.delimited.records import Window, windows
from graphmodel.importers.delimited.text import Text
from graphmodel.importers.ending import Ending, below_the_end, first_filled
from graphmodel.importers.importer import File
from graphmodel.model.problems import Problem

_TABLE: Final = 2
"""Rows of a table fill at least so many cells."""


@dataclass
class DelimitedTable:
    """One table of a file."""

    head: Header
    said: File
    end: int = field(default=0, init=False)
    """The line that ended it; 0 as long as none has."""

    def windows(self, text: Text, width: int = 0) -> Iterator[Window]:
        """Its records."""
        if not self.said.until:
            yield from windows(text.lines, self.head.delimiter, self.head.end, width)
            return
        last = self.said.last or len(text.lines)
        found = windows(text.lines[:last], self.head.delimiter, self.head.end)
        ending = Ending(self.said.until)
        for window in found:
            for at, row in enumerate(window.rows):
                if ending.at(first_filled(row)):
                    self.end = window.lines[at]
                    yield Window(window.rows[:at], window.lines[:at], None, self.end)
                    return
            yield window

    @property
    def top(self) -> int:
        """Lines above its header."""
        return self.head.line - len(self.head.rows)


def parts(text: Text, file: File) -> list[DelimitedTable | Problem]:
    """The tables that are meant, as a mapping has them: several where it says where one ends."""
    several = any(said.until for _, said in file.sheets)
    found = list[DelimitedTable | Problem]()
    for said in file.parts("") if several else [file]:
        head = header(text.lines, said.name, said.delimiter, said.known, said.header)
        found.append(head if isinstance(head, Problem) else DelimitedTable(head, said))
    return found


def unread(text: Text, read: Sequence[DelimitedTable]) -> Iterator[Problem]:
    """What stands below a table that ended, and is in no other."""
    ordered = sorted(read, key=lambda part: part.head.line)
    for part, after in zip_longest(ordered, ordered[1:]):
        if part.end:
            last = after.top if after else len(text.lines)
            lines = _lines(text, part, last)
            if lines:
                message = below_the_end(lines, part.end, "line")
                hint = "check that this is meant"
                yield Problem("W106", "warning", part.said.name, lines[0], message, hint=hint)


def _lines(text: Text, part: DelimitedTable, last: int) -> list[int]:
    """Where the rows of a table stand below the end of this one, up to that line."""
    found = windows(text.lines, part.head.delimiter, part.end - 1)
    rows = (one for window in found for one in zip(window.lines, window.rows, strict=True))
    return [
        line
        for line, row in takewhile(lambda one: one[0] <= last, rows)
        if len(list(filter(str.strip, row))) >= _TABLE
    ]
