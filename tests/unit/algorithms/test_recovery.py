"""Recovery against a simulation that knows no algorithm: a clock, and services that start when they can."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graphmodel.algorithms.recovery import NEVER, UNKNOWN, cold_cycles, recover
from graphmodel.index.index import Index
from graphmodel.session import Session
from tests import oracles
from tests.conftest import index as index_of
from tests.strategies import indexes

HEAD = "service,depends_on,strength,group,needs\n"


class Simulated(NamedTuple):
    """What the simulation saw, by id."""

    back: dict[str, int]
    """When it was back; what never was is not there."""
    wave: dict[str, int]
    down: set[str]


def holds(requirement: oracles.Requirement, out: set[str]) -> bool:
    return len(set(requirement.members) - out) >= requirement.needs


def simulate(index: Index, failed: list[str], own: dict[str, int | None]) -> Simulated:
    """Tick by tick; None never ends. Of one moment all that can go on goes on, round by round."""
    catalogue = index.catalogue()
    needs: dict[str, list[oracles.Requirement]] = {}
    for requirement in oracles.requirements(catalogue):
        if requirement.hard:
            needs.setdefault(requirement.consumer, []).append(requirement)
    final = oracles.rounds(catalogue, failed)[-1]
    down = {one for one, state in final.items() if oracles.STATES[state] == "down"}
    out, back, wave = set(down), {}, {}
    left = {one: own[one] if one in failed else 0 for one in down}
    working: set[str] = set()
    now = waves = 0
    while True:
        done = {one for one in working if left[one] == 0}
        if now == 0:
            working = {one for one in out if all(holds(r, out) for r in needs.get(one, ()))}
            done = {one for one in working if left[one] == 0}
        while done:
            waves += 1
            back |= dict.fromkeys(done, now)
            wave |= dict.fromkeys(done, waves)
            out -= done
            able = {one for one in out if all(holds(r, out) for r in needs.get(one, ()))}
            done = {one for one in able - working if left[one] == 0}
            working = (working | able) & out
        if all(left[one] is None for one in working):
            return Simulated(back, wave, down)
        now += 1
        left |= {one: time - 1 for one in working if (time := left[one]) is not None}


def drawn(index: Index, data: st.DataObject, *, unknown: bool) -> tuple[list[int], list[int]]:
    failed = data.draw(st.lists(st.integers(0, index.n - 1), min_size=1, unique=True))
    times = st.integers(0, 5)
    own = st.one_of(times, st.just(UNKNOWN)) if unknown else times
    return sorted(failed), data.draw(st.lists(own, min_size=index.n, max_size=index.n))


@settings(max_examples=80)
@given(indexes(), st.data())
def test_everything_is_back_when_a_simulation_has_it_back(index: Index, data: st.DataObject) -> None:
    assume(index.n)
    failed, own = drawn(index, data, unknown=False)
    ids = [*index.service_id]
    seen = simulate(index, [ids[v] for v in failed], dict(zip(ids, own, strict=True)))
    found = recover(index, failed, np.array(own, np.int64))
    assert {ids[v] for v in np.flatnonzero(found.down)} == seen.down
    for v, own_id in enumerate(ids):
        assert found.restore[v] == (seen.back.get(own_id, NEVER) if own_id in seen.down else 0)
        assert found.wave[v] == (seen.wave.get(own_id, NEVER) if own_id in seen.down else 0)
    assert found.latest.tolist() == found.restore.tolist()
    chained(index, seen, found.waits, found.chain)


def chained(index: Index, seen: Simulated, waits, chain) -> None:
    """What is waited for, and what of it is last, as the definition reads."""
    ids = [*index.service_id]
    for v, own_id in enumerate(ids):
        broken = [
            r
            for r in oracles.requirements(index.catalogue())
            if r.consumer == own_id and r.hard and own_id in seen.down and not holds(r, seen.down)
        ]
        expected: set[str] = set()
        last: dict[str, int] = {}
        for r in broken:
            times = sorted(0 if m not in seen.down else seen.back.get(m, 10**9) for m in r.members)
            until = times[r.needs - 1]
            if own_id not in seen.back:
                expected |= (
                    {m for m in r.members if m in seen.down - {*seen.back}} if until == 10**9 else set()
                )
                continue
            for m in r.members:
                if m in seen.back and seen.back[m] <= until and seen.wave[m] < seen.wave[own_id]:
                    expected.add(m)
                    if seen.back[m] == until:
                        last[m] = until
        assert {ids[m] for m in waits.values[waits.at[v] : waits.at[v + 1]]} == expected
        slowest = {m for m, until in last.items() if until == max(last.values())}
        assert {ids[m] for m in chain.values[chain.at[v] : chain.at[v + 1]]} == slowest


@settings(max_examples=50)
@given(indexes(), st.data())
def test_what_is_not_known_makes_it_at_least_so_long(index: Index, data: st.DataObject) -> None:
    assume(index.n)
    failed, own = drawn(index, data, unknown=True)
    ids = [*index.service_id]
    names = [ids[v] for v in failed]
    found = recover(index, failed, np.array(own, np.int64))
    known = dict(zip(ids, own, strict=True))
    least = simulate(index, names, {one: max(time, 0) for one, time in known.items()})
    never = simulate(index, names, {one: None if time == UNKNOWN else time for one, time in known.items()})
    for v, one in enumerate(ids):
        if one in least.down:
            assert found.restore[v] == least.back.get(one, NEVER)
            assert found.latest[v] == never.back.get(one, NEVER)


@settings(max_examples=30)
@given(indexes(), st.data())
def test_what_is_gone_is_never_back_nor_what_needs_it(index: Index, data: st.DataObject) -> None:
    assume(index.n)
    ids = [*index.service_id]
    gone = data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True))
    assume(left := [one for one in ids if one not in gone])
    failed = data.draw(st.lists(st.sampled_from(left), unique=True))
    own = {one: data.draw(st.integers(0, 3)) for one in ids}
    seen = simulate(index, [*failed, *gone], {one: None if one in gone else own[one] for one in ids})
    world = Session.of_catalogue(index.catalogue()).proposed(without=[f'id:"{one}"' for one in gone]).index
    times = np.array([own[one] for one in world.service_id], np.int64)
    found = recover(world, [world.find(one) for one in failed], times)
    assert {world.service_id[v] for v in np.flatnonzero(found.down)} == seen.down - {*gone}
    for v in np.flatnonzero(found.down).tolist():
        one = world.service_id[v]
        assert found.restore[v] == seen.back.get(one, NEVER)
        assert found.wave[v] == seen.wave.get(one, NEVER)


@settings(max_examples=50)
@given(indexes())
def test_cycles_are_cold_where_not_even_a_start_of_everything_starts_them(index: Index) -> None:
    """In every one each member waits for the next; what is in none of them and waits for none starts."""
    ids = [*index.service_id]
    seen = simulate(index, ids, dict.fromkeys(ids, 0))
    stuck = {*ids} - {*seen.back}
    cold = cold_cycles(index, np.ones(index.n, np.bool_))
    inside = {ids[v] for cycle in cold for v in cycle.members}
    assert inside <= stuck
    assert bool(inside) == bool(stuck)
    needs = [r for r in oracles.requirements(index.catalogue()) if r.hard and not holds(r, stuck)]
    for cycle in cold:
        for one, other in zip(cycle.shortest, (*cycle.shortest[1:], cycle.shortest[0]), strict=True):
            assert any(r.consumer == ids[one] and ids[other] in r.members for r in needs)
    reached = inside
    while more := {r.consumer for r in needs if reached.intersection(r.members)} - reached:
        reached = reached | more
    assert reached == stuck
    everything = recover(index, [*range(index.n)], np.zeros(index.n, np.int64)) if index.n else None
    assert everything is None or everything.cold == cold


def test_what_is_not_there_starts_nothing_and_stops_nothing() -> None:
    """b is left out: of the group (b, c) c alone is needed then, and c needs a; d needs the missing b only."""
    rows = "a,b,,g,1\na,c,,g,1\nc,a,,,\nb,a,,,\nd,b,,,\n"
    index = index_of({"services.csv": "id\na\nb\nc\nd\n", "dependencies.csv": HEAD + rows})
    there = np.array([True, False, True, True])
    assert [cycle.members for cycle in cold_cycles(index, there)] == [(0, 2)]
    assert [cycle.members for cycle in cold_cycles(index, np.ones(4, np.bool_))] == [(0, 1, 2)]
    rows = "a,b,,g,2\na,c,,g,2\nb,a,,,\n"
    index = index_of({"services.csv": "id\na\nb\nc\n", "dependencies.csv": HEAD + rows})
    assert cold_cycles(index, np.array([True, False, True])) == []


def test_of_alternatives_the_kth_that_is_back_counts() -> None:
    """s needs 2 of (a 1, b 2, c 9) and d 2: back after 2, b and d are last; p needs s and a."""
    rows = "s,a,,g,2\ns,b,,g,2\ns,c,,g,2\ns,d,,,\np,s,,,\np,a,,,\n"
    index = index_of({"services.csv": "id\na\nb\nc\nd\np\ns\n", "dependencies.csv": HEAD + rows})
    found = recover(index, [0, 1, 2, 3, 5], np.array([1, 2, 9, 2, 0, 4], np.int64))
    assert found.restore.tolist() == [1, 2, 9, 2, 6, 6]
    assert found.wave.tolist() == [1, 2, 5, 2, 4, 3]
    at = found.waits.at
    assert found.waits.values[at[5] : at[6]].tolist() == [0, 1, 3]
    assert np.flatnonzero(found.critical(np.array([4]))).tolist() == [1, 3, 4, 5]


def test_long_chains_and_wide_stars_are_ordinary() -> None:
    n = 20_000
    ids = "".join(f"s{i:05}\n" for i in range(n))
    chain = "".join(f"s{i:05},s{i + 1:05},,,\n" for i in range(n - 1))
    index = index_of({"services.csv": "id\n" + ids, "dependencies.csv": HEAD + chain})
    found = recover(index, [*range(n)], np.ones(n, np.int64))
    assert found.restore.tolist() == [*range(n, 0, -1)]
    assert not found.cold
