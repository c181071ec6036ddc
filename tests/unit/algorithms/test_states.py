from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graphmodel.algorithms import states
from graphmodel.algorithms.states import DEGRADED, DOWN, UP, Proof, fail, proof
from tests import oracles
from tests.conftest import index as index_of
from tests.shapes import NARROWS, ring, row, spokes
from tests.strategies import indexes

if TYPE_CHECKING:
    from graphmodel.algorithms.states import States
    from graphmodel.index.index import Index

HEAD = "service,depends_on,strength,group,needs\n"


class Cause(NamedTuple):
    """Why one service is in its state."""

    requirement: int
    because: tuple[int, ...]
    via: int


def cause_of(outcome: States, service: int) -> Cause | None:
    found = outcome.causes(np.array([service], np.int32))
    if found.requirement[0] < 0:
        return None
    return Cause(int(found.requirement[0]), tuple(found.because.tolist()), int(found.via[0]))


@st.composite
def failures(draw: st.DrawFn) -> tuple[Index, list[int], int]:
    """An index, one to three services of it, and the state they are put in."""
    index = draw(indexes(placeholders=True))
    assume(index.n)
    failed = draw(st.lists(st.integers(0, index.n - 1), min_size=1, max_size=3))
    return index, failed, draw(st.sampled_from((DOWN, DOWN, DEGRADED)))


def ids(index: Index, numbers: list[int]) -> set[str]:
    return {index.service_id[v] for v in numbers}


@pytest.mark.parametrize("narrow", NARROWS)
@given(failures())
def test_states_and_distances_are_those_of_the_definition(narrow, failure):
    index, failed, state = failure
    with mock.patch.object(states, "NARROW", narrow):
        outcome = fail(index, failed, state)
    catalogue = index.catalogue()
    history = oracles.rounds(catalogue, ids(index, failed), states.NAMES[state])
    names = index.service_id.list()
    assert dict(zip(names, outcome.state.tolist(), strict=True)) == history[-1]
    far = oracles.distances(catalogue, ids(index, failed), up=True)
    assert outcome.distance.tolist() == [far.get(name, -1) for name in names]
    for s in range(4):
        since = [next((r for r, now in enumerate(history) if now[n] >= s), -1) for n in names]
        assert outcome.since[s].tolist() == since


@given(failures())
def test_causes_are_those_of_the_definition(failure):
    index, failed, state = failure
    outcome = fail(index, failed, state)
    expected = oracles.causes(index.catalogue(), ids(index, failed), states.NAMES[state])
    requirements = oracles.requirements(index.catalogue())
    name = index.service_id
    for v in range(index.n):
        cause = cause_of(outcome, v)
        assert expected[name[v]] == (
            cause
            and (requirements[cause.requirement], tuple(name[m] for m in cause.because), name[cause.via])
        )


@given(failures())
def test_because_replayed_gives_the_state_and_via_ends_in_what_failed(failure):
    index, failed, state = failure
    outcome = fail(index, failed, state)
    requirements = oracles.requirements(index.catalogue())
    name = index.service_id
    for v in np.flatnonzero(outcome.state).tolist():
        chain = [v]
        while cause := cause_of(outcome, chain[-1]):
            final = dict.fromkeys(requirements[cause.requirement].members, UP)
            final |= {name[m]: int(outcome.state[m]) for m in cause.because}
            assert oracles.given(requirements[cause.requirement], final) == outcome.state[chain[-1]]
            assert cause.via in cause.because
            chain.append(cause.via)
        assert chain[-1] in failed
        assert len(set(chain)) == len(chain)
        assert oracles.is_path(index.catalogue(), [name[u] for u in chain])


@given(failures())
def test_what_is_down_has_the_cause_that_the_semantics_words(failure):
    """Judged by the rank alone, which is the round of the final state: no milder states are in the way of down."""
    index, failed, _ = failure
    outcome = fail(index, failed)
    requirements = oracles.requirements(index.catalogue())
    name = index.service_id.list()
    rank = {n: int(outcome.since[s, v]) for v, (n, s) in enumerate(zip(name, outcome.state, strict=True))}
    down = {n for n, s in zip(name, outcome.state, strict=True) if s == DOWN}
    for v, service in enumerate(name):
        if service not in down or v in failed:
            continue
        ways = []
        for number, r in enumerate(requirements):
            lower = {m: DOWN if m in down and rank[m] < rank[service] else UP for m in r.members}
            if r.consumer == service and oracles.given(r, lower) == DOWN:
                ways.append((*min((rank[m], m) for m in r.members if lower[m]), number))
        _, via, number = min(ways)
        cause = cause_of(outcome, v)
        assert cause is not None
        assert (cause.requirement, name[cause.via]) == (number, via)


@given(failures())
def test_a_proof_draws_out_each_service_once_and_ends_in_what_failed(failure):
    index, failed, state = failure
    outcome = fail(index, failed, state)
    for v in np.flatnonzero(outcome.state).tolist():
        lines = list(proof(outcome, [v]))
        assert lines[0][:2] == (0, v)
        drawn = [line.service for line in lines if not line.repeated]
        assert len(set(drawn)) == len(drawn)
        for line in lines:
            assert line.state == outcome.state[line.service] != UP
            assert (line.requirement == -1) == (line.service in failed)
        assert {line.service for line in lines if line.requirement == -1} & set(failed)


