"""Is the file whole?"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from graphmodel.index import build
from graphmodel.model.errors import StoreError
from graphmodel.model.words import count, listed
from graphmodel.stores import values
from graphmodel.stores.embedded import blocks, connection, rows, sidecar, snapshot, writer
from graphmodel.stores.store import Check

if TYPE_CHECKING:
    from pathlib import Path

    from graphmodel.model.revision import Revision

SHOWN = 3
"""So many of a file's faults are told."""


def examine(path: Path, wait: float, *, repair: bool) -> list[Check]:
    """Each check in a fixed order; those after a file that cannot be read at all are left out.

    ``repair`` builds the snapshot again from the rows where it is wrong, and removes a sidecar whose process has ended.
    """
    journal = path.with_name(path.name + "-journal")
    before = journal.exists()
    try:
        with connection.reading(path, wait) as con:
            checks = [
                Check("file", True, f"{path} is a catalogue"),
                Check("schema", True, f"version {connection.version(path, wait)}"),
                _integrity(con),
                _rows(con),
            ]
    except StoreError as error:
        return [Check("file", False, f"{error.message}; {error.hint}"), _lock(path, repair=repair)]
    checks.append(_snapshot(path, wait, repair=repair))
    checks.append(_lock(path, repair=repair))
    checks.append(_journal(journal, before=before))
    return checks


def _journal(journal: Path, *, before: bool) -> Check:
    """Opening the file has rolled an interrupted import back already."""
    if journal.exists():
        return Check("journal", True, f"{journal.name} holds nothing to roll back, or is being written")
    told = "left by an import that was interrupted: rolled back" if before else "none"
    return Check("journal", True, told)


def _integrity(con: sqlite3.Connection) -> Check:
    faults = [fault for (fault,) in con.execute(f"PRAGMA integrity_check({SHOWN})")]
    whole = faults == ["ok"]
    return Check(
        "integrity", whole, "every page is sound" if whole else f"{'; '.join(faults)}; {connection.RESTORE}"
    )


def _rows(con: sqlite3.Connection) -> Check:
    """Rows of every revision, also those that no longer hold."""
    try:
        number, revisions = blocks.verify(con), writer.current(con).number
    except (sqlite3.DatabaseError, ValueError, TypeError) as error:
        return Check("rows", False, f"damaged: {error}; {connection.RESTORE}")
    return Check("rows", True, f"{count(number, 'row')} of {count(revisions, 'revision')}, as written")


def _snapshot(path: Path, wait: float, *, repair: bool) -> Check:
    try:
        with connection.reading(path, wait) as con:
            revision = writer.current(con)
            made = values.arrays(values.merged(rows.held(con, revision.number)))
            wrong = _wrong(con, revision, made) if revision.number else []
        if wrong and repair:
            with connection.writing(path, wait) as con:
                if writer.current(con).uid == revision.uid:
                    snapshot.save(con, made, revision.uid)
                    con.execute("COMMIT")
            return Check("snapshot", True, f"rebuilt from the rows (was wrong: {listed(wrong, SHOWN)})")
    except StoreError as error:
        return Check("snapshot", False, f"{error.message}; {error.hint}")
    if wrong:
        return Check(
            "snapshot", False, f"differs from the rows: {listed(wrong, SHOWN)}; --repair rebuilds it"
        )
    return Check(
        "snapshot", True, f"{count(len(made), 'array')} of revision {revision.number}, as the rows say"
    )


def _wrong(con: sqlite3.Connection, revision: Revision, made: build.Arrays) -> list[str]:
    return [
        name
        for name, array in made.items()
        if snapshot.raw(con, name, revision.uid) != (array.dtype.str, array.tobytes())
    ]


def _lock(path: Path, *, repair: bool) -> Check:
    holder = sidecar.read(path)
    if holder is None:
        return Check("lock", True, "nobody is writing")
    if not holder.gone and connection.written(path):
        return Check("lock", True, f"says that it is being written by {holder}")
    if repair:
        sidecar.remove(path)
        if sidecar.read(path) is None:
            return Check("lock", True, f"removed what {holder} left, which no longer writes")
    return Check("lock", False, f"left by {holder}, which no longer writes; harmless; --repair removes it")
