from __future__ import annotations

from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.algorithms import required as module
from graphmodel.algorithms import single_failures as whatif
from graphmodel.algorithms.required import required
from graphmodel.algorithms.states import DOWN, fail
from tests import oracles
from tests.conftest import index as index_of
from tests.shapes import ladder, ring, row, spokes
from tests.strategies import indexes

HEAD = "service,depends_on,strength,group,needs\n"


@given(indexes())
def test_required_is_what_takes_the_product_down_alone(index):
    name = index.service_id.list()
    products = np.flatnonzero(index.product).tolist()
    found = {name[p]: [name[s] for s in services] for p, services in required(index, products)}
    expected = {p: oracles.required(index.catalogue(), p) for p in oracles.products(index.catalogue())}
    assert found == expected
    assert list(found) == list(expected)


@st.composite
def redundant(draw: st.DrawFn) -> str:
    """The rows of dependencies of 30 services, mostly in groups, so that much goes down only where ways meet again."""
    rows = {}
    for number in range(draw(st.integers(10, 50))):
        consumer = draw(st.integers(0, 29))
        members = draw(st.lists(st.integers(0, 29), min_size=1, max_size=4, unique=True))
        needs = draw(st.integers(1, len(members)))
        for provider in members:
            rows[f"s{consumer:02},s{provider:02},,g{number},{needs}\n"] = None
    return HEAD + "".join(rows)


@settings(max_examples=50)
@given(redundant(), st.sampled_from([1, 16]), st.sampled_from([7, 2000]))
def test_where_redundant_ways_meet_again(rows, words, products):
    index = index_of(
        {"products.csv": "id\n" + "".join(f"s{i:02}\n" for i in range(30)), "dependencies.csv": rows}
    )
    down = np.array([fail(index, [s]).state == DOWN for s in range(index.n)])
    with mock.patch.object(whatif, "WORDS", words), mock.patch.object(module, "PRODUCTS", products):
        for product, services in required(index, range(30)):
            assert services.tolist() == [s for s in np.flatnonzero(down[:, product]).tolist() if s != product]


def test_two_servers_in_one_building():
    rows = "shop,s1,,s,\nshop,s2,,s,\ns1,room,,,\ns2,room,,,\nroom,power,,,\nshop,mail,soft,,\n"
    index = index_of(
        {
            "products.csv": "id\nshop\n",
            "services.csv": "id\ns1\ns2\nroom\npower\nmail\n",
            "dependencies.csv": HEAD + rows,
        }
    )
    ((product, services),) = required(index, [index.find("shop")])
    assert index.service_id[product] == "shop"
    assert [index.service_id[s] for s in services] == ["power", "room"]


def test_more_in_question_than_one_block_holds():
    """Two ways, each of 300 servers that all are in one room: only the room (and its power) is required."""
    middle = range(300)
    rows = "p,a,,g,\np,b,,g,\n" + "".join(
        f"{way},{way}{i:03},,,\n{way}{i:03},room,,,\n{way}{i:03},{way}x,,,\n" for way in "ab" for i in middle
    )
    index = index_of({"products.csv": "id\np\n", "dependencies.csv": HEAD + rows + "room,power,,,\n"})
    with mock.patch.object(whatif, "WORDS", 1):
        ((_, services),) = required(index, [index.find("p")])
    assert [index.service_id[s] for s in services] == ["power", "room"]


def test_a_deep_graph_of_alternatives():
    """Each needs one of the next two; only the last is needed by all."""
    n = 2000
    rows = "".join(f"{i:04},{i + 1:04},,g,\n{i:04},{i + 2:04},,g,\n" for i in range(n - 2))
    index = index_of(
        {"products.csv": "id\n0000\n", "dependencies.csv": HEAD + rows + f"{n - 2:04},{n - 1:04},,,\n"}
    )
    ((_, services),) = required(index, [0])
    assert services.tolist() == [n - 1]


@pytest.mark.parametrize(
    ("made", "count"),
    [(row(100_001), 100_000), (ring(100_001), 100_000), (spokes(100_001), 0), (ladder(10_001), 10_000)],
    ids=["row", "ring", "spokes", "ladder"],
)
def test_large_plain_shapes(made, count):
    ((product, services),) = required(made, [0])
    assert product == 0
    assert len(services) == count
