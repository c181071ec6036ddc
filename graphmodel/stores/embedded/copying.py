"""Taking over the history of another store, inside the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.index import build
from graphmodel.model.catalogue import merge
from graphmodel.model.metamodel import KINDS
from graphmodel.model.table import empty
from graphmodel.planning.compare import exactly
from graphmodel.stores.derived import check_legal, check_replaceable
from graphmodel.stores.embedded import blocks, rows, snapshot, writer

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from graphmodel.model.revision import Revision
    from graphmodel.model.table import Table
    from graphmodel.stores.store import Entry


def load(
    con: sqlite3.Connection, entries: Iterable[Entry], step: Callable[[str], None], *, replace: bool
) -> Revision:
    """Make the entries the revisions of this file; the last of them. Raises UsageError as ``Store.load`` does."""
    known = writer.current(con)
    check_replaceable(known.number, replace=replace)
    for table in (*KINDS, *blocks.SMALL, "place", "checksum"):
        con.execute(f"DELETE FROM {table}")
    last = writer.NONE
    for last, tables in entries:
        held = rows.given(con, last.source, last.number)
        for name, kind in KINDS.items():
            _become(con, held[name], tables.get(name) or empty(kind), last)
        writer.record(con, last, step)
    step("inserted")
    brought = rows.held(con, last.number)
    check_legal(brought, "the copy")
    snapshot.save(con, build.arrays(merge(brought)), last.uid)
    step("snapshot")
    return last


def _become(con: sqlite3.Connection, held: Table, table: Table, revision: Revision) -> None:
    """Close the rows that go and add those that come."""
    changes = exactly(held, table)
    if changes.withdrawn or changes.moved:
        numbers = rows.rowids(con, table.kind.name, revision.source)
        if changes.moved:
            there = table.take([row for _, row in changes.moved])
            moved = [numbers[row] for row, _ in changes.moved]
            rows.place(con, table.kind.name, moved, there.files, there.lines, since=revision.number)
        gone = [numbers[row] for row in changes.withdrawn]
        rows.close(con, table.kind.name, gone, until=revision.number)
    fresh = changes.added if len(changes.added) < len(table) else None
    rows.insert(
        con, table if fresh is None else table.take(fresh), source=revision.source, since=revision.number
    )
