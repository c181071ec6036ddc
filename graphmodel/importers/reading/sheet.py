"""One file read into the tables it holds."""

from __future__ import annotations

import csv
import gc
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graphmodel.importers.incoming import Places, Progress, SourceFile
from graphmodel.importers.reading import dialect, text
from graphmodel.importers.reading.columns import Shape
from graphmodel.importers.reading.found import Found
from graphmodel.importers.reading.header import check
from graphmodel.importers.reading.records import MAX_FIELD, MAX_LINE, Broken, cells, windows
from graphmodel.importers.reading.rows import Gatherer
from graphmodel.model.problems import Problem
from graphmodel.model.table import Table
from graphmodel.model.values import Notation
from graphmodel.model.words import count

IGNORED = "rejected_because"
"""The column that a file of rejected rows has besides its own."""

Bind = Callable[[dialect.Header, Found], Sequence[Shape]]
"""Which tables a file with this header holds; none, with problems noted, where it cannot be told."""


@dataclass(frozen=True)
class Sheet:
    """One file and how it is to be read."""

    path: Path
    name: str
    """As problems and origins name it."""
    bind: Bind
    known: Collection[str]
    """Folded names of columns that it may have: the delimiter that finds the most is the likeliest."""
    encoding: str | None = None
    delimiter: str = ""
    reading: Notation | None = None
    """How it writes numbers and dates; decimal commas are read where the delimiter leaves them free if not given."""
    limit: int = 0
    """Stop soon after so many records; 0: read them all."""
    used_only: bool = False
    """Columns that the tables do not use are nobody's concern."""


def tables(sheet: Sheet, found: Found, progress: Progress | None) -> list[Table]:
    """The tables of one file; what is wrong goes to ``found``. Raises UsageError where it cannot be opened."""
    loaded = text.load(sheet.path, sheet.name, sheet.encoding)
    if isinstance(loaded, Problem):
        found.whole(loaded)
        return []
    head = _header(sheet, loaded, found)
    shapes = sheet.bind(head, found) if head else ()
    if not head or not shapes:
        found.unreadable.add(sheet.name)
        return []
    _tell(sheet, head, loaded, found)
    reading = sheet.reading or Notation(decimal="." if head.delimiter == "," else ",")
    gatherers = [Gatherer(s, sheet.name, reading, found, nul=loaded.nul) for s in shapes]
    places = Places()
    headers = {(s.kind.name, c.name): c.header for s in shapes for c in s.columns if c.header}
    encoding = "utf-8" if loaded.encoding == "utf-8-sig" else loaded.encoding
    found.files[sheet.name] = SourceFile(sheet.path, head.cells, head.delimiter, encoding, places, headers)
    _gather(sheet, loaded, head, gatherers, places, found, progress)
    if not places.records:
        message = "zero rows: only a line of column names"
        found.problems.append(Problem("W101", "warning", sheet.name, head.line, message))
    return [g.table() for g in gatherers]


def _header(sheet: Sheet, loaded: text.Text, found: Found) -> dialect.Header | None:
    """The header, unless it makes the file unreadable."""
    for line, content in enumerate(loaded.lines[:2], 1):
        if len(content) > MAX_LINE:
            found.whole(text.line_too_long(sheet.name, line, len(content)))
            return None
    head = dialect.header(loaded.lines, sheet.name, sheet.delimiter, sheet.known)
    if isinstance(head, Problem):
        found.whole(head)
        return None
    problems = list(check(head.cells, sheet.name, head.line, sheet.known if sheet.used_only else None))
    found.problems.extend(problems)
    return None if any(p.severity == "error" for p in problems) else head


def _tell(sheet: Sheet, head: dialect.Header, loaded: text.Text, found: Found) -> None:
    if head.delimiter != ",":
        found.notes.append(
            f"{sheet.name}: read with delimiter {dialect.DELIMITERS.get(head.delimiter, head.delimiter)}"
        )
    if loaded.encoding not in {"utf-8", "utf-8-sig"}:
        found.notes.append(f"{sheet.name}: read as {loaded.encoding}")


def _gather(
    sheet: Sheet,
    loaded: text.Text,
    head: dialect.Header,
    gatherers: Sequence[Gatherer],
    places: Places,
    found: Found,
    progress: Progress | None,
) -> None:
    name, width, first = sheet.name, len(head.cells), gatherers[0]
    for window in windows(loaded.lines, head.delimiter, head.end):
        rows, lines = window.rows, window.lines
        if set(map(len, rows)) != {width}:
            rows, lines = _fitting(name, rows, lines, width, places, found, first)
            records: Sequence[int] = [places.record(line) for line in lines]
        else:
            records = range(places.records + 1, places.records + 1 + len(rows))
            places.add(lines)
        if rows:
            columns = list(zip(*rows, strict=True))
            for gatherer in gatherers:
                gatherer.add(columns, lines, records)
        if window.broken:
            places.add(range(window.broken.line, window.broken.line + 1))
            line = loaded.lines[window.broken.line - 1]
            whole = [cell for cell, _ in cells(line, head.delimiter)][: window.broken.column]
            found.reject(
                _broken(name, window.broken, head.cells, places.records), first.kind, first.key(whole)
            )
        if progress:
            progress(loaded.size * window.end // len(loaded.lines), loaded.size)
        if sheet.limit and places.records >= sheet.limit:
            break


def _fitting(
    name: str,
    rows: list[list[str]],
    lines: Sequence[int],
    width: int,
    places: Places,
    found: Found,
    first: Gatherer,
) -> tuple[list[list[str]], Sequence[int]]:
    """The rows that have as many cells as the header; blank lines are nothing, the others are rejected."""
    filled = [i for i, row in enumerate(rows) if row]
    places.add(lines if len(filled) == len(rows) else [lines[i] for i in filled])
    good = [i for i in filled if len(rows[i]) == width]
    for i in filled:
        if len(rows[i]) != width:
            record = places.record(lines[i])
            message = f"the row has {count(len(rows[i]), 'cell')}, the header has {width:,}"
            found.reject(
                Problem("E106", "error", name, lines[i], message, "", record, "", _spans(rows[i])),
                first.kind,
                first.key(rows[i]),
            )
    return [rows[i] for i in good], [lines[i] for i in good]


def _spans(row: list[str]) -> str:
    if any("\n" in cell or "\r" in cell for cell in row):
        return "it goes over several lines: is a quote not closed?"
    return "a delimiter inside a cell needs quotes around the cell"


def _broken(name: str, broken: Broken, header: tuple[str, ...], record: int) -> Problem:
    column = header[broken.column] if broken.column < len(header) else ""
    return Problem(broken.code, "error", name, broken.line, broken.message, column, record, "", broken.hint)


@contextmanager
def hurried() -> Iterator[None]:
    """Garbage collection paused (nothing that is read makes cycles) and the limit of a cell set."""
    limit, collecting = csv.field_size_limit(MAX_FIELD), gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        csv.field_size_limit(limit)
        if collecting:
            gc.enable()
