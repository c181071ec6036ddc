from __future__ import annotations

from hypothesis import given

from graphmodel.algorithms.cycles import Cycle, components, cycles
from tests import oracles
from tests.conftest import index as index_of
from tests.shapes import ladder, ring, row
from tests.strategies import indexes


@given(indexes())
def test_cycles(index):
    name = index.service_id.list()
    found = [(tuple(name[v] for v in c.members), tuple(name[v] for v in c.shortest)) for c in cycles(index)]
    assert found == oracles.cycles(index.catalogue())


def test_two_shortest_circles_and_a_service_that_depends_on_itself():
    rows = "a,b\nb,d\na,c\nc,d\nd,a\nd,e\ne,d\nf,f\ng,a\n"
    index = index_of(
        {"services.csv": "id\na\nb\nc\nd\ne\nf\ng\n", "dependencies.csv": "service,depends_on\n" + rows}
    )
    assert cycles(index) == [Cycle((0, 1, 2, 3, 4), (0, 1, 3)), Cycle((5,), (5,))]
    assert components(index).tolist() == [0, 0, 0, 0, 0, 1, 2]


def test_large_plain_shapes():
    everything = tuple(range(100_001))
    assert cycles(ring(100_001)) == [Cycle(everything, everything)]
    assert cycles(row(100_001)) == cycles(ladder(100_001)) == []
