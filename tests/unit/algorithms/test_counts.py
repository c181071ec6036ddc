from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.algorithms import counts
from graphmodel.algorithms import topological as layers
from graphmodel.algorithms.counts import underpinning_counts
from tests import oracles
from tests.conftest import index as index_of
from tests.shapes import NARROWS, ladder, ring, row, spokes
from tests.strategies import indexes


@pytest.mark.parametrize("wide", [1, 64], ids=["by shape", "at once"])
@pytest.mark.parametrize("narrow", NARROWS)
@given(st.data(), indexes(most=12))
def test_counts_are_those_of_a_search_from_each_consumer(narrow, wide, data, index):
    """Any consumers, products or not, and any shelves; a few consumers of a row, or only many, by shape."""
    chosen = sorted(data.draw(st.sets(st.integers(0, index.n - 1)))) if index.n else []
    shelf = np.array([data.draw(st.integers(0, 2)) for _ in range(index.n)], np.int64)
    few = data.draw(st.integers(1, 3))
    with (
        mock.patch.object(layers, "NARROW", narrow),
        mock.patch.object(counts, "WIDE", wide),
        mock.patch.object(counts, "FEW", few),
    ):
        found = underpinning_counts(index, np.array(chosen, np.int32), shelf, 3)
        alone = underpinning_counts(index, np.array(chosen, np.int32))
    names = index.service_id.list()
    per_consumer, per_service = np.zeros((len(chosen), 3), int), np.zeros(index.n, int)
    for at, v in enumerate(chosen):
        for name in oracles.distances(index.catalogue(), {names[v]}, up=False):
            if name != names[v]:
                per_consumer[at, shelf[names.index(name)]] += 1
                per_service[names.index(name)] += 1
    assert found.consumer.tolist() == per_consumer.tolist()
    assert found.service.tolist() == alone.service.tolist() == per_service.tolist()
    assert alone.consumer.tolist() == per_consumer.sum(axis=1, keepdims=True).tolist()


@pytest.mark.parametrize("threads", [1, 3])
def test_more_consumers_than_one_block_holds(threads):
    """200 products on one service, of which the first 100 stand on each other in a cycle."""
    index = index_of(
        {
            "products.csv": "id\n" + "".join(f"p{i:03}\n" for i in range(200)),
            "services.csv": "id\nq\nr\n",
            "dependencies.csv": "service,depends_on\nq,r\n"
            + "".join(f"p{i:03},q\n" for i in range(200))
            + "".join(f"p{i:03},p{(i + 1) % 100:03}\n" for i in range(100)),
        }
    )
    products = np.flatnonzero(index.product).astype(np.int32)
    with (
        mock.patch.object(counts, "WORDS", 1),
        mock.patch.object(counts, "THREADS", threads),
        mock.patch.object(counts.os, "cpu_count", return_value=threads),
    ):
        found = underpinning_counts(index, products)
    assert found.consumer[:, 0].tolist() == [99 + 2] * 100 + [2] * 100
    assert found.service.tolist() == [99] * 100 + [0] * 100 + [200, 200]


def random_index(n: int, m: int, seed: int):
    random = np.random.default_rng(seed)
    ends = {(int(a), int(b)) for a, b in random.integers(0, n, (m, 2)) if a != b}
    lines = "".join(f"s{a:04},s{b:04}\n" for a, b in sorted(ends))
    services = "".join(f"s{i:04}\n" for i in range(n))
    return index_of({"services.csv": "id\n" + services, "dependencies.csv": "service,depends_on\n" + lines})


def test_threads_do_not_disturb_each_other():
    """Four callers at once, each with several threads that take turns as often as they can."""
    index = random_index(600, 800, 7)
    everything = np.arange(index.n, dtype=np.int32)
    with mock.patch.object(counts, "THREADS", 1):
        expected = underpinning_counts(index, everything)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with (
            mock.patch.object(counts, "WORDS", 1),
            mock.patch.object(counts.os, "cpu_count", return_value=4),
            ThreadPoolExecutor(4) as pool,
        ):
            done = list(pool.map(lambda _: underpinning_counts(index, everything), range(8)))
    finally:
        sys.setswitchinterval(before)
    for found in done:
        assert np.array_equal(found.consumer, expected.consumer)
        assert np.array_equal(found.service, expected.service)


LARGE = 100_001


@pytest.mark.parametrize(
    ("made", "services"),
    [(row(LARGE), LARGE - 1), (ring(LARGE), LARGE - 1), (spokes(LARGE), 0), (ladder(LARGE), LARGE - 1)],
    ids=["row", "ring", "spokes", "ladder"],
)
def test_large_plain_shapes(made, services):
    found = underpinning_counts(made, np.array([0], np.int32))
    assert found.consumer.tolist() == [[services]]
    assert found.service.sum() == services
    everything = underpinning_counts(made, np.arange(0, LARGE, 1000, dtype=np.int32))
    assert everything.consumer.sum() == everything.service.sum()
