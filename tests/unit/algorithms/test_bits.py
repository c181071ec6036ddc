from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.algorithms import bits

WIDTH = 70
rows = st.lists(st.sets(st.integers(0, WIDTH - 1)), max_size=20)


def packed(sets: list[set[int]]) -> np.ndarray:
    made = np.zeros((len(sets), 2), np.uint64)
    ends = np.array([(i, b) for i, one in enumerate(sets) for b in one], np.int64).reshape(-1, 2)
    bits.put(made, ends[:, 0], ends[:, 1])
    return made


def unpacked(made: np.ndarray) -> list[set[int]]:
    return [set(np.flatnonzero(row).tolist()) for row in bits.unpack(made)]


@given(rows)
def test_put_and_unpack(sets):
    assert unpacked(packed(sets)) == sets


@given(rows)
def test_counts(sets):
    made = packed(sets)
    assert bits.row_counts(made).tolist() == [len(one) for one in sets]
    assert bits.column_counts(made).tolist() == [sum(b in one for one in sets) for b in range(128)]


@given(st.lists(st.sets(st.integers(0, WIDTH - 1)), min_size=1, max_size=9), st.data())
def test_at_least(sets, data):
    k = data.draw(st.integers(1, len(sets)))
    expected = {b for b in range(WIDTH) if sum(b in one for one in sets) >= k}
    assert unpacked(bits.at_least(k, [row[np.newaxis] for row in packed(sets)])) == [expected]
