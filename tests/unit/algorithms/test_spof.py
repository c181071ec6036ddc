from __future__ import annotations

from unittest import mock

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.algorithms import single_failures
from graphmodel.algorithms.spof import alone
from graphmodel.algorithms.states import AT_RISK, DEGRADED, DOWN, fail
from graphmodel.index.index import Index
from tests.conftest import index as index_of
from tests.oracles import STATES, rounds
from tests.strategies import indexes

HEAD = "service,depends_on,strength,group,needs\n"


@given(indexes(), st.data())
def test_each_failure_is_counted_as_the_definition_says(found: Index, data: st.DataObject) -> None:
    products = np.flatnonzero(found.product).astype(np.int32)
    weight = np.array(
        data.draw(st.lists(st.integers(0, 9), min_size=len(products), max_size=len(products))), int
    )
    counted = alone(found, products, weight)
    ids = found.service_id.list()
    for v, failed in enumerate(ids):
        state = rounds(found.catalogue(), [failed])[-1]
        then = np.array([STATES[state[ids[p]]] if p != v else "" for p in products.tolist()])
        assert counted.down[v] == (then == "down").sum()
        assert counted.degraded[v] == (then == "degraded").sum()
        assert counted.at_risk[v] == (then == "at-risk").sum()
        assert counted.weight[v] == weight[then == "down"].sum()


@st.composite
def tangled(draw: st.DrawFn) -> str:
    """Rows of 40 services with cycles, alternatives and soft dependencies, most of them in the question."""
    rows = {}
    for number in range(draw(st.integers(10, 60))):
        consumer = draw(st.integers(0, 39))
        members = draw(st.lists(st.integers(0, 39), min_size=1, max_size=4, unique=True))
        needs = draw(st.integers(1, len(members)))
        strength = draw(st.sampled_from(("hard", "hard", "soft")))
        for provider in members:
            rows[f"s{consumer:02},s{provider:02},{strength},g{number},{needs}\n"] = None
    return HEAD + "".join(rows)


@settings(max_examples=40)
@given(tangled(), st.sets(st.integers(0, 39), min_size=1), st.sampled_from([1, 16]))
def test_where_redundant_ways_meet_again(rows: str, products: set[int], words: int) -> None:
    files = {
        "products.csv": "id\n" + "".join(f"s{i:02}\n" for i in sorted(products)),
        "services.csv": "id\n" + "".join(f"s{i:02}\n" for i in range(40) if i not in products),
        "dependencies.csv": rows,
    }
    found = index_of(files)
    tops = np.array(sorted(products), np.int32)
    with mock.patch.object(single_failures, "WORDS", words):
        counted = alone(found, tops, np.ones(len(tops), np.int64))
    for v in range(found.n):
        then = fail(found, [v]).state[tops]
        then[tops == v] = 0
        expected = [(then == state).sum() for state in (DOWN, DEGRADED, AT_RISK)]
        assert [counted.down[v], counted.degraded[v], counted.at_risk[v]] == expected
