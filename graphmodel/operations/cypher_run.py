"""A query in Cypher, run."""

from __future__ import annotations

from dataclasses import dataclass

from graphmodel.answers.question import argument
from graphmodel.operations.details.parameters import fitting, named, param_option, parsed, timeout_option
from graphmodel.operations.operation import Access, Operation, Outcome
from graphmodel.operations.query import query


@dataclass(frozen=True)
class CypherRunQuestion:
    """Run the query NAME on a catalogue in Neo4j."""

    name: str = argument("the query, as cypher list names it", "NAME")
    given: tuple[str, ...] = param_option()
    timeout: float = timeout_option()


def run(access: Access, question: CypherRunQuestion) -> Outcome:
    """Run it. Raises UsageError for an unknown query, and for parameters that it does not take or lacks."""
    found = named(question.name)
    parameters = fitting(found, parsed(question.given))
    made = query(
        access.store(), found.text, parameters, seconds=question.timeout, title=found.summary, keep=False
    )
    return Outcome(made)


OPERATION = Operation(
    name="cypher run",
    summary="Run one of them.",
    question=CypherRunQuestion,
    examples=(
        "graphmodel -c neo4j://localhost cypher run underpinning --param product=exercise-bike",
        "graphmodel -c neo4j://localhost cypher run impact --param services=sign-in --param services=dns",
        "graphmodel -c neo4j://localhost cypher run gm003 --format csv",
    ),
    run=run,
    gives="rows",
)
