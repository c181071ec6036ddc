"""The small tables of a catalogue file, and where rows stand from a revision on: each has one checksum."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from graphmodel.model.metamodel import KINDS
from graphmodel.stores.embedded.checksums import of_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL: Final = {"revision": "number", "source": "id", "file": "id", "block": "kind, first"}
"""The tables that have one checksum, and their order."""


def small(con: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    """Every row of a small table. Raises sqlite3.DatabaseError where they are not what was written.

    What this connection itself has written, and not sealed yet, is taken as it is: it was checked before.
    """
    with together(con):
        rows = con.execute(f"SELECT * FROM {table} ORDER BY {SMALL[table]}").fetchall()
        kept = con.execute("SELECT value FROM checksum WHERE name = ? AND since = 0", (table,)).fetchone()
    if con.total_changes:
        return rows
    if (kept[0] if kept else b"") != (of_rows(rows) if rows else b""):
        raise damaged(table, "its rows are not what was written")
    return rows


def moves(con: sqlite3.Connection, kind: str) -> list[tuple[int, int, int, int]]:
    """Revision, row, file and line of each row that stands elsewhere from that revision on, in this order.

    Raises sqlite3.DatabaseError where they are not what was written.
    """
    with together(con):
        sql = "SELECT since, record, file, line FROM place WHERE kind = ? ORDER BY since, record"
        rows = con.execute(sql, (kind,)).fetchall()
        kept = dict(
            con.execute("SELECT since, value FROM checksum WHERE name = ?", (_place(kind),)).fetchall()
        )
    if {since: of_rows(list(run)) for since, run in groupby(rows, lambda row: row[0])} != kept:
        raise damaged(kind, "where they stand is not what was written")
    return rows


def moved(con: sqlite3.Connection, kind: str, since: int) -> None:
    """Note which rows stand elsewhere from that revision on."""
    sql = "SELECT since, record, file, line FROM place WHERE kind = ? AND since = ? ORDER BY record"
    rows = con.execute(sql, (kind, since)).fetchall()
    con.execute("INSERT OR REPLACE INTO checksum VALUES (?, ?, ?)", (_place(kind), since, of_rows(rows)))


def seal(con: sqlite3.Connection) -> None:
    """Note what the small tables hold: the last thing in a transaction that writes."""
    for table, order in SMALL.items():
        rows = con.execute(f"SELECT * FROM {table} ORDER BY {order}").fetchall()
        value = of_rows(rows) if rows else b""
        con.execute("INSERT OR REPLACE INTO checksum VALUES (?, 0, ?)", (table, value))


@contextmanager
def together(con: sqlite3.Connection) -> Iterator[None]:
    """Inside, what is read is of one moment."""
    if con.in_transaction:
        yield
        return
    con.execute("BEGIN")
    try:
        yield
    finally:
        con.execute("ROLLBACK")


def damaged(table: str, what: str) -> sqlite3.DatabaseError:
    """What is said where a table does not hold what was written."""
    return sqlite3.DatabaseError(f"{KINDS[table].plural if table in KINDS else table}: {what}")


def _place(kind: str) -> str:
    return f"place of {kind}"
