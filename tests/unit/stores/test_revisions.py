"""What a plan and an undoing do to a history, against rows kept in the plainest way."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.model.errors import StoreError, UsageError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.revision import NO_REVISION, Revision
from graphmodel.model.table import Table, empty, from_records
from graphmodel.planning.compare import compare, exactly, match
from graphmodel.planning.plan import Changed, KindPlan, Plan
from graphmodel.stores import revisions

if TYPE_CHECKING:
    from collections.abc import Sequence

services = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("abcdef"), "name": st.sampled_from(("", "x", "y"))}),
    max_size=5,
    unique_by=lambda record: record["id"],
)


def rows(table: Table) -> list[tuple[Any, ...]]:
    """Each record with all that is said of it, its place included."""
    columns = [table.texts(name) for name in ("id", "name")]
    return list(zip(*columns, table.files, table.lines, strict=True))


@given(services, services, st.booleans())
def test_ended_begun_and_moved_rows_make_the_incoming_of_the_held(
    before: list[dict[str, str]], after: list[dict[str, str]], whole: bool
) -> None:
    held, incoming = from_records("service", before, "a.csv"), from_records("service", after, "a.csv")
    kind = exactly(held, incoming) if whole else compare(held, incoming, match(held, incoming, {}))
    ended, begun, moved = revisions.row_changes(kind, incoming)
    assert len({*ended}) == len(ended)
    assert not moved.keys() & {*ended}
    there = rows(held)
    kept = [(*row[:2], *moved.get(at, row[2:])) for at, row in enumerate(there) if at not in ended] + rows(
        begun
    )
    assert Counter(kept) == Counter(rows(incoming))
    order = [row for row in rows(incoming) if row in rows(begun)]
    assert rows(begun) == order


def test_a_restated_relationship_is_written_anew() -> None:
    incoming = from_records("dependency", [{"service": "a", "depends_on": p} for p in "bcd"])
    kind = KindPlan(added=[2], changed=[Changed(5, 1, ())], withdrawn=[7], restated=[(6, 0)])
    ended, begun, moved = revisions.row_changes(kind, incoming)
    assert (sorted(ended), begun.texts("depends_on"), moved) == ([5, 6, 7], ["b", "c", "d"], {})


def test_what_is_all_new_is_not_copied() -> None:
    incoming = from_records("service", [{"id": "a"}, {"id": "b"}])
    assert revisions.row_changes(KindPlan(added=range(2)), incoming).begun is incoming


def test_after_a_plan_the_other_sources_hold_what_they_held() -> None:
    one, two, new = ({"service": from_records("service", [{"id": i}])} for i in "abc")
    plan = Plan("two", "", new, two, {name: KindPlan() for name in KINDS})
    assert revisions.after({"one": one, "two": two}, plan) == {"one": one, "two": new}
    assert revisions.after({"one": one}, plan) == {"one": one, "two": new}


def test_the_revision_of_a_plan() -> None:
    kinds = {
        "service": KindPlan(added=[0, 1], withdrawn=[3]),
        "role": KindPlan(changed=[Changed(0, 0, (("name", "x", "y"),))], unchanged=9),
    }
    incoming = {name: empty(kind) for name, kind in KINDS.items()}
    latest = Revision(6, "u", "2024-01-01T00:00:00Z", "other")
    made = revisions.of_plan(latest, Plan("crm", "u", incoming, {}, kinds))
    assert (made.number, made.source, made.action, made.undoes) == (7, "crm", "import", 0)
    assert (made.added, made.changed, made.withdrawn) == (2, 1, 1)
    assert made.uid not in {"", "u"}


def numbered(*undoes: int) -> list[Revision]:
    """A history, the latest first; for each revision the one that it takes back, or 0."""
    made = [
        replace(
            NO_REVISION, number=n, uid=f"u{n}", source=f"s{n}", undoes=u, added=n, changed=5, withdrawn=2 * n
        )
        for n, u in enumerate(undoes, 1)
    ]
    return made[::-1]


@pytest.mark.parametrize(
    ("undoes", "taken_back"),
    [((0,), 1), ((0, 0), 2), ((0, 0, 2), 1), ((0, 0, 2, 0), 4), ((0, 0, 0, 3, 2), 1)],
)
def test_the_latest_import_not_undone_is_taken_back(undoes: Sequence[int], taken_back: int) -> None:
    made, last = revisions.of_undo(numbered(*undoes))
    assert (made.number, made.undoes, last.number) == (len(undoes) + 1, taken_back, taken_back)
    assert (made.source, made.action) == (f"s{taken_back}", "undo")
    assert (made.added, made.changed, made.withdrawn) == (2 * taken_back, 5, taken_back)
    assert made.uid != last.uid


@pytest.mark.parametrize("undoes", [(), (0, 1), (0, 0, 2, 1)])
def test_nothing_to_undo(undoes: Sequence[int]) -> None:
    with pytest.raises(UsageError, match="there is nothing to undo"):
        revisions.of_undo(numbered(*undoes))


@pytest.mark.parametrize("none", [None, 0])
def test_what_comes_back(none: int | None) -> None:
    assert [revisions.returns(until, 3) for until in (none, 2, 3, 4)] == [False, False, True, True]


def test_planned_against_another_revision() -> None:
    revisions.check_base("u", "u")
    with pytest.raises(StoreError, match=r"changed by somebody else since this was planned$"):
        revisions.check_base("u", "v")
    with pytest.raises(StoreError, match=r"planned \(Ann\)$"):
        revisions.check_base("u", "v", "Ann")


def test_a_history_with_a_gap_is_not_complete() -> None:
    history = numbered(0, 0, 0)
    assert revisions.complete(history)
    assert revisions.complete([])
    assert not revisions.complete(history[1:] + history[:1])
    assert not revisions.complete([history[0], history[2]])
