from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from graphmodel.analyses.details import matrix
from graphmodel.index.index import Index
from graphmodel.model.errors import UsageError
from tests.conftest import index
from tests.strategies import indexes
from tests.unit.analyses.conftest import ask, cells

PAIR = ("product", "service", "type", "distance", "required")
SHOP = [
    ("shop", "db1", "infra", 1, False),
    ("shop", "db2", "infra", 1, False),
    ("shop", "mail", "", 1, False),
    ("shop", "pay", "apps", 1, True),
    ("shop", "auth", "infra", 2, True),
    ("shop", "net", "infra", 2, True),
    ("shop", "dns", "infra", 3, True),
]
APP = [
    ("app", "auth", "infra", 1, True),
    ("app", "shop", "apps", 1, True),
    ("app", "db1", "infra", 2, False),
    ("app", "db2", "infra", 2, False),
    ("app", "mail", "", 2, False),
    ("app", "net", "infra", 2, True),
    ("app", "pay", "apps", 2, True),
    ("app", "dns", "infra", 3, True),
]


def test_every_product_and_what_underpins_it(drawn: Index) -> None:
    assert cells(ask(drawn, "underpinning"), *PAIR) == APP + SHOP


def test_of_selected_products(drawn: Index) -> None:
    assert cells(ask(drawn, "underpinning", select=("net+",), exclude=("app",)), *PAIR) == SHOP
    assert cells(ask(drawn, "underpinning", select="shop"), *PAIR) == SHOP


def test_names_stand_beside_ids(drawn: Index) -> None:
    found = cells(ask(drawn, "underpinning", select=("shop",)), "product_name", "service_name", "type_name")
    assert found[2:4] == [("Web shop", "Mail", ""), ("Web shop", "Payments", "Applications")]


def test_services_are_asked_about_where_no_product_is_selected(drawn: Index) -> None:
    report = ask(drawn, "underpinning", select=("pay",))
    expected = [("pay", "auth", 1, True), ("pay", "net", 2, True), ("pay", "dns", 3, True)]
    assert cells(report, "product", "service", "distance", "required") == expected
    assert "no" in report.notes[0]
    assert "product" in report.notes[0]
    assert cells(ask(drawn, "underpinning", select=("pay",), counts=True), "id", "services") == [("pay", 3)]


def test_nothing_selected_is_said(drawn: Index) -> None:
    report = ask(drawn, "underpinning", select=("tag:none",))
    assert list(report.rows) == []
    assert report.notes == ("nothing is selected",)


def test_of_one_service(drawn: Index) -> None:
    assert cells(ask(drawn, "underpinning", of="psp"), *PAIR) == [
        ("shop", "pay", "apps", 1, True),
        ("app", "pay", "apps", 2, True),
    ]
    assert cells(ask(drawn, "underpinning", of="mail"), *PAIR) == [
        ("shop", "mail", "", 1, False),
        ("app", "mail", "", 2, False),
    ]
    assert cells(ask(drawn, "underpinning", of="shop"), *PAIR) == [("app", "shop", "apps", 1, True)]
    assert cells(ask(drawn, "underpinning", of="net", select=("kind:service",)), "product", "distance") == [
        ("auth", 1),
        ("db1", 1),
        ("db2", 1),
        ("dns", 1),
        ("mail", 2),
        ("pay", 2),
    ]


def test_counts(drawn: Index) -> None:
    report = ask(drawn, "underpinning", counts=True)
    assert cells(report, "id", "kind", "services") == [("app", "product", 8), ("shop", "product", 7)]
    report = ask(drawn, "underpinning", counts=True, by="service")
    assert cells(report, "id", "products") == [
        *((name, 2) for name in ("auth", "db1", "db2", "dns", "mail", "net", "pay")),
        ("shop", 1),
        ("app", 0),
        ("lone", 0),
    ]
    report = ask(
        drawn, "underpinning", counts=True, by="service", select=("shop", "category:apps,kind:service")
    )
    assert cells(report, "id", "kind", "products", "name") == [
        ("pay", "service", 2, "Payments"),
        ("shop", "product", 1, "Web shop"),
    ]


def test_matrix_of_types_shows_holes(drawn: Index) -> None:
    report = ask(drawn, "underpinning", matrix="types")
    names = [c.name for c in report.columns]
    assert names == ["product", "product_name", "apps", "infra", "shelf", "unclassified"]
    assert list(report.rows) == [("app", "Phone app", 2, 5, 0, 1), ("shop", "Web shop", 1, 5, 0, 1)]


def test_matrix_of_services(drawn: Index) -> None:
    report = ask(drawn, "underpinning", matrix="services", select=("shop",))
    assert [c.name for c in report.columns][2:] == ["auth", "db1", "db2", "dns", "mail", "net", "pay"]
    assert list(report.rows) == [("shop", "Web shop", "2!", "1", "1", "3!", "1", "2!", "1!")]


def test_matrix_that_nobody_could_read(drawn: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "MOST", 6)
    with pytest.raises(UsageError, match="more than 6"):
        ask(drawn, "underpinning", matrix="services", select=("shop",))


def test_columns_of_a_matrix_have_names_of_their_own() -> None:
    found = index(
        {
            "products.csv": "id,category\np,product\n",
            "services.csv": "id,category\ns,unclassified\nq,\n",
            "categories.csv": "id\nproduct\nunclassified\n",
            "dependencies.csv": "service,depends_on\np,s\np,q\n",
        }
    )
    report = ask(found, "underpinning", matrix="types")
    names = [c.name for c in report.columns]
    assert names == ["product", "product_name", "product_", "unclassified", "unclassified_"]
    assert list(report.rows) == [("p", "", 0, 1, 1)]


@pytest.mark.parametrize(
    "question",
    [{"counts": True, "of": "net"}, {"matrix": "types", "counts": True}, {"by": "service"}, {"of": "nett"}],
)
def test_what_cannot_be_asked(drawn: Index, question: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as error:
        ask(drawn, "underpinning", **question)
    assert error.value.hint


@given(indexes(placeholders=True))
def test_the_ways_to_ask_agree(found: Index) -> None:
    pairs = cells(ask(found, "underpinning"), *PAIR)
    ids = found.service_id.list()
    products = [i for i, is_product in zip(ids, found.product, strict=True) if is_product]
    rank = {name: at for at, name in enumerate(ids)}
    assert pairs == sorted(pairs, key=lambda row: (rank[row[0]], row[3], rank[row[1]]))
    assert all(product != service for product, service, *_ in pairs)
    for name in ids:
        of = sorted(row for row in pairs if row[1] == name)
        assert sorted(cells(ask(found, "underpinning", of=f'id:"{name}"'), *PAIR)) == of
    counts = dict(cells(ask(found, "underpinning", counts=True), "id", "services"))
    assert counts == {p: sum(row[0] == p for row in pairs) for p in products}
    counts = dict(cells(ask(found, "underpinning", counts=True, by="service"), "id", "products"))
    assert counts == {s: sum(row[1] == s for row in pairs) for s in ids}
    by_type = list(ask(found, "underpinning", matrix="types").rows)
    assert [(row[0], sum(row[2:])) for row in by_type] == [
        (p, sum(r[0] == p for r in pairs)) for p in products
    ]
    for row in ask(found, "underpinning", matrix="services").rows:
        marks = sorted(cell for cell in row[2:] if cell)
        assert marks == sorted(f"{r[3]}{'!' * r[4]}" for r in pairs if r[0] == row[0])
