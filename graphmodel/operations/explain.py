"""What a code means, or what the figures of an answer mean."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Final

from graphmodel.answers.question import argument
from graphmodel.operations.operation import Access, Operation, Outcome

if TYPE_CHECKING:
    from graphmodel.answers.question import Topic

TOPICS: Final = {
    "impact": "impact",
    "spof": "spof",
    "cutsets": "cutsets",
    "groups": "cutsets",
    "availability": "availability",
    "importance": "availability",
    "recovery": "recovery",
    "improve": "improve",
    "scenarios": "scenarios",
    "diff": "diff",
}
"""What can be explained besides codes, and the command that answers so."""
_WIDTH: Final = 80


@dataclass(frozen=True)
class ExplainQuestion:
    """Explain the CODE of a finding or of a problem: what it means, why it matters and how to fix it.

    Or a word: what the figures of impact, spof, cutsets, groups, availability, importance, recovery, improve, scenarios
    or diff (--answers) mean.
    """

    code: str = argument(
        f"as a finding or a problem shows it, GM001 or E101; or one of {', '.join(TOPICS)}", "CODE"
    )


def run(access: Access, question: ExplainQuestion) -> Outcome:
    """Explain it. Raises UsageError for an unknown code."""
    word = question.code.strip().lower()
    if word in TOPICS:
        return Outcome(text=_written(next(topic for topic in topics(TOPICS[word]) if topic.name == word)))
    from graphmodel.rules.explain import explain

    return Outcome(text=explain(question.code, access.settings) + "\n")


def topics(command: str) -> tuple[Topic, ...]:
    """What can be explained of what a command, an analysis or an operation, answers."""
    from graphmodel import analyses, operations

    return (analyses.ALL[command] if command in analyses.ALL else operations.ALL[command]).topics


def _written(topic: Topic) -> str:
    """The topic, and what each field of its rows holds."""
    from graphmodel.model.rows import helps

    fields = (
        fill(
            f"{name}: {text}", _WIDTH, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False
        )
        for name, text in helps(topic.row).items()
    )
    text = fill(topic.text, _WIDTH, break_on_hyphens=False)
    return "\n".join([topic.name, "", text, "", "Fields:", *fields, "", f"More: {topic.page}", ""])


OPERATION = Operation(
    name="explain",
    summary="What a code means and what to do about it; what the figures of an answer mean.",
    question=ExplainQuestion,
    examples=("graphmodel explain GM001", "graphmodel explain GM006", "graphmodel explain recovery"),
    run=run,
    catalogue=False,
)
