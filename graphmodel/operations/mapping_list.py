"""The presets: systems whose exports are read without a mapping of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from graphmodel.answers.report import Report, columns
from graphmodel.model.rows import documented
from graphmodel.operations.operation import Access, Operation, Outcome


@dataclass(frozen=True)
class MappingListQuestion:
    """List the presets: systems whose exports import and plan read as they are."""


@documented(
    preset="the preset: what --preset and mapping show take",
    title="what it reads",
    files="which files and sheets of it",
)
class PresetRow(NamedTuple):
    """One preset."""

    preset: str
    title: str
    files: str


def presets() -> list[PresetRow]:
    """Every preset, in the order of the register."""
    from graphmodel.importers.presets import PRESETS

    return [PresetRow(preset.name, preset.title, preset.summary) for preset in PRESETS.values()]


def run(_access: Access, _: MappingListQuestion) -> Outcome:
    """List them."""
    return Outcome(Report(columns(PresetRow, spare=["title"]), presets(), analysis="presets"))


OPERATION = Operation(
    name="mapping list",
    summary="The presets: systems whose exports are read as they are.",
    question=MappingListQuestion,
    examples=("graphmodel mapping list", "graphmodel mapping list --format json"),
    run=run,
    catalogue=False,
    gives="rows",
)
