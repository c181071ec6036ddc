"""Making a plan the next revision, inside the caller's transaction."""

from __future__ import annotations

import sqlite3
from dataclasses import astuple
from typing import TYPE_CHECKING

from graphmodel.index import build
from graphmodel.model.beside import beside
from graphmodel.model.catalogue import merge
from graphmodel.model.revision import NO_REVISION, Revision
from graphmodel.stores import revisions as history
from graphmodel.stores import values
from graphmodel.stores.derived import check_legal
from graphmodel.stores.embedded import rows, small, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphmodel.planning.plan import Plan
    from graphmodel.stores.revisions import RowChanges

STEPS = ("begin", "closed", "inserted", "revision", "snapshot", "committed")
"""What a write tells of, in order: after which of its parts it stands."""

FIELDS = "number, uid, time, source, action, undoes, added, changed, withdrawn, root"
"""The columns of a revision, as ``Revision`` has them."""

LARGE = 50_000
"""From so many records on the index is made in a process of its own while the rows are written."""


def revisions(con: sqlite3.Connection) -> list[Revision]:
    """Every revision, the latest first. Raises sqlite3.DatabaseError where one is lost."""
    found = [values.revision(Revision(*row[:10])) for row in reversed(small.small(con, "revision"))]
    if not history.complete(found):
        raise sqlite3.DatabaseError("its revisions are not numbered without a gap")
    return found


def current(con: sqlite3.Connection) -> Revision:
    """The latest revision, or ``NO_REVISION``."""
    return next(iter(revisions(con)), NO_REVISION)


def apply(con: sqlite3.Connection, plan: Plan, step: Callable[[str], None]) -> Revision | None:
    """Write the plan; None where it changes nothing. Raises StoreError when it was made against another revision."""
    latest = current(con)
    history.check_base(latest.uid, plan.base)
    changes = {name: history.row_changes(kind, plan.incoming[name]) for name, kind in plan.kinds.items()}
    if plan.empty:
        for name, rows_of in changes.items():
            end(con, name, rows_of, latest, source=plan.source)
        snapshot.save(con, build.arrays(merge(rows.held(con, latest.number))), latest.uid)
        return None
    revision = history.of_plan(latest, plan)
    whole = history.after(rows.held(con, latest.number, but=plan.source), plan)
    large = sum(map(len, plan.incoming.values())) >= LARGE
    with beside(lambda: build.arrays(merge(whole)), worth=large) as arrays:
        for name, rows_of in changes.items():
            end(con, name, rows_of, revision)
        step("closed")
        for rows_of in changes.values():
            rows.insert(con, rows_of.begun, source=plan.source, since=revision.number)
        step("inserted")
        record(con, revision, step)
        snapshot.save(con, arrays(), revision.uid)
    step("snapshot")
    return revision


def end(
    con: sqlite3.Connection, kind: str, changes: RowChanges, revision: Revision, source: str = ""
) -> None:
    """The rows of a source, by default the revision's, that end with that revision, and those that are elsewhere."""
    if not changes.ended and not changes.moved:
        return
    held = rows.rowids(con, kind, source or revision.source)
    rows.close(con, kind, [held[row] for row in changes.ended], until=revision.number)
    if changes.moved:
        moved = [(held[row], *place) for row, place in changes.moved.items()]
        rows.place(con, kind, moved, since=revision.number)


def undo(con: sqlite3.Connection, step: Callable[[str], None]) -> Revision:
    """Take back the latest revision that is no undoing and not undone. Raises UsageError when there is none."""
    revision, last = history.of_undo(revisions(con))
    rows.restore(con, last.number, by=revision.number)
    step("inserted")
    record(con, revision, step)
    held = rows.held(con, revision.number)
    check_legal(held, f"taking back revision {last.number}")
    snapshot.save(con, values.arrays(values.merged(held)), revision.uid)
    step("snapshot")
    return revision


def record(con: sqlite3.Connection, revision: Revision, step: Callable[[str], None]) -> None:
    """Add it to the revisions."""
    marks = ", ".join("?" * len(FIELDS.split(", ")))
    con.execute(f"INSERT INTO revision ({FIELDS}) VALUES ({marks})", astuple(revision))
    step("revision")
