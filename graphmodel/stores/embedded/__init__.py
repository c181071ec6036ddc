"""The embedded store: one SQLite file with its revisions, its records and the arrays of the index."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graphmodel.index import build
from graphmodel.model.errors import StoreError, UsageError
from graphmodel.model.pause import collector_paused
from graphmodel.model.revision import NO_REVISION
from graphmodel.stores import derived, values
from graphmodel.stores.embedded import connection, rows, small, snapshot, writer
from graphmodel.stores.embedded.readers import Readers
from graphmodel.stores.store import Entry, Opener

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from graphmodel.index.arrays import Array
    from graphmodel.index.index import Index
    from graphmodel.model.catalogue import Catalogue, Tables
    from graphmodel.model.revision import Revision
    from graphmodel.planning.plan import Plan
    from graphmodel.stores.store import Check

WAIT = 5.0
"""Seconds for which a reader or a writer waits for another."""


class EmbeddedStore:
    """A catalogue in one file. Several threads may share it.

    Between calls one connection stays open, without a lock, until ``close``; what is read after that opens its own.

    ``create``: a file that does not exist is made by the first import. ``wait``: seconds to wait for another process.
    ``step`` is told of each part of a write that is done (``writer.STEPS``).
    """

    def __init__(
        self,
        url: str,
        *,
        create: bool = False,
        wait: float = WAIT,
        step: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.url = url
        self._path = Path(url)
        self._wait = wait
        self._step = step
        self._create = create
        self._readers = Readers(self._path, wait)
        if not create and not self._path.exists():
            raise connection.missing(self._path)

    @staticmethod
    def claims(url: str) -> bool:
        """Any path."""
        return "://" not in url

    def close(self) -> None:
        """Close the connection that is kept. An index that was asked for before can still be read."""
        self._readers.close()

    def revision(self) -> Revision:
        """The current revision; number 0 before the first."""
        return next(iter(self.history()), NO_REVISION)

    def base(self) -> str:
        """The uid of the current revision; empty before the first."""
        return self.revision().uid

    def history(self) -> list[Revision]:
        """Every revision, the latest first. Raises StoreError."""
        if self._unmade():
            return []
        with self._readers.reading() as con:
            return writer.revisions(con)

    def held(self) -> Mapping[str, Tables]:
        """What each source holds now: source → kind → records. Raises StoreError."""
        return self._held(None)

    def catalogue(self, revision: int | None = None) -> Catalogue:
        """The merged catalogue, now or as it was at a revision. Raises UsageError for an unknown one, StoreError."""
        if revision is None:
            with collector_paused():
                return values.merged(self.held())
        return derived.catalogue(self._held, self.revision().number, revision)

    def index(self) -> Index:
        """The index of the current revision, from the snapshot. Raises StoreError."""
        revision = self.revision()
        lengths: dict[str, object] = {}

        def load(name: str) -> Array | None:
            with self._readers.reading() as con:
                if not lengths:
                    lengths.update(snapshot.lengths(con, revision.uid))
                return snapshot.load(con, name, revision.uid, lengths)

        return derived.index(
            revision, load, lambda: self._rebuilt(revision), lambda: self._as_it_was(revision)
        )

    def apply(self, plan: Plan, ready: Callable[[], None] = lambda: None) -> Revision | None:
        """Make the plan the next revision, all or nothing; None where it changes nothing.

        ``ready`` is called inside the transaction, when all is written but the commit.
        Raises RejectedError for a plan with contradictions, StoreError when the store is busy or has moved on.
        """
        if not derived.changes_something(plan):
            return None
        return self._written(lambda con: writer.apply(con, plan, self._step), ready)

    def undo(self) -> Revision:
        """Take back the latest import not yet undone. Raises UsageError when there is none, StoreError."""
        if self._unmade():
            raise UsageError("there is nothing to undo: the catalogue is empty")
        revision = self._written(lambda con: writer.undo(con, self._step))
        assert revision is not None
        return revision

    def dump(self) -> Iterator[Entry]:
        """Every revision, the oldest first, with what its source holds from then on.

        Raises StoreError, also at the end where another history has taken its place meanwhile.
        """
        history = self.history()
        for revision in reversed(history):
            with collector_paused(), self._readers.reading() as con:
                tables = rows.given(con, revision.source, revision.number)
            yield Entry(revision, tables)
        derived.check_continued(history, self.history())

    def load(self, entries: Iterable[Entry], *, replace: bool = False) -> None:
        """Take over the history of another store, all or nothing.

        Raises UsageError for a store that has revisions, unless ``replace``; StoreError when the store is busy.
        """
        from graphmodel.stores.embedded import copying

        self._written(lambda con: copying.load(con, entries, self._step, replace=replace))

    def doctor(self, *, repair: bool = False) -> list[Check]:
        """Is the file whole? ``repair`` builds the snapshot again and clears away what a killed import left."""
        from graphmodel.stores.embedded.doctor import examine

        return examine(self._path, self._wait, repair=repair)

    def _unmade(self) -> bool:
        """There is no file yet, or nothing but what a killed first import left."""
        return self._create and connection.version(self._path, self._wait) == 0

    def _held(self, revision: int | None) -> dict[str, Tables]:
        if self._unmade():
            return {}
        with collector_paused(), self._readers.reading() as con:
            return rows.held(con, writer.current(con).number if revision is None else revision)

    def _written(
        self, write: Callable[[sqlite3.Connection], Revision | None], ready: Callable[[], None] = lambda: None
    ) -> Revision | None:
        with collector_paused(), connection.writing(self._path, self._wait) as con:
            self._step("begin")
            revision = write(con)
            small.seal(con)
            ready()
            con.execute("COMMIT")
            self._step("committed")
        return revision

    def _as_it_was(self, revision: Revision) -> Catalogue:
        """The catalogue of exactly that revision. Raises StoreError where the file holds another history by now."""
        with collector_paused(), self._readers.reading() as con:
            derived.check_there(revision, writer.revisions(con))
            return values.merged(rows.held(con, revision.number))

    def _rebuilt(self, revision: Revision) -> build.Arrays:
        """The arrays made from the rows, and kept where the file can be written and has not moved on."""
        arrays = values.arrays(self._as_it_was(revision))
        with suppress(StoreError), connection.writing(self._path, 0) as con:
            if writer.current(con).uid == revision.uid:
                snapshot.save(con, arrays, revision.uid)
                con.execute("COMMIT")
        return arrays


OPENER: Final = Opener(
    "embedded", EmbeddedStore.claims, lambda url, create: EmbeddedStore(url, create=create)
)
