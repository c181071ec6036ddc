from __future__ import annotations

from unittest import mock

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.algorithms import scc as strong
from graphmodel.algorithms import topological as layers
from graphmodel.index.csr import Links, links, providers
from tests.shapes import NARROWS, ladder, ring, row

pairs = st.integers(1, 9).flatmap(
    lambda n: st.tuples(
        st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=20)
    )
)
BOTH = pytest.mark.parametrize("small", [0, 10**9], ids=["scipy", "tarjan"])


def linked(n: int, ends: list[tuple[int, int]]) -> Links:
    source, target = np.array(ends, np.int32).reshape(-1, 2).T
    return links(n, source, target)


@BOTH
@given(pairs)
def test_strong_components_are_networkx_s_numbered_by_their_smallest(small, made):
    n, ends = made
    graph = nx.DiGraph(ends)
    graph.add_nodes_from(range(n))
    components = sorted(map(sorted, nx.strongly_connected_components(graph)))
    expected = {v: i for i, component in enumerate(components) for v in component}
    with mock.patch.object(strong, "SMALL", small):
        found = strong.strong_components(linked(n, ends))
    assert found.tolist() == [expected[v] for v in range(n)]
    assert found.dtype == np.int32


@BOTH
def test_strong_components_of_nothing_and_of_deep_graphs(small):
    with mock.patch.object(strong, "SMALL", small):
        assert strong.strong_components(linked(0, [])).tolist() == []
        assert strong.strong_components(providers(row(50_000))).tolist() == list(range(50_000))
        assert not strong.strong_components(providers(ring(50_000))).any()


@pytest.mark.parametrize("narrow", NARROWS)
@given(pairs)
def test_the_level_is_the_length_of_the_longest_way(narrow, made):
    n, ends = made
    ends = [(a, b) for a, b in ends if a < b]
    longest = [0] * n
    for a, b in sorted(ends):
        longest[b] = max(longest[b], longest[a] + 1)
    with mock.patch.object(layers, "NARROW", narrow):
        found = layers.topological_levels(linked(n, ends))
    assert found.tolist() == longest
    at = layers.bounds(found)
    assert np.diff(at).tolist() == [longest.count(i) for i in range(max(longest) + 1)]


@pytest.mark.parametrize("narrow", NARROWS)
@given(pairs)
def test_what_stands_on_a_cycle_or_behind_one_has_no_level(narrow, made):
    n, ends = made
    graph = nx.DiGraph(ends)
    graph.add_nodes_from(range(n))
    behind = {
        v
        for u in graph
        if any(graph.has_edge(w, u) for w in nx.descendants(graph, u) | {u})
        for v in {u, *nx.descendants(graph, u)}
    }
    with mock.patch.object(layers, "NARROW", narrow):
        found = layers.topological_levels(linked(n, ends))
    assert np.flatnonzero(found < 0).tolist() == sorted(behind)


def test_levels_of_a_ladder():
    assert layers.topological_levels(providers(ladder(100_001))).tolist() == [
        (i + 1) // 2 for i in range(100_001)
    ]
