"""The category tree against walking it step by step."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.index.tree import CategoryTree


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[int], list[bool]]:
    """The parents of up to 20 categories in any order, and some of these."""
    size = draw(st.integers(0, 20))
    order = draw(st.permutations(range(size)))
    parent = [-1] * size
    for at in range(1, size):
        parent[order[at]] = draw(st.sampled_from([-1, *order[:at]]))
    return parent, draw(st.lists(st.booleans(), min_size=size, max_size=size))


def chain(parent: list[int], category: int) -> list[int]:
    found = [category]
    while parent[found[-1]] >= 0:
        found.append(parent[found[-1]])
    return found


@given(trees())
def test_against_walking(drawn: tuple[list[int], list[bool]]) -> None:
    parent, some = drawn
    size = len(parent)
    tree, mask = CategoryTree(np.array(parent, np.int32)), np.array(some, np.bool_)
    chains = [chain(parent, c) for c in range(size)]
    assert tree.root.tolist() == [c[-1] for c in chains]
    assert tree.nearest(mask).tolist() == [next((a for a in c if some[a]), -1) for c in chains]
    assert tree.within(mask).tolist() == [any(some[a] for a in c) for c in chains]
    assert tree.above(mask).tolist() == [
        any(some[d] and c in chains[d] for d in range(size)) for c in range(size)
    ]
    order = tree.downwards.tolist()
    assert sorted(order) == list(range(size))
    assert all(order.index(parent[c]) < order.index(c) for c in range(size) if parent[c] >= 0)
    assert (tree.root.dtype, tree.nearest(mask).dtype) == (np.int32, np.int32)
