"""Queries of the user's own: they only read, and only for so long.

The server refuses writes in a session that reads. Some of what it allows there is refused besides, before the query
runs: commands, procedures and functions that act on the server, and LOAD CSV, which reads the server's files and what
its network reaches. They are looked for in the text and in the plan: each shows what the other may not.
"""

from __future__ import annotations

import re
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Final

from graphmodel.model.errors import StoreError, UsageError
from graphmodel.stores.neo4j.cells import cell
from graphmodel.stores.neo4j.scanning import reaches_beyond, scan, turning

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

DEEPEST: Final = 60
"""Brackets in each other. Its parser can take minutes for some hundred, and no time limit of the server ends that."""
LONGEST: Final = 100_000
"""Characters of a query. Values belong into parameters."""
GRACE: Final = 2.0
"""Seconds that the server has to end a query that takes too long, before we go."""

PLACE: Final = re.compile(r"\(line (\d+), column (\d+) \(offset: \d+\)\)")


def ask(
    connection: Connection, text: str, parameters: Mapping[str, object], seconds: float
) -> tuple[tuple[str, ...], Iterator[tuple[object, ...]]]:
    """The names of the columns, and the rows as they arrive.

    Raises UsageError for a query that is wrong or does more than read; StoreError, also from the rows, when it takes
    longer than so many seconds (0: as long as the server allows).
    """
    from neo4j import Query

    if not text.strip():
        raise UsageError("the query is empty", "MATCH (p:Product) RETURN p.id")
    if not 0 <= seconds <= threading.TIMEOUT_MAX - GRACE:
        raise UsageError(f"{seconds} is no limit of seconds", "60; 0 is never")
    called = _read(text)
    with ExitStack() as stack:
        stack.enter_context(_limited(connection, seconds))
        session = stack.enter_context(connection.session(reading=True))
        stack.enter_context(_explained(seconds))
        _check(session, text, parameters, seconds, called)
        query = Query(text, timeout=seconds or None)
        result = session.run(query, dict(parameters))
        return tuple(result.keys()), _rows(result, stack.pop_all())


def _rows(result: neo4j.Result, opened: ExitStack) -> Iterator[tuple[object, ...]]:
    with opened:
        for record in result:
            yield tuple(map(cell, record.values()))


def _read(text: str) -> frozenset[str]:
    """The procedures that the text calls. Raises UsageError for a text that says what is refused, and for a monster."""
    if len(text) > LONGEST:
        raise UsageError(
            f"the query has {len(text):,} characters; at most {LONGEST:,} are sent",
            "give values with --param",
        )
    found = scan(text)
    if found.loads:
        raise _refused("LOAD CSV does more than read the graph")
    if found.beyond:
        raise _refused(f"{', '.join(sorted(found.beyond))} does more than read the graph")
    if signs := turning(text):
        raise UsageError(
            f"the query writes {', '.join(sorted(signs))}, which versions of Cypher read in different ways",
            "write the character itself, or give the text with --param",
        )
    if found.depth > DEEPEST:
        raise UsageError(
            f"the query nests {found.depth} brackets; at most {DEEPEST} are sent",
            "give lists and maps with --param",
        )
    return found.called


def _check(
    session: neo4j.Session, text: str, parameters: Mapping[str, object], seconds: float, said: frozenset[str]
) -> None:
    """Raises UsageError for a query that does more than read; ``said``: procedures that its text calls."""
    from neo4j import Query

    explain = Query(f"EXPLAIN\n{text}", timeout=seconds or None)
    summary = session.run(explain, dict(parameters)).consume()
    if summary.query_type != READS:
        raise _refused("it does more than read")
    called = set(said)
    for name, details in operators(summary.plan):
        if name in REFUSED:
            raise _refused(f"{REFUSED[name]} does more than read the graph")
        if name == PROCEDURE:
            called.add(details.partition("(")[0])
    if called:
        known = {record["name"] for record in session.run(READING)}
        if others := {name for name in called if name not in known or reaches_beyond(name)}:
            raise _refused(f"it calls {', '.join(sorted(others))}, which does more than read")


def operators(plan: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
    """Every operator of a plan with its details."""
    waiting = [plan] if plan else []
    while waiting:
        found = waiting.pop()
        yield found["operatorType"].partition("@")[0], str(found.get("args", {}).get("Details", ""))
        waiting += found.get("children", [])


def _refused(why: str) -> UsageError:
    return UsageError(f"the query is refused: {why}", "only imports change a catalogue: graphmodel import")


@contextmanager
def _limited(connection: Connection, seconds: float) -> Iterator[None]:
    """Inside, all that is asked ends some seconds after the limit, whatever the server does. 0 is no limit.

    The server's own limit does not reach its parser, nor a server that hangs.
    """
    if not seconds:
        yield
        return
    over = threading.Event()

    def end() -> None:
        over.set()
        connection.close()

    timer = threading.Timer(seconds + GRACE, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception:
        if over.is_set():
            raise _too_long(seconds) from None
        raise
    finally:
        timer.cancel()


def _too_long(seconds: float) -> StoreError:
    hint = "--timeout allows more; a path that is not shortest, without DISTINCT, may try every way there is"
    return StoreError(f"the query took longer than {seconds:g} s", hint)


@contextmanager
def _explained(seconds: float) -> Iterator[None]:
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
            raise _too_long(seconds) from None
        if code.endswith("ParameterMissing"):
            raise UsageError(message, "give it with --param NAME=VALUE") from None
        if ".Statement." in code or ".Procedure." in code:
            raise UsageError(PLACE.sub(_place, message)) from None
        raise


def _place(found: re.Match[str]) -> str:
    """The place in the user's text, which stands below EXPLAIN."""
    return f"(line {max(int(found[1]) - 1, 1)}, column {found[2]})"
