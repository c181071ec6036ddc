from __future__ import annotations

import pytest
from hypothesis import given

from graphmodel.index.index import Index
from graphmodel.model.errors import UsageError
from tests import oracles
from tests.conftest import index
from tests.strategies import indexes
from tests.unit.analyses.conftest import FILES, ask, cells

FELT = ("service", "products_down", "products_degraded", "products_at_risk", "weight", "down")


def test_the_worst_first(drawn: Index) -> None:
    report = ask(drawn, "spof")
    assert cells(report, *FELT) == [
        ("auth", ("app", "shop"), 0, 0, 9, 2),
        ("dns", ("app", "shop"), 0, 0, 9, 2),
        ("net", ("app", "shop"), 0, 0, 9, 2),
        ("pay", ("app", "shop"), 0, 0, 9, 2),
        ("shop", ("app",), 0, 0, 4, 1),
        ("db1", (), 0, 2, 0, 0),
        ("db2", (), 0, 2, 0, 0),
        ("mail", (), 2, 0, 0, 0),
    ]
    assert report.title == "5 services of 10 alone take a product down"
    assert cells(report, "name", "accountable")[5] == ("Database 1", "dba")
    assert cells(ask(drawn, "spof", select=("kind:service",), exclude=("net",)), "service")[:2] == [
        ("auth",),
        ("dns",),
    ]


def test_a_grouping_does_not_fail_of_itself() -> None:
    files = dict(FILES)
    files["categories.csv"] = (
        files["categories.csv"]
        .replace("rto\n", "rto,own_availability\n")
        .replace("infra/net,Networks,infra,,1h", "infra/net,Networks,infra,,1h,100")
    )
    assert not {("net",), ("dns",)} & set(cells(ask(index(files), "spof"), "service"))


def test_no_more_than_asked_for(drawn: Index) -> None:
    report = ask(drawn, "spof", top=2)
    assert cells(report, "service") == [("auth",), ("dns",)]
    assert report.notes == ("the worst 2 of 8 services are shown; --top 0 shows all",)
    assert len(cells(ask(drawn, "spof", top=0), "service")) == 8


def test_why_proves_every_product_that_is_down(drawn: Index) -> None:
    report = ask(drawn, "spof", why="pay")
    assert report.title == "2 products down when Payments (pay) fails"
    assert report.text.splitlines() == [
        "Web shop (shop) is down: needs Payments (hard)",
        "└─ Payments (pay) is down: it is what fails",
        "Phone app (app) is down: needs Web shop (hard)",
        "└─ Web shop (shop) is down (see above)",
    ]
    assert ask(drawn, "spof", why="lone").title == "0 products down when Lone (lone) fails"
    with pytest.raises(UsageError, match="different questions"):
        ask(drawn, "spof", why="pay", by="role")


@given(indexes())
def test_products_down_are_those_of_the_definition(found: Index) -> None:
    catalogue = found.catalogue()
    products = set(oracles.products(catalogue))
    for service, down in cells(ask(found, "spof", top=0), "service", "products_down"):
        state = oracles.rounds(catalogue, [service])[-1]
        assert set(down) == {p for p in products - {service} if oracles.STATES[state[p]] == "down"}
