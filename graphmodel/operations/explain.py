"""What a code means."""

from __future__ import annotations

from dataclasses import dataclass

from graphmodel.answers.question import argument
from graphmodel.operations.operation import Access, Operation, Outcome


@dataclass(frozen=True)
class ExplainQuestion:
    """Explain the CODE of a finding or of a problem: what it means, why it matters and how to fix it."""

    code: str = argument("as a finding or a problem shows it, GM001 or E101", "CODE")


def run(access: Access, question: ExplainQuestion) -> Outcome:
    """Explain it. Raises UsageError for an unknown code."""
    from graphmodel.rules.explain import explain

    return Outcome(text=explain(question.code, access.settings) + "\n")


OPERATION = Operation(
    name="explain",
    summary="What a code means and what to do about it.",
    question=ExplainQuestion,
    examples=("graphmodel explain GM001", "graphmodel explain GM006"),
    run=run,
    catalogue=False,
)
