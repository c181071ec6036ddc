"""The arrays of the index, kept beside the rows that they are made from, so that a question reads no rows.

Each array is one row of the table ``snapshot`` with the uid of its revision and a checksum. One that is missing, of
another revision or damaged is never used: all are made again from the rows.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final
from zlib import crc32

from graphmodel.index import shapes
from graphmodel.stores.embedded import small

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphmodel.index.arrays import Array
    from graphmodel.index.build import Arrays

_FOUND: Final = """SELECT dtype, length, crc32, rowid, length(data) FROM snapshot
    WHERE name = ? AND uid = ? AND typeof(data) = 'blob'"""


def lengths(con: sqlite3.Connection, uid: str) -> dict[str, object]:
    """How long each array of that revision is said to be."""
    return dict(con.execute("SELECT name, length FROM snapshot WHERE uid = ?", (uid,)).fetchall())


def load(con: sqlite3.Connection, name: str, uid: str, lengths: Mapping[str, object]) -> Array | None:
    """One array of that revision, or None where there is none that is sound, and fits the others' ``lengths``."""
    kept = raw(con, name, uid)
    return None if kept is None else shapes.sound(name, *kept, lengths)


def raw(con: sqlite3.Connection, name: str, uid: str) -> tuple[str, bytes] | None:
    """Type and bytes of an array, or None where there is none that is as it was written."""
    try:
        with small.together(con):
            row = con.execute(_FOUND, (name, uid)).fetchone()
            data = _bytes(con, *row[3:]) if row else None
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
            raise
        return None
    if data is None:
        return None
    dtype, length, checksum, *_ = row
    return (dtype, data) if _checksum(name, dtype, length, data) == checksum else None


def _bytes(con: sqlite3.Connection, row: int, size: int) -> bytes | None:
    """The bytes of that row, read once and not copied; None where there are more than the file can hold."""
    if size > con.getlimit(sqlite3.SQLITE_LIMIT_LENGTH):
        return None
    with con.blobopen("snapshot", "data", row, readonly=True) as blob:
        return blob.read()


def save(con: sqlite3.Connection, arrays: Arrays, uid: str) -> None:
    """Keep the arrays of that revision in place of those of another."""
    con.execute("DELETE FROM snapshot")
    con.executemany("INSERT INTO snapshot VALUES (?, ?, ?, ?, ?, ?)", _rows(arrays, uid))


def _rows(arrays: Arrays, uid: str) -> Iterator[tuple[str, str, str, int, int, bytes]]:
    for name, array in arrays.items():
        data, dtype = array.tobytes(), array.dtype.str
        yield name, uid, dtype, len(array), _checksum(name, dtype, len(array), data), data


def _checksum(name: str, dtype: str, length: int, data: bytes) -> int:
    """The checksum covers what the bytes mean, too."""
    return crc32(data, crc32(f"{name} {dtype} {length}".encode()))
