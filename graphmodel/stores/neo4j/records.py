"""Reading and writing chunks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from graphmodel.model.errors import StoreError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.table import Table, concat
from graphmodel.model.words import count
from graphmodel.stores import values
from graphmodel.stores.neo4j import blocks, checksums, state
from graphmodel.stores.neo4j.blocks import Chunk
from graphmodel.stores.revisions import returns, row_changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import neo4j

    from graphmodel.model.catalogue import Tables
    from graphmodel.model.revision import Revision
    from graphmodel.planning.plan import Plan
    from graphmodel.stores.neo4j.connection import Connection

BYTES: Final = 4_000_000
"""So much is read or written at once, about."""

VALID: Final = """\
MATCH (k:GraphmodelChunk)
WHERE k.since <= $number AND coalesce(k.dead > $number, true)
RETURN properties(k) AS chunk ORDER BY k.number"""

GONE: Final = """\
MATCH (k:GraphmodelChunk)
WHERE k.since <= $number AND k.dead <= $number
RETURN k {.number, .ends, .dead, .places, .checksum_ends} AS chunk"""
"""Those that are not read: that none of their rows is valid has to be true."""

GIVEN: Final = """\
MATCH (k:GraphmodelChunk {source: $source})
WHERE k.since <= $number AND coalesce(k.dead > $number, true)
RETURN properties(k) AS chunk ORDER BY k.number"""

NOTE: Final = """\
MATCH (r:GraphmodelRevision) WHERE r.chunks IS NULL
OPTIONAL MATCH (k:GraphmodelChunk) WHERE k.since = r.number
WITH r, count(k) AS chunks, coalesce(sum(k.rows), 0) AS rows
SET r.chunks = chunks, r.rows = rows"""
"""A revision says how many chunks and rows it has: what a graphmodel before that wrote says so from the next one on."""

COUNTED: Final = """\
MATCH (r:GraphmodelRevision)
WHERE r.number <= $number AND (r.chunks IS NOT NULL OR r.rows IS NOT NULL OR r.checksum IS NOT NULL)
OPTIONAL MATCH (k:GraphmodelChunk) WHERE k.since = r.number
WITH r, count(k) AS chunks, coalesce(sum(k.rows), 0) AS rows,
  CASE WHEN r.checksum IS NULL THEN 0 ELSE count(k) - count(k.checksum + k.checksum_ends) END AS bare
