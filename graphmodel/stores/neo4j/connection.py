"""Talking to the server, and what its errors mean to a user."""

from __future__ import annotations

import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from graphmodel.model.errors import GraphmodelError, NotAllowedError, StoreError, UsageError
from graphmodel.stores.neo4j import credentials

if TYPE_CHECKING:
    from collections.abc import Iterator

    import neo4j

    from graphmodel.stores.neo4j.address import Address

CONNECTS_WITHIN: Final = 15.0
"""Seconds until a server counts as absent."""


class Connection:
    """A server and a database on it; connected when first used, and again after ``close``."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._driver: neo4j.Driver | None = None
        self._end: weakref.finalize[[], Connection] | None = None

    @property
    def driver(self) -> neo4j.Driver:
        """The driver; making it connects to nothing yet. Raises NotAllowedError without credentials."""
        if self._driver is None:
            from importlib.metadata import version

            import neo4j

            _hush()
            found = credentials.find(self.address)
            self._driver = neo4j.GraphDatabase.driver(
                self.address.server,
                auth=(found.user, found.password),
                user_agent=f"graphmodel/{version('graphmodel')}",
                connection_timeout=CONNECTS_WITHIN,
                connection_acquisition_timeout=2 * CONNECTS_WITHIN,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
            )
            self._end = weakref.finalize(self, self._driver.close)
        return self._driver

    def close(self) -> None:
        """Give the connections back."""
        if self._end is not None:
            self._end()
        self._driver = None

    @contextmanager
    def session(self, *, fetch: int = 1000, reading: bool = False) -> Iterator[neo4j.Session]:
        """A session with the leader (in a cluster, followers may lag). Raises StoreError, NotAllowedError.

        ``reading``: with any member, which refuses writes.
        """
        from neo4j import READ_ACCESS, WRITE_ACCESS

        mode = READ_ACCESS if reading else WRITE_ACCESS
        name = self.address.database
        with (
            explained(self.address),
            self.driver.session(database=name, fetch_size=fetch, default_access_mode=mode) as session,
        ):
            yield session

    def rows(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """What a query gives: a transaction of its own, one round trip."""
        with self.session() as session:
            return session.run(query, parameters).data()


def _hush() -> None:
    """What the driver logs is said in our own words, unless the program that uses us listens to it."""
    import logging

    logger = logging.getLogger("neo4j")
    if not logger.hasHandlers():
        logger.addHandler(logging.NullHandler())


@contextmanager
def explained(address: Address) -> Iterator[None]:
    """Inside, the driver's errors become ours. The chain is cut: what a driver holds is nobody's to print."""
    try:
        yield
    except GraphmodelError:
        raise
    except Exception as error:
        known = explanation(error, address)
        if known is None:
            raise
        raise known from None


def explanation(error: Exception, address: Address) -> GraphmodelError | None:
    """What an error of the driver means, and what to do; None where it is none of the driver's."""
    from neo4j import exceptions as e

    if isinstance(error, e.Neo4jError):
        return _refusal(error, address)
    if isinstance(error, UnicodeEncodeError):
        return UsageError(
            "a text holds half of a character, which Neo4j cannot take", f"it is in {error.object[:60]!a}"
        )
    if isinstance(error, (e.ConfigurationError, e.UnsupportedServerProduct)):
        return UsageError(f"{address.server}: {error}")
    if isinstance(error, (e.ServiceUnavailable, e.SessionExpired, e.DriverError, OSError)):
        return StoreError(
            f"the Neo4j server {address.server} cannot be reached, or has gone: {error}",
            "is it running, and are host, port and scheme (neo4j, neo4j+s, bolt …) right?",
        )
    return None


def _refusal(error: neo4j.exceptions.Neo4jError, address: Address) -> GraphmodelError:
    code, message = error.code or "", error.message or ""
    where = f"database {address.database!r}" if address.database else "the home database"
    if code.endswith(("Security.Unauthorized", "Security.CredentialsExpired", "Security.TokenExpired")):
        return NotAllowedError(
            f"{address.server} does not accept this user name and password",
            "check NEO4J_USERNAME and NEO4J_PASSWORD, or the file of credentials; change an expired password first",
        )
    if code.endswith("AuthenticationRateLimit"):
        return NotAllowedError(
            f"{address.server} was given a wrong password too often",
            "wait some seconds; then with the right password",
        )
    if ".Security." in code:
        return NotAllowedError(
            f"this user may not do that on {where} of {address.server}: {message}",
            "ask its administrator; docs/neo4j.md lists the privileges that are needed",
        )
    if ".Database." in code:
        return StoreError(
            f"{address.server} has no {where} that is ready: {message}", "name it with --database"
        )
    if code.endswith(
        (
            "TransactionTimedOut",
            "TransactionTimedOutClientConfiguration",
            "LockAcquisitionTimeout",
            "LockClientStopped",
        )
    ):
        return StoreError(
            f"{where} of {address.server} is locked by another writer", "try again when it has finished"
        )
    if "MemoryPool" in code or "OutOfMemory" in code:
        return StoreError(
            f"{address.server} ran out of memory: {message}", "give it more (server.memory.heap.max_size)"
        )
    return StoreError(f"{address.server} refused: {message} ({code})")
