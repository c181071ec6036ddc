"""Which services to ask about first, against every set of services there is."""

from __future__ import annotations

from itertools import combinations
from random import Random
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.algorithms import ask_first
from graphmodel.algorithms.ask_first import best, covered, first, labels, oldest, small_doubts
from graphmodel.algorithms.vision import stated
from graphmodel.index.index import Index
from tests import oracles
from tests.strategies import indexes

if TYPE_CHECKING:
    import pytest

DOUBTS = st.dictionaries(
    st.frozensets(st.integers(0, 8), min_size=1, max_size=5), st.integers(1, 9), max_size=12
)


def most_ruled_out(doubts: dict[frozenset[int], int], most: int) -> int:
    every = sorted(set[int]().union(*doubts))
    sets = (set(chosen) for size in range(most + 1) for chosen in combinations(every, size))
    return max(sum(times for doubt, times in doubts.items() if doubt <= chosen) for chosen in sets)


@given(DOUBTS, st.integers(1, 5))
def test_no_other_services_rule_out_more(doubts: dict[frozenset[int], int], most: int) -> None:
    chosen, exact = best(doubts, most)
    assert exact
    assert len(chosen) <= most
    assert covered(doubts, {*chosen}) == most_ruled_out(doubts, most)


@given(DOUBTS, st.integers(1, 5), st.lists(st.integers(0, 5), min_size=12, max_size=12))
def test_the_order_says_what_each_adds(
    doubts: dict[frozenset[int], int], most: int, resting: list[int]
) -> None:
    found = first(doubts, np.array(resting), most)
    assert len(set(found.services)) == len(found.services) <= most
    prefixes = [set(found.services[: end + 1]) for end in range(len(found.services))]
    assert found.ruled_out == [sum(n for d, n in doubts.items() if d <= prefix) for prefix in prefixes]
    assert (found.ruled_out or [0])[-1] == most_ruled_out(doubts, most)
    filled = [s for s in range(12) if resting[s]]
    assert len(found.services) == most or set(filled) <= set(found.services)


def test_what_is_not_tried_to_the_end_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    # Pairs that overlap in a ring: no doubt is better than another, so the bound cuts little.
    doubts = {frozenset({at, (at + 1) % 40}): 1 for at in range(40)}
    assert best(doubts, 4)[1]
    monkeypatch.setattr(ask_first, "STEPS", 10)
    chosen, exact = best(doubts, 4)
    assert not exact
    assert covered(doubts, {*chosen}) > 0


@given(indexes(placeholders=True))
def test_doubts_are_what_is_unseen_below(drawn: Index) -> None:
    catalogue = drawn.catalogue()
    ids = drawn.service_id.list()
    seen = oracles.vision(catalogue)
    unseen = np.array([seen[i] != "mapped" for i in ids], np.bool_)
    products = np.flatnonzero(drawn.product).astype(np.int32)
    found = small_doubts(drawn, unseen, products)
    wanted: dict[frozenset[str], int] = {}
    for product in oracles.products(catalogue):
        doubt = frozenset(oracles.unseen(catalogue, product))
        wanted[doubt] = wanted.get(doubt, 0) + 1
    assert {frozenset(ids[v] for v in doubt): n for doubt, n in found.items()} == wanted


@given(indexes(placeholders=True), st.randoms(use_true_random=False), st.integers(1, 4))
def test_labels_are_the_first_below(drawn: Index, random: Random, most: int) -> None:
    catalogue, ids = drawn.catalogue(), drawn.service_id.list()
    order = list(range(drawn.n))
    random.shuffle(order)
    order = order[: drawn.n * 2 // 3]
    products = np.flatnonzero(drawn.product).astype(np.int32)
    found = labels(drawn, np.array(order, np.int32), products, most)
    graph = oracles.graph(catalogue)
    for product, row in zip(products.tolist(), found.tolist(), strict=True):
        below = {ids[product], *nx.descendants(graph, ids[product])}
        assert [v for v in row if v >= 0] == [v for v in order if ids[v] in below][:most]


@given(indexes(placeholders=True))
def test_the_oldest_statement(drawn: Index) -> None:
    catalogue, ids = drawn.catalogue(), drawn.service_id.list()
    said = {r["id"]: r.get("mapped", "") for r in oracles.records(catalogue.services)}
    graph = oracles.graph(catalogue)
    for service, day in zip(ids, oldest(drawn, stated(drawn)), strict=True):
        days = [said[s] for s in {service, *nx.descendants(graph, service)} if said[s][:1] == "2"]
        assert ("" if np.isnat(day) else str(day)) == min(days, default="")
