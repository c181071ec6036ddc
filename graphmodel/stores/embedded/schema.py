"""The tables of the embedded file, and how a file of an older graphmodel becomes one of this.

Every record is a row with the source that gave it and the interval of revisions for which it is valid: from ``since``
up to, but not including, ``until`` (NULL: still). A changed record is a new row. NULL in a field means that the source
has no such column; ``free`` is a JSON object of the free attributes, NULL where there are none. ``file`` and ``line``
never change: where the row stands later on is in ``place``.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from typing import Any, Final

from graphmodel.stores.embedded import blocks

APPLICATION_ID: Final = 0x67726D6F
"""``grmo``, at byte 68 of the file."""

PAGE_SIZE: Final = 16384
"""Bytes. An array of the snapshot is one long chain of pages."""

SUMMED: Final = 3
"""From this schema version on rows have checksums."""

MASTER: Final = "SELECT type, name, tbl_name, sql FROM sqlite_master"

FIRST: Final = (
    """CREATE TABLE revision (
        number INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, time TEXT NOT NULL, source TEXT NOT NULL,
        action TEXT NOT NULL, undoes INTEGER NOT NULL,
        added INTEGER NOT NULL, changed INTEGER NOT NULL, withdrawn INTEGER NOT NULL)""",
    "CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE file (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    """CREATE TABLE service (
        source INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER, file INTEGER NOT NULL, line INTEGER NOT NULL,
        "id" TEXT, "kind" TEXT, "name" TEXT, "description" TEXT, "category" TEXT, "criticality" TEXT,
        "lifecycle" TEXT, "provider" TEXT, "availability" TEXT, "own_availability" TEXT, "support_hours" TEXT,
        "rto" TEXT, "rpo" TEXT, "response" TEXT, "resolution" TEXT, "cost" TEXT, "reviewed" TEXT, "aliases" TEXT,
        "tags" TEXT, "placeholder" TEXT, free TEXT)""",
    """CREATE TABLE category (
        source INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER, file INTEGER NOT NULL, line INTEGER NOT NULL,
        "id" TEXT, "name" TEXT, "parent" TEXT, "boundary_start" TEXT, "boundary_end" TEXT, "expects" TEXT,
        "availability" TEXT, "own_availability" TEXT, "support_hours" TEXT, "rto" TEXT, "rpo" TEXT,
        "response" TEXT, "resolution" TEXT, "expected_roles" TEXT, free TEXT)""",
    """CREATE TABLE role (
        source INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER, file INTEGER NOT NULL, line INTEGER NOT NULL,
        "id" TEXT, "name" TEXT, "holder" TEXT, "team" TEXT, "contact" TEXT, free TEXT)""",
    """CREATE TABLE dependency (
        source INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER, file INTEGER NOT NULL, line INTEGER NOT NULL,
        "service" TEXT, "depends_on" TEXT, "strength" TEXT, "group" TEXT, "needs" TEXT, "note" TEXT, free TEXT)""",
    """CREATE TABLE responsibility (
        source INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER, file INTEGER NOT NULL, line INTEGER NOT NULL,
        "role" TEXT, "service" TEXT, "responsibility" TEXT, "duty" TEXT, free TEXT)""",
    """CREATE TABLE snapshot (
        name TEXT PRIMARY KEY, uid TEXT NOT NULL, dtype TEXT NOT NULL, length INTEGER NOT NULL, crc32 INTEGER NOT NULL,
        data BLOB NOT NULL)""",
)

PLACES: Final = (
    """CREATE TABLE place (
        kind TEXT NOT NULL, record INTEGER NOT NULL, since INTEGER NOT NULL, file INTEGER NOT NULL,
        line INTEGER NOT NULL, PRIMARY KEY (kind, record, since)) WITHOUT ROWID""",
)
"""Where a row stands from a revision on, if not where it was read first: a place belongs to a revision."""

CHECKSUMS: Final = (
    """CREATE TABLE block (
        kind TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, source INTEGER NOT NULL,
        since INTEGER NOT NULL, sums BLOB NOT NULL, PRIMARY KEY (kind, first))""",
    """CREATE TABLE checksum (
        name TEXT NOT NULL, since INTEGER NOT NULL, value BLOB NOT NULL, PRIMARY KEY (name, since))""",
)
"""See ``blocks``."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (FIRST, PLACES, CHECKSUMS)
"""The statements that lead from each schema version to the next; what has been released never changes."""


def version() -> int:
    """The schema version that this graphmodel writes."""
    return len(MIGRATIONS)


def migrate(con: sqlite3.Connection, found: int) -> None:
    """Lead a file from schema version ``found`` to this one, inside the caller's transaction."""
    if found == version():
        return
    if found >= SUMMED:
        blocks.verify(con)
    for statements in MIGRATIONS[found:]:
        for statement in statements:
            con.execute(statement)
    if version() >= SUMMED:
        blocks.make(con)
    con.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    con.execute(f"PRAGMA user_version = {version()}")


@cache
def expected(version: int) -> frozenset[tuple[Any, ...]]:
    """What ``sqlite_master`` holds in a file of that version: nothing more, nothing less."""
    with closing(sqlite3.connect(":memory:")) as con:
        for statements in MIGRATIONS[:version]:
            for statement in statements:
                con.execute(statement)
        return frozenset(con.execute(MASTER))
