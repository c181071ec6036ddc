"""The schema of a catalogue in Neo4j, to read."""

from __future__ import annotations

from dataclasses import dataclass

from graphmodel.operations.operation import Access, Operation, Outcome


@dataclass(frozen=True)
class SchemaShowQuestion:
    """Print the statements that make the schema, with what the graph looks like."""


def run(_access: Access, _: SchemaShowQuestion) -> Outcome:
    """The file, comments included."""
    from graphmodel.cypher import schema

    return Outcome(text=schema())


OPERATION = Operation(
    name="schema show",
    summary="The schema in Cypher.",
    question=SchemaShowQuestion,
    examples=("graphmodel schema show", "graphmodel -c estate.db schema show"),
    run=run,
)
