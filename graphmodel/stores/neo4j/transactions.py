"""Transactions that write: one wins, nothing is retried blindly, and an unknown outcome is looked up."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

from graphmodel.model.errors import GraphmodelError, StoreError
from graphmodel.stores.holder import Holder
from graphmodel.stores.neo4j import state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import neo4j

    from graphmodel.stores.neo4j.connection import Connection

T = TypeVar("T")

TRIES: Final = 4
"""So often a transaction is tried that the server has rolled back for a passing reason, such as a deadlock."""

LASTS: Final = 600.0
"""Seconds after which the server ends a transaction."""

WAITS: Final = 10.0
"""Seconds for which a writer waits for another."""

LOOKS_FOR: Final = 60.0
"""Seconds for which the outcome of a commit is looked for."""

OUTCOME: Final = """\
MATCH (c:GraphmodelCatalogue {name: 'graphmodel'})
SET c.lock = randomUUID()
WITH c
OPTIONAL MATCH (r:GraphmodelRevision {uid: $uid})
RETURN r IS NOT NULL AS done"""
"""Waits behind a commit that is still going on."""

FIRST: Final = """\
MATCH (c:GraphmodelCatalogue {name: 'graphmodel'})
SET c.lock = randomUUID()
WITH c WHERE c.open_uid = $uid
SET c.open_beat = timestamp()
RETURN c.number"""

SECOND: Final = """\
MATCH (l:GraphmodelWorker {name: 'second'})
SET l.lock = randomUUID()
WITH l WHERE l.uid = $uid
RETURN l.name"""
"""Both read behind a write, hence what is so until the transaction ends."""

WRITERS: Final = """\
SHOW TRANSACTIONS YIELD metaData
WHERE metaData.app = 'graphmodel'
RETURN metaData.by AS by ORDER BY by"""


class LostError(Exception):
    """The connection was lost while committing."""


def write(connection: Connection, work: Callable[[neo4j.Transaction], T]) -> T:
    """Do the work in one transaction and commit it. Raises LostError when it is not known whether that was done.

    What the server rolled back for a passing reason (which the driver says) is tried again.
    """
    for attempt in range(1, TRIES + 1):
        with connection.session() as session:
            try:
                return _once(session, work)
            except GraphmodelError:
                raise
            except Exception as error:
                if attempt == TRIES or not _passing(error):
                    raise
        time.sleep(0.2 * 2**attempt)
    raise AssertionError


def _once(session: neo4j.Session, work: Callable[[neo4j.Transaction], T]) -> T:
    from neo4j import exceptions as e

    about = {"app": "graphmodel", "by": str(Holder.me())}
    with session.begin_transaction(metadata=about, timeout=LASTS) as transaction:
        done = work(transaction)
        try:
            transaction.commit()
        except (e.ServiceUnavailable, e.SessionExpired) as error:
            raise LostError from error
    return done


def _passing(error: Exception) -> bool:
    """The driver says that it may be tried again, and it is the server that rolled it back: nothing is lost."""
    from neo4j import exceptions as e

    if not isinstance(error, e.TransientError) or "Memory" in (error.code or ""):
        return False
    return error.is_retryable()


@contextmanager
def recorded(connection: Connection, uid: str) -> Iterator[None]:
    """Inside, a revision of that uid is committed: where the outcome is unknown it is looked up."""
    try:
        yield
    except LostError:
        if not _outcome(connection, uid):
            raise StoreError(
                "the connection was lost while committing, and the server did not do it",
                "nothing was changed by that; try again",
            ) from None


def _outcome(connection: Connection, uid: str) -> bool:
    end = time.monotonic() + LOOKS_FOR
    while True:
        try:
            connection.close()
            found = connection.rows(OUTCOME, uid=uid)
            return bool(found and found[0]["done"])
        except StoreError as error:
            if time.monotonic() > end:
                raise StoreError(
                    f"the connection was lost while committing revision {uid}: whether it is done is not known",
                    f"graphmodel history shows it if it is; {error.message}",
                ) from None
        time.sleep(0.5)


def wait_for_others(connection: Connection) -> None:
    """Wait until no other writer holds the catalogue. Raises StoreError that says who does."""
    import neo4j

    query = neo4j.Query(state.LOCK, timeout=WAITS)
    try:
        with connection.session() as session:
            session.run(query, state.noted()).consume()
    except StoreError as error:
        writers = [row["by"] for row in connection.rows(WRITERS)] if "locked" in error.message else []
        if not writers:
            raise
        raise StoreError(
            f"the catalogue is being written by {writers[0]} (waited {WAITS:g} s)",
            "try again when it has finished; nothing was changed",
        ) from None


def fenced(transaction: neo4j.Transaction, uid: str, worker: int = 0) -> None:
    """Hold the catalogue, and give a sign of life; the second worker holds a node that is only for that.

    Raises StoreError when the open import is no longer ours.
    """
    if not transaction.run(SECOND if worker else FIRST, uid=uid).data():
        raise StoreError(
            "another process has taken this import over, or back",
            "see graphmodel history; then plan it again",
        )


def set_workers(transaction: neo4j.Transaction, uid: str) -> None:
    """Let the second worker be known by that uid: it waits for who writes there now."""
    transaction.run("MERGE (l:GraphmodelWorker {name: 'second'}) SET l.uid = $uid", uid=uid).consume()


def forget_mark(transaction: neo4j.Transaction) -> None:
    """The import is no longer open."""
    query = (
        "MATCH (c:GraphmodelCatalogue {name: 'graphmodel'}) "
        "REMOVE c.open_uid, c.open_by, c.open_beat, c.open_ready, c.open_copy, c.open_revision "
        "WITH c MATCH (l:GraphmodelWorker) DELETE l"
    )
    transaction.run(query).consume()


def set_catalogue(transaction: neo4j.Transaction, values: dict[str, object]) -> None:
    """Change what the catalogue says of itself."""
    query = "MATCH (c:GraphmodelCatalogue {name: 'graphmodel'}) SET c += $values"
    transaction.run(query, values=values).consume()
