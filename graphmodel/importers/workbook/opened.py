"""Workbooks as they are opened: parsed once, however often they are looked at in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from graphmodel.importers.workbook.guard import MAX_CELLS, Seen, check
from graphmodel.importers.workbook.parts import Unsafe
from graphmodel.importers.workbook.table import SheetCells
from graphmodel.model.errors import UsageError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

SAVE: Final = "open it in a spreadsheet program and save it as .xlsx"
_GET: Final = "pip install python-calamine, or save the sheets as CSV"

_T = TypeVar("_T")


@dataclass
class OpenWorkbook:
    """One workbook that is safe to be read."""

    seen: Seen
    book: CalamineWorkbook
    _grids: dict[str, SheetCells | None] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Those of its sheets of cells, in their order."""
        kinds = _calamine().SheetTypeEnum
        return [sheet.name for sheet in self.book.sheets_metadata if sheet.typ == kinds.WorkSheet]

    def hidden(self, name: str) -> bool:
        """Is that sheet hidden?"""
        shown = _calamine().SheetVisibleEnum.Visible
        return any(sheet.name == name and sheet.visible != shown for sheet in self.book.sheets_metadata)

    def grids(self) -> Iterator[tuple[str, SheetCells]]:
        """Name and cells of the sheets that hold anything. Raises Unsafe for one that cannot be read."""
        kept = _KEPT.get()
        for at, name in enumerate(self.names):
            if name not in self._grids:
                sheet = _guarded(partial(self.book.get_sheet_by_name, name))
                grid = SheetCells.of(sheet, self.seen.of(name, at))
                if kept is None or not kept.room(grid.size if grid else 0):
                    if grid:
                        yield name, grid
                    continue
                self._grids[name] = grid
            if grid := self._grids[name]:
                yield name, grid


@dataclass
class OpenWorkbooks:
    """The workbooks that were opened since ``parsed_once`` began, with as many cells as one may have."""

    books: dict[tuple[Path, int, int], OpenWorkbook] = field(default_factory=dict)
    cells: int = 0

    def room(self, cells: int) -> bool:
        """Is there room for so many more? If so they are counted."""
        fits = self.cells + cells <= MAX_CELLS
        self.cells += cells * fits
        return fits


_KEPT: ContextVar[OpenWorkbooks | None] = ContextVar("kept", default=None)


@contextmanager
def parsed_once() -> Iterator[None]:
    """Inside, no sheet is parsed twice, unless its file has changed."""
    before = _KEPT.set(OpenWorkbooks())
    try:
        yield
    finally:
        _KEPT.reset(before)


def opened(path: Path) -> OpenWorkbook:
    """The workbook of that file. Raises Unsafe where it is not safe to be read, or cannot be; OSError."""
    kept = _KEPT.get()
    if kept is None:
        return _open(path)
    stat = path.stat()
    key = path.resolve(), stat.st_mtime_ns, stat.st_size
    if key not in kept.books:
        kept.books[key] = _open(path)
    return kept.books[key]


def _open(path: Path) -> OpenWorkbook:
    return OpenWorkbook(check(path), _guarded(lambda: _calamine().load_workbook(path)))


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
        said = " ".join(str(error).split())[:200] or "it is damaged"
        raise Unsafe(f"the workbook cannot be read: {said}", SAVE) from None
