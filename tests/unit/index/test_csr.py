from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.index.csr import consumers, distinct, gather, links, providers, sources, tally
from tests import oracles
from tests.strategies import indexes

pairs = st.integers(1, 6).flatmap(
    lambda n: st.tuples(
        st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=12)
    )
)


@given(pairs, st.data())
def test_links_and_gather(made, data):
    n, ends = made
    source, target = np.array(ends, np.int32).reshape(-1, 2).T
    found = links(n, source, target)
    assert list(zip(sources(found).tolist(), found.values.tolist(), strict=True)) == sorted(set(ends))
    nodes = data.draw(st.lists(st.integers(0, n - 1)))
    expected = [t for v in nodes for s, t in sorted(set(ends)) if s == v]
    assert gather(*found, np.array(nodes, np.int32)).tolist() == expected


@given(st.lists(st.integers(0, 5) | st.integers(0, 1000)))
def test_distinct_and_tally(values):
    expected = sorted(set(values))
    assert distinct(np.array(values, np.int32)).tolist() == expected
    found, times = tally(np.array(values, np.int32))
    assert found.tolist() == expected
    assert times.tolist() == [values.count(v) for v in expected]


@given(indexes(placeholders=True))
def test_both_directions_hold_the_dependencies(index):
    name = index.service_id.list()
    expected = sorted((r.consumer, m) for r in oracles.requirements(index.catalogue()) for m in r.members)
    down, up = providers(index), consumers(index)
    assert expected == sorted((name[c], name[p]) for c, p in zip(sources(down), down.values, strict=True))
    assert expected == sorted((name[c], name[p]) for p, c in zip(sources(up), up.values, strict=True))