WHERE chunks <> coalesce(r.chunks, -1) OR rows <> coalesce(r.rows, -1) OR bare > 0
RETURN r.number AS number, r.chunks AS of_chunks, chunks, r.rows AS of_rows, rows, bare ORDER BY number LIMIT 1"""
"""Of a revision with a checksum every chunk has one, too."""

REVISIONS: Final = """\
MATCH (r:GraphmodelRevision)
RETURN count(DISTINCT CASE WHEN 1 <= r.number <= $number THEN r.number END) AS found, count(r) AS nodes"""
LATER: Final = (
    "MATCH (k:GraphmodelChunk) WHERE NOT coalesce(1 <= k.since <= $number, false) RETURN count(k) AS found"
)
HISTORY: Final = "MATCH (r:GraphmodelRevision) RETURN properties(r) AS revision ORDER BY r.number DESC"
ALL: Final = "MATCH (k:GraphmodelChunk) RETURN properties(k) AS chunk ORDER BY k.number"

OF_SOURCE: Final = """\
MATCH (k:GraphmodelChunk {source: $source})
WHERE k.dead IS NULL
RETURN k {.number, .source, .kind, .since, .rows, .origins, .ends, .places, .checksum_ends} AS chunk
ORDER BY k.number"""

SINCE: Final = """\
MATCH (k:GraphmodelChunk)
WHERE k.since >= $number OR k.ends IS NOT NULL OR k.places IS NOT NULL
RETURN properties(k) AS chunk ORDER BY k.number"""

CREATE: Final = "UNWIND $rows AS row CREATE (k:GraphmodelChunk) SET k = row"
CHANGE: Final = "UNWIND $rows AS row MATCH (k:GraphmodelChunk {number: row.number}) SET k += row"
DELETE: Final = "MATCH (k:GraphmodelChunk) WHERE k.since >= $number DETACH DELETE k"

BRING: Final = "UNWIND $rows AS row CREATE (n:GraphmodelNext) SET n = row"
"""Chunks and revisions of a copy."""

COMING: Final = VALID.replace("GraphmodelChunk", "GraphmodelNext")
LAST: Final = "MATCH (k:GraphmodelChunk|GraphmodelNext) RETURN coalesce(max(k.number), 0) AS last"

REPLACE: Final = (
    "MATCH (n:GraphmodelChunk|GraphmodelRevision) REMOVE n:GraphmodelChunk:GraphmodelRevision SET n:GraphmodelOld",
    "MATCH (n:GraphmodelNext) WHERE n.uid IS NULL REMOVE n:GraphmodelNext SET n:GraphmodelChunk",
    "MATCH (n:GraphmodelNext) REMOVE n:GraphmodelNext SET n:GraphmodelRevision",
)
"""What a copy has brought takes the place of what was there. Their data stay where they are: that is done at once."""

DISCARD: Final = "MATCH (n:GraphmodelNext) REMOVE n:GraphmodelNext SET n:GraphmodelOld"
LEFT: Final = "MATCH (n:GraphmodelNext) RETURN count(n) AS found"
SWEEP: Final = "MATCH (n:GraphmodelOld) WITH n LIMIT 50 DETACH DELETE n RETURN count(n) AS deleted"


@dataclass(frozen=True)
class Writes:
    """Chunks to write."""

    fresh: list[Chunk] = field(default_factory=list)
    changed: list[Chunk] = field(default_factory=list)
    """Chunks that are there, with other ends or places."""

    def batches(self) -> Iterator[tuple[str, list[dict[str, object]]]]:
        """Statement and rows, bounded in size."""
        yield from _batches(CREATE, map(Chunk.node, self.fresh))
        kept = ({name: getattr(b, name) for name in checksums.OF_CHUNK[checksums.ENDS]} for b in self.changed)
        yield from _batches(CHANGE, (said | checksums.of_chunk(said) for said in kept))


def read(connection: Connection, query: str, **parameters: object) -> list[Chunk]:
    """The chunks that a query gives."""
    with connection.session(fetch=20) as session:
        found = session.run(query, parameters)
        return [Chunk.of(record["chunk"]) for record in found]


def held(connection: Connection, revision: int) -> dict[str, Tables]:
    """What each source holds as of a revision. Raises StoreError where chunks are lost, too many, or damaged."""
    check_counts(connection, revision)
    with connection.session(fetch=1_000) as session, values.damage():
        for record in session.run(GONE, number=revision):
            checksums.check_chunk(record["chunk"])
    return blocks.held(read(connection, VALID, number=revision), revision)


def check_counts(connection: Connection, revision: int) -> None:
    """Raises StoreError where a revision up to that one has not as many chunks and rows as it says."""
    for found in connection.rows(COUNTED, number=revision):
        bare = f", {count(found['bare'], 'chunk')} without checksum" if found["bare"] else ""
        raise StoreError(
            f"the database is damaged: revision {found['number']} has "
            f"{found['chunks']} of {_stated(found['of_chunks'])} chunks, "
            f"{found['rows']} of {_stated(found['of_rows'])} rows{bare}",
            "restore it from a backup, or import the sources into another database",
        )


def verify(connection: Connection, revision: int, *, closed: bool) -> tuple[int, int]:
    """How many chunks and rows there are in all revisions, each of which can be read. Raises StoreError.

    ``closed``: no import is open, which would have chunks of the next revision.
    """
    there = connection.rows(REVISIONS, number=revision)[0]
    if there["found"] != revision or there["nodes"] != revision:
        more = f", and {extra} more nodes" if (extra := there["nodes"] - there["found"]) else ""
        raise StoreError(
            f"the database is damaged: of {count(revision, 'revision')} {there['found']} are there{more}",
            "restore it from a backup",
        )
    for row in connection.rows(HISTORY):
        state.revision(row["revision"])
    check_counts(connection, revision)
    if closed and (later := connection.rows(LATER, number=revision)[0]["found"]):
        raise StoreError(
            f"the database is damaged: {count(later, 'chunk')} of no revision that is there",
            "restore it from a backup, or import the sources into another database",
        )
    chunks = rows = 0
    with connection.session(fetch=20) as session:
        for record in session.run(ALL):
            block = Chunk.of(record["chunk"])
            block.until()
            block.table(revision)
            chunks, rows = chunks + 1, rows + block.rows
    return chunks, rows


def coming(connection: Connection, revision: int) -> dict[str, Tables]:
    """What each source will hold as of a revision that a copy brings."""
    return blocks.held(read(connection, COMING, number=revision), revision)


def incoming(
    revisions: Sequence[Revision], chunks: Sequence[Chunk]
) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Statement and rows, bounded in size, which bring what a copy takes over."""
    yield from _batches(BRING, map(Chunk.node, chunks))
    yield from _batches(BRING, map(state.revision_node, revisions))


