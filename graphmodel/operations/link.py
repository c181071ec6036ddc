"""A relationship added by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from graphmodel.answers.question import argument, option
from graphmodel.model.metamodel import DEPENDENCY, RELATIONSHIPS
from graphmodel.operations.details.by_hand import HandQuestion, added, questions
from graphmodel.operations.operation import Access, Operation, Outcome


@dataclass(frozen=True, kw_only=True)
class LinkBase(HandQuestion):
    """What is linked, but for the fields of its kind."""

    start: str = argument("the service that depends on the other; or the role", "FROM")
    end: str = argument("the service that it depends on, or is for", "TO")
    type: str = option(
        "what the relationship is", default=DEPENDENCY.name, choices=tuple(RELATIONSHIPS), metavar="KIND"
    )
    create_missing: bool = option("make placeholders of services nobody defines", default=False)


LinkQuestion: Final = questions(
    "LinkQuestion",
    """Say by hand that one service depends on another, or that a role is responsible for one.

    It is a revision of the source "manual", checked as an import is. Dependencies of one service with the same group
    are alternatives, of which so many have to be up as it needs.
    """,
    LinkBase,
    RELATIONSHIPS.values(),
    but={name for kind in RELATIONSHIPS.values() for name in kind.key[:2]},
)


def run(access: Access, question: Any) -> Outcome:
    """Add it. Raises UsageError for a field that its kind does not have."""
    ids = question.start, question.end
    ends = dict(zip(RELATIONSHIPS[question.type].key, ids, strict=False))
    return added("link", access, question, question.type, ids, ends)


OPERATION = Operation(
    name="link",
    summary="Say by hand that one service depends on another.",
    question=LinkQuestion,
    examples=(
        "graphmodel -c estate.db link billing sign-in --group access --needs 1",
        "graphmodel -c estate.db link care-team billing --type responsibility --responsibility I",
    ),
    run=run,
    gives="rows",
)
