"""What goes in several transactions: under a mark that it is open, until all of it is done or taken back.

An import adds chunks that are valid from its revision on, and changes the ends of others. A copy, which replaces the
whole history, brings chunks and revisions that are no catalogue's until they take the place of those before them.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from graphmodel.model.catalogue import Catalogue, blank
from graphmodel.model.metamodel import KINDS, RELATIONSHIPS
from graphmodel.stores import values
from graphmodel.stores.holder import Holder
from graphmodel.stores.neo4j import changes, parts, records, state, statements, transactions, workers
from graphmodel.stores.revisions import check_base

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import neo4j

    from graphmodel.model.catalogue import Tables
    from graphmodel.model.revision import Revision
    from graphmodel.stores.neo4j.changes import Changes
    from graphmodel.stores.neo4j.connection import Connection
    from graphmodel.stores.neo4j.parts import Part
    from graphmodel.stores.neo4j.state import Opened, State

BATCH: Final = 5_000
"""Rows of one statement, and of one transaction of an open import: the server is quicker with these than with more."""

REVISION: Final = "CREATE (r:GraphmodelRevision) SET r = $values"


@dataclass(frozen=True)
class Opening:
    """What writing under a mark needs to know."""

    connection: Connection
    step: Callable[[str], None]

    def write(
        self,
        at: State,
        revision: Revision,
        batches: Iterable[tuple[str, list[dict[str, Any]]]],
        graph: Changes,
        chunks: int,
        *,
        copy: bool = False,
        ready: Callable[[], None] = lambda: None,
    ) -> None:
        """Open it, write the batches of records, change the graph, and make it the current revision.

        ``chunks``: the number of the chunk after these. ``ready`` is called when it is open and nothing is written yet;
        what it raises closes it again.
        """
        uid = uuid.uuid4().hex
        transactions.write(self.connection, lambda tx: _open(tx, at, state.mark(revision, uid, copy=copy)))
        self.step("opened")
        try:
            ready()
        except BaseException:
            self._under(uid, lambda tx: _cleared(tx, at.number + 1))
            raise
        for statement, rows in batches:
            self._under(uid, lambda tx, s=statement, r=rows: records.write(tx, s, r))  # type: ignore[misc]
            self.step("records")
        self._under(uid, lambda tx: transactions.set_catalogue(tx, {"open_ready": True}))
        self.step("ready")
        self._graph(uid, graph)
        self._under(uid, lambda tx: self.end(tx, revision, chunks, copy=copy))

    def end(self, tx: neo4j.Transaction, revision: Revision, chunks: int, *, copy: bool = False) -> None:
        """Make it the current revision, all of whose records and changes are written."""
        if copy:
            for statement in records.REPLACE:
                tx.run(statement).consume()
        else:
            tx.run(REVISION, values=state.revision_node(revision)).consume()
        tx.run(records.NOTE).consume()
        said = {"number": revision.number, "uid": revision.uid, "chunks": chunks, "by": str(Holder.me())}
        transactions.set_catalogue(tx, said)
        transactions.forget_mark(tx)
        self.step("revision")

    def complete(self, at: State, held: Callable[[int], Mapping[str, Tables]]) -> tuple[Revision, Catalogue]:
        """Bring what was left to its end, all of whose records are written."""
        opened = self._taken_over(at)
        before, after = merged(held(at.number), at.number), self._coming(opened, held)
        self._graph(opened.uid, changes.towards(after, before, existing(self.connection)))
        chunks = self.connection.rows(records.LAST)[0]["last"] + 1
        with transactions.recorded(self.connection, opened.revision.uid):
            self._under(opened.uid, lambda tx: self.end(tx, opened.revision, chunks, copy=opened.copy))
        self.sweep()
        return opened.revision, after

    def take_back(self, at: State, held: Callable[[int], Mapping[str, Tables]]) -> None:
        """Undo what was left."""
        opened = self._taken_over(at)
        if opened.ready:
            before, after = self._coming(opened, held), merged(held(at.number), at.number)
            self._graph(opened.uid, changes.towards(after, before, existing(self.connection)))
            self._under(opened.uid, lambda tx: transactions.set_catalogue(tx, {"open_ready": False}))
        writes = records.Writes() if opened.copy else records.without(self.connection, at.number + 1)
        for statement, rows in writes.batches():
            self._under(opened.uid, lambda tx, s=statement, r=rows: records.write(tx, s, r))  # type: ignore[misc]
        self._under(opened.uid, lambda tx: _cleared(tx, at.number + 1))
        self.sweep()

    def discard(self) -> None:
        """Delete what no open import has brought."""
        transactions.write(self.connection, lambda tx: tx.run(records.DISCARD).consume())
        self.sweep()

    def sweep(self) -> None:
        """Delete the records that are no catalogue's any more, a bounded number at a time."""
        while self.connection.rows(records.SWEEP)[0]["deleted"]:
            pass

    def _coming(self, opened: Opened, held: Callable[[int], Mapping[str, Tables]]) -> Catalogue:
        """What the graph will show when it is done."""
        number = opened.revision.number
        return merged(records.coming(self.connection, number) if opened.copy else held(number), number)

    def _graph(self, uid: str, graph: Changes) -> None:
        def write(worker: int, part: Part) -> None:
            self._under(uid, lambda tx: parts.write(tx, part), worker)
            self.step("graph")

        for stage in changes.stages(graph, BATCH):
            workers.run(stage, write)
        state.apply_schema(self.connection)

    def _under(self, uid: str, work: Callable[[neo4j.Transaction], None], worker: int = 0) -> None:
        """A transaction of one worker under the mark."""

        def fenced(tx: neo4j.Transaction) -> None:
            transactions.fenced(tx, uid, worker)
            work(tx)

        transactions.write(self.connection, fenced)

    def _taken_over(self, at: State) -> Opened:
        """The mark, made ours: whoever left it finds that out if it comes back."""
        opened = at.opened
        assert opened is not None
        uid = uuid.uuid4().hex
        ours = state.mark(opened.revision, uid, copy=opened.copy) | {"open_ready": opened.ready}

        def take(tx: neo4j.Transaction) -> None:
            transactions.fenced(tx, opened.uid)
            transactions.set_catalogue(tx, ours)
            transactions.set_workers(tx, uid)

        transactions.write(self.connection, take)
        return replace(opened, uid=uid)


