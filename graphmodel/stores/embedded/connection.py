"""Opening the file, and what SQLite's errors mean to a user."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from graphmodel.model.errors import StoreError
from graphmodel.model.outputs import kind
from graphmodel.model.words import listed
from graphmodel.stores.embedded import journal, schema, sidecar, small

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAST = 1_000_000
"""Bytes that a value may always have."""

MOST = 100
"""So many entries of a file's list of tables are looked at: there are fewer in ours."""

RESTORE = "restore it from a backup, or import the sources into a new file"


_OF_OTHERS = {".csv", ".graphml", ".json", ".ods", ".toml", ".xlsm", ".xlsx", ".xml", ".yaml", ".yml"}
"""What files are called that are read or written as something else."""


@contextmanager
def reading(path: Path, wait: float) -> Iterator[sqlite3.Connection]:
    """A connection in a transaction: whatever is read in it is of one state of the file. Raises StoreError."""
    with closing(reader(path, wait)) as con, explained(path, wait):
        con.execute("BEGIN")
        yield con


def reader(path: Path, wait: float) -> sqlite3.Connection:
    """A connection in no transaction, for the caller to close. The file's tables are ours, and of this schema.

    Raises StoreError.
    """
    with explained(path, wait):
        con = _opened(path, wait)
        try:
            found, complete = _checked(con, path)
            if found == 0:
                raise missing(path)
            if found < schema.version() or not complete:
                con.execute("BEGIN IMMEDIATE")
                found, complete = _checked(con, path)
                schema.migrate(con, found, complete=complete)
                con.execute("COMMIT")
        except BaseException:
            con.close()
            raise
        return con


@contextmanager
def explained(path: Path, wait: float) -> Iterator[None]:
    """Inside, what reading raises over a file that is busy or damaged becomes a StoreError."""
    with _explained(path, wait):
        try:
            yield
        except (KeyError, ValueError, TypeError) as error:
            raise _damaged(path, error) from error


@contextmanager
def writing(path: Path, wait: float) -> Iterator[sqlite3.Connection]:
    """A connection inside the one write transaction, rolled back unless it is committed. Raises StoreError."""
    with _explained(path, wait), closing(_opened(path, wait, create=True)) as con:
        if _checked(con, path)[0] == 0:
            con.execute(f"PRAGMA page_size = {schema.PAGE_SIZE}")
        con.execute("PRAGMA journal_mode = DELETE")
        con.execute("PRAGMA synchronous = EXTRA")
        con.execute("PRAGMA cache_spill = OFF")
        con.execute("PRAGMA secure_delete = OFF")
        con.execute("BEGIN IMMEDIATE")
        with sidecar.announced(path):
            try:
                found, complete = _checked(con, path)
                schema.migrate(con, found, complete=complete)
                for table in small.SMALL:
                    small.small(con, table)
                yield con
            finally:
                if con.in_transaction:
                    con.execute("ROLLBACK")


def version(path: Path, wait: float) -> int:
    """The file's schema version; 0 where there is none, or an empty one. Raises StoreError when it is not ours."""
    if not path.exists():
        return 0
    with _explained(path, wait), closing(_opened(path, wait)) as con:
        return _checked(con, path)[0]


def written(path: Path) -> bool:
    """Whether somebody is writing, or that cannot be found out: whoever writes holds SQLite's lock."""
    try:
        with closing(_opened(path, 0)) as con:
            con.execute("BEGIN IMMEDIATE")
            con.execute("ROLLBACK")
    except (sqlite3.Error, StoreError):
        return True
    return False


