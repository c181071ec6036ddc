"""What to do about rows and sheets that a mapping does not read: for its author, and for who uses a preset."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphmodel.model.problems import Problem

ROWS: Final = "if they say something, add a [[file.table]] for them, or widen its where"
ABOUT_THEM: Final = "they are left out, too; widen where in the table of services if they matter"
SHEET: Final = "name it in the mapping, if it should be"


def of_preset(problem: Problem, preset: str) -> Problem:
    """The problem as it is for who uses that preset, and has no mapping to change; ``preset`` empty: as it is."""
    if not preset or problem.hint not in {ROWS, ABOUT_THEM, SHEET}:
        return problem
    way = f"graphmodel mapping show {preset} > mapping.toml"
    return replace(problem, hint=f"if they matter, change a copy of the preset's mapping: {way}")
