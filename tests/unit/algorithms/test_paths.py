from __future__ import annotations

from itertools import islice, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.algorithms.paths import paths
from tests import oracles
from tests.shapes import dependencies, ladder, ring, row
from tests.strategies import indexes


@given(st.data(), indexes(), st.integers(0, 12) | st.just(10**6))
def test_paths(data, index, limit):
    if not index.n:
        return
    name = index.service_id.list()
    start, end = data.draw(st.integers(0, index.n - 1)), data.draw(st.integers(0, index.n - 1))
    found = [tuple(name[v] for v in path) for path in paths(index, start, end, limit)]
    assert found == oracles.paths(index.catalogue(), name[start], name[end])[:limit]


@given(st.data(), st.integers(2, 7), st.integers(1, 40))
def test_paths_where_everything_hangs_together(data, n, limit):
    """Many cycles: the descents run into their own beginnings."""
    ends = sorted(data.draw(st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), min_size=n)))
    index = dependencies(n, *np.array(ends).T)
    follows = {v: [b for a, b in ends if a == v] for v in range(n)}
    found, waiting = [], [(0,)]
    while waiting:
        path = waiting.pop()
        if path[-1] == n - 1:
            found.append(path)
        else:
            waiting += [(*path, w) for w in follows[path[-1]] if w not in path]
    assert paths(index, 0, n - 1, limit) == sorted(found, key=lambda p: (len(p), p))[:limit]


def test_few_of_very_many():
    """2 ** 200 paths of one length; the first 20 in order."""
    rungs = [(2 * i + 1, 2 * i + 2) for i in range(200)]
    index = ladder(401)
    expected = [(0, *rest) for rest in islice(product(*rungs[:-1], (399,)), 20)]
    assert paths(index, 0, 399, 20) == expected


@pytest.mark.parametrize("made", [row(100_000), ring(100_000)], ids=["row", "ring"])
def test_a_long_way(made):
    assert paths(made, 0, 99_999, 10) == [tuple(range(100_000))]
    assert paths(made, 5, 5, 10) == []
