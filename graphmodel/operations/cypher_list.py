"""The queries in Cypher that ship."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from graphmodel.answers.report import Report, columns
from graphmodel.model.rows import documented
from graphmodel.operations.operation import Access, Operation, Outcome


@dataclass(frozen=True)
class CypherListQuestion:
    """List the queries, what each answers, and the command of graphmodel that answers the same."""


@documented(
    name="the query: what cypher show and cypher run take",
    answers="what it answers",
    parameters="what it asks for: --param NAME=VALUE",
    like="the command of graphmodel that answers the same",
)
class QueryRow(NamedTuple):
    """One query."""

    name: str
    answers: str
    parameters: tuple[str, ...]
    like: str


def run(_access: Access, _: CypherListQuestion) -> Outcome:
    """List them, by name."""
    from graphmodel.cypher import queries

    rows = [QueryRow(q.name, q.summary, tuple(q.parameters), q.like) for q in queries().values()]
    return Outcome(Report(columns(QueryRow, spare=["parameters"]), rows, analysis="cypher"))


OPERATION = Operation(
    name="cypher list",
    summary="Which queries there are.",
    question=CypherListQuestion,
    examples=("graphmodel cypher list", "graphmodel cypher list --format json"),
    run=run,
    catalogue=False,
    gives="rows",
)
