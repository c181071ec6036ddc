from __future__ import annotations

from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.algorithms import cut_sets as module
from graphmodel.algorithms.cut_sets import CutSets, cut_sets
from graphmodel.algorithms.states import DOWN, fail
from graphmodel.index.index import Index
from tests.conftest import index as index_of
from tests.strategies import indexes

HEAD = "service,depends_on,strength,group,needs\n"


def services(found: CutSets) -> list[tuple[int, ...]]:
    """Every set of services."""
    expanded = [
        tuple(sorted(one))
        for sets in found.sets
        for row in sets.tolist()
        for one in product(*(found.classes[at] for at in row))
    ]
    assert len(expanded) == len(set(expanded)) == len(found)
    return sorted(expanded, key=lambda one: (len(one), one))


def naive(index: Index, top: int, order: int, able: np.ndarray) -> list[tuple[int, ...]]:
    """Every subset is tried."""
    found: list[tuple[int, ...]] = []
    candidates = [v for v in np.flatnonzero(able).tolist() if v != top]
    for size in range(1, order + 1):
        for one in combinations(candidates, size):
            minimal = not any(set(cut) <= set(one) for cut in found)
            if minimal and fail(index, one).state[top] == DOWN:
                found.append(one)
    return sorted(found, key=lambda one: (len(one), one))


@given(indexes(), st.data())
def test_they_are_all_that_are_minimal(found: Index, data: st.DataObject) -> None:
    able = np.array(data.draw(st.lists(st.booleans(), min_size=found.n, max_size=found.n)), np.bool_)
    for top in range(found.n):
        made = cut_sets(found, top, 3, able)
        assert made.order == 3
        assert services(made) == naive(found, top, 3, able)


@st.composite
def redundant(draw: st.DrawFn) -> str:
    rows = {}
    for number in range(draw(st.integers(5, 18))):
        consumer = draw(st.integers(0, 9))
        members = draw(st.lists(st.integers(0, 9), min_size=1, max_size=4, unique=True))
        needs = draw(st.integers(1, len(members)))
        strength = draw(st.sampled_from(("hard", "hard", "hard", "soft")))
        for provider in members:
            rows[f"s{consumer},s{provider},{strength},g{number},{needs}\n"] = None
    return HEAD + "".join(rows)


@settings(max_examples=60)
@given(redundant(), st.integers(1, 4))
def test_where_redundant_ways_meet_again(rows: str, order: int) -> None:
    index = index_of(
        {"products.csv": "id\n" + "".join(f"s{i}\n" for i in range(10)), "dependencies.csv": rows}
    )
    able = np.ones(index.n, np.bool_)
    for top in range(3):
        assert services(cut_sets(index, top, order, able)) == naive(index, top, order, able)


def test_an_order_that_cannot_be_tried_is_left_out(monkeypatch) -> None:
    rows = "".join(f"p,m{i},,g,1\n" for i in range(9))
    index = index_of(
        {
            "products.csv": "id\np\n",
            "services.csv": "id\n" + "".join(f"m{i}\n" for i in range(9)),
            "dependencies.csv": HEAD + rows,
        }
    )
    monkeypatch.setattr(module, "TRIED", 80)
    found = cut_sets(index, index.find("p"), 3, np.ones(index.n, np.bool_))
    assert found.order == 2
    assert len(found) == 0


def test_an_order_that_cannot_be_held_is_judged_by_some_of_it(monkeypatch) -> None:
    """Any three of twelve take p down, 220 sets; of the 66 pairs every third one is looked at, and no more."""
    rows = "".join(f"p,m{i:02},,g,10\n" for i in range(12))
    names = "".join(f"m{i:02}\n" for i in range(12))
    index = index_of(
        {"products.csv": "id\np\n", "services.csv": "id\n" + names, "dependencies.csv": HEAD + rows}
    )
    seen = []
    longer = module._Grown._longer
    monkeypatch.setattr(module._Grown, "_longer", lambda self, some: seen.append(some) or longer(self, some))
    monkeypatch.setattr(module, "STEP", 4)
    whole = cut_sets(index, index.find("p"), 3, np.ones(index.n, np.bool_))
    assert (whole.order, len(whole)) == (3, 220)
    seen.clear()
    monkeypatch.setattr(module, "HELD", 220)
    found = cut_sets(index, index.find("p"), 3, np.ones(index.n, np.bool_))
    assert (found.order, len(found)) == (2, 0)
    assert [len(some) for some in seen if some.shape[1] == 2] == [22]
