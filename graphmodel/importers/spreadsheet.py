"""Workbooks: XLSX and OpenDocument, any number of sheets, places by sheet and cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graphmodel.importers.importer import CHUNK, Batch, Broken, File, Importer, Sheet
from graphmodel.importers.names import patterns
from graphmodel.importers.workbook.guard import bounded
from graphmodel.importers.workbook.opened import SAVE, opened
from graphmodel.importers.workbook.parts import Unsafe
from graphmodel.importers.workbook.rewriting import rejected, writer
from graphmodel.importers.workbook.table import SheetCells, SheetTable, Unreadable
from graphmodel.model.errors import UsageError
from graphmodel.model.notation import Notation
from graphmodel.model.problems import Problem
from graphmodel.model.words import count
from graphmodel.workbooks.cells import Value, letters, texts

if TYPE_CHECKING:
    from graphmodel.importers.workbook.parts import Marks

SUFFIXES: Final = (".xlsx", ".xlsm", ".ods")
OLD: Final = (".xls", ".xlsb")


def sniff(path: Path, _head: bytes) -> bool:
    """By the suffix; not the files that a spreadsheet program keeps while one is open."""
    return path.suffix.casefold() in (*SUFFIXES, *OLD) and not path.name.startswith("~$")


def read(file: File) -> Iterator[Sheet | Problem]:
    """The sheets that hold anything. Raises UsageError where the file, or the library for it, is not there."""
    try:
        if file.path.suffix.casefold() in OLD:
            raise Unsafe("the old formats .xls and .xlsb are not read", SAVE)
        workbook = opened(file.path)
        cells = 0
        for name, grid in workbook.grids():
            bounded(cells := cells + grid.size, "the sheets go")
            yield from _sheet(file, name, grid, hidden=workbook.hidden(name), nul=workbook.seen.nul)
    except OSError as error:
        raise UsageError(f"{file.path}: {error.strerror}", "check the path and who may read it") from None
    except Unsafe as unsafe:
        yield Problem("E113", "error", file.name, 0, unsafe.message, hint=unsafe.hint)


def _sheet(file: File, name: str, grid: SheetCells, *, hidden: bool, nul: bool) -> Iterator[Sheet | Problem]:
    yield from _differing(file.name, name, grid.marks, hidden=hidden)
    every = file.parts(name)
    for at, (said, part) in enumerate(zip(every, grid.parts(every), strict=True)):
        if isinstance(part, Problem):
            yield replace(part, file=file.name, path=name)
        elif part:
            yield from (differs(file.name, message, name) for message in part.remarks)
            yield _of_part(part, grid, name, said, at, nul=nul)


def _of_part(part: SheetTable, grid: SheetCells, name: str, said: File, at: int, *, nul: bool) -> Sheet:
    return Sheet(
        part.header,
        _batches(part, grid, said),
        name,
        part.line,
        f"{name}!{{}}",
        cell=lambda line, column: f"{name}!{letters(part.left + column)}{line}",
        nul=nul,
        part=at,
        notation=Notation(texts=True),
    )


def _differing(file: str, sheet: str, marks: Marks, *, hidden: bool) -> Iterator[Problem]:
    """Warnings of what is read in another way than it is shown."""
    if hidden:
        yield differs(file, "a hidden sheet, read like the others", sheet)
    if marks.wrong:
        cells = named(marks.errors, marks.wrong)
        yield differs(
            file, f"{count(marks.wrong, 'cell')} with an error such as #N/A, read as empty: {cells}", sheet
        )
    if marks.unknown:
        cells = named(marks.uncalculated, marks.unknown)
        message = f"{count(marks.unknown, 'formula')} without a value, read as empty: {cells}"
        yield differs(file, message, sheet, hint="open the file in a spreadsheet program and save it there")
    if marks.rows or marks.columns:
        parts = [
            count(n, f"hidden {what}") for n, what in ((marks.rows, "row"), (marks.columns, "column")) if n
        ]
        yield differs(file, f"{' and '.join(parts)}, read like the others", sheet)


def named(places: Sequence[str], number: int) -> str:
    """The first places, and how many more there are."""
    return ", ".join(places) + (f" and {number - len(places):,} more" if number > len(places) else "")


def differs(file: str, message: str, sheet: str, hint: str = "check that this is meant") -> Problem:
    """A warning of what is read in another way than it is shown."""
    return Problem("W108", "warning", file, 0, message, hint=hint, path=sheet)


def _batches(part: SheetTable, grid: SheetCells, said: File) -> Iterator[Batch]:
    skips, rows = patterns(said.skip), part.rows
    while window := list(islice(rows, CHUNK)):
        good, lines, blank, skipped = [], [], [], 0
        broken = list[Broken]()
        for line, row in window:
            if not row:
                why = row.why if isinstance(row, Unreadable) else ""
                broken.append(Broken(line, -1, "E113", f"the row cannot be read: {why}", SAVE))
                continue
            cells = texts(row, said.decimal)
            first = cells[0] or next((cell for cell in cells if cell), "")
            if not first or (first.isspace() and not "".join(cells).strip()):
                blank.append(line)
            elif skips and skips(next(cell for cell in cells if cell.strip())):
                skipped += 1
            else:
                good.append(cells)
                lines.append(line)
        columns = list(zip(*good, strict=True)) or [()] * len(part.header)
        yield Batch(columns, lines, broken, window[-1][0] / part.height, blank, skipped)
    if below := grid.below(part):
        yield Batch([()] * len(part.header), (), below=below)


def rewrite(
    file: File, chosen: Mapping[str, Callable[[int], str]], target: Path, _encoding: str | None
) -> None:
    """The rows with their cells as they were, below the same headers in sheets of the same names; reasons before."""
    sheets: dict[str, Iterator[list[Value]]] = {}
    try:
        for name, grid in opened(file.path).grids():
            good = [
                (n, part)
                for n, part in enumerate(grid.parts(file.parts(name)))
                if isinstance(part, SheetTable)
            ]
            why = [chosen.get(f"{name} (row {part.line})" if n else name) for n, part in good]
            if any(why):
                sheets[name] = rejected([part for _, part in good], why)
    except Unsafe as unsafe:
        raise UsageError(f"{file.path} has changed while it was read: {unsafe}", "import it again") from None
    writer(file.path)(sheets, target)


IMPORTER: Final = Importer("spreadsheet", "workbooks: XLSX and OpenDocument", sniff, read, rewrite)
"""Workbooks: whether they are safe to be opened, what their cells say, and how some rows are written again."""
