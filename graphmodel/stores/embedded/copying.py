"""Taking over the history of another store, inside the caller's transaction."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

from graphmodel.graph import build
from graphmodel.model.catalogue import merge
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.table import empty
from graphmodel.stores.embedded import rows, snapshot, writer

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from graphmodel.model.revision import Revision
    from graphmodel.model.table import Table
    from graphmodel.stores.store import Entry


def load(
    con: sqlite3.Connection, entries: Iterable[Entry], step: Callable[[str], None], *, replace: bool
) -> Revision:
    """Make the entries the revisions of this file; the last of them. Raises UsageError as ``Store.load`` does."""
    known = writer.current(con)
    if known.number and not replace:
        raise UsageError(
            f"the catalogue is not empty: it has {known.number} revision{'s'[: known.number > 1]}",
            "name another; --force gives up what it holds, its history included",
        )
    for table in (*KINDS, "revision", "source", "file"):
        con.execute(f"DELETE FROM {table}")
    last = writer.NONE
    for last, tables in entries:
        for name, kind in KINDS.items():
            held = rows.given(con, last.source, last.number)[name]
            _become(con, held, tables.get(name) or empty(kind), last)
        writer.record(con, last, step)
    step("inserted")
    snapshot.save(con, build.arrays(merge(rows.held(con, last.number))), last.uid)
    step("snapshot")
    return last


def _become(con: sqlite3.Connection, held: Table, table: Table, revision: Revision) -> None:
    """Close the rows that go and add those that come.

    Rows are compared whole, unlike those of an import: an absent value differs from an empty one, and taking back a
    revision can take a column away.
    """
    left: dict[Hashable, deque[int]] = defaultdict(deque)
    for row, values in enumerate(_rows(held)):
        left[values].append(row)
    fresh = []
    for row, values in enumerate(_rows(table)):
        if left.get(values):
            left[values].popleft()
        else:
            fresh.append(row)
    gone = sorted(row for positions in left.values() for row in positions)
    if gone:
        numbers = rows.rowids(con, table.kind.name, revision.source)
        rows.close(con, table.kind.name, [numbers[row] for row in gone], until=revision.number)
    whole = len(fresh) == len(table)
    rows.insert(con, table if whole else table.take(fresh), source=revision.source, since=revision.number)


def _rows(table: Table) -> Iterator[Hashable]:
    """Each row as one value."""
    free = table.free()
    given = zip(*(table.columns[name] for name in free), strict=True) if free else iter([()] * len(table))
    known = zip(*(table.column(name) for name in table.kind.names), table.files, table.lines, strict=True)
    for values, others in zip(known, given, strict=True):
        yield values, tuple((n, v) for n, v in zip(free, others, strict=True) if v is not None)
