from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.algorithms.availability import Likely, Model
from graphmodel.algorithms.functions import fits
from graphmodel.algorithms.states import DOWN, fail
from graphmodel.index.index import Index
from tests.conftest import index as index_of
from tests.unit.algorithms.test_cut_sets import redundant

NODES = 10_000


def worlds(index: Index, u: np.ndarray) -> list[tuple[float, np.ndarray]]:
    """Every combination of what fails of itself: how likely it is, and who is down then."""
    found = []
    for failed in product((False, True), repeat=index.n):
        likely = float(np.prod(np.where(failed, u, 1 - u)))
        if likely:
            found.append((likely, fail(index, np.flatnonzero(failed).tolist()).state == DOWN))
    return found


def estate(rows: str) -> Index:
    return index_of(
        {"products.csv": "id\n" + "".join(f"s{i}\n" for i in range(10)), "dependencies.csv": rows}
    )


@settings(max_examples=25, deadline=None)
@given(redundant(), st.lists(st.sampled_from((0.0, 0.01, 0.3, 1.0)), min_size=10, max_size=10))
def test_it_is_the_sum_over_all_that_can_happen(rows: str, own: list[float]) -> None:
    index, u = estate(rows), np.array(own)
    down = sum(likely * gone for likely, gone in worlds(index, u))
    model = Model(index, u, NODES)
    for v in range(index.n):
        found = model.likely(v)
        assert found.exact
        assert found.low == found.high == pytest.approx(1 - down[v], abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(redundant(), st.lists(st.sampled_from((0.0, 0.05, 0.3, None)), min_size=10, max_size=10))
def test_what_is_not_known_gives_both_ends(rows: str, own: list[float | None]) -> None:
    index = estate(rows)
    model = Model(index, np.array([np.nan if u is None else u for u in own]), NODES)
    ends = [
        Model(index, np.array([end if u is None else u for u in own]), NODES).likely(0).low
        for end in (1.0, 0.0)
    ]
    found = model.likely(0)
    assert (found.low, found.high) == (pytest.approx(ends[0], abs=1e-12), pytest.approx(ends[1], abs=1e-12))


@settings(max_examples=25, deadline=None)
@given(redundant(), st.lists(st.sampled_from((0.01, 0.3, 0.9)), min_size=10, max_size=10))
def test_bounds_hold_where_the_diagram_is_too_large(rows: str, own: list[float]) -> None:
    index, u = estate(rows), np.array(own)
    exact, small, late = Model(index, u, NODES), Model(index, u, 6), Model(index, u, NODES, end=0)
    for v in range(index.n):
        truth = exact.likely(v).low
        for bounds in (exact.bounds(v), small.likely(v), late.likely(v)):
            assert bounds.low - 1e-12 <= truth <= bounds.high + 1e-12


@settings(max_examples=150, deadline=None)
@given(redundant(), st.lists(st.sampled_from((0.0, 0.01, 0.3, 1.0, None)), min_size=10, max_size=10))
def test_bounds_without_a_diagram_hold(rows: str, own: list[float | None]) -> None:
    index = estate(rows)
    model = Model(index, np.array([np.nan if u is None else u for u in own]), NODES)
    for v in range(index.n):
        truth, bounds = model.likely(v), model.bounds(v)
        assert bounds.low - 1e-12 <= truth.low <= truth.high <= bounds.high + 1e-12


def test_bounds_count_once_what_is_shared() -> None:
    """s0 needs s1, one of s2 and s3, and one of s4 and s5; all of these need s1, too, and s4 needs s6."""
    pairs = "s0,s2,a\ns0,s3,a\ns0,s4,b\ns0,s5,b\n"
    alone = "".join(f"s{i},s1,\n" for i in (0, 2, 3, 4, 5))
    index = estate("service,depends_on,group\n" + pairs + alone + "s4,s6,\n")
    found = Model(index, np.array([0.0] + [0.1] * 9), NODES).bounds(0)
    truth = 0.9 * (1 - 0.1 * 0.1) * (1 - (1 - 0.9 * 0.9) * 0.1)
    assert (found.low, found.high) == (pytest.approx(truth), pytest.approx(truth))


def test_a_diagram_that_outgrows_the_limit_gives_bounds() -> None:
    rows = "service,depends_on,strength,group,needs\n" + "".join(f"s0,s{i},,g,5\n" for i in range(1, 10))
    index = estate(rows)
    u = np.full(10, 0.1)
    found = Model(index, u, 8).likely(0)
    assert not found.exact
    truth = Model(index, u, NODES).likely(0).low
    assert found.low < truth < found.high
    assert Model(index, u, 8).importance(0) is None


@settings(max_examples=20, deadline=None)
@given(redundant(), st.lists(st.sampled_from((0.01, 0.3, 0.9)), min_size=10, max_size=10))
def test_birnbaum_is_the_difference_that_a_service_makes(rows: str, own: list[float]) -> None:
    index, u = estate(rows), np.array(own)
    found = Model(index, u, NODES).importance(0)
    assert found is not None
    assert found.down == pytest.approx(1 - Model(index, u, NODES).likely(0).low, abs=1e-12)
    birnbaum = dict(zip(found.service.tolist(), found.birnbaum.tolist(), strict=True))
    for v in range(index.n):
        ends = [Model(index, np.where(np.arange(10) == v, end, u), NODES).likely(0).low for end in (0.0, 1.0)]
        assert birnbaum.get(v, 0.0) == pytest.approx(ends[0] - ends[1], abs=1e-12)


@pytest.mark.parametrize("layers", [300])
def test_redundant_layers_are_exact(layers: int) -> None:
    """Each of two needs one of the two below: up as long as each layer has one. Depth-first order takes 2^300 nodes."""
    pairs = [(f"a{i}", f"b{i}") for i in range(layers)]
    rows = [f"{of},{m},g\n" for upper, lower in pairwise([("p",), *pairs]) for of in upper for m in lower]
    index = index_of(
        {"products.csv": "id\np\n", "dependencies.csv": "service,depends_on,group\n" + "".join(rows)}
    )
    u = np.where(index.product, 0.0, 0.01)
    found = Model(index, u, 50_000).likely(int(np.flatnonzero(index.product)[0]))
    assert found.exact
    assert found.low == pytest.approx((1 - 0.01**2) ** layers, abs=1e-12)


def test_many_that_are_needed_take_few_nodes() -> None:
    """2,000 pairs: a few nodes for each service; joined from the front they would be millions."""
    rows = "".join(f"p,s{i},g{i // 2}\n" for i in range(4_000))
    index = index_of({"products.csv": "id\np\n", "dependencies.csv": "service,depends_on,group\n" + rows})
    u = np.where(index.product, 0.0, 0.01)
    found = Model(index, u, 20_000).likely(int(np.flatnonzero(index.product)[0]))
    assert found.exact
    assert found.low == pytest.approx((1 - 0.01**2) ** 2_000, abs=1e-12)


def test_there_is_no_memory_for_any_number_of_nodes() -> None:
    """OxiDD ends the process where it gets none."""
    assert fits(500_000)
    assert not fits(1 << 32)
    assert not fits(10**20)


def test_a_bridge_as_published() -> None:
    """Two of three, Rausand & Høyland 2004, section 4.2: h(p) = 3p² - 2p³."""
    index = estate("service,depends_on,strength,group,needs\ns0,s1,,g,2\ns0,s2,,g,2\ns0,s3,,g,2\n")
    u = np.array([0.0] + [0.1] * 9)
    assert Model(index, u, NODES).likely(0).low == pytest.approx(3 * 0.9**2 - 2 * 0.9**3)


def hard_and_easy() -> Index:
    """s0 to s8 need five of nine copies each, s9 one of two."""
    copies = "".join(f"s{i},c{i}{j},,g,5\n" for i in range(9) for j in range(9))
    names = "".join(f"c{i}{j}\n" for i in range(9) for j in range(9))
    return index_of(
        {
            "products.csv": "id\n" + "".join(f"s{i}\n" for i in range(10)),
            "services.csv": "id\nc\nd\n" + names,
            "dependencies.csv": "service,depends_on,strength,group,needs\ns9,c,,g,1\ns9,d,,g,1\n" + copies,
        }
    )


def test_what_is_easy_is_exact_though_it_comes_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """So long do nine large ones take that no time is left for the tenth."""
    index = hard_and_easy()
    u = np.where(np.array(index.product), 0.0, 0.1)
    truth, now, likely = Model(index, u, NODES), [0.0], Model.likely

    def slow(model: Model, service: int) -> Likely:
        now[0] += 20
        return likely(model, service)

    for module in ("availability", "functions"):
        monkeypatch.setattr(f"graphmodel.algorithms.{module}.monotonic", lambda: now[0])
    monkeypatch.setattr(Model, "likely", slow)
    asked = [index.service_id.find(f"s{i}") for i in range(10)]
    found = Model(index, u, 20, end=100.0).of_many(asked, 0.0)
    assert sorted(found) == sorted(asked)
    easy = found[asked[9]]
    assert easy.exact
    assert easy.low == pytest.approx(0.99)
    for v in asked:
        assert found[v].low - 1e-12 <= likely(truth, v).low <= found[v].high + 1e-12


def test_bounds_that_meet_are_exact() -> None:
    index = estate("service,depends_on\ns0,s1\n")
    assert Model(index, np.full(10, 0.1), NODES).bounds(5) == (pytest.approx(0.9), pytest.approx(0.9), True)