def given(connection: Connection, source: str, revision: int) -> Tables:
    """What one source holds as of a revision."""
    check_counts(connection, revision)
    found = read(connection, GIVEN, source=source, number=revision)
    return blocks.held(found, revision).get(source, {})


def of_plan(connection: Connection, plan: Plan, number: int, first: int) -> Writes:
    """What a plan changes, as revision ``number``; new chunks are numbered from ``first`` on."""
    held = read(connection, OF_SOURCE, source=plan.source) if number > 1 else []
    return beside([b for b in held if b.since < number], plan, number, first)


def beside(mine: Sequence[Chunk], plan: Plan, number: int, first: int, *, since: int | None = None) -> Writes:
    """The same, where the chunks of the plan's source are these, by number.

    ``since``: the revision from which on what moved stands elsewhere; where nothing else changes that is the current.
    """
    writes = Writes()
    if since is None:
        since = number - 1 if plan.empty else number
    for name, kind in plan.kinds.items():
        ended, begun, moved = row_changes(kind, plan.incoming[name])
        writes.changed.extend(_changed([b for b in mine if b.kind == name], set(ended), moved, number, since))
        writes.fresh.extend(blocks.split(begun, plan.source, number, first + len(writes.fresh)))
    return writes


def of_undo(connection: Connection, undone: int, number: int, first: int) -> Writes:
    """What makes that which was valid before revision ``undone`` valid again from revision ``number`` on."""
    writes = Writes()
    again: dict[tuple[str, str], list[Table]] = {}
    for block in read(connection, SINCE, number=undone):
        until = block.until()
        if block.since >= undone:
            writes.changed.append(block.ended([end or number for end in until]))
            continue
        if rows := [row for row, end in enumerate(until) if returns(end, undone)]:
            again.setdefault((block.source, block.kind), []).append(block.table(undone - 1).take(rows))
        placed = block.replaced(undone, number, (row for row, end in enumerate(until) if not end))
        if placed is not block:
            writes.changed.append(placed)
    for (source, kind), tables in again.items():
        table = concat(KINDS[kind], tables)
        writes.fresh.extend(blocks.split(table, source, number, first + len(writes.fresh)))
    return writes


def without(connection: Connection, number: int) -> Writes:
    """What takes the ends and places back that revision ``number``, which never came to be, has set."""
    writes = Writes()
    for block in read(connection, SINCE, number=number):
        until, stayed = block.until(), block.stayed(number)
        if block.since < number and (number in until or stayed is not block):
            writes.changed.append(stayed.ended([0 if end == number else end for end in until]))
    return writes


def write(transaction: neo4j.Transaction, statement: str, rows: Sequence[object]) -> None:
    """Run a statement with its rows."""
    transaction.run(statement, rows=rows).consume()


def _stated(number: object) -> str:
    return "an unknown number of" if number is None else str(number)


def _changed(
    mine: Sequence[Chunk], gone: set[int], places: Mapping[int, tuple[str, int]], number: int, since: int
) -> Iterator[Chunk]:
    """Of one kind: the chunks whose rows end, or stand elsewhere from revision ``since`` on.

    ``gone`` and ``places`` count the valid rows, chunk by chunk.
    """
    if not gone and not places:
        return
    at = 0
    for block in mine:
        rows = blocks.valid(block, number - 1)
        mine_at = {row: at + i for i, row in enumerate(rows)}
        at += len(rows)
        ending = {row for row, position in mine_at.items() if position in gone}
        moved = {row: places[position] for row, position in mine_at.items() if position in places}
        if ending or moved:
            until = [number if row in ending else end for row, end in enumerate(block.until())]
            yield (block.placed(moved, since) if moved else block).ended(until)


def _batches(
    statement: str, rows: Iterable[dict[str, object]]
) -> Iterator[tuple[str, list[dict[str, object]]]]:
    part: list[dict[str, object]] = []
    size = 0
    for row in rows:
        part.append(row)
        size += sum(len(value) for value in row.values() if isinstance(value, bytes))
        if size > BYTES:
            yield statement, part
            part, size = [], 0
    if part:
        yield statement, part
