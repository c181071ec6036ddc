"""Effective levels and their values against walking up from each service, and against values written by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.index.build import index as build_index
from graphmodel.index.levels import NAMES, NOBODY, OWN, Effective
from graphmodel.model import taxonomy
from graphmodel.model.catalogue import merge
from graphmodel.model.table import from_records
from tests.conftest import REVISION, index

if TYPE_CHECKING:
    from graphmodel.index.index import Index

FILES = {
    "categories.csv": "id,parent,availability,rto,own_availability\napps,,99,8h,\nweb,apps,99.5,,99.9\nshop,web,,,\n",
    "services.csv": "id,category,availability,rto\na,shop,,\nb,shop,99.95,1h\nc,,,\nd,network,,\n",
}
A, B, C, D = range(4)


def test_the_nearest_statement_wins_and_says_who_states_it() -> None:
    made = index(FILES)
    apps, web = map(made.category_id.find, ("apps", "web"))
    assert made.levels.of(A) == {
        "availability": Effective("99.5", web),
        "own_availability": Effective("99.9", web),
        "rto": Effective("8h", apps),
    }
    assert made.levels["availability"].of(B) == Effective("99.95", OWN)
    assert made.levels["own_availability"].of(B) == Effective("99.9", web)
    assert made.levels.of(C) == {}
    assert made.levels.of_category(made.category_id.find("shop")) == made.levels.of(A)
    assert not made.levels.default(web)


def test_a_shipped_type_gives_defaults() -> None:
    made, shipped = index(FILES), taxonomy.types()["network"]
    network = made.category_id.find("network")
    assert made.levels.of(D) == {n: Effective(shipped[n], network) for n in NAMES if n in shipped}
    assert made.levels.default(network)


def test_a_type_that_the_catalogue_brings_itself_is_no_default() -> None:
    made = index(FILES | {"categories.csv": "id,availability\nnetwork,98\n"})
    network = made.category_id.find("network")
    assert made.levels.of(D) == {"availability": Effective("98", network)}
    assert not made.levels.default(network)


def test_arrays_of_values() -> None:
    made = index(
        {
            "categories.csv": "id,availability,rto,support_hours\nweb,99.5,P1D,24x7\n",
            "services.csv": "id,category,availability,rto,support_hours\n"
            "a,web,,,\nb,web,100,1h30m,Mon 00:00-24:00\nc,,,,\nd,,0,86400s,24/7\n",
        }
    )
    availability, rto, hours = (made.levels[n] for n in ("availability", "rto", "support_hours"))
    np.testing.assert_array_equal(availability.value, np.array([99.5, 100, np.nan, 0]))
    assert (availability.value.dtype, availability.values) == (np.float64, ())
    assert rto.value.tolist() == [86_400, 5_400, -1, 86_400]
    assert rto.value.dtype == np.int64
    always, monday = (1 << 7 * 24 * 60) - 1, (1 << 24 * 60) - 1
    assert hours.value.dtype == np.int32
    assert [hours.values[at] if at >= 0 else None for at in hours.value.tolist()] == [
        always, monday, None, always,
    ]  # fmt: skip
    assert sorted(map(int, hours.values)) == [monday, always]  # type: ignore[call-overload]
    web = made.category_id.find("web")
    assert availability.origin.tolist() == rto.origin.tolist() == [web, OWN, NOBODY, OWN]
    assert availability.origin.dtype == np.int32
    assert rto.texts.tolist() == ["P1D", "1h30m", "", "86400s"]


def test_of_nothing() -> None:
    made = index({"services.csv": "id\n"})
    for name in NAMES:
        assert made.levels[name].value.tolist() == made.levels[name].origin.tolist() == []


def test_a_text_that_is_no_value_is_an_error() -> None:
    made = merge({"x": {"service": from_records("service", [{"id": "a", "rto": "soon"}])}})
    level = build_index(made, REVISION).levels["rto"]
    assert level.of(0) == Effective("soon", OWN)
    with pytest.raises(ValueError, match="'soon' is not a duration"):
        _ = level.value


MEANT: dict[str, dict[str, Any]] = {
    "availability": {"99.9": 99.9, "100": 100.0, "0": 0.0, "95.25": 95.25},
    "rto": {"4h": 14_400, "PT4H": 14_400, "1h30m": 5_400, "P1W": 604_800, "0s": 0, "240m": 14_400},
    "support_hours": {"24x7": "all", "24/7": "all", "Mon-Sun 00:00-24:00": "all", "Sat 10:00-12:00": "sat"},
}


@st.composite
def estates(draw: st.DrawFn) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Records of categories and services; of some columns every text is another one, of others few are."""
    ids = draw(st.permutations([f"c{i}" for i in range(6)]))
    stated = st.fixed_dictionaries({n: st.sampled_from(["", *texts]) for n, texts in MEANT.items()})
    categories = [
        {"id": own, "parent": draw(st.sampled_from(["", *ids[:at]])), **draw(stated)}
        for at, own in enumerate(ids)
    ]
    some = draw(st.lists(stated, max_size=8))
    services = [
        {"id": f"s{i}", "category": draw(st.sampled_from(["", *ids])), **given}
        for i, given in enumerate(some)
    ]
    return categories, services


def walked(
    categories: list[dict[str, str]], service: dict[str, str], name: str, made: Index
) -> tuple[str, int]:
    above = {c["id"]: c for c in categories}
    if service[name]:
        return service[name], OWN
    at = service["category"]
    while at and not above[at][name]:
        at = above[at]["parent"]
    return (above[at][name], made.category_id.find(at)) if at else ("", NOBODY)


@given(estates())
def test_every_level_against_walking_up(estate: tuple[list[dict[str, str]], list[dict[str, str]]]) -> None:
    categories, services = estate
    made = build_index(
        merge({"x": {"category": from_records("category", categories), "service": from_records("service", services)}}),
        REVISION,
    )  # fmt: skip
    for name, meant in MEANT.items():
        level = made.levels[name]
        expected = [walked(categories, service, name, made) for service in services]
        assert [level.of(v) for v in range(made.n)] == [Effective(*e) if e[0] else None for e in expected]
        assert level.origin.tolist() == [origin for _, origin in expected]
        assert level.texts.tolist() == [text for text, _ in expected]
        values = level.value.tolist()
        for (text, _), value in zip(expected, values, strict=True):
            if not text:
                assert value == -1 or math.isnan(value)
            elif name != "support_hours":
                assert value == meant[text]
        if name == "support_hours":
            alike = {meant[text]: value for (text, _), value in zip(expected, values, strict=True) if text}
            assert [alike[meant[text]] for text, _ in expected if text] == [v for v in values if v >= 0]
            assert len(set(alike.values())) == len(alike)
