"""Names that are words for an empty cell: TBC, n/a."""

from __future__ import annotations

from dataclasses import replace

from graphmodel.importers.mapping.synonyms import says
from graphmodel.importers.mapping.toml import texts
from graphmodel.model.problems import Problem


def instead(name: str) -> str:
    """What to do about a name that may stand for none; empty where it stands for something."""
    if not says("nothing", name):
        return ""
    return f"if {name} means that there is none, leave the cell empty; in a mapping: empty = {texts([name])}"


def of_cell(problem: Problem) -> Problem:
    """The same problem; where the value of a cell is such a word, with what to do about that."""
    hint = instead(problem.value) if problem.code.startswith("E20") and problem.value else ""
    return replace(problem, hint=hint) if hint else problem
