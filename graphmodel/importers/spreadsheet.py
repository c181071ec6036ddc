"""Workbooks: XLSX and OpenDocument, any number of sheets, places by sheet and cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from graphmodel.importers.importer import AUTO, CHUNK, IGNORED, Batch, File, Importer, Sheet
from graphmodel.importers.names import folded, joined, patterns
from graphmodel.importers.workbook.cells import Value, letters, texts
from graphmodel.importers.workbook.guard import Seen, Unsafe, check
from graphmodel.importers.workbook.writing import reasoned, writer
from graphmodel.model.errors import UsageError
from graphmodel.model.problems import Problem
from graphmodel.model.words import count

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

SUFFIXES: Final = (".xlsx", ".xlsm", ".ods")
OLD: Final = (".xls", ".xlsb")
LOOKED_AT: Final = 100
"""A header that is to be found is in one of the first rows."""

_SAVE: Final = "open it in a spreadsheet program and save it as .xlsx"
_HEADER: Final = "correct header in the mapping"
_GET: Final = "pip install python-calamine, or save the sheets as CSV"

_T = TypeVar("_T")
Rows = Iterator[tuple[int, list[Value]]]


def sniff(path: Path, _head: bytes) -> bool:
    """By the suffix; not the files that a spreadsheet program keeps while one is open."""
    return path.suffix.casefold() in (*SUFFIXES, *OLD) and not path.name.startswith("~$")


class _Table(NamedTuple):
    """One sheet with its header."""

    name: str
    left: int
    """Columns before the first that is filled, which are left out."""
    top: list[list[Value]]
    """The rows above the header and the header, from the first row of the sheet on."""
    header: tuple[str, ...]
    line: int
    rows: Rows
    """Those below it with their numbers, as long as the header; what was merged downwards is in each of its rows."""
    height: int
    filled: int
    """Cells that are filled since they are merged with one above."""


def read(file: File) -> Iterator[Sheet | Problem]:
    """The sheets that hold anything. Raises UsageError where the file, or the library for it, is not there."""
    try:
        seen = check(file.path) if file.path.suffix.casefold() not in OLD else _old()
        book = _guarded(lambda: _calamine().load_workbook(file.path))
        yield from _differing(file.name, book, seen)
        for name in _names(book):
            said = file.sheet(name)
            table = _table(_guarded(partial(book.get_sheet_by_name, name)), name, said)
            if isinstance(table, str):
                yield Problem("E104", "error", file.name, 0, table, hint=_HEADER, path=name)
            elif table:
                if table.filled:
                    merged = (
                        f"{count(table.filled, 'cell')} filled from the one above that they are merged with"
                    )
                    yield _differs(file.name, merged, name)
                yield _sheet(table, said)
    except OSError as error:
        raise UsageError(f"{file.path}: {error.strerror}", "check the path and who may read it") from None
    except Unsafe as unsafe:
        yield Problem("E113", "error", file.name, 0, unsafe.message, hint=unsafe.hint)


def _old() -> dict[str, Seen]:
    raise Unsafe("the old formats .xls and .xlsb are not read", _SAVE)


def _calamine() -> Any:
    try:
        import python_calamine
    except ImportError:
        raise UsageError("workbooks are read by python-calamine, which is not installed", _GET) from None
    return python_calamine


def _guarded(call: Callable[[], _T]) -> _T:
    """What the library gives; that it cannot read the file, or gives up, is Unsafe."""
    try:
        return call()
    except UsageError:
        raise
    except BaseException as error:
        # A fault inside the library is no Exception.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        said = " ".join(str(error).split())[:200]
        raise Unsafe(f"the workbook cannot be read: {said}", _SAVE) from None


def _names(book: CalamineWorkbook) -> list[str]:
    kinds = _calamine().SheetTypeEnum
    return [sheet.name for sheet in book.sheets_metadata if sheet.typ == kinds.WorkSheet]


def _differing(name: str, book: CalamineWorkbook, seen: Mapping[str, Seen]) -> Iterator[Problem]:
    """Warnings of what is read in another way than it is shown."""
    errors, hidden = (sum(n) for n in zip(*seen.values(), strict=True))
    if errors:
        yield _differs(name, f"{count(errors, 'cell')} with an error such as #N/A, read as empty")
    if hidden:
        yield _differs(name, f"hidden rows and columns ({hidden:,}), read like the others")
    for sheet in book.sheets_metadata:
        if sheet.visible != _calamine().SheetVisibleEnum.Visible:
            yield _differs(name, "a hidden sheet, read like the others", sheet.name)


def _differs(file: str, message: str, sheet: str = "") -> Problem:
    return Problem("W108", "warning", file, 0, message, hint="check that this is meant", path=sheet)


def _sheet(table: _Table, said: File) -> Sheet:
    return Sheet(
        table.header,
        _batches(table, said),
        table.name,
        table.line,
        f"{table.name}!{{}}",
        cell=lambda line, column: f"{table.name}!{letters(table.left + column)}{line}",
    )


def _table(sheet: CalamineSheet, name: str, said: File) -> _Table | str | None:
    """The sheet divided; what is wrong with its header, or None where it is empty."""
    if sheet.start is None or sheet.end is None:
        return None
    left, height = sheet.start[1], sheet.end[0] + 1
    rows: Rows = enumerate(sheet.iter_rows(), 1)
    head = list(islice(rows, max([LOOKED_AT, *said.header])))
    lines = _header(head, said)
    if not lines or lines[-1] > len(head):
        return f"the header is to be in row {said.header[-1]:,}, and the sheet has {height:,}"
    end = lines[-1]
    header = joined([texts(head[line - 1][1], ".") for line in lines])
    merged = [r for r in sheet.merged_cell_ranges or () if r[0][0] >= end and r[1][0] > r[0][0]]
    filled = sum(last[0] - first[0] for first, last in merged)
    rest = chain(head[end:], rows)
    top = [row for _, row in head[:end]]
    below = _filled(rest, left, merged) if merged else rest
    return _Table(name, left, top, header, end, below, height, filled)


def _header(head: Sequence[tuple[int, list[Value]]], said: File) -> tuple[int, ...]:
    """The numbers of the rows of the column names."""
    if said.header and said.header[0] != AUTO:
        return said.header
    filled = [(line, row) for line, row in head if any(cell != "" for cell in row)]
    if not said.header:
        return (filled[0][0],) if filled else ()
    return (max(filled, key=lambda one: (_known(one[1], said.known), -one[0]))[0],) if filled else ()


def _known(row: Sequence[Value], known: Collection[str]) -> int:
    return sum(folded(cell) in known for cell in texts(row, "."))


def _filled(rows: Rows, left: int, regions: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> Rows:
    """What was merged downwards is in each of its rows."""
    starts: dict[int, list[tuple[int, int]]] = {}
    for (top, column), (bottom, _) in regions:
        starts.setdefault(top + 1, []).append((column - left, bottom + 1))
    active: list[tuple[int, int, Value]] = []
    for line, row in rows:
        active = [one for one in active if line <= one[1]]
        for column, _, value in active:
            row[column] = value
        active += [(column, last, row[column]) for column, last in starts.get(line, ()) if column < len(row)]
        yield line, row


def _batches(table: _Table, said: File) -> Iterator[Batch]:
    skips, rows = patterns(said.skip), table.rows
    while window := list(islice(rows, CHUNK)):
        good, lines, blank, skipped = [], [], [], 0
        for line, row in window:
            cells = texts(row, said.decimal)
            first = cells[0] or next((cell for cell in cells if cell), "")
            if not first or (first.isspace() and not "".join(cells).strip()):
                blank.append(line)
            elif skips and skips(next(cell for cell in cells if cell.strip())):
                skipped += 1
            else:
                good.append(cells)
                lines.append(line)
        columns = list(zip(*good, strict=True)) or [()] * len(table.header)
        yield Batch(columns, lines, (), window[-1][0] / table.height, blank, skipped)


def rewrite(
    file: File, chosen: Mapping[str, Callable[[int], str]], target: Path, _encoding: str | None
) -> None:
    """The rows with their cells as they were, below the same headers in sheets of the same names; reasons before."""
    try:
        check(file.path)
        book = _guarded(lambda: _calamine().load_workbook(file.path))
        sheets = {name: _rejected(book, name, file.sheet(name), why) for name, why in chosen.items()}
    except Unsafe as unsafe:
        raise UsageError(f"{file.path} has changed while it was read: {unsafe}", "import it again") from None
    writer(file.path)(sheets, target)


def _rejected(
    book: CalamineWorkbook, name: str, said: File, why: Callable[[int], str]
) -> Iterator[list[Value]]:
    table = _table(_guarded(partial(book.get_sheet_by_name, name)), name, said)
    if not isinstance(table, _Table):
        raise UsageError(f"{said.path} has changed while it was read: {name} is empty", "import it again")
    at = next((i for i, cell in enumerate(table.header) if folded(cell) == IGNORED), -1)
    *above, last = table.top

    def rows() -> Iterator[tuple[str, Sequence[Value]]]:
        yield from (("", row) for row in above)
        yield IGNORED, last
        for line, row in table.rows:
            if reason := why(line):
                yield reason, row

    return reasoned(rows(), at)


IMPORTER: Final = Importer("spreadsheet", "workbooks: XLSX and OpenDocument", sniff, read, rewrite)
