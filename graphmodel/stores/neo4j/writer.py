"""Making something the next revision: in one transaction, or under the mark of an open import."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from graphmodel.model.catalogue import Catalogue, merge
from graphmodel.model.compare import compare, match
from graphmodel.model.errors import StoreError, UsageError
from graphmodel.model.metamodel import CATEGORY, DEPENDENCY, KINDS, RESPONSIBILITY, ROLE, SERVICE
from graphmodel.model.revision import Revision, now
from graphmodel.model.table import empty
from graphmodel.stores.embedded.sidecar import Holder
from graphmodel.stores.neo4j import blocks, changes, copying, lanes, parts, records, state, transactions
from graphmodel.stores.neo4j.records import Writes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import neo4j

    from graphmodel.model.catalogue import Tables
    from graphmodel.model.plan import Plan
    from graphmodel.stores.neo4j.changes import Changes
    from graphmodel.stores.neo4j.connection import Connection
    from graphmodel.stores.neo4j.parts import Part
    from graphmodel.stores.neo4j.state import Opened, State
    from graphmodel.stores.store import Entry

BATCH: Final = 5_000
"""Rows of one statement, and of one transaction of an open import: the server is quicker with these than with more."""

STEPS = ("begin", "opened", "records", "ready", "graph", "revision", "committed")
"""What a write tells of, in order: ``records`` and ``graph`` after each batch; only large ones are opened and ready."""

REVISION: Final = "CREATE (r:GraphmodelRevision) SET r = $values"
REVISIONS: Final = "UNWIND $rows AS row CREATE (r:GraphmodelRevision) SET r = row"
FORGET: Final = "MATCH (r:GraphmodelRevision) DELETE r"


@dataclass(frozen=True)
class Writer:
    """What writing needs to know."""

    connection: Connection
    limit: int
    step: Callable[[str], None]

    def apply(
        self, plan: Plan, held: Callable[[int], Mapping[str, Tables]]
    ) -> tuple[Revision, Catalogue] | None:
        """Write the plan: the new revision and its catalogue; None where it changes nothing."""
        at = self._begin()
        if at.opened:
            done = self._settle(at, plan, held)
            if done is not None:
                return done
            at = state.read(self.connection)
        _check(at, plan.base)
        if plan.empty:
            writes = records.of_plan(self.connection, plan, at.number + 1, at.chunks)
            transactions.write(self.connection, lambda tx: self._placed(tx, at, writes))
            return None
        revision = Revision(at.number + 1, uuid.uuid4().hex, now(), plan.source)
        counts = plan.counts
        revision = replace(
            revision, added=counts["added"], changed=counts["changed"], withdrawn=counts["withdrawn"]
        )
        before = held(at.number)
        after = merge({**{s: t for s, t in before.items() if s != plan.source}, plan.source: plan.incoming})
        writes = records.of_plan(self.connection, plan, revision.number, at.chunks)
        self._revise(at, revision, writes, changes.between(_merged(before, at.number), after))
        return revision, after

    def undo(
        self, history: list[Revision], held: Callable[[int], Mapping[str, Tables]]
    ) -> tuple[Revision, Catalogue]:
        """Take back the latest revision that is no undoing and not undone. Raises UsageError when there is none."""
        at = self._begin()
        if at.opened:
            raise at.opened.error()
        undone = {revision.undoes for revision in history}
        last = next((r for r in history if not r.undoes and r.number not in undone), None)
        if last is None:
            raise UsageError("there is nothing to undo: no import that is not undone already")
        _check(at, history[0].uid)
        revision = replace(
            last, number=at.number + 1, uid=uuid.uuid4().hex, time=now(), action="undo", undoes=last.number,
            added=last.withdrawn, withdrawn=last.added,
        )  # fmt: skip
        writes = records.of_undo(self.connection, last.number, revision.number, at.chunks)
        after = merge(held(last.number - 1))
        self._revise(at, revision, writes, changes.between(merge(held(at.number)), after))
        return revision, after

    def load(
        self, entries: Iterable[Entry], held: Callable[[int], Mapping[str, Tables]], *, anew: bool
    ) -> tuple[Revision, Catalogue]:
        """Make the entries the revisions, in one transaction. ``anew`` gives up those that are there."""
        at = self._begin()
        if at.opened:
            raise at.opened.error()
        if at.number and not anew:
            raise UsageError(
                f"the catalogue is not empty: it has {at.number} revision{'s'[: at.number > 1]}",
                "name another; --force gives up what it holds, its history included",
            )
        revisions, chunks = copying.replayed(entries, at.chunks)
        last = revisions[-1] if revisions else state.NONE
        after = _merged(blocks.held(chunks, last.number), last.number)
        graph = changes.between(_merged(held(at.number), at.number), after)
        if not at.number:
            state.apply_schema(self.connection)
        with transactions.recorded(self.connection, last.uid):
            transactions.write(
                self.connection, lambda tx: self._loaded(tx, at, revisions, Writes(chunks), graph)
            )
        if state.read(self.connection).uid != last.uid:  # what was there had that revision too
            raise StoreError("the catalogue was not copied", "nothing was changed by that; try again")
        self.step("committed")
        return last, after

    def complete(self, at: State, held: Callable[[int], Mapping[str, Tables]]) -> tuple[Revision, Catalogue]:
        """Bring a left import to its end, all of whose records are written."""
        opened = self._taken_over(at)
        before, after = _merged(held(at.number), at.number), merge(held(at.number + 1))
        self._graph(opened.uid, changes.towards(after, before, found(self.connection)))
        self._finish(opened.uid, opened.revision, self._next_chunk())
        return opened.revision, after

    def take_back(self, at: State, held: Callable[[int], Mapping[str, Tables]]) -> None:
        """Undo what a left import has done."""
        opened = self._taken_over(at)
        if opened.ready:
            before, after = merge(held(at.number + 1)), _merged(held(at.number), at.number)
            self._graph(opened.uid, changes.towards(after, before, found(self.connection)))
            self._under(opened.uid, lambda tx: transactions.set_catalogue(tx, {"open_ready": False}))
        for statement, rows in records.without(self.connection, at.number + 1).batches():
            self._under(opened.uid, lambda tx, s=statement, r=rows: records.write(tx, s, r))  # type: ignore[misc]
        self._under(opened.uid, lambda tx: self._cleared(tx, at.number + 1))

    def mend(self, at: State, graph: Changes) -> None:
        """Change the graph without a revision. Each transaction sees to it that no import comes in between."""
        for part in changes.writes(graph, BATCH):

            def work(tx: neo4j.Transaction, part: Part = part) -> None:
                _check(state.lock(tx), at.uid)
                parts.write(tx, part)

            transactions.write(self.connection, work)

    def _begin(self) -> State:
        at = state.read(self.connection)
        if not at.made:
            state.check_foreign(self.connection)
        if not at.number:
            state.apply_schema(self.connection, but="" if at.opened else "-[")
        transactions.wait_for_others(self.connection)
        self.step("begin")
        return state.read(self.connection)

    def _settle(
        self, at: State, plan: Plan, held: Callable[[int], Mapping[str, Tables]]
    ) -> tuple[Revision, Catalogue] | None:
        """Complete a left import that gave just this, or take it back."""
        opened = at.opened
        assert opened is not None
        if not opened.left:
            raise opened.error()
        if opened.ready and opened.revision.source == plan.source and _same(held(at.number + 1), plan):
            return self.complete(at, held)
        self.take_back(at, held)
        return None

    def _revise(self, at: State, revision: Revision, writes: Writes, graph: Changes) -> None:
        with transactions.recorded(self.connection, revision.uid):
            if len(graph) + sum(block.rows for block in writes.fresh) <= self.limit:
                if not at.number:
                    state.apply_schema(self.connection)
                transactions.write(self.connection, lambda tx: self._at_once(tx, at, revision, writes, graph))
            else:
                self._in_batches(at, revision, writes, graph)
        self.step("committed")

    def _at_once(
        self, tx: neo4j.Transaction, at: State, revision: Revision, writes: Writes, graph: Changes
    ) -> None:
        _check(state.lock(tx), at.uid)
        self._written(tx, writes, graph)
        self._record(tx, revision, at.chunks + len(writes.fresh))

    def _written(self, tx: neo4j.Transaction, writes: Writes, graph: Changes) -> None:
        for statement, rows in writes.batches():
            records.write(tx, statement, rows)
        self.step("records")
        for part in changes.writes(graph, BATCH):
            parts.write(tx, part)
            self.step("graph")

    def _loaded(
        self, tx: neo4j.Transaction, at: State, revisions: Sequence[Revision], writes: Writes, graph: Changes
    ) -> None:
        _check(state.lock(tx), at.uid)
        tx.run(records.DELETE, number=0).consume()
        tx.run(FORGET).consume()
        transactions.set_catalogue(tx, {"number": 0, "uid": "", "by": str(Holder.me())})
        self._written(tx, writes, graph)
        if revisions:
            records.write(tx, REVISIONS, [asdict(revision) for revision in revisions[:-1]])
            self._record(tx, revisions[-1], at.chunks + len(writes.fresh))

    def _in_batches(self, at: State, revision: Revision, writes: Writes, graph: Changes) -> None:
        uid = revision.uid
        transactions.write(self.connection, lambda tx: self._open(tx, at, revision))
        self.step("opened")
        for statement, rows in writes.batches():
            self._under(uid, lambda tx, s=statement, r=rows: records.write(tx, s, r))  # type: ignore[misc]
            self.step("records")
        self._under(uid, lambda tx: transactions.set_catalogue(tx, {"open_ready": True}))
        self.step("ready")
        self._graph(uid, graph)
        self._finish(uid, revision, at.chunks + len(writes.fresh))

    def _graph(self, uid: str, graph: Changes) -> None:
        def write(lane: int, part: Part) -> None:
            self._under(uid, lambda tx: parts.write(tx, part), lane)
            self.step("graph")

        for stage in changes.stages(graph, BATCH):
            lanes.run(stage, write)
        state.apply_schema(self.connection)

    def _finish(self, uid: str, revision: Revision, chunks: int) -> None:
        with transactions.recorded(self.connection, revision.uid):
            self._under(uid, lambda tx: self._record(tx, revision, chunks))

    def _under(self, uid: str, work: Callable[[neo4j.Transaction], None], lane: int = 0) -> None:
        """A transaction of an open import, in a lane of its own."""

        def fenced(tx: neo4j.Transaction) -> None:
            transactions.fenced(tx, uid, lane)
            work(tx)

        transactions.write(self.connection, fenced)

    def _open(self, tx: neo4j.Transaction, at: State, revision: Revision) -> None:
        _check(state.lock(tx), at.uid)
        transactions.set_catalogue(tx, state.mark(revision, revision.uid))
        transactions.fenced(tx, revision.uid)
        transactions.set_lanes(tx, revision.uid)

    def _record(self, tx: neo4j.Transaction, revision: Revision, chunks: int) -> None:
        tx.run(REVISION, values=asdict(revision)).consume()
        said = {"number": revision.number, "uid": revision.uid, "chunks": chunks, "by": str(Holder.me())}
        transactions.set_catalogue(tx, said)
        transactions.forget_mark(tx)
        self.step("revision")

    def _placed(self, tx: neo4j.Transaction, at: State, writes: Writes) -> None:
        _check(state.lock(tx), at.uid)
        for statement, rows in writes.batches():
            records.write(tx, statement, rows)

    def _cleared(self, tx: neo4j.Transaction, number: int) -> None:
        tx.run(records.DELETE, number=number).consume()
        transactions.forget_mark(tx)

    def _taken_over(self, at: State) -> Opened:
        """The mark, made ours: whoever left it finds that out if it comes back."""
        opened = at.opened
        assert opened is not None
        uid = uuid.uuid4().hex
        ours = state.mark(opened.revision, uid) | {"open_ready": opened.ready}

        def take(tx: neo4j.Transaction) -> None:
            transactions.fenced(tx, opened.uid)
            transactions.set_catalogue(tx, ours)
            transactions.set_lanes(tx, uid)

        transactions.write(self.connection, take)
        return replace(opened, uid=uid)

    def _next_chunk(self) -> int:
        query = "MATCH (k:GraphmodelChunk) RETURN coalesce(max(k.number), 0) + 1 AS next"
        number: int = self.connection.rows(query)[0]["next"]
        return number


def found(connection: Connection) -> changes.Found:
    """The ids, keys and pairs that the graph holds."""
    queries = {
        "service": "MATCH (n:Service) RETURN n.id AS key",
        "category": "MATCH (n:Category) RETURN n.id AS key",
        "role": "MATCH (n:Role) RETURN n.id AS key",
        "dependency": "MATCH ()-[r:DEPENDS_ON]->() RETURN r.key AS key",
        "responsibility": "MATCH ()-[r:RESPONSIBLE_FOR]->() RETURN r.key AS key",
        "in_category": "MATCH (a:Service)-[:IN_CATEGORY]->(b:Category) RETURN [a.id, b.id] AS key",
        "part_of": "MATCH (a:Category)-[:PART_OF]->(b:Category) RETURN [a.id, b.id] AS key",
    }
    there: dict[str, set[Any]] = {}
    for name, query in queries.items():
        with connection.session(fetch=10_000) as session:
            keys = session.run(query).value()
        there[name] = {tuple(key) if isinstance(key, list) else key for key in keys}
    return changes.Found({n: there[n] for n in KINDS}, {n: there[n] for n in changes.PAIRS})


def _merged(held: Mapping[str, Tables], number: int) -> Catalogue:
    """What the graph shows as of a revision; before the first one nothing, not even the shipped types."""
    return (
        merge(held)
        if number
        else Catalogue(*(empty(kind) for kind in (SERVICE, CATEGORY, ROLE, DEPENDENCY, RESPONSIBILITY)))
    )


def _check(at: State, base: str) -> None:
    if at.opened:
        raise at.opened.error()
    if at.uid != base:
        raise StoreError(
            f"the catalogue was changed by somebody else since this was planned ({at.by})",
            "plan it again; nothing was changed",
        )


def _same(held: Mapping[str, Tables], plan: Plan) -> bool:
    """The source holds what the plan would make it hold."""
    mine = held.get(plan.source, {})
    for name, kind in KINDS.items():
        before = mine.get(name) or empty(kind)
        found = compare(before, plan.incoming[name], match(before, plan.incoming[name], {}))
        if found.added or found.changed or found.withdrawn:
            return False
    return True
