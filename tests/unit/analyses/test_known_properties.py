"""What holds of failures whatever the catalogue: fewer needs and more alternatives never make anything worse."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.session import Session
from tests.conftest import catalogue
from tests.unit.analyses.test_improve import Estate, estates


def available(session: Session) -> dict[str, float]:
    return {row.id: row.modelled for row in session.run("availability", select="*")}


def taken_down(session: Session) -> set[tuple[str, str]]:
    return {(row.service, product) for row in session.run("spof", top=0) for product in row.products_down}


def not_worse(before: Estate, after: Estate, new: str = "") -> None:
    was, now = before.session(), after.session()
    then = available(now)
    assert all(then[v] >= percent - 1e-9 for v, percent in available(was).items())
    assert {pair for pair in taken_down(now) if pair[0] != new} <= taken_down(was)
    if before.needs:
        cuts = [set(row.members) for row in was.run("cutsets", products=before.products, order=3, most=0)]
        for row in now.run("cutsets", products=before.products, order=3, most=0):
            assert any(cut <= {*row.members} for cut in cuts)


@settings(max_examples=25)
@given(estates(), st.data())
def test_without_a_requirement_nothing_is_worse(estate: Estate, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(estate.needs) - 1))
    not_worse(estate, replace(estate, needs=estate.needs[:at] + estate.needs[at + 1 :]))


@settings(max_examples=25)
@given(estates(), st.data())
def test_with_an_alternative_more_nothing_is_worse(estate: Estate, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(estate.needs) - 1))
    need = estate.needs[at]
    more = replace(need, members=(*need.members, "other"), group=need.group or "other")
    needs = (*estate.needs[:at], more, *estate.needs[at + 1 :])
    not_worse(estate, replace(estate, needs=needs, own={**estate.own, "other": 90.0}), new="other")


@settings(max_examples=25)
@given(estates(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(estate: Estate, random: Random) -> None:
    files = {}
    for name, text in estate.files().items():
        head, *rows = text.splitlines(keepends=True)
        random.shuffle(rows)
        files[name] = head + "".join(rows)
    one, other = estate.session(), Session.of_catalogue(catalogue(files))
    for analysis, question in (
        ("spof", {}),
        ("cutsets", {"products": "kind:product", "order": 3}),
        ("availability", {}),
        ("improve", {"target": "no-spof"}),
        ("recovery", {"services": "*"}),
    ):
        assert list(one.run(analysis, **question)) == list(other.run(analysis, **question)), analysis


@settings(max_examples=15)
@given(estates())
def test_where_nothing_fails_everything_is_up(estate: Estate) -> None:
    session = replace(estate, own=dict.fromkeys(estate.own, 100.0)).session()
    assert set(available(session).values()) == {100.0}
    assert not list(session.run("cutsets", products="kind:product", order=3))
    assert not taken_down(session)
