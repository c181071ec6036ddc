"""Rows in blocks, with a checksum for each column of each block: what is read is what was written, or it is refused.

A block is a run of at most ``ROWS`` rows that one import wrote for one source. Whoever reads some columns of some rows
reads whole blocks of these columns, which is little, and checks just these. The small tables have one checksum each.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from graphmodel.model.metamodel import KINDS
from graphmodel.stores.embedded.checksums import NOTHING, WIDTH, alike, checksum, stated
from graphmodel.stores.embedded.small import SMALL, damaged, moved, moves, seal, small, together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

ROWS: Final = 1_000
"""Rows of a block, at most."""

AT_ONCE: Final = 50
"""So many blocks are read while the file is locked for writers."""


class Block(NamedTuple):
    """A run of rows, ``first`` and ``last`` included."""

    first: int
    last: int
    source: int
    since: int
    sums: bytes
    """``WIDTH`` bytes for each column, in the table's order."""


def columns(con: sqlite3.Connection, kind: str) -> tuple[str, ...]:
    """The columns of a kind's table, in its order: that of the metamodel, but for those that came later."""
    return tuple(name for _, name, *_ in con.execute(f'PRAGMA table_info("{kind}")'))


def kinds(con: sqlite3.Connection) -> list[str]:
    """The kinds of record that have a table: not all in a file of an older graphmodel."""
    return [kind for kind in KINDS if columns(con, kind)]


def added(
    con: sqlite3.Connection,
    kind: str,
    first: int,
    same: Mapping[str, int],
    given: Mapping[str, Sequence[Any]],
    count: int,
) -> None:
    """Note the ``count`` rows written from row ``first`` on.

    ``given``: their columns; ``same``: those that have one number in all of them, source and since among these.
    """
    order = columns(con, kind)
    made = []
    for at in range(0, count, ROWS):
        size = min(ROWS, count - at)
        sums = b"".join(
            checksum(name, given[name][at : at + size])
            if name in given
            else alike(same[name], size)
            if name in same
            else NOTHING
            for name in order
        )
        made.append((kind, first + at, first + at + size - 1, same["source"], same["since"], sums))
    con.executemany("INSERT INTO block VALUES (?, ?, ?, ?, ?, ?)", made)


def read(
    con: sqlite3.Connection, kind: str, names: Sequence[str], wanted: Callable[[Block], bool]
) -> Iterator[tuple[Block, list[list[Any]]]]:
    """Of each wanted block, in the order of the rows, the values of those columns.

    Raises sqlite3.DatabaseError where they are not what was written. Outside a transaction the file is locked only
    for moments: what was valid as of a revision stays so, whatever is written between one moment and the next.
    """
    with together(con):
        small(con, "block")
        known = con.execute("SELECT ifnull(max(last), 0) FROM block WHERE kind = ?", (kind,)).fetchone()[0]
        if con.execute(f'SELECT ifnull(max(rowid), 0) FROM "{kind}"').fetchone()[0] != known:
            raise damaged(kind, "rows are lost, or are too many")
    order = columns(con, kind)
    last = 0
    while last < known:
        with together(con):
            blocks = of(con, kind, last)
            found = [(block, _fetched(con, kind, block, names)) for block in blocks if wanted(block)]
        for block in blocks:
            if not block.first == last + 1 <= block.last:
                raise damaged(kind, f"the block after row {last} is lost")
            last = block.last
        if not blocks:
            raise damaged(kind, f"the block after row {last} is lost")
        for block, rows in found:
            yield block, _checked(kind, order, block, names, rows)


def of(con: sqlite3.Connection, kind: str, after: int = 0) -> list[Block]:
    """The next blocks after that row."""
    sql = "SELECT first, last, source, since, sums FROM block WHERE kind = ? AND first > ? ORDER BY first LIMIT ?"
    return [Block(*row) for row in con.execute(sql, (kind, after, AT_ONCE))]


@contextmanager
def changing(con: sqlite3.Connection, kind: str, rows: Iterable[int], *names: str) -> Iterator[None]:
    """Inside, those columns of those rows are changed; what stood there is checked before."""
    touched, order = _around(con, kind, sorted(rows)), columns(con, kind)
    for block in touched:
        _checked(kind, order, block, names, _fetched(con, kind, block, names))
    yield
    for block in touched:
        sums = bytearray(block.sums)
        for name, values in zip(names, _transposed(_fetched(con, kind, block, names), names), strict=True):
            at = order.index(name) * WIDTH
            sums[at : at + WIDTH] = checksum(name, values)
        con.execute("UPDATE block SET sums = ? WHERE kind = ? AND first = ?", (sums, kind, block.first))


