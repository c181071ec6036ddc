"""A catalogue copied to another store."""

from __future__ import annotations

from dataclasses import dataclass

from graphmodel.answers.question import argument, option
from graphmodel.model.visible import visible
from graphmodel.model.words import count
from graphmodel.operations.operation import Access, Operation, Outcome, Remark


@dataclass(frozen=True)
class CopyQuestion:
    """Copy the catalogue SOURCE to TARGET without loss: records, sources and history, as far as TARGET has them."""

    source: str = argument("a folder of CSV files, a catalogue file or a URL", "SOURCE")
    target: str = argument(
        "the same; a path that ends with / is a folder, any other new one a catalogue file", "TARGET"
    )
    force: bool = option("replace all that TARGET holds, its history included", default=False)


def run(_: Access, question: CopyQuestion) -> Outcome:
    """Copy it. Raises UsageError where the target holds something, unless it is forced."""
    from graphmodel.exporters.copy import copy

    done = copy(question.source, question.target, force=question.force)
    revisions = f", {count(done.revisions, 'revision')}" if done.revisions else ""
    return Outcome(
        text=visible(f"{question.source} copied to {question.target}{revisions}") + "\n",
        remarks=tuple(Remark(f"note: {note}") for note in done.notes),
    )


OPERATION = Operation(
    name="copy",
    summary="A catalogue to another store.",
    question=CopyQuestion,
    examples=(
        "graphmodel copy estate.db backup.db",
        "graphmodel copy examples/university university.db",
        "graphmodel copy estate.db estate/",
    ),
    run=run,
    catalogue=False,
)
