from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.algorithms import surviving as module
from graphmodel.algorithms.states import DOWN, fail
from graphmodel.algorithms.surviving import Groups, groups
from graphmodel.index.index import Index
from tests.conftest import index as index_of
from tests.strategies import indexes
from tests.unit.algorithms.test_cut_sets import redundant

TRIED = 4
HEAD = "service,depends_on,strength,group,needs\n"


def fails(index: Index, group: int, failed: tuple[int, ...]) -> bool:
    members = index.member[index.member_at[group] : index.member_at[group + 1]]
    up = np.count_nonzero(fail(index, failed).state[members] != DOWN)
    return bool(up < index.needs[group])


def held(index: Index, able: np.ndarray) -> None:
    """Every set of services but the consumer is tried, the smallest first."""
    made, late = Groups(index, able), Groups(index, able, end=0)
    hard = np.flatnonzero(index.hard).tolist()
    made.fail_alone(hard[::2])
    late.fail_alone(hard)
    for group in hard:
        others = [v for v in np.flatnonzero(able).tolist() if v != index.consumer[group]]
        found = made.surviving(group)
        tried = (one for size in range(1, TRIED + 1) for one in combinations(others, size))
        smallest = next((one for one in tried if fails(index, group, one)), None)
        first = late.surviving(group)
        if smallest is not None:
            assert first == (found if len(smallest) == 1 else (1, ()))
            assert found.failures == len(smallest) - 1
            assert len(found.by) == len(smallest)
            assert fails(index, group, found.by)
            assert set(found.by) <= set(others)
        else:
            assert not found.by or len(found.by) > TRIED


@settings(max_examples=25)
@given(indexes(), st.data())
def test_a_group_survives_one_failure_less_than_fails_it(index: Index, data: st.DataObject) -> None:
    held(index, np.array(data.draw(st.lists(st.booleans(), min_size=index.n, max_size=index.n)), np.bool_))


@settings(max_examples=6)
@given(redundant())
def test_where_alternatives_meet_again(rows: str) -> None:
    files = {"services.csv": "id\n" + "".join(f"s{i}\n" for i in range(10)), "dependencies.csv": rows}
    index = index_of(files)
    held(index, np.arange(index.n) != 9)


def test_the_groups_below_a_service_are_those_it_rests_on_surely() -> None:
    """The soft one and what is only below it do not count."""
    rows = "p,a,,g,1\np,b,,g,1\na,c,,h,1\na,d,,h,1\np,e,soft,i,1\np,f,soft,i,1\ne,c,,j,1\ne,d,,j,1\np,f,,,\n"
    index = index_of(
        {"services.csv": "id\n" + "".join(f"{i}\n" for i in "abcdefp"), "dependencies.csv": HEAD + rows}
    )
    found = [(index.service_id[index.consumer[g]], index.group[g]) for g in groups(index, index.find("p"))]
    assert found == [("a", "h"), ("p", "g")]


def several(rows: str, names: list[str]) -> Index:
    listed = "".join(f"{name}\n" for name in names)
    return index_of(
        {"products.csv": "id\np\n", "services.csv": "id\n" + listed, "dependencies.csv": HEAD + rows}
    )


def test_more_failures_than_can_be_tried_are_counted_on_a_diagram(monkeypatch) -> None:
    """Of a hundred members fifty are needed: it survives fifty, and by no more trying than of pairs."""
    names = [f"m{i:02}" for i in range(100)]
    index = several("".join(f"p,{name},,g,50\n" for name in names), names)
    orders = []
    tried = module.cut_sets
    monkeypatch.setattr(module, "cut_sets", lambda *given: orders.append(given[2]) or tried(*given))
    (group,) = groups(index, index.find("p")).tolist()
    found = Groups(index, np.ones(index.n, np.bool_)).surviving(group)
    assert (found.failures, len(found.by)) == (50, 51)
    assert fails(index, group, found.by)
    assert orders == [1, 2]
    monkeypatch.setattr(module, "NODES", 10)
    monkeypatch.setattr(module, "TRIED", 20_000)
    found = Groups(index, np.ones(index.n, np.bool_)).surviving(group)
    assert found == (2, ())
    assert orders[2:] == [1, 2, 3]


def test_after_the_end_nothing_is_tried() -> None:
    index = several("p,a,,g,1\np,b,,g,1\n", ["a", "b"])
    (group,) = groups(index, index.find("p")).tolist()
    able = np.ones(index.n, np.bool_)
    assert Groups(index, able, end=0).surviving(group) == (0, ())
    assert Groups(index, able).surviving(group).failures == 1
