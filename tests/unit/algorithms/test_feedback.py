"""What closes cycles, on random graphs: without it there is none, and each of it closes one."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.algorithms.feedback import closing, forward

GRAPHS = st.integers(1, 12).flatmap(
    lambda n: st.tuples(
        st.just(n),
        st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), unique=True, max_size=40),
    )
)


def ends(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(pairs, np.intp).reshape(-1, 2)
    return table[:, 0], table[:, 1]


@settings(max_examples=150, deadline=None)
@given(GRAPHS)
def test_without_them_there_is_no_cycle_and_with_any_there_is(
    graph: tuple[int, list[tuple[int, int]]],
) -> None:
    n, pairs = graph
    found = closing(n, *ends(pairs))
    rest = nx.DiGraph([pair for pair, closes in zip(pairs, found, strict=True) if not closes])
    assert nx.is_directed_acyclic_graph(rest)
    for pair, closes in zip(pairs, found, strict=True):
        if closes:
            more = rest.copy()
            more.add_edge(*pair)
            assert not nx.is_directed_acyclic_graph(more)


@settings(max_examples=150, deadline=None)
@given(GRAPHS)
def test_an_order_holds_all_and_leads_forward_where_nothing_is_a_cycle(
    graph: tuple[int, list[tuple[int, int]]],
) -> None:
    n, pairs = graph
    order = forward(n, *ends(pairs))
    assert sorted(order) == list(range(n))
    place = {node: at for at, node in enumerate(order)}
    components = {
        v: c for c, of in enumerate(nx.strongly_connected_components(nx.DiGraph(pairs))) for v in of
    }
    assert all(place[a] < place[b] for a, b in pairs if components[a] != components[b])


@pytest.mark.parametrize("n", [2, 5, 50])
def test_one_link_closes_a_ring(n: int) -> None:
    assert closing(n, *ends([(v, (v + 1) % n) for v in range(n)])).sum() == 1


def test_half_of_the_links_close_where_all_are_joined() -> None:
    pairs = [(a, b) for a in range(6) for b in range(6) if a != b]
    assert closing(6, *ends(pairs)).sum() == 15
