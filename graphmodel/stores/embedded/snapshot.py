"""The arrays of the index, kept beside the rows that they are made from, so that a question reads no rows.

Each array is one row of the table ``snapshot`` with the uid of its revision and a checksum. One that is missing, of
another revision or damaged is never used: all are made again from the rows.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any
from zlib import crc32

from graphmodel.index import shapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.index.build import Arrays


def load(con: sqlite3.Connection, name: str, uid: str) -> NDArray[Any] | None:
    """One array of that revision, or None where there is none that is sound, and fits the others."""
    kept = raw(con, name, uid)
    if kept is None:
        return None
    lengths = dict(con.execute("SELECT name, length FROM snapshot WHERE uid = ?", (uid,)).fetchall())
    return shapes.sound(name, *kept, lengths)


def raw(con: sqlite3.Connection, name: str, uid: str) -> tuple[str, bytes] | None:
    """Type and bytes of an array, or None where there is none that is as it was written."""
    sql = "SELECT dtype, length, crc32, data FROM snapshot WHERE name = ? AND uid = ?"
    try:
        row = con.execute(sql, (name, uid)).fetchone()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
            raise
        return None
    if row is None:
        return None
    dtype, length, checksum, data = row
    if not isinstance(data, bytes) or _checksum(name, dtype, length, data) != checksum:
        return None
    return dtype, data


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