def _checked(con: sqlite3.Connection, path: Path) -> tuple[int, bool]:
    """The file's schema version, 0 for an empty file, and whether its tables have all the columns of the metamodel.

    Raises StoreError when it is foreign or newer.
    """
    application: int = con.execute("PRAGMA application_id").fetchone()[0]
    version: int = con.execute("PRAGMA user_version").fetchone()[0]
    if application != schema.APPLICATION_ID:
        if con.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] or application or version:
            raise StoreError(
                f"{path} is an SQLite database of another application (id {application:#x})",
                "name another file; this one is left as it is",
            )
        return 0, False
    if version > schema.version():
        raise StoreError(
            f"{path} was written by a newer graphmodel (schema {version}; this one knows {schema.version()})",
            "install the newer graphmodel; this file is left as it is",
        )
    found = schema.layout(frozenset(con.execute(f"{schema.MASTER} LIMIT {MOST}")), version)
    if not found.ours:
        raise StoreError(
            f"{path} is damaged, or made by something else: its tables are not those that graphmodel makes",
            RESTORE,
        )
    if found.strange:
        raise StoreError(
            f"{path} was written by a newer graphmodel: this one does not know {listed(found.strange, 3)}",
            "install the newer graphmodel; this file is left as it is",
        )
    return version, found.complete


def missing(path: Path) -> StoreError:
    """There is no catalogue there."""
    empty = "is empty" if path.exists() else "does not exist"
    return StoreError(
        f"the catalogue {path} {empty}", f"graphmodel -c {quote(str(path))} import FOLDER makes it"
    )


def _opened(path: Path, wait: float, *, create: bool = False) -> sqlite3.Connection:
    there = path.exists()
    if there and (what := kind(path.stat().st_mode)):
        raise StoreError(f"{path} is {what}, not a catalogue file", "name a file")
    if not there:
        if not create:
            raise missing(path)
        if path.is_symlink():
            raise StoreError(
                f"{path} is a symbolic link to {path.readlink()}, which does not exist",
                "name that file itself",
            )
        if not path.absolute().parent.is_dir():
            raise StoreError(f"cannot make {path}: its directory does not exist", "make the directory first")
        if path.suffix.casefold() in _OF_OTHERS:
            raise StoreError(
                f"a catalogue file is none of those that are called {path.suffix}, as {path} is",
                "name it .db; graphmodel export writes workbooks, folders and graphs",
            )
    journal.check(path)
    mode = "rwc" if create else "rw"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    con = sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)
    try:
        con.execute("PRAGMA trusted_schema = OFF")
        con.execute("PRAGMA cell_size_check = ON")
        if not create:  # no value is larger than the file; a writer's may become so
            con.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max(path.stat().st_size, LEAST))
    except BaseException:
        con.close()
        raise
    return con


@contextmanager
def _explained(path: Path, wait: float) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _explanation(error, path, wait) from error


def _explanation(error: Exception, path: Path, wait: float) -> StoreError:
    """What an error of SQLite means, and what to do."""
    name = str(getattr(error, "sqlite_errorname", "") or "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return _busy(path, wait)
    if name == "SQLITE_NOTADB":
        return StoreError(
            f"{path} is not a catalogue: no SQLite file", "name another file; it is left as it is"
        )
    if name == "SQLITE_FULL":
        return StoreError(f"the disk is full: {path} stays as it was", "make room on its disk and try again")
    if name.startswith("SQLITE_IOERR"):
        return StoreError(
            f"{path} cannot be read or written ({name}); it stays as it was",
            "check that its disk is in order, has room, and allows files of that size",
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return StoreError(
            f"{path} is read-only, or may not be opened, or its directory may not be written to ({error})",
            "check the permissions of the file and of its directory",
        )
    if name.startswith("SQLITE_TOOBIG"):
        return StoreError(f"a value is too large for {path} ({error})", "leave it out or shorten it")
    return _damaged(path, error)


def _damaged(path: Path, error: Exception) -> StoreError:
    return StoreError(f"{path} is damaged ({error})", f"graphmodel -c {path} doctor says more; {RESTORE}")


def _busy(path: Path, wait: float) -> StoreError:
    holder = sidecar.read(path)
    if holder is None or holder.gone:
        who = "another program"
    else:
        who = str(holder)
    return StoreError(
        f"{path} is locked by {who} (waited {wait:g} s)",
        "try again when it has finished; nothing was changed",
    )
