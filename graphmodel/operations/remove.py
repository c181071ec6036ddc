"""A record removed by hand."""

from __future__ import annotations

from dataclasses import dataclass

from graphmodel.answers.question import argument, option
from graphmodel.importers.by_hand import HandChanges, kind_of
from graphmodel.model.metamodel import KINDS
from graphmodel.operations.details.by_hand import AskedByHand, HandQuestion, changed
from graphmodel.operations.operation import Access, Operation, Outcome


@dataclass(frozen=True, kw_only=True)
class RemoveQuestion(HandQuestion):
    """Remove records that were added by hand.

    It is a revision of the source "manual", which can be undone. What other sources give stays: remove it there. A
    service that records of other sources name stays as a placeholder.
    """

    record: str = argument("what it is", "KIND", choices=("product", *KINDS))
    ids: tuple[str, ...] = argument(
        "the ids; of a relationship its two ends, perhaps then its group or letter", "ID"
    )
    links: bool = option("the dependencies and responsibilities of a node, too", default=False)


def run(access: Access, question: RemoveQuestion) -> Outcome:
    """Remove them. Raises UsageError for what was not added by hand, and what other records of the source name."""
    kind = kind_of(question.record)
    keys = [(one,) for one in question.ids] if kind.is_node else [question.ids]
    asked = AskedByHand(question.record, question.ids, question.source)

    def say(changes: HandChanges) -> None:
        for key in keys:
            changes.remove(question.record, key, links=question.links)

    return changed("remove", access, question, asked, say)


OPERATION = Operation(
    name="remove",
    summary="Remove a record that was added by hand.",
    question=RemoveQuestion,
    examples=(
        "graphmodel -c estate.db remove dependency exercise-bike customer-care --source exercise-bike",
        "graphmodel -c estate.db remove service billing --links --source exercise-bike",
    ),
    run=run,
    gives="rows",
)
