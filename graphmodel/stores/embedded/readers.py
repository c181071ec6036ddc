"""The connections that read one file, of which one is kept open for whoever reads next.

A question reads some twenty arrays: to open the file and to compare its tables for each costs as much as to read it.
The one that is kept holds no lock and no transaction, so it is in nobody's way, however long it is kept. It is given up
when the file on the disk is another, or has been written to since, or a journal is beside it: then the next reader
checks everything again.
"""

from __future__ import annotations

import os
import weakref
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from graphmodel.stores.embedded import connection, journal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


class _State(NamedTuple):
    """What tells that a file is the one that was opened, and as it was then."""

    process: int
    """A connection must not be used in a copy of the process that opened it."""
    device: int
    number: int
    size: int
    changed: int
    """Nanoseconds since 1970."""


class _Kept(NamedTuple):
    con: sqlite3.Connection
    state: _State
    beside: tuple[Path, ...]
    """A journal or a log there, SQLite would act upon: it is checked (``journal``) where a file is opened."""
    version: int
    """SQLite's own count of what others have written: it sees what the clock of the file system is too coarse for."""


class Readers:
    """Connections to one file; several threads may read at once, each with its own."""

    def __init__(self, path: Path, wait: float) -> None:
        """``wait``: seconds to wait for another process."""
        self._path = path
        self._wait = wait
        self._keeps = True
        self._idle: list[_Kept] = []
        weakref.finalize(self, _close_all, self._idle)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction: whatever is read in it is of one state of the file. Raises StoreError."""
        with connection.explained(self._path, self._wait):
            state = _state(self._path)
            used = self._taken(state) or self._fresh(state)
            keep = False
            try:
                used.con.execute("BEGIN")
                yield used.con
                used.con.execute("COMMIT")
                keep = self._keeps and not self._idle and _holds_nothing(used.con)
            finally:
                if keep:
                    self._idle.append(used)
                else:
                    used.con.close()

    def close(self) -> None:
        """Keep none open from now on: whoever still reads opens the file, and closes it."""
        self._keeps = False
        _close_all(self._idle)

    def _fresh(self, state: _State) -> _Kept:
        con = connection.reader(self._path, self._wait)
        with _closed_on_error(con):
            return _Kept(con, state, journal.files(self._path)[1:], _version(con))

    def _taken(self, state: _State) -> _Kept | None:
        """The one that is kept, if the file is still as it was, and nobody is writing to it."""
        while kept := _popped(self._idle):
            with _closed_on_error(kept.con):
                alone = kept.state == state and not any(map(os.path.lexists, kept.beside))
                if alone and _version(kept.con) == kept.version:
                    return kept
            kept.con.close()
        return None


def _state(path: Path) -> _State:
    with suppress(OSError):
        found = path.stat()
        return _State(os.getpid(), found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
    return _State(os.getpid(), 0, 0, 0, 0)  # opening it says what is wrong


def _version(con: sqlite3.Connection) -> int:
    version: int = con.execute("PRAGMA data_version").fetchone()[0]
    return version


def _holds_nothing(con: sqlite3.Connection) -> bool:
    """No transaction; nor has another program set the file to write-ahead logging, where each connection has a lock."""
    return not con.in_transaction and con.execute("PRAGMA journal_mode").fetchone() != ("wal",)


@contextmanager
def _closed_on_error(con: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        con.close()
        raise


def _popped(idle: list[_Kept]) -> _Kept | None:
    """The last, or None also where another thread was faster."""
    with suppress(IndexError):
        return idle.pop()
    return None


def _close_all(idle: list[_Kept]) -> None:
    while kept := _popped(idle):
        kept.con.close()
