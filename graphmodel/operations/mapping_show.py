"""A preset's mapping, to read, to copy and to change."""

from __future__ import annotations

from dataclasses import dataclass

from graphmodel.answers.question import argument
from graphmodel.operations.operation import Access, Operation, Outcome


@dataclass(frozen=True)
class MappingShowQuestion:
    """Print the mapping of a preset, complete and with comments.

    To change how such an export is read, save it, edit it, and import with --mapping in place of --preset.
    """

    preset: str = argument("the preset, as mapping list names it", "PRESET")


def run(_: Access, question: MappingShowQuestion) -> Outcome:
    """Its text. Raises UsageError for an unknown preset."""
    from graphmodel.importers.presets import named

    return Outcome(text=named(question.preset).text())


OPERATION = Operation(
    name="mapping show",
    summary="The mapping of a preset, to copy and to change.",
    question=MappingShowQuestion,
    examples=("graphmodel mapping show servicenow", "graphmodel mapping show ServiceNow"),
    run=run,
    catalogue=False,
)
