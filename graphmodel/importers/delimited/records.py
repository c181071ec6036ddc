"""From text to lines to records: the standard library's reader, strict, a window of lines at a time.

A record that cannot be read is left out alone: reading goes on with the line after the one in which it starts, so
that a quote that is never closed does not swallow what follows.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from typing import Final, NamedTuple, overload

from graphmodel.importers.importer import CHUNK, Broken

MAX_LINE: Final = 1_048_576
"""Characters of one physical line."""

MAX_FIELD: Final = 131_072
"""Characters of one cell."""

WINDOW: Final = CHUNK
"""Lines read at once."""

_FEW: Final = 8
"""… and after a record that cannot be read, as others may follow."""

_PIECE: Final = 1 << 13
"""Characters, about, that are cut into lines at once: few enough to stay in the processor's cache (measured)."""

_BREAK: Final = re.compile(r"\r\n|\r|\n")
_BREAKS_OF_PYTHON_ONLY: Final = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_FORMULA: Final = re.compile(r'="((?:[^"]|"")*+)"')


class Lines(Sequence[str]):
    """The physical lines of a text with their ends, cut piece by piece: short ones take 30 times the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at, self._first = [0], [0]
        """Where each piece begins, and its first line."""
        self._cut: tuple[int, list[str]] = (-1, [])
        at = 0
        while at < len(text):
            found = _BREAK.search(text, at + _PIECE)
            end = found.end() if found else len(text)
            ends = text.count("\n", at, end)
            if text.find("\r", at, end) >= 0:
                ends += text.count("\r", at, end) - text.count("\r\n", at, end)
            self._at.append(end)
            self._first.append(self._first[-1] + ends + (text[end - 1] not in "\r\n"))
            at = end

    def __len__(self) -> int:
        return self._first[-1]

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if not isinstance(at, slice):
            at = range(len(self))[at]
        start, stop, _ = (at if isinstance(at, slice) else slice(at, at + 1)).indices(len(self))
        found: list[str] = []
        while start + len(found) < stop:
            line = start + len(found)
            piece = bisect_right(self._first, line) - 1
            found += self._piece(piece)[line - self._first[piece] : stop - self._first[piece]]
        return found if isinstance(at, slice) else found[0]

    def isascii(self) -> bool:
        """Is the whole text ASCII?"""
        return self._text.isascii()

    def together(self, at: int) -> tuple[str, int]:
        """That line and some after it as one text, and how many they are."""
        piece = bisect_right(self._first, at) - 1
        first, lines = self._first[piece], self._first[piece + 1] - at
        if first == at:
            return self._text[self._at[piece] : self._at[piece + 1]], lines
        return "".join(self._piece(piece)[at - first :]), lines

    def _piece(self, piece: int) -> list[str]:
        if self._cut[0] != piece:
            self._cut = piece, split(self._text[self._at[piece] : self._at[piece + 1]])
        return self._cut[1]


class Window(NamedTuple):
    """Some records in a row. A blank line is an empty record."""

    rows: list[list[str]]
    """Empty where there are ``columns``."""
    lines: Sequence[int]
    """The physical line, from 1, in which each starts."""
    broken: Broken | None
    """What stands right after them."""
    end: int
    """Lines of the file done with."""
    columns: list[list[str]] | None = None
    """The same column by column, of plain records that all have the width that is expected."""


def windows(lines: Sequence[str], delimiter: str, start: int, width: int = 0) -> Iterator[Window]:
    """The records of ``lines[start:]``; ``width``: how many cells each should have."""
    at, size = start, WINDOW
    while at < len(lines):
        if width and size == WINDOW and isinstance(lines, Lines):
            text, count = lines.together(at)
            if columns := _columns(text, count, delimiter, width):
                at += count
                yield Window([], range(at - count + 1, at + 1), None, at, columns)
                continue
        window, last = list(lines[at : at + size]), at + size >= len(lines)
        if max(map(len, window)) > MAX_LINE:
            window, last = list(takewhile(lambda line: len(line) <= MAX_LINE, window)), True
            if not window:
                yield Window([], [], _too_long(at + 1, len(lines[at])), at + 1)
                at += 1
                continue
        with _limited():
            try:
                rows = list(csv.reader(window, delimiter=delimiter, strict=True))
            except csv.Error:
                found = _carefully(window, delimiter, at, last=last)
                size = size * 2 if found.end == at else _FEW
            else:
                found = Window(rows, _starts(rows, at, len(window)), None, at + len(window))
                size = min(size * 4, WINDOW)
        at = found.end
        if found.rows or found.broken:
            yield found


def _columns(text: str, lines: int, delimiter: str, width: int) -> list[list[str]]:
    """The columns of so many lines if they can be cut at their delimiters; none where they cannot.

    That is where no cell has quotes, or each stands in two, and all lines have that width; nor does one begin with
    nothing, as blank ones do. ``csv.reader`` gives the same for them, in twice the time.
    """
    if len(text) > MAX_FIELD:
        return []
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        if "\r" in text:
            return []
    if not text.endswith("\n"):
        text += "\n"
    between, last = delimiter, "\n"
    if quotes := text.count('"'):
        between, last = f'"{delimiter}"', '"\n"'
        if quotes != 2 * width * lines or text[0] != '"' or text[-2] != '"':
            return []
        text = f'{text[1:]}"'
    # Each break becomes a cell of its own, which must stand behind ``width`` others.
    cells = text.replace(last, f"{between}\n{between}").split(between)
    if len(cells) != lines * (width + 1) + 1 or cells[width :: width + 1].count("\n") != lines:
        return []
    columns = [cells[at : -1 : width + 1] for at in range(width)]
    return columns if all(map(str.strip, columns[0])) else []


def plain(cell: str) -> str:
    """A cell without the formula that keeps spreadsheets from reading a number in it.

    >>> plain('="0341"'), plain('="a"&"b"')
    ('0341', '="a"&"b"')
    """
    found = _FORMULA.fullmatch(cell)
    return found[1].replace('""', '"') if found else cell


def split(text: str) -> list[str]:
    """The physical lines with their ends; only LF, CR and CRLF end a line."""
    if any(c in text for c in _BREAKS_OF_PYTHON_ONLY):
        return list(io.StringIO(text, newline=""))
    return text.splitlines(keepends=True)


@contextmanager
def _limited() -> Iterator[None]:
    """Cells of at most ``MAX_FIELD`` characters, whatever the process allows elsewhere."""
    limit = csv.field_size_limit(MAX_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(limit)


def _too_long(line: int, length: int) -> Broken:
    message = f"the line has {length:,} characters; at most {MAX_LINE:,} are read"
    return Broken(line, 0, "E109", message, "are the line breaks missing?")


def _starts(rows: list[list[str]], at: int, count: int) -> Sequence[int]:
    if len(rows) == count:
        return range(at + 1, at + 1 + count)
    starts, line = [], at + 1
    for row in rows:
        starts.append(line)
        line += 1 + sum(len(_BREAK.findall(cell)) for cell in row)
    return starts


def _carefully(window: list[str], delimiter: str, at: int, *, last: bool) -> Window:
    """The records up to the first that cannot be read, and that one; or up to one that goes beyond the window."""
    reader = csv.reader(window, delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    starts: list[int] = []
    while True:
        begun = reader.line_num
        try:
            row = next(reader)
        except csv.Error as error:
            if "unexpected end" in str(error) and not last:
                return Window(rows, starts, None, at + begun)
            broken = _diagnosis(window[begun], delimiter, at + begun + 1, at + reader.line_num)
            return Window(rows, starts, broken, at + begun + 1)
        rows.append(row)
        starts.append(at + begun + 1)


def _diagnosis(text: str, delimiter: str, line: int, end: int) -> Broken:
    """Which cell of a record's first line makes it unreadable; ``end`` is the line where the reader gave up."""
    whole: list[str] = []
    for column, (cell, rest) in enumerate(cells(text, delimiter)):
        if rest is None:
            where = "" if end == line else f", or text follows the closing one (line {end})"
            return Broken(
                line,
                column,
                "E104",
                f"the quote that opens here is not closed{where}",
                'a quote inside a cell is ""',
                whole,
            )
        if rest:
            return Broken(
                line,
                column,
                "E105",
                f"text follows the closing quote: {rest[:40]!r}",
                'a quote inside a cell is ""',
                whole,
            )
        if len(cell) > MAX_FIELD:
            message = f"the cell has {len(cell):,} characters; at most {MAX_FIELD:,} are read"
            return Broken(line, column, "E108", message, "shorten it", whole)
        whole.append(cell)
    return Broken(line, 0, "E104", "the record cannot be read", "check its quotes")


def cells(text: str, delimiter: str) -> Iterator[tuple[str, str | None]]:
    """Each cell of one line, with the text that follows its closing quote; None where that quote is missing."""
    quoted = re.compile(r'"((?:[^"]|"")*+)"')
    at, text = 0, text.rstrip("\r\n")
    while at <= len(text):
        found = quoted.match(text, at)
        if not found and text.startswith('"', at):
            yield text[at + 1 :].replace('""', '"'), None
            return
        start = found.end() if found else at
        stop = text.find(delimiter, start)
        stop = len(text) if stop < 0 else stop
        if found:
            yield found[1].replace('""', '"'), text[start:stop]
        else:
            yield text[at:stop], ""
        at = stop + 1
