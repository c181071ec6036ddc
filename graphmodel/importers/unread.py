"""What to do about rows, sheets and values that a mapping does not read: for its author, and for who uses a preset."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphmodel.model.problems import Problem

ROWS: Final = "if they say something, add a [[file.table]] for them, or widen its where"
ABOUT_THEM: Final = "they are left out, too; widen where in the table of services if they matter"
VALUE: Final = "say what it means under values in the mapping"
SHEET: Final = "name it in the mapping, if it should be"


def of_preset(problem: Problem, preset: str) -> Problem:
    """The problem as it is for who uses that preset, and has no mapping to change; ``preset`` empty: as it is."""
    way = f"graphmodel mapping show {preset} > mapping.toml"
    if preset and problem.hint.endswith(VALUE):
        return replace(
            problem, hint=f"say what it means under values in a copy of the preset's mapping: {way}"
        )
    if not preset or problem.hint not in {ROWS, ABOUT_THEM, SHEET}:
        return problem
    return replace(problem, hint=f"if they matter, change a copy of the preset's mapping: {way}")
