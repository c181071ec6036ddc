"""What each service takes down alone, against failing it and looking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.algorithms.counts import fingerprints, first_counts
from graphmodel.algorithms.lone import lone, together
from graphmodel.algorithms.reach import distances
from graphmodel.algorithms.states import DOWN, fail
from graphmodel.index.csr import providers
from tests import strategies

if TYPE_CHECKING:
    from graphmodel.index.index import Index


def surely(index: Index, consumer: int) -> set[int]:
    """What a consumer needs, at however many steps, of which none has an alternative; itself among it."""
    found = {consumer}
    while True:
        more = {
            m
            for v in found
            for r in range(index.requirement_at[v], index.requirement_at[v + 1])
            for m in index.member[index.member_at[r] : index.member_at[r + 1]].tolist()
            if index.hard[r] and index.needs[r] == index.member_at[r + 1] - index.member_at[r]
        } - found
        if not more:
            return found
        found |= more


@settings(max_examples=200)
@given(index=strategies.indexes(), data=st.data())
def test_what_is_found_is_what_failing_each_does(index: Index, data: st.DataObject) -> None:
    asked = data.draw(st.permutations(range(index.n)).map(lambda p: p[: len(p) // 2 + 1]))
    able = np.array(data.draw(st.lists(st.booleans(), min_size=index.n, max_size=index.n)), np.bool_)
    found = lone(index, np.array(asked, np.int32), able)
    alone = [fail(index, [v]).state == DOWN for v in range(index.n)]
    for v in range(index.n):
        taken = [p for p in asked if able[v] and alone[v][p] and p != v]
        assert found.down[v] == len(taken)
        assert found.first[v] == (taken[0] if taken else -1)
    for r in range(len(index.hard)):
        members = index.member[index.member_at[r] : index.member_at[r + 1]].tolist()
        breaking = [
            v
            for v in np.flatnonzero(able).tolist()
            if index.hard[r]
            and len(members) > index.needs[r]
            and sum(bool(alone[v][m]) for m in members) > len(members) - index.needs[r]
            and v not in surely(index, int(index.consumer[r]))
        ]
        assert found.shared[r] in (breaking or [-1])


@settings(max_examples=200)
@given(index=strategies.indexes(), data=st.data())
def test_groups_fail_together(index: Index, data: st.DataObject) -> None:
    products = data.draw(st.permutations(range(index.n)).map(lambda p: p[: len(p) // 2 + 1]))
    group = data.draw(st.lists(st.integers(-1, 4), min_size=index.n, max_size=index.n))
    found = together(index, np.array(group, np.int32), 5, np.array(products, np.int32))
    for g in range(5):
        state = fail(index, [v for v in range(index.n) if group[v] == g]).state
        taken = [p for p in products if state[p] == DOWN and group[p] != g]
        assert found.down[g] == len(taken)
        assert found.first[g] == (taken[0] if taken else -1)


@given(index=strategies.indexes(), data=st.data())
def test_products_are_told_apart_by_what_is_below_them(index: Index, data: st.DataObject) -> None:
    asked = data.draw(st.permutations(range(index.n)))
    found = fingerprints(providers(index), np.array(asked, np.int32))
    below = [frozenset(np.flatnonzero(distances(index, [p], up=False) > 0).tolist()) for p in asked]
    assert found.services.tolist() == [len(one) if below.count(one) > 1 else 0 for one in below]
    for one, mark in zip(below, found.mark, strict=True):
        assert [other == one for other in below] == (found.mark == mark).tolist()
    count, first = first_counts(providers(index), np.array(asked, np.int32))
    for v in range(index.n):
        using = [p for p, services in zip(asked, below, strict=True) if v in services]
        assert (count[v], first[v]) == (len(using), using[0] if using else -1)
