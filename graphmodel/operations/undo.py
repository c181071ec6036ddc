"""The latest revision taken back."""

from __future__ import annotations

from dataclasses import dataclass

from graphmodel.model.visible import visible
from graphmodel.operations.details.stores import writable
from graphmodel.operations.operation import Access, Operation, Outcome


@dataclass(frozen=True)
class UndoQuestion:
    """Take back the latest revision that is not yet undone, by a new revision."""


def run(access: Access, _: UndoQuestion) -> Outcome:
    """Take it back, and say what that changed. Raises UsageError where there is nothing to undo."""
    made = writable(access.store()).undo()
    counts = f"{made.added:,} added, {made.changed:,} changed, {made.withdrawn:,} withdrawn"
    said = f"revision {made.number} takes back revision {made.undoes} ({made.source}): {counts}"
    return Outcome(text=visible(said) + "\n")


OPERATION = Operation(
    name="undo",
    summary="Take back the latest revision.",
    question=UndoQuestion,
    examples=("graphmodel -c estate.db undo", "graphmodel --catalogue estate.db undo"),
    run=run,
)
