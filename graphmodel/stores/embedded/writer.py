"""Making a plan the next revision, inside the caller's transaction."""

from __future__ import annotations

import sqlite3
import uuid
from dataclasses import astuple, replace
from typing import TYPE_CHECKING

from graphmodel.index import build
from graphmodel.model.beside import beside
from graphmodel.model.catalogue import merge
from graphmodel.model.errors import StoreError, UsageError
from graphmodel.model.revision import Revision, now
from graphmodel.stores import values
from graphmodel.stores.derived import check_legal
from graphmodel.stores.embedded import blocks, rows, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphmodel.planning.plan import KindPlan, Plan

STEPS = ("begin", "closed", "inserted", "revision", "snapshot", "committed")
"""What a write tells of, in order: after which of its parts it stands."""

FIELDS = "number, uid, time, source, action, undoes, added, changed, withdrawn"
"""The columns of a revision, as ``Revision`` has them."""

LARGE = 50_000
"""From so many records on the index is made in a process of its own while the rows are written."""

NONE = Revision(0, "", "", "")
"""What a store says that has no revision yet."""


def revisions(con: sqlite3.Connection) -> list[Revision]:
    """Every revision, the latest first. Raises sqlite3.DatabaseError where one is lost."""
    found = [values.revision(Revision(*row[:9])) for row in reversed(blocks.small(con, "revision"))]
    if [revision.number for revision in found] != list(range(len(found), 0, -1)):
        raise sqlite3.DatabaseError("its revisions are not numbered without a gap")
    return found


def current(con: sqlite3.Connection) -> Revision:
    """The latest revision, or ``NONE``."""
    return next(iter(revisions(con)), NONE)


def apply(con: sqlite3.Connection, plan: Plan, step: Callable[[str], None]) -> Revision | None:
    """Write the plan; None where it changes nothing. Raises StoreError when it was made against another revision."""
    latest = current(con)
    if plan.base != latest.uid:
        raise StoreError(
            "the catalogue was changed by somebody else since this was planned",
            "plan it again; nothing was changed",
        )
    held = {name: rows.rowids(con, name, plan.source) for name in plan.kinds}
    if plan.empty:
        _place(con, plan, held, latest.number)
        snapshot.save(con, build.arrays(merge(rows.held(con, latest.number))), latest.uid)
        return None
    counts = plan.counts
    revision = Revision(
        latest.number + 1,
        uuid.uuid4().hex,
        now(),
        plan.source,
        added=counts["added"],
        changed=counts["changed"],
        withdrawn=counts["withdrawn"],
    )
    others = rows.held(con, latest.number, but=plan.source)
    whole = {**others, plan.source: plan.incoming}
    large = sum(map(len, plan.incoming.values())) >= LARGE
    with beside(lambda: build.arrays(merge(whole)), worth=large) as arrays:
        _write(con, plan, held, revision, step)
        record(con, revision, step)
        snapshot.save(con, arrays(), revision.uid)
    step("snapshot")
    return revision


def _write(
    con: sqlite3.Connection,
    plan: Plan,
    held: dict[str, list[int]],
    revision: Revision,
    step: Callable[[str], None],
) -> None:
    """The rows that end and those that begin with that revision."""
    for name, kind in plan.kinds.items():
        gone = [*kind.withdrawn, *(c.held for c in kind.changed), *(pair[0] for pair in kind.restated)]
        rows.close(con, name, [held[name][row] for row in gone], until=revision.number)
    _place(con, plan, held, revision.number)
    step("closed")
    for name, kind in plan.kinds.items():
        fresh = _fresh(kind)
        incoming = plan.incoming[name]
        all_of_it = len(fresh) == len(incoming) and isinstance(fresh, range)
        rows.insert(
            con, incoming if all_of_it else incoming.take(fresh), source=plan.source, since=revision.number
        )
    step("inserted")


def undo(con: sqlite3.Connection, step: Callable[[str], None]) -> Revision:
    """Take back the latest revision that is no undoing and not undone. Raises UsageError when there is none."""
    known = revisions(con)
    undone = {revision.undoes for revision in known}
    last = next((r for r in known if not r.undoes and r.number not in undone), None)
    if last is None:
        raise UsageError("there is nothing to undo: no import that is not undone already")
    revision = replace(
        last,
        number=known[0].number + 1,
        uid=uuid.uuid4().hex,
        time=now(),
        action="undo",
        undoes=last.number,
        added=last.withdrawn,
        withdrawn=last.added,
    )
    rows.restore(con, last.number, by=revision.number)
    step("inserted")
    record(con, revision, step)
    held = rows.held(con, revision.number)
    check_legal(held, f"taking back revision {last.number}")
    snapshot.save(con, values.arrays(values.merged(held)), revision.uid)
    step("snapshot")
    return revision


def _fresh(kind: KindPlan) -> range | list[int]:
    """The incoming rows to write, in their order."""
    others = sorted([*(c.incoming for c in kind.changed), *(pair[1] for pair in kind.restated)])
    if not others and isinstance(kind.added, range):
        return kind.added
    return sorted([*kind.added, *others])


def _place(con: sqlite3.Connection, plan: Plan, held: dict[str, list[int]], since: int) -> None:
    """Unchanged records that moved within the files: findings point at where they stand now."""
    for name, kind in plan.kinds.items():
        if kind.moved:
            incoming = plan.incoming[name].take([row for _, row in kind.moved])
            moved = [held[name][row] for row, _ in kind.moved]
            rows.place(con, name, moved, incoming.files, incoming.lines, since=since)


def record(con: sqlite3.Connection, revision: Revision, step: Callable[[str], None]) -> None:
    """Add it to the revisions."""
    marks = "?, ?, ?, ?, ?, ?, ?, ?, ?"
    con.execute(f"INSERT INTO revision ({FIELDS}) VALUES ({marks})", astuple(revision))
    step("revision")
