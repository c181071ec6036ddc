from __future__ import annotations

from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.algorithms import bfs as search
from graphmodel.algorithms.reach import distances, underpinning_pairs
from tests import oracles
from tests.shapes import NARROWS, ladder, ring, row, spokes
from tests.strategies import indexes


@pytest.mark.parametrize("narrow", NARROWS)
@given(st.data(), indexes(), st.booleans(), st.none() | st.integers(0, 3))
def test_distances(narrow, data, index, up, limit):
    starts = data.draw(st.lists(st.integers(0, index.n - 1), max_size=3)) if index.n else []
    with mock.patch.object(search, "NARROW", narrow):
        found = distances(index, starts, up=up, limit=limit)
    names = index.service_id.list()
    far = oracles.distances(index.catalogue(), {names[v] for v in starts}, up=up, limit=limit)
    assert found.tolist() == [far.get(name, -1) for name in names]
    assert found.dtype == np.int32


@pytest.mark.parametrize("narrow", NARROWS)
@given(indexes())
def test_pairs(narrow, index):
    catalogue, names = index.catalogue(), index.service_id.list()
    products = np.flatnonzero(index.product).tolist()
    with mock.patch.object(search, "NARROW", narrow):
        found = [(p, s.tolist(), d.tolist()) for p, s, d in underpinning_pairs(index, products)]
    expected = []
    for product in oracles.products(catalogue):
        far = oracles.distances(catalogue, {product}, up=False)
        pairs = sorted((d, names.index(s)) for s, d in far.items() if s != product)
        expected.append((names.index(product), [s for _, s in pairs], [d for d, _ in pairs]))
    assert found == expected


LARGE = 100_001


@pytest.mark.parametrize(
    ("made", "services"),
    [(row(LARGE), LARGE - 1), (ring(LARGE), LARGE - 1), (spokes(LARGE), 0), (ladder(LARGE), LARGE - 1)],
    ids=["row", "ring", "spokes", "ladder"],
)
def test_large_plain_shapes(made, services):
    ((product, reached, far),) = underpinning_pairs(made, [0])
    assert product == 0
    assert len(reached) == services
    assert (np.diff(far) >= 0).all()
