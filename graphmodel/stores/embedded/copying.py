"""Taking over the history of another store, inside the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.index import build
from graphmodel.model.catalogue import merge
from graphmodel.model.metamodel import KINDS
from graphmodel.model.revision import NO_REVISION
from graphmodel.model.table import empty
from graphmodel.planning.compare import exactly
from graphmodel.stores.derived import check_legal, check_replaceable
from graphmodel.stores.embedded import rows, small, snapshot, writer
from graphmodel.stores.revisions import row_changes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from graphmodel.model.revision import Revision
    from graphmodel.stores.store import Entry


def load(
    con: sqlite3.Connection, entries: Iterable[Entry], step: Callable[[str], None], *, replace: bool
) -> Revision:
    """Make the entries the revisions of this file; the last of them. Raises UsageError as ``Store.load`` does."""
    known = writer.current(con)
    check_replaceable(known.number, replace=replace)
    for name in (*KINDS, *small.SMALL, "place", "checksum"):
        con.execute(f'DELETE FROM "{name}"')
    last = NO_REVISION
    for last, tables in entries:
        held = rows.given(con, last.source, last.number)
        for name, kind in KINDS.items():
            table = tables.get(name) or empty(kind)
            changes = row_changes(exactly(held[name], table), table)
            writer.end(con, name, changes, last)
            rows.insert(con, changes.begun, source=last.source, since=last.number)
        writer.record(con, last, step)
    step("inserted")
    brought = rows.held(con, last.number)
    check_legal(brought, "the copy")
    snapshot.save(con, build.arrays(merge(brought)), last.uid)
    step("snapshot")
    return last
