"""What waits for itself after each failure, against the recovery from that failure alone."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from graphmodel.algorithms.cycles import cycles_of
from graphmodel.algorithms.recovery import NEVER, recover
from graphmodel.algorithms.waiting import waiting
from graphmodel.index.csr import carried
from graphmodel.index.index import Index
from tests.strategies import indexes


@settings(max_examples=300)
@given(indexes())
def test_what_is_never_back(index: Index) -> None:
    cycles = cycles_of(carried(index, index.hard))
    circular = np.array(sorted(v for cycle in cycles for v in cycle.members), np.int32)
    after = [recover(index, [v], np.zeros(index.n, np.int64)) for v in range(index.n)]
    down = np.array([each.down[circular] for each in after]).T.reshape(len(circular), index.n)
    never = np.array([each.restore[circular] == NEVER for each in after]).T.reshape(len(circular), index.n)
    assert np.array_equal(waiting(index, circular, down), never)
