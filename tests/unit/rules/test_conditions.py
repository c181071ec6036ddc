"""Conditions of policies against their definitions, on random catalogues with cycles, groups and soft dependencies."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.index.build import index
from graphmodel.model.catalogue import Catalogue
from graphmodel.model.errors import UsageError
from graphmodel.rules.conditions import CONDITIONS, broken, check
from tests import oracles
from tests.conftest import REVISION
from tests.strategies import catalogues

HELD = catalogues(most=6).filter(oracles.services)


def fails(held: Catalogue, name: str, value: str) -> dict[str, tuple[str, ...]]:
    """The services of which the condition does not hold, and whom the message names besides."""
    of = index(held, REVISION)
    found = broken(of, np.arange(of.n, dtype=np.int32), name, value)
    return {of.service_id[b.service]: tuple(of.service_id[o] for o in b.others) for b in found}


def below(held: Catalogue, service: str) -> set[str]:
    return set(nx.descendants(oracles.graph(held), service)) - {service}


def selection(data: st.DataObject, held: Catalogue) -> list[str]:
    return data.draw(st.lists(st.sampled_from(oracles.services(held)), min_size=1, max_size=4, unique=True))


def written(ids: list[str]) -> str:
    return " ".join(f'id:"{i}"' for i in ids)


@settings(max_examples=60)
@given(HELD, st.data())
def test_what_underpins_and_what_is_depended_on(held: Catalogue, data: st.DataObject) -> None:
    wanted = selection(data, held)
    rest = {s for s in oracles.services(held) if below(held, s) & set(wanted)}
    lacking = fails(held, "underpinned_by", written(wanted))
    assert set(lacking) == set(oracles.services(held)) - rest
    depending = fails(held, "not_depend_on", written(wanted))
    assert set(depending) == rest
    of = oracles.graph(held)
    for service, (culprit,) in depending.items():
        far = {w: nx.shortest_path_length(of, service, w) for w in below(held, service) & set(wanted)}
        assert far[culprit] == min(far.values())


def down(held: Catalogue, failed: set[str], service: str) -> bool:
    return oracles.STATES[oracles.rounds(held, failed)[-1][service]] == "down"


@settings(max_examples=60)
@given(HELD, st.data(), st.integers(1, 3))
def test_failures_that_are_survived(held: Catalogue, data: st.DataObject, number: int) -> None:
    wanted = selection(data, held)
    found = fails(held, "survives", f"any {number} of {written(wanted)}")
    for service in oracles.services(held):
        others = sorted(set(wanted) - {service})
        sets = [set(c) for size in range(1, number + 1) for c in combinations(others, size)]
        assert (service in found) == any(down(held, failed, service) for failed in sets)
        if service in found:
            assert down(held, set(found[service]), service)
            assert set(found[service]) <= set(others)
            assert len(found[service]) <= number


@settings(max_examples=40)
@given(HELD, st.data())
def test_the_failure_of_all(held: Catalogue, data: st.DataObject) -> None:
    wanted = selection(data, held)
    found = fails(held, "survives", f"all of {written(wanted)}")
    assert set(found) == {s for s in oracles.services(held) if down(held, set(wanted) - {s}, s)}


@settings(max_examples=40)
@given(HELD, st.sampled_from("RACI"))
def test_responsibilities_and_columns(held: Catalogue, letter: str) -> None:
    holding = {r["service"] for r in oracles.records(held.responsibilities) if r["responsibility"] == letter}
    assert set(fails(held, "role", letter)) == set(oracles.services(held)) - holding
    named = {r["id"] for r in oracles.records(held.services) if r.get("name")}
    assert set(fails(held, "has", "name")) == set(oracles.services(held)) - named


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("underpined_by", "a", "underpinned_by"),
        ("role", "X", "one of R, A, C, I"),
        ("survives", "2 of a", 'write "any 1 of SELECT"'),
        ("survives", "any 0 of a", 'write "any 1 of SELECT"'),
        ("has", 3, "the name of a column"),
        ("has", " ", "the name of a column"),
    ],
)
def test_what_means_nothing_is_refused(name: str, value: object, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        check(name, value)
    assert said in f"{refused.value.message} {refused.value.hint}"


def test_each_condition_says_what_it_takes() -> None:
    for name, condition in CONDITIONS.items():
        assert name.isidentifier()
        assert condition.help
