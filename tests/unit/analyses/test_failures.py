"""The worst single failures with their states, against failing every service one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.algorithms.states import AT_RISK, DEGRADED, DOWN
from graphmodel.analyses.details.failing import weight
from graphmodel.analyses.details.failures import worst_failures
from graphmodel.index.index import Index
from tests import oracles
from tests.strategies import indexes


@given(indexes(placeholders=True), st.integers(1, 6))
def test_they_are_the_worst_of_all_and_in_order(found: Index, most: int) -> None:
    products = np.flatnonzero(found.product).astype(np.int32)
    weighs = dict(zip(products.tolist(), weight(found)[products].tolist(), strict=True))
    names, catalogue = found.service_id.list(), found.catalogue()
    states = [oracles.rounds(catalogue, {name})[-1] for name in names]

    def harm(v: int) -> tuple[int, ...]:
        return tuple(
            sum(weighs[p] for p in weighs if p != v and states[v][names[p]] == bad)
            for bad in (DOWN, DEGRADED, AT_RISK)
        )

    ranked = sorted((v for v in range(found.n) if any(harm(v))), key=lambda v: (*(-n for n in harm(v)), v))
    made = worst_failures(found, products, most)
    assert made.service.tolist() == ranked[:most]
    assert made.state.tolist() == [[states[v][names[p]] for p in products.tolist()] for v in ranked[:most]]
    for bad in (DOWN, DEGRADED, AT_RISK):
        assert made.counts(bad).tolist() == [
            sum(states[v][names[p]] == bad for p in weighs if p != v) for v in ranked[:most]
        ]
