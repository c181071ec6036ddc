"""A query in Cypher of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphmodel.answers.question import argument
from graphmodel.answers.report import Column, Kept, Report
from graphmodel.operations.details.parameters import LONGEST, param_option, parsed, timeout_option
from graphmodel.operations.details.stores import in_neo4j
from graphmodel.operations.operation import Access, Operation, Outcome

if TYPE_CHECKING:
    from graphmodel.stores.store import Store


@dataclass(frozen=True)
class QueryQuestion:
    """Run a query of one's own, which can only read.

    Values belong into parameters: they stay text whatever they hold.
    """

    text: str = argument("the query; - is stdin", "CYPHER", stdin=True)
    given: tuple[str, ...] = param_option()
    timeout: float = timeout_option()


@dataclass(frozen=True)
class AskedQuery:
    """A question in Cypher."""

    query: str
    parameters: Mapping[str, object]


def query(
    store: Store,
    cypher: str,
    parameters: Mapping[str, object] | None = None,
    *,
    seconds: float = LONGEST,
    title: str = "",
    keep: bool = True,
) -> Report:
    """The rows of a query, as ``Workbench.query`` describes it."""
    from graphmodel.session import Session
    from graphmodel.stores.neo4j.asking import ask

    there, given = in_neo4j(store), dict(parameters or {})
    session = Session.of_store(there)
    names, rows = ask(there.connection, cypher, given, seconds)
    return Report(
        tuple(Column(name, f"what the query returns as {name}") for name in names),
        Kept(rows) if keep else rows,
        title=title,
        analysis="query",
        question=AskedQuery(cypher, given),
        revision=session.revision,
        world=session,
    )


def run(access: Access, question: QueryQuestion) -> Outcome:
    """Run it."""
    parameters = parsed(question.given)
    return Outcome(query(access.store(), question.text, parameters, seconds=question.timeout, keep=False))


OPERATION = Operation(
    name="query",
    summary="Ask a catalogue in Neo4j anything, in Cypher.",
    question=QueryQuestion,
    examples=(
        "graphmodel -c neo4j://localhost query 'MATCH (p:Product) RETURN p.id, p.name ORDER BY p.id'",
        "graphmodel -c neo4j://localhost query 'MATCH (s {id: $id}) RETURN s' --param id=sign-in -f json",
    ),
    run=run,
    gives="rows",
)
