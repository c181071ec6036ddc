"""The tables below each other in a file of delimited text: where each ends, and what stands below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile, zip_longest

from graphmodel.importers.delimited.dialect import Header, header
from graphmodel.importers.delimited.records import Window, windows
from graphmodel.importers.delimited.text import Text
from graphmodel.importers.ending import Ending, below, first_filled
from graphmodel.importers.importer import Below, File
from graphmodel.model.problems import Problem


@dataclass
class DelimitedTable:
    """One table of a file."""

    head: Header
    said: File
    end: int = field(default=0, init=False)
    """The line that ended it; 0 as long as none has."""
    last: int = field(default=0, init=False)
    """The line before the table below it, or the last of the file."""

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

    def below(self, text: Text) -> Below | None:
        """What stands below its end, if it has ended, and is in no other table."""
        if not self.end:
            return None
        found = windows(text.lines, self.head.delimiter, self.end - 1)
        rows = (one for window in found for one in zip(window.lines, window.rows, strict=True))
        within = takewhile(lambda one: one[0] <= self.last, rows)
        return below(within, self.end, followed=self.last < len(text.lines))

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
    ordered = sorted((one for one in found if isinstance(one, DelimitedTable)), key=lambda one: one.head.line)
    for part, after in zip_longest(ordered, ordered[1:]):
        part.last = after.top if after else len(text.lines)
    return found