def existing(connection: Connection) -> changes.Existing:
    """The ids, keys and pairs that the graph holds."""
    queries = {name: f"MATCH (n:{label}) RETURN n.id AS key" for name, label in statements.LABELS.items()}
    for name, kind in RELATIONSHIPS.items():
        queries[name] = f"MATCH ()-[r:{kind.label}]->() RETURN r.key AS key"
    for label in statements.PAIRS:
        start, end = statements.ends(label)
        queries[label] = f"MATCH (a:{start})-[:{label}]->(b:{end}) RETURN [a.id, b.id] AS key"
    there: dict[str, set[Any]] = {}
    for name, query in queries.items():
        with connection.session(fetch=10_000) as session:
            keys = session.run(query).value()
        there[name] = {tuple(key) if isinstance(key, list) else key for key in keys}
    return changes.Existing({n: there[n] for n in KINDS}, {n: there[n] for n in statements.PAIRS})


def merged(held: Mapping[str, Tables], number: int) -> Catalogue:
    """What the graph shows as of a revision; before the first one nothing, not even the shipped types."""
    return values.merged(held) if number else Catalogue(blank())


def check(at: State, base: str) -> None:
    """Raises StoreError where the catalogue is not at that revision, or something is open."""
    if at.opened:
        raise at.opened.error()
    check_base(at.uid, base, at.by)


def _open(tx: neo4j.Transaction, at: State, mark: dict[str, Any]) -> None:
    check(state.lock(tx), at.uid)
    transactions.set_catalogue(tx, mark)
    transactions.fenced(tx, mark["open_uid"])
    transactions.set_workers(tx, mark["open_uid"])


def _cleared(tx: neo4j.Transaction, number: int) -> None:
    tx.run(records.DELETE, number=number).consume()
    tx.run(records.DISCARD).consume()
    transactions.forget_mark(tx)
