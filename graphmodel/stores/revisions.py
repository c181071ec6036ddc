"""What a plan, and taking one back, do to a history: the same in every store. Nothing here reads or writes.

A store keeps rows, each valid from one revision until another. A record that changes is a row that ends and a row that
begins; one that only moved within its file stays the same row.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from graphmodel.model.errors import StoreError, UsageError
from graphmodel.model.revision import Revision, now

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphmodel.model.catalogue import Tables
    from graphmodel.model.table import Table
    from graphmodel.planning.plan import KindPlan, Plan


class RowChanges(NamedTuple):
    """What becomes of the rows of one kind."""

    ended: list[int]
    """Rows of the held table."""
    begun: Table
    """The rows of the incoming table that are written, in their order."""
    moved: Mapping[int, tuple[str, int]]
    """Row of the held table → file and line where its record is now."""


def row_changes(kind: KindPlan, incoming: Table) -> RowChanges:
    """What a plan does to the rows of a kind: those of ``kind.changed`` and ``kind.restated`` end and begin anew."""
    ended = [*kind.withdrawn, *(c.held for c in kind.changed), *(held for held, _ in kind.restated)]
    again = [*(c.incoming for c in kind.changed), *(row for _, row in kind.restated)]
    fresh: Sequence[int] = sorted([*kind.added, *again]) if again or not _whole(kind.added) else kind.added
    begun = incoming if _whole(fresh) and len(fresh) == len(incoming) else incoming.take(fresh)
    return RowChanges(
        ended, begun, {held: (incoming.files[row], incoming.lines[row]) for held, row in kind.moved}
    )


def _whole(rows: Sequence[int]) -> bool:
    """They are ascending already: an import into nothing sorts no million rows."""
    return isinstance(rows, range)


def after(held: Mapping[str, Tables], plan: Plan) -> dict[str, Tables]:
    """What each source holds when the plan is applied."""
    return {
        **{source: tables for source, tables in held.items() if source != plan.source},
        plan.source: plan.incoming,
    }


def of_plan(latest: Revision, plan: Plan) -> Revision:
    """The revision that a plan becomes."""
    counts = plan.counts
    return Revision(
        latest.number + 1,
        uuid.uuid4().hex,
        now(),
        plan.source,
        added=counts["added"],
        changed=counts["changed"],
        withdrawn=counts["withdrawn"],
        root=plan.root,
    )


def of_undo(history: Sequence[Revision]) -> tuple[Revision, Revision]:
    """The revision that takes one back, and the one it takes back: the latest that is no undoing and not undone.

    ``history``: the latest first. Raises UsageError where there is none.
    """
    undone = {revision.undoes for revision in history}
    last = next((r for r in history if not r.undoes and r.number not in undone), None)
    if last is None:
        raise UsageError("there is nothing to undo: no import that is not undone already")
    revision = replace(
        last,
        number=history[0].number + 1,
        uid=uuid.uuid4().hex,
        time=now(),
        action="undo",
        undoes=last.number,
        added=last.withdrawn,
        withdrawn=last.added,
    )
    return revision, last


def returns(until: int | None, undone: int) -> bool:
    """Does an earlier row, valid until ``until`` (if it has ended), come back when revision ``undone`` is undone?"""
    return bool(until and until >= undone)


def check_base(uid: str, base: str, by: str = "") -> None:
    """Raises StoreError where the current revision, ``uid``, is not the one that something was planned against."""
    if uid != base:
        raise StoreError(
            f"the catalogue was changed by somebody else since this was planned{by and f' ({by})'}",
            "plan it again; nothing was changed",
        )


def complete(history: Sequence[Revision]) -> bool:
    """Whether the revisions, the latest first, are numbered without a gap."""
    return [revision.number for revision in history] == list(range(len(history), 0, -1))