def make(con: sqlite3.Connection) -> None:
    """Note all rows of a file of an older graphmodel, which had no checksums, as they are."""
    for table in ("block", "checksum"):
        con.execute(f"DELETE FROM {table}")
    for kind in kinds(con):
        found = con.execute(f'SELECT rowid, source, since FROM "{kind}" ORDER BY rowid').fetchall()
        if [row for row, _, _ in found] != list(range(1, len(found) + 1)):
            raise damaged(kind, "rows are lost")
        names = columns(con, kind)
        first = 1
        for (source, since), run in groupby(found, lambda row: row[1:]):
            last = first + sum(1 for _ in run) - 1
            for start in range(first, last + 1, ROWS):
                block = Block(start, min(start + ROWS - 1, last), source, since, b"")
                values = _transposed(_fetched(con, kind, block, names), names)
                sums = b"".join(map(stated, names, values))
                con.execute("INSERT INTO block VALUES (?, ?, ?, ?, ?, ?)", (kind, *block[:4], sums))
            first = last + 1
        for (since,) in con.execute("SELECT DISTINCT since FROM place WHERE kind = ?", (kind,)).fetchall():
            moved(con, kind, since)
    seal(con)


def widened(con: sqlite3.Connection, kind: str) -> None:
    """Note that the table has one more column, its last, in which nothing is said yet."""
    con.execute("UPDATE block SET sums = CAST(sums || ? AS BLOB) WHERE kind = ?", (NOTHING, kind))


def verify(con: sqlite3.Connection) -> int:
    """How many rows there are, all of which are what was written. Raises sqlite3.DatabaseError."""
    for table in SMALL:
        small(con, table)
    for kind in kinds(con):
        moves(con, kind)
    return sum(
        block.last - block.first + 1
        for kind in kinds(con)
        for block, _ in read(con, kind, columns(con, kind), lambda _: True)
    )


def _fetched(
    con: sqlite3.Connection, kind: str, block: Block, names: Sequence[str]
) -> list[tuple[object, ...]]:
    # Qualified, since SQLite takes an unknown name in double quotes for a text.
    chosen = ", ".join(f'"{kind}"."{name}"' for name in names)
    sql = f'SELECT {chosen} FROM "{kind}" WHERE rowid BETWEEN ? AND ? ORDER BY rowid'
    return con.execute(sql, (block.first, block.last)).fetchall()


def _checked(
    kind: str, order: Sequence[str], block: Block, names: Sequence[str], rows: list[tuple[object, ...]]
) -> list[list[object]]:
    """The columns of the rows; ``order``: all that the table has. Raises sqlite3.DatabaseError."""
    where = f"rows {block.first} to {block.last} (revision {block.since})"
    if len(rows) != block.last - block.first + 1 or len(block.sums) != WIDTH * len(order):
        raise damaged(kind, f"of {where} some are lost")
    found = _transposed(rows, names)
    for name, values in zip(names, found, strict=True):
        at = order.index(name) * WIDTH
        try:
            right = block.sums[at : at + WIDTH] in (stated(name, values), checksum(name, values))
        except (TypeError, OverflowError):
            right = False
        if not right:
            raise damaged(kind, f"{where} are not what was written, in {name!r}")
    return found


def _transposed(rows: list[tuple[object, ...]], names: Sequence[str]) -> list[list[object]]:
    return list(map(list, zip(*rows, strict=True))) if rows else [[] for _ in names]


def _around(con: sqlite3.Connection, kind: str, rows: Sequence[int]) -> list[Block]:
    """The blocks in which those rows stand, which are in ascending order."""
    sql = "SELECT first, last, source, since, sums FROM block WHERE kind = ? AND first <= ? AND last >= ?"
    found: list[Block] = []
    for row in rows:
        if not found or row > found[-1].last:
            block = con.execute(sql, (kind, row, row)).fetchone()
            if block is None:
                raise damaged(kind, f"the block of row {row} is lost")
            found.append(Block(*block))
    return found
