"""The schema of a catalogue in Neo4j, made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphmodel.operations.details.stores import in_neo4j
from graphmodel.operations.operation import Access, Operation, Outcome

if TYPE_CHECKING:
    from graphmodel.stores.store import Store


@dataclass(frozen=True)
class SchemaApplyQuestion:
    """Make the constraints and indexes that are missing; what is there already stays."""


def apply_schema(store: Store) -> int:
    """Make what is missing; how many constraints and indexes there are.

    Raises UsageError for another catalogue, StoreError for a database that holds a graph of somebody else's.
    """
    from graphmodel.stores.neo4j import state, statements

    connection = in_neo4j(store).connection
    if not state.read(connection).made:
        state.check_foreign(connection)
    state.apply_schema(connection)
    return len(statements.schema())


def run(access: Access, _: SchemaApplyQuestion) -> Outcome:
    """Make it."""
    return Outcome(text=f"{apply_schema(access.store())} constraints and indexes are there\n")


OPERATION = Operation(
    name="schema apply",
    summary="Make what is missing of it.",
    question=SchemaApplyQuestion,
    examples=(
        "graphmodel -c neo4j://localhost schema apply",
        "graphmodel -c 'neo4j://localhost?database=neo4j' schema apply",
    ),
    run=run,
)
