"""The worst single failures, against failing every service of a random catalogue one by one."""

from __future__ import annotations

from unittest import mock

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.algorithms import single_failures as whatif
from graphmodel.algorithms.states import AT_RISK, DEGRADED, DOWN
from graphmodel.algorithms.worst_failures import Asked, most_required, worst
from graphmodel.index.index import Index
from tests import oracles
from tests.conftest import index as index_of
from tests.strategies import indexes
from tests.unit.algorithms.test_required import redundant


def harm(index: Index, products: list[int], weight: list[int]) -> list[tuple[int, ...]]:
    """Of each service: the weight of the other products that are down, at least degraded, not up; by definition."""
    names, catalogue = index.service_id.list(), index.catalogue()
    found = []
    for v, name in enumerate(names):
        states = oracles.rounds(catalogue, {name})[-1]
        weighed = [(w, states[names[p]]) for p, w in zip(products, weight, strict=True) if p != v]
        found.append(
            tuple(sum(w for w, state in weighed if state >= least) for least in (DOWN, DEGRADED, AT_RISK))
        )
    return found


def check(
    index: Index, products: list[int], weight: list[int], most: int, among: list[int] | None = None
) -> None:
    asked = Asked(index, np.array(products, np.int32), np.array(weight, np.int64))
    done = harm(index, products, weight)
    chosen = range(index.n) if among is None else among
    ranked = sorted((v for v in chosen if done[v][2]), key=lambda v: (*(-n for n in done[v]), v))
    given = None if among is None else np.array(among, np.int32)
    assert worst(asked, most, given).tolist() == sorted(ranked[:most])
    by_required = sorted(chosen, key=lambda v: (-done[v][0], -done[v][2], v))[:most]
    found, counts = most_required(asked, most, np.array([*chosen], np.int32))
    assert found.tolist() == by_required
    assert counts.tolist() == [done[v][0] for v in by_required]


@given(st.data(), indexes(placeholders=True))
def test_the_worst_are_those_that_do_most_when_tried(data, index):
    everything = list(range(index.n))
    products = data.draw(st.lists(st.sampled_from(everything), unique=True) if everything else st.just([]))
    weight = [data.draw(st.integers(1, 5)) for _ in products]
    among = data.draw(st.none() | st.sets(st.sampled_from(everything)).map(sorted)) if everything else None
    check(index, products, weight, data.draw(st.integers(1, 11)), among)


@settings(max_examples=40)
@given(redundant(), st.integers(1, 12))
def test_where_redundant_ways_meet_again(rows, most):
    index = index_of(
        {"products.csv": "id\n" + "".join(f"s{i:02}\n" for i in range(30)), "dependencies.csv": rows}
    )
    with mock.patch.object(whatif, "WORDS", 1):
        check(index, list(range(30)), [1 + i % 3 for i in range(30)], most)
