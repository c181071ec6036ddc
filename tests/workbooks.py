"""Workbooks as another library than ours reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from python_calamine import load_workbook

if TYPE_CHECKING:
    from pathlib import Path


def rows(path: Path) -> dict[str, list[list[Any]]]:
    """Name of a sheet → its rows; whole numbers are int."""
    book = load_workbook(str(path))
    return {
        name: [[_whole(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }


def _whole(cell: Any) -> Any:
    return int(cell) if type(cell) is float and cell.is_integer() else cell
