"""The tables of the embedded file, and how a file of an older graphmodel becomes one of this.

Every record is a row with the source that gave it and the interval of revisions for which it is valid: from ``since``
up to, but not including, ``until`` (NULL: still). A changed record is a new row. NULL in a field means that the source
has no such column; ``free`` is a JSON object of the free attributes, NULL where there are none. ``file`` and ``line``
never change: where the row stands later on is in ``place``.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from graphmodel.model.metamodel import KINDS
from graphmodel.stores.embedded import blocks, small

if TYPE_CHECKING:
    from graphmodel.model.metamodel import Kind

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

ROOTS: Final = ("ALTER TABLE revision ADD COLUMN root TEXT NOT NULL DEFAULT ''",)
"""See ``Revision.root``."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (FIRST, PLACES, CHECKSUMS, (), ROOTS)
"""The statements that lead from each schema version to the next; what has been released never changes.

The tables of records are no part of them: in every version they have the columns of the metamodel, see ``columns``.
"""

RECORDS: Final = (
    "source INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER, "
    "file INTEGER NOT NULL, line INTEGER NOT NULL"
)
"""The columns before the fields of a record."""

_TABLE: Final = re.compile(
    rf'CREATE TABLE "?(\w+)"? \( ?{RECORDS},((?: "\w+" TEXT,)+) free TEXT((?:, "\w+" TEXT)*)\)'
)


class Layout(NamedTuple):
    """What tables a file has."""

    ours: bool
    """Nothing more and nothing less than those of its version, and of records what the metamodel may have had."""
    strange: tuple[str, ...]
    """Kinds, and fields as ``KIND.FIELD``, that this graphmodel does not know."""
    complete: bool
    """The tables have all columns of the metamodel."""


def version() -> int:
    """The schema version that this graphmodel writes."""
    return len(MIGRATIONS)


def table(kind: Kind) -> str:
    """The statement that makes the table of a kind."""
    fields = ", ".join(f'"{name}" TEXT' for name in kind.names)
    return f'CREATE TABLE "{kind.name}" ({RECORDS}, {fields}, free TEXT)'


def migrate(con: sqlite3.Connection, found: int, *, complete: bool = False) -> None:
    """Lead a file from schema version ``found`` to this one, inside the caller's transaction.

    ``complete``: its tables have all columns already.
    """
    if found == version() and complete:
        return
    from graphmodel.stores.embedded import columns

    if found >= SUMMED:
        blocks.verify(con)
    for statements in MIGRATIONS[found:]:
        for statement in statements:
            con.execute(statement)
    for name in KINDS.keys() - blocks.kinds(con):
        con.execute(table(KINDS[name]))
    if found < SUMMED <= version():
        blocks.make(con)
    columns.complete(con)
    if version() >= SUMMED:
        small.seal(con)
    con.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    con.execute(f"PRAGMA user_version = {version()}")


def layout(found: frozenset[tuple[object, ...]], version: int) -> Layout:
    """What a file of that version has, of which ``sqlite_master`` holds this."""
    ours, tables = _parsed(found, version)
    strange = [name for name in tables if name not in KINDS]
    complete = True
    for name, kind in KINDS.items():
        there = tables.get(name, frozenset())
        if there.symmetric_difference(kind.names):
            complete = False
            new = there.difference(kind.known)
            ours = ours and (not new or there.issuperset(kind.names))
            strange += [f"{name}.{column}" for column in new]
    return Layout(ours, tuple(sorted(strange)), complete)


@cache
def _parsed(found: frozenset[tuple[object, ...]], version: int) -> tuple[bool, dict[str, frozenset[str]]]:
    """Whether the tables are ours, and the fields of each kind of record."""
    tables = {}
    others = set(found)
    for row in found:
        text = " ".join(str(row[3]).split())
        if (made := _TABLE.fullmatch(text)) and row[:3] == ("table", made[1], made[1]):
            tables[made[1]] = frozenset(re.findall(r'"(\w+)"', made[2] + made[3]))
            others.remove(row)
    return others == _expected(version), tables


@cache
def _expected(version: int) -> frozenset[tuple[object, ...]]:
    """What ``sqlite_master`` holds in a file of that version besides the tables of records."""
    with closing(sqlite3.connect(":memory:")) as con:
        for statements in MIGRATIONS[:version]:
            for statement in statements:
                con.execute(statement)
        return frozenset(con.execute(MASTER))
