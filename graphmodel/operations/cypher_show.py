"""A query in Cypher, to read."""

from __future__ import annotations

from dataclasses import dataclass

from graphmodel.answers.question import argument
from graphmodel.operations.details.parameters import named
from graphmodel.operations.operation import Access, Operation, Outcome


@dataclass(frozen=True)
class CypherShowQuestion:
    """Print the query NAME, to read or to paste into Neo4j's browser."""

    name: str = argument("the query, as cypher list names it", "NAME")


def run(_: Access, question: CypherShowQuestion) -> Outcome:
    """Its text, comments included. Raises UsageError for an unknown query."""
    return Outcome(text=named(question.name).text)


OPERATION = Operation(
    name="cypher show",
    summary="One of them, with its comments.",
    question=CypherShowQuestion,
    examples=("graphmodel cypher show underpinning", "graphmodel cypher show gm007"),
    run=run,
    catalogue=False,
)
