"""The Neo4j store: records and revisions in nodes of their own, and beside them the graph that people see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.index import build
from graphmodel.model.errors import StoreError, UsageError
from graphmodel.model.pause import collector_paused
from graphmodel.stores import derived, revisions, values
from graphmodel.stores.neo4j import address, cache, records, state
from graphmodel.stores.neo4j.connection import Connection
from graphmodel.stores.store import Entry, Opener

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from graphmodel.index.index import Index
    from graphmodel.model.catalogue import Catalogue, Tables
    from graphmodel.model.revision import Revision
    from graphmodel.planning.plan import Plan
    from graphmodel.stores.neo4j.state import State
    from graphmodel.stores.neo4j.writer import Writer
    from graphmodel.stores.store import Check


LIMIT: Final = 20_000
"""So many changes go in one transaction; more of them go in several."""


class Neo4jStore:
    """A catalogue in a Neo4j database. Connected when first asked; ``close`` gives the connections back.

    ``create``: a database without a catalogue gets one by the first import. ``limit``: so many changes go in one
    transaction. ``step`` is told of each part of a write that is done (``writer.STEPS``).
    """

    def __init__(
        self,
        url: str,
        *,
        create: bool = False,
        limit: int = LIMIT,
        step: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.connection = Connection(address.parse(url))
        self.url = str(self.connection.address)
        self._create = create
        self._limit = limit
        self._step = step

    @staticmethod
    def claims(url: str) -> bool:
        """A URL whose scheme is one of Neo4j's."""
        return address.claims(url)

    def close(self) -> None:
        """Give the connections back."""
        self.connection.close()

    def revision(self) -> Revision:
        """The current revision; number 0 before the first."""
        return self._whole().revision

    def base(self) -> str:
        """The uid of the current revision; empty before the first. An open import has not changed it."""
        return self._state().uid

    def history(self) -> list[Revision]:
        """Every revision, the latest first. Raises StoreError."""
        self._state()
        found = [state.revision(row["revision"]) for row in self.connection.rows(records.HISTORY)]
        if not revisions.complete(found):
            raise StoreError("the database is damaged: revisions are missing", "restore it from a backup")
        return found

    def held(self) -> Mapping[str, Tables]:
        """What each source holds now. An open import has not changed it. Raises StoreError."""
        return self._held(self._state().number)

    def catalogue(self, revision: int | None = None) -> Catalogue:
        """The merged catalogue, now or as it was at a revision. Raises UsageError for an unknown one, StoreError."""
        return derived.catalogue(self._held, self._whole().number, revision)

    def index(self) -> Index:
        """The index of the current revision: from this machine's cache, else streamed once. Raises StoreError."""
        at = self._whole()
        revision = at.revision
        cache.used(at.content)
        return derived.index(
            revision,
            lambda name: cache.load(at.content, name),
            lambda: self._streamed(revision, at.content),
            lambda: self._as_it_was(revision),
        )

    def apply(self, plan: Plan, ready: Callable[[], None] = lambda: None) -> Revision | None:
        """Make the plan the next revision; None where it changes nothing. See ``writer``.

        ``ready`` is called once the database is locked, or the mark of an open import is set.
        Raises RejectedError for a plan with contradictions, StoreError when the store is busy or has moved on.
        """
        if not derived.changes_something(plan):
            return None
        with collector_paused():
            done = self._writer(ready).apply(plan, self._held)
            return self._kept(*done) if done else None

    def undo(self) -> Revision:
        """Take back the latest import not yet undone. Raises UsageError when there is none, StoreError."""
        history = self.history()
        if not history:
            raise UsageError("there is nothing to undo: the catalogue is empty")
        with collector_paused():
            return self._kept(*self._writer().undo(history, self._held))

    def dump(self) -> Iterator[Entry]:
        """Every revision, the oldest first, with what its source holds from then on.

        Raises StoreError, also at the end where another history has taken its place meanwhile.
        """
        history = self.history()
        for revision in reversed(history):
            with collector_paused():
                tables = records.given(self.connection, revision.source, revision.number)
            yield Entry(revision, tables)
        derived.check_continued(history, self.history())

    def load(self, entries: Iterable[Entry], *, replace: bool = False) -> None:
        """Take over the history of another store, in batches under the mark of an open copy.

        Raises UsageError for a store that has revisions, unless ``replace``; StoreError when the store is busy.
        """
        self._state()
        with collector_paused():
            revision, arrays = self._writer().load(entries, self._held, again=replace)
            if revision.number:
                self._kept(revision, arrays)

    def doctor(self, *, repair: bool = False) -> list[Check]:
        """Is the database whole? ``repair`` completes or takes back a left import and makes the graph again."""
        from graphmodel.stores.neo4j.doctor import examine

        return examine(self.connection, self._writer(), self._held, repair=repair)

    def _writer(self, ready: Callable[[], None] = lambda: None) -> Writer:
        from graphmodel.stores.neo4j.writer import Writer

        return Writer(self.connection, self._limit, self._step, ready)

    def _state(self) -> State:
        found = state.read(self.connection)
        if not found.made and not self._create:
            state.check_foreign(self.connection)
            raise StoreError(
                f"there is no catalogue at {self.url}", f"graphmodel -c {self.url} import FOLDER makes it"
            )
        return found

    def _whole(self) -> State:
        """The state. Raises StoreError while an import is open: nothing is answered from half of one."""
        found = self._state()
        if found.opened:
            raise found.opened.error()
        return found

    def _held(self, revision: int) -> dict[str, Tables]:
        with collector_paused():
            return records.held(self.connection, revision) if revision else {}

    def _as_it_was(self, revision: Revision) -> Catalogue:
        """The catalogue of exactly that revision. Raises StoreError where the database holds another history by now."""
        derived.check_there(revision, self.history())
        with collector_paused():
            return values.merged(self._held(revision.number))

    def _streamed(self, revision: Revision, content: str) -> build.Arrays:
        arrays = values.arrays(self._as_it_was(revision))
        cache.save(content, arrays)
        return arrays

    def _kept(self, revision: Revision, arrays: build.Arrays) -> Revision:
        cache.save(revision.uid, arrays)
        return revision


OPENER: Final = Opener("neo4j", Neo4jStore.claims, lambda url, create: Neo4jStore(url, create=create))