def test_states_by_hand():
    """Two databases of which one is enough; a soft mail; a 2-of-3 cluster."""
    index = index_of(
        {
            "products.csv": "id\nshop\n",
            "services.csv": "id\napp\ndb1\ndb2\nmail\nn1\nn2\nn3\n",
            "dependencies.csv": HEAD
            + "shop,app,,,\nshop,mail,soft,,\napp,db1,,db,\napp,db2,,db,\n"
            + "mail,n1,,n,2\nmail,n2,,n,2\nmail,n3,,n,2\n",
        }
    )
    at = {name: i for i, name in enumerate(index.service_id)}

    def after(*failed: str, state: int = DOWN) -> dict[str, str]:
        outcome = fail(index, [at[f] for f in failed], state)
        return {n: states.NAMES[s] for n, s in zip(index.service_id, outcome.state, strict=True) if s}

    assert after("db1") == {"db1": "down", "app": "at-risk", "shop": "at-risk"}
    assert after("db1", "db2") == {"db1": "down", "db2": "down", "app": "down", "shop": "down"}
    assert after("mail") == {"mail": "down", "shop": "degraded"}
    assert after("n1") == {"n1": "down", "mail": "at-risk", "shop": "at-risk"}
    assert after("n1", "n3") == {"n1": "down", "n3": "down", "mail": "down", "shop": "degraded"}
    assert after("n1", "n3", state=DEGRADED) == dict.fromkeys(("n1", "n3", "mail", "shop"), "degraded")
    outcome = fail(index, [at["n1"], at["n3"]])
    # requirements in order: app on db; mail on n; shop on app; shop on mail
    assert cause_of(outcome, at["mail"]) == Cause(1, (at["n1"], at["n3"]), at["n1"])
    assert cause_of(outcome, at["shop"]) == Cause(3, (at["mail"],), at["mail"])
    assert cause_of(outcome, at["n1"]) is cause_of(outcome, at["app"]) is None
    assert list(proof(outcome, [at["shop"]])) == [
        Proof(0, at["shop"], 3, DEGRADED, False),
        Proof(1, at["mail"], 1, DOWN, False),
        Proof(2, at["n1"], -1, DOWN, False),
        Proof(2, at["n3"], -1, DOWN, False),
    ]


def test_services_that_hold_each_other_up_stay_up():
    """Least fixed point: a cycle is not a cause."""
    index = index_of({"services.csv": "id\na\nb\nc\n", "dependencies.csv": HEAD + "a,b,,,\nb,a,,,\na,a,,,\n"})
    assert fail(index, [2]).state.tolist() == [UP, UP, DOWN]
    assert fail(index, []).state.tolist() == [UP, UP, UP]


@pytest.mark.parametrize("made", [row(100_000), ring(100_000)], ids=["row", "ring"])
def test_a_long_way_down(made):
    last = made.n - 1
    outcome = fail(made, [last])
    assert (outcome.state == DOWN).all()
    assert outcome.distance.tolist() == list(range(last, -1, -1))
    assert cause_of(outcome, 0) == Cause(0, (1,), 1)
    assert sum(1 for _ in proof(outcome, [0])) == made.n


def test_a_star():
    outcome = fail(spokes(100_000), [0])
    assert (outcome.state == DOWN).all()
    assert int(outcome.distance.max()) == 1


@given(failures())
def test_carriers_are_all_that_gave_the_state(failure):
    """Word by word: a requirement that gives the final state of its consumer, by what its members are in the end; of
    members in a cycle with it only by what they were before it came into that state."""
    found, failed, state = failure
    catalogue, names = found.catalogue(), found.service_id
    history = oracles.rounds(catalogue, {names[v] for v in failed}, states.NAMES[state])
    final = history[-1]
    together = {
        service: at
        for at, part in enumerate(nx.strongly_connected_components(oracles.graph(catalogue)))
        for service in part
    }
    expected = set()
    for r in oracles.requirements(catalogue):
        wanted = final[r.consumer]
        if not wanted or found.find(r.consumer) in failed:
            continue
        first = next(at for at, now in enumerate(history) if now[r.consumer] >= wanted)
        known = {
            m: (history[first - 1] if together[m] == together[r.consumer] else final)[m] for m in r.members
        }
        if oracles.given(r, known) >= wanted:
            expected |= {(r.consumer, m) for m in r.members if known[m]}
    outcome = fail(found, failed, state)
    consumer, provider = outcome.carriers(np.arange(found.n))
    carried = {(names[a], names[b]) for a, b in zip(consumer.tolist(), provider.tolist(), strict=True)}
    assert carried == expected
    caused = {names[v] for v in np.flatnonzero(outcome.state).tolist()} - {names[v] for v in failed}
    assert {consumer for consumer, _ in carried} == caused
