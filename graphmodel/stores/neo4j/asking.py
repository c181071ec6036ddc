"""Queries of the user's own: they only read, and only for so long.

The server refuses writes in a session that reads. Some of what it allows there is refused besides, by the plan of the
query, before it runs: commands and procedures that act on the server, and LOAD CSV, which reads the server's files and
whatever its network reaches.
"""

from __future__ import annotations

import re
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Final

from graphmodel.model.errors import StoreError, UsageError
from graphmodel.stores.neo4j.cells import cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import neo4j

    from graphmodel.stores.neo4j.connection import Connection

READS: Final = "r"
"""The type of a query whose plan has no writes, no changes to the schema and nothing for the system."""

REFUSED: Final = {"LoadCSV": "LOAD CSV", "TerminateTransactions": "TERMINATE TRANSACTIONS"}
"""Operators of plans that count as reading."""

PROCEDURE: Final = "ProcedureCall"
READING: Final = "SHOW PROCEDURES YIELD name, mode WHERE mode = 'READ' RETURN name"

PLACE: Final = re.compile(r"\(line (\d+), column (\d+) \(offset: \d+\)\)")


def ask(
    connection: Connection, text: str, parameters: Mapping[str, Any], seconds: float
) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """The names of the columns, and the rows as they arrive.

    Raises UsageError for a query that is wrong or does more than read; StoreError, also from the rows, when it takes
    longer than so many seconds (0: as long as the server allows).
    """
    from neo4j import Query

    if not text.strip():
        raise UsageError("the query is empty", "MATCH (p:Product) RETURN p.id")
    with ExitStack() as stack:
        session = stack.enter_context(connection.session(reading=True))
        stack.enter_context(_told(seconds))
        _check(session, text, parameters, seconds)
        query = Query(text, timeout=seconds or None)
        result = session.run(query, dict(parameters))
        return tuple(result.keys()), _rows(result, stack.pop_all())


def _rows(result: neo4j.Result, opened: ExitStack) -> Iterator[tuple[Any, ...]]:
    with opened:
        for record in result:
            yield tuple(map(cell, record.values()))


def _check(session: neo4j.Session, text: str, parameters: Mapping[str, Any], seconds: float) -> None:
    from neo4j import Query

    explain = Query(f"EXPLAIN\n{text}", timeout=seconds or None)
    summary = session.run(explain, dict(parameters)).consume()
    if summary.query_type != READS:
        raise _refused("it does more than read")
    called = set()
    for name, details in operators(summary.plan):
        if name in REFUSED:
            raise _refused(f"{REFUSED[name]} does more than read the graph")
        if name == PROCEDURE:
            called.add(details.partition("(")[0])
    if called:
        known = {record["name"] for record in session.run(READING)}
        if others := called - known:
            raise _refused(f"it calls {', '.join(sorted(others))}, which does more than read")


def operators(plan: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
    """Every operator of a plan with its details."""
    waiting = [plan] if plan else []
    while waiting:
        found = waiting.pop()
        yield found["operatorType"].partition("@")[0], str(found.get("args", {}).get("Details", ""))
        waiting += found.get("children", [])


def _refused(why: str) -> UsageError:
    return UsageError(f"the query is refused: {why}", "graphmodel changes its catalogue by imports only")


@contextmanager
def _told(seconds: float) -> Iterator[None]:
    """Inside, what the server says of the query itself becomes a message for whoever wrote it."""
    from neo4j.exceptions import Neo4jError

    try:
        yield
    except UnicodeEncodeError as error:
        raise UsageError(
            f"the query or a parameter is no valid text: {error.reason}", "it must be UTF-8"
        ) from None
    except Neo4jError as error:
        code, message = error.code or "", (error.message or "").strip()
        if "TransactionTimedOut" in code:
            hint = "--timeout allows more; a path that is not shortest, without DISTINCT, may try every way there is"
            raise StoreError(f"the query took longer than {seconds:g} s", hint) from None
        if code.endswith("ParameterMissing"):
            raise UsageError(message, "give it with --param NAME=VALUE") from None
        if ".Statement." in code or ".Procedure." in code:
            raise UsageError(PLACE.sub(_place, message)) from None
        raise


def _place(found: re.Match[str]) -> str:
    """The place in the user's text, which stands below EXPLAIN."""
    return f"(line {max(int(found[1]) - 1, 1)}, column {found[2]})"
