"""Delimited text: CSV and its kin, one sheet per file, places by line."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Final, TextIO

from graphmodel.importers.delimited.dialect import DELIMITERS, Header
from graphmodel.importers.delimited.parts import DelimitedTable, parts
from graphmodel.importers.delimited.records import MAX_LINE, cells, plain
from graphmodel.importers.delimited.text import Text, line_too_long, load
from graphmodel.importers.ending import first_filled
from graphmodel.importers.filling import Filling
from graphmodel.importers.importer import IGNORED, Batch, Broken, File, Importer, Sheet
from graphmodel.importers.names import folded, patterns
from graphmodel.model.errors import UsageError
from graphmodel.model.notation import Notation
from graphmodel.model.problems import Problem
from graphmodel.model.words import count

SUFFIXES: Final = (".csv", ".tsv", ".txt")


def sniff(path: Path, _head: bytes) -> bool:
    """By the suffix; other text is read as this where no importer takes it."""
    return path.suffix.casefold() in SUFFIXES


def read(file: File) -> Iterator[Sheet | Problem]:
    """The one sheet, or the tables below each other in it. Raises UsageError where the file cannot be opened."""
    loaded = _loaded(file)
    if isinstance(loaded, Problem):
        yield loaded
        return
    formulas: list[int] = []
    first = True
    for at, part in enumerate(parts(loaded, file)):
        if isinstance(part, Problem):
            yield part
            continue
        head, comma = part.head, part.head.delimiter == ","
        yield Sheet(
            head.cells,
            _batches(loaded, part, formulas),
            line=head.line,
            notes=_notes(file, head, loaded) if first else (),
            form={} if comma else {"delimiter": head.delimiter, "decimal": ","},
            notation=Notation(decimal="." if comma else ","),
            nul=loaded.nul,
            garbled=loaded.garbled,
            part=at,
        )
        first = False
    if formulas:
        found = count(len(formulas), "cell")
        message = f'{found} written as a formula, ="…", read as the text in it'
        hint = "spreadsheets keep leading zeros so; nothing is lost"
        yield Problem("W108", "warning", file.name, formulas[0], message, hint=hint)


def _loaded(file: File) -> Text | Problem:
    loaded = load(file.path, file.name, file.encoding)
    if isinstance(loaded, Text):
        for line, content in enumerate(loaded.lines[:2], 1):
            if len(content) > MAX_LINE:
                return line_too_long(file.name, line, len(content))
    return loaded


def _notes(file: File, head: Header, loaded: Text) -> tuple[str, ...]:
    """What is not as usual."""
    read = []
    if head.delimiter != ",":
        read.append(f"with delimiter {DELIMITERS.get(head.delimiter, head.delimiter)}")
    as_usual = loaded.encoding == file.encoding and loaded.lines.isascii()
    if loaded.encoding not in ("utf-8", "utf-8-sig") and not as_usual:
        read.append(f"as {loaded.encoding}")
    return (f"{file.name}: read {' and '.join(read)}",) if read else ()


def _batches(loaded: Text, part: DelimitedTable, formulas: list[int]) -> Iterator[Batch]:
    """The records; the line of each cell that is a formula of one text goes to ``formulas``."""
    names, said = part.head.cells, part.said
    width, size, skips = len(names), len(loaded.lines), patterns(said.skip)
    filling = Filling.of(said, names)
    whole = not (skips or loaded.formulas or filling or said.until)
    for window in part.windows(loaded, width if whole else 0):
        if window.columns:
            yield Batch(window.columns, window.lines, done=window.end / size)
            continue
        rows, lines = window.rows, window.lines
        broken: Sequence[Broken] = ()
        blank: Sequence[int] = ()
        skipped = 0
        if loaded.formulas:
            rows = _plain(rows, lines, formulas)
        if filling:
            for row in rows:
                filling.fill(row)
        columns = _columns(rows)
        # Rows that hold nothing begin with a cell that does.
        if skips or len(columns) != width or not all(map(str.strip, columns[0])):
            rows, lines, blank, skipped = _records(rows, lines, skips)
            rows, lines, broken = _fitting(rows, lines, width)
            columns = _columns(rows)
        if window.broken:
            broken = *broken, window.broken
            filling.forget()
        yield Batch(columns, lines, broken, window.end / size, blank, skipped)
    if below := part.below(loaded):
        yield Batch([()] * width, (), below=below)


def _plain(rows: list[list[str]], lines: Sequence[int], formulas: list[int]) -> list[list[str]]:
    found = [[plain(cell) for cell in row] for row in rows]
    for line, row, was in zip(lines, found, rows, strict=True):
        formulas += [line for one, other in zip(row, was, strict=True) if one != other]
    return found


def _columns(rows: list[list[str]]) -> list[tuple[str, ...]]:
    """The cells column by column; none where rows differ in length: to try is faster than to look first."""
    try:
        return list(zip(*rows, strict=True))
    except ValueError:
        return []


def _records(
    rows: list[list[str]], lines: Sequence[int], skips: Callable[[str], object] | None
) -> tuple[list[list[str]], Sequence[int], Sequence[int], int]:
    """The rows that say something, the lines of those that hold nothing, and how many are skipped."""
    good, blank, skipped = [], [], 0
    for i, row in enumerate(rows):
        first = first_filled(row)
        if not first:
            # A line without a delimiter is no row.
            blank += [lines[i]] * (len(row) > 1)
        elif skips and skips(first):
            skipped += 1
        else:
            good.append(i)
    return [rows[i] for i in good], [lines[i] for i in good], blank, skipped


def _fitting(
    rows: list[list[str]], lines: Sequence[int], width: int
) -> tuple[list[list[str]], Sequence[int], Sequence[Broken]]:
    """The rows that have as many cells as the header, and the others."""
    good = [i for i, row in enumerate(rows) if len(row) == width]
    broken = []
    for i, row in enumerate(rows):
        if len(row) != width:
            message = f"the row has {count(len(row), 'cell')}, the header has {width:,}"
            broken.append(Broken(lines[i], -1, "E106", message, _spans(row), row))
    return [rows[i] for i in good], [lines[i] for i in good], broken


def _spans(row: list[str]) -> str:
    if any("\n" in cell or "\r" in cell for cell in row):
        return "it goes over several lines: is a quote not closed?"
    return "a delimiter inside a cell needs quotes around the cell"


def rewrite(
    file: File, chosen: Mapping[str, Callable[[int], str]], target: Path, encoding: str | None
) -> None:
    """The rows with their cells as they were, the reasons before them; delimiter, encoding and columns are kept."""
    loaded = _loaded(file)
    found = [loaded] if isinstance(loaded, Problem) else parts(loaded, file)
    if isinstance(loaded, Problem) or any(isinstance(part, Problem) for part in found):
        message = next(part.message for part in found if isinstance(part, Problem))
        raise UsageError(f"{file.path} has changed while it was read: {message}", "import it again")
    tables = [(_label(part, at), part) for at, part in enumerate(found) if isinstance(part, DelimitedTable)]
    own = "utf-8" if loaded.encoding == "utf-8-sig" else loaded.encoding
    errors = "backslashreplace" if encoding else "strict"
    with target.open("w", encoding=encoding or own, errors=errors, newline="") as out:
        written = 0
        for label, part in sorted(tables, key=lambda one: one[1].head.line):
            written += _rewrite(loaded, part, chosen.get(label), out, written)


def _label(part: DelimitedTable, at: int) -> str:
    return Sheet(part.head.cells, (), line=part.head.line, part=at).label


def _rewrite(
    text: Text, part: DelimitedTable, why: Callable[[int], str] | None, out: TextIO, written: int
) -> int:
    """Write one table below so many lines; how many this adds. Its header stays in its line, as a mapping names it."""
    head = part.head
    above: list[str] = []
    if written:  # titles of this table are no rows of the one above
        above = ["\r\n"] * max(1, part.top - written)
    elif part.said.header:  # which a mapping says is in a certain line
        above = text.lines[: part.top]
    out.writelines(above)
    written = len(above)
    # Only characters of the line's end make this writer quote a line break inside a cell.
    writer = csv.writer(out, delimiter=head.delimiter, lineterminator="\r\n")
    width = len(head.cells)
    at = next((i for i, cell in enumerate(head.cells) if folded(cell) == IGNORED), width)
    *above_it, last = head.rows
    rows = chain(
        (["", *heads] for heads in above_it),
        [[IGNORED, *last[:at], *last[at + 1 :]]],
        (
            [said, *row[:at], *row[at + (at < width) :]]
            for said, row in (_chosen(text, part, why) if why else ())
        ),
    )
    for row in rows:
        writer.writerow(row)
        written += 1 + sum(cell.count("\n") for cell in row)
    return written


def _chosen(text: Text, part: DelimitedTable, why: Callable[[int], str]) -> Iterator[tuple[str, list[str]]]:
    """(reason, cells) of those rows; one that cannot be read is cut at the delimiters of its first line."""
    filling = Filling.of(part.said, part.head.cells)
    for window in part.windows(text):
        for line, row in zip(window.lines, window.rows, strict=True):
            filling.fill(row)
            if reason := why(line):
                yield reason, row
        if window.broken:
            filling.forget()
        if window.broken and (reason := why(window.broken.line)):
            broken = text.lines[window.broken.line - 1]
            yield reason, [cell + (rest or "") for cell, rest in cells(broken, part.head.delimiter)]


IMPORTER: Final = Importer("csv", "delimited text: CSV, TSV and the like", sniff, read, rewrite)
