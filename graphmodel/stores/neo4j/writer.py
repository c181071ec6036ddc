"""Making something the next revision: in one transaction, or under the mark of an open import."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphmodel.index import build
from graphmodel.model.catalogue import merge
from graphmodel.model.errors import StoreError
from graphmodel.model.metamodel import KINDS, fingerprint
from graphmodel.model.revision import NO_REVISION, Revision
from graphmodel.model.table import empty
from graphmodel.planning.compare import compare, match
from graphmodel.stores import revisions
from graphmodel.stores.derived import check_legal, check_replaceable
from graphmodel.stores.neo4j import blocks, changes, copying, parts, records, state, transactions
from graphmodel.stores.neo4j.opening import BATCH, Opening, check, merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import neo4j

    from graphmodel.index.build import Arrays
    from graphmodel.model.catalogue import Catalogue, Tables
    from graphmodel.planning.plan import Plan
    from graphmodel.stores.neo4j.changes import Changes
    from graphmodel.stores.neo4j.connection import Connection
    from graphmodel.stores.neo4j.records import Writes
    from graphmodel.stores.neo4j.state import State
    from graphmodel.stores.store import Entry

STEPS = ("begin", "opened", "records", "ready", "graph", "revision", "committed")
"""What a write tells of, in order: ``records`` and ``graph`` after each batch; only large ones are opened and ready."""


@dataclass(frozen=True)
class Coming:
    """A revision to be, and what leads to it."""

    revision: Revision
    records: Writes
    graph: Changes
    catalogue: Catalogue


@dataclass(frozen=True)
class Writer:
    """What writing needs to know."""

    connection: Connection
    limit: int
    step: Callable[[str], None]
    ready: Callable[[], None] = lambda: None
    """Called once nobody else can write, before there is a revision; what it raises ends all."""

    @property
    def opening(self) -> Opening:
        """What goes in several transactions."""
        return Opening(self.connection, self.step)

    def apply(
        self, plan: Plan, held: Callable[[int], Mapping[str, Tables]]
    ) -> tuple[Revision, Arrays] | None:
        """Write the plan: the new revision and the arrays of its index; None where it changes nothing.

        What it changes is worked out while the server makes the schema, and waits for others.
        """
        before = state.read(self.connection)
        coming = None
        with ThreadPoolExecutor(1) as aside:
            begun = aside.submit(self._begin, before)
            if not before.opened and before.uid == plan.base and not plan.empty:
                coming = self._coming(before, plan, held)
        at = begun.result()
        if at.opened:
            done = self._settle(at, plan, held)
            if done is not None:
                return done
            at, coming = state.read(self.connection), None
        check(at, plan.base)
        if plan.empty:
            writes = records.of_plan(self.connection, plan, at.number + 1, at.chunks)
            transactions.write(self.connection, lambda tx: self._placed(tx, at, writes))
            return None
        return self._revise(at, coming or self._coming(at, plan, held))

    def undo(
        self, history: list[Revision], held: Callable[[int], Mapping[str, Tables]]
    ) -> tuple[Revision, Arrays]:
        """Take back the latest revision that is no undoing and not undone. Raises UsageError when there is none."""
        at = self._begin(state.read(self.connection))
        if at.opened:
            raise at.opened.error()
        revision, last = revisions.of_undo(history)
        check(at, history[0].uid)
        writes = records.of_undo(self.connection, last.number, revision.number, at.chunks)
        before = held(last.number - 1)
        check_legal(before, f"taking back revision {last.number}")
        after = merge(before)
        graph = changes.between(merge(held(at.number)), after)
        return self._revise(at, Coming(revision, writes, graph, after))

    def load(
        self, entries: Iterable[Entry], held: Callable[[int], Mapping[str, Tables]], *, again: bool
    ) -> tuple[Revision, Arrays]:
        """Make the entries the revisions. ``again`` gives up those that are there, once the others are."""
        at = self._begin(state.read(self.connection))
        check_replaceable(at.number, replace=again)
        if at.opened and at.opened.left:
            self.opening.take_back(at, held)
            at = state.read(self.connection)
        if at.opened:
            raise at.opened.error()
        self.opening.sweep()
        taken, chunks = copying.replayed(entries, at.chunks)
        last = taken[-1] if taken else NO_REVISION
        brought = blocks.held(chunks, last.number)
        check_legal(brought, "the copy")
        after = merged(brought, last.number)
        graph = changes.between(merged(held(at.number), at.number), after)
        batches = records.incoming(taken, chunks)
        with transactions.recorded(self.connection, last.uid):
            self.opening.write(at, last, batches, graph, at.chunks + len(chunks), copy=True)
        now_there = state.read(self.connection)
        if now_there.opened or now_there.uid != last.uid:  # what was there may have had that revision, too
            raise StoreError("the catalogue was not copied", "copy it again")
        self.opening.sweep()
        self.step("committed")
        return last, build.arrays(after)

    def fix(self, at: State, graph: Changes) -> None:
        """Change the graph without a revision. Each transaction sees to it that no import comes in between."""
        for part in changes.writes(graph, BATCH):
            self.checked(at, lambda tx, part=part: parts.write(tx, part))  # type: ignore[misc]

    def checked(self, at: State, work: Callable[[neo4j.Transaction], None]) -> None:
        """Do the work in a transaction, if the catalogue is still at that revision."""

        def fenced(tx: neo4j.Transaction) -> None:
            check(state.lock(tx), at.uid)
            work(tx)

        transactions.write(self.connection, fenced)

    def _begin(self, at: State) -> State:
        """Make the schema where it is missing, and wait for other writers: the state after that."""
        if not at.made:
            state.check_foreign(self.connection)
        if not at.number:
            state.apply_schema(self.connection, early=at.opened is None)
        elif at.metamodel != fingerprint():
            state.follow_metamodel(self.connection)
        transactions.wait_for_others(self.connection)
        self.step("begin")
        return state.read(self.connection)

    def _coming(self, at: State, plan: Plan, held: Callable[[int], Mapping[str, Tables]]) -> Coming:
        """What the plan makes of that state."""
        revision = revisions.of_plan(at.revision, plan)
        before = held(at.number)
        after = merge(revisions.after(before, plan))
        writes = records.of_plan(self.connection, plan, revision.number, at.chunks)
        return Coming(revision, writes, changes.between(merged(before, at.number), after), after)

    def _settle(
        self, at: State, plan: Plan, held: Callable[[int], Mapping[str, Tables]]
    ) -> tuple[Revision, Arrays] | None:
        """Complete a left import that gave just this, or take it back."""
        opened = at.opened
        assert opened is not None
        if not opened.left:
            raise opened.error()
        given = opened.ready and not opened.copy and opened.revision.source == plan.source
        if given and _same(held(at.number + 1), plan):
            revision, after = self.opening.complete(at, held)
            return revision, build.arrays(after)
        self.opening.take_back(at, held)
        return None

    def _revise(self, at: State, coming: Coming) -> tuple[Revision, Arrays]:
        """Write it. The arrays of its index are made while the server works."""
        revision, fresh = coming.revision, coming.records.fresh
        with ThreadPoolExecutor(1) as aside, transactions.recorded(self.connection, revision.uid):
            arrays = aside.submit(build.arrays, coming.catalogue)
            if len(coming.graph) + sum(block.rows for block in fresh) <= self.limit:
                if not at.number:
                    state.apply_schema(self.connection)
                transactions.write(self.connection, lambda tx: self._at_once(tx, at, coming))
            else:
                batches = coming.records.batches()
                chunks = at.chunks + len(fresh)
                self.opening.write(at, revision, batches, coming.graph, chunks, ready=self.ready)
        self.step("committed")
        return revision, arrays.result()

    def _at_once(self, tx: neo4j.Transaction, at: State, coming: Coming) -> None:
        check(state.lock(tx), at.uid)
        for statement, rows in coming.records.batches():
            records.write(tx, statement, rows)
        self.step("records")
        self.ready()
        for part in changes.writes(coming.graph, BATCH):
            parts.write(tx, part)
            self.step("graph")
        self.opening.end(tx, coming.revision, at.chunks + len(coming.records.fresh))

    def _placed(self, tx: neo4j.Transaction, at: State, writes: Writes) -> None:
        check(state.lock(tx), at.uid)
        for statement, rows in writes.batches():
            records.write(tx, statement, rows)
        tx.run(state.PLACED, id=uuid.uuid4().hex).consume()


def _same(held: Mapping[str, Tables], plan: Plan) -> bool:
    """The source holds what the plan would make it hold."""
    mine = held.get(plan.source, {})
    for name, kind in KINDS.items():
        before = mine.get(name) or empty(kind)
        found = compare(before, plan.incoming[name], match(before, plan.incoming[name], {}))
        if found.added or found.changed or found.withdrawn:
            return False
    return True
