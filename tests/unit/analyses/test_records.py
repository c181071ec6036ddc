"""List and show."""

from __future__ import annotations

from typing import Any

import pytest

from graphmodel.index.index import Index
from graphmodel.model.errors import UsageError
from tests.conftest import index
from tests.unit.analyses.conftest import ask, cells


def test_list_services_has_the_columns_of_the_file(drawn: Index) -> None:
    report = ask(drawn, "list", kind="services", select=("pay", "mail", "shop"))
    assert report.title == "3 services"
    names = [c.name for c in report.columns]
    assert names[:5] == ["id", "name", "kind", "description", "category"]
    assert names[-2:] == ["keeper", "category_name"]
    assert cells(report, "id", "name", "kind", "category", "tags", "aliases", "availability") == [
        ("mail", "Mail", "service", "", ("a", "b"), (), ""),
        ("pay", "Payments", "service", "apps", ("pci",), ("psp",), ""),
        ("shop", "Web shop", "product", "apps", (), (), "99"),
    ]
    assert cells(ask(drawn, "list", kind="services", select=("db1",)), "keeper", "category_name") == [
        ("ada", "Infrastructure")
    ]


def test_list_products(drawn: Index) -> None:
    assert cells(ask(drawn, "list", kind="products"), "id") == [("app",), ("shop",)]
    assert cells(ask(drawn, "list", kind="products", select=("category:*",), exclude=("app",)), "id") == [
        ("shop",)
    ]


def test_list_categories_and_roles(drawn: Index) -> None:
    report = ask(drawn, "list", kind="categories")
    assert cells(report, "id", "name", "kind", "parent", "parent_name", "rto") == [
        ("apps", "Applications", "category", "", "", "4h"),
        ("infra", "Infrastructure", "category", "", "", ""),
        ("infra/net", "Networks", "category", "infra", "Infrastructure", "1h"),
        ("shelf", "Shelf", "category", "", "", ""),
    ]
    report = ask(drawn, "list", kind="roles")
    assert [c.name for c in report.columns] == ["id", "name", "kind", "holder", "team", "contact"]
    assert cells(report, "id", "kind", "holder") == [("dba", "role", "Ada"), ("owner", "role", "")]


def test_free_attributes_do_not_collide_with_columns() -> None:
    found = index({"roles.csv": "id,name,kind\nr,Role,external\n"})
    report = ask(found, "list", kind="roles")
    assert [c.name for c in report.columns] == ["id", "name", "kind", "holder", "team", "contact", "kind_"]
    assert cells(report, "kind", "kind_") == [("role", "external")]


@pytest.mark.parametrize(
    "question", [{"kind": "roles", "select": ("shop",)}, {"kind": "services", "select": ("shp",)}]
)
def test_what_cannot_be_listed(drawn: Index, question: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        ask(drawn, "list", **question)


def test_show_a_service(drawn: Index) -> None:
    report = ask(drawn, "show", id="Web shop")
    assert report.title == "service shop"
    assert [tuple(row) for row in report.rows] == [
        ("record", "id", "shop", "", "products.csv:2 (source test)"),
        ("record", "kind", "product", "", ""),
        ("record", "name", "Web shop", "", ""),
        ("record", "category", "apps", "Applications", ""),
        ("record", "criticality", "1", "", ""),
        ("record", "lifecycle", "live", "", ""),
        ("level", "availability", "99", "", "its own"),
        ("level", "rto", "4h", "Applications", "of category apps"),
        ("promise", "availability", "unknown", "", "availability of Payments (pay) is missing"),
        ("promise", "rto", "unknown", "", "rto of Database 1 (db1) is missing"),
        ("needs", "soft", "mail", "Mail", ""),
        ("needs", "hard", "pay", "Payments", ""),
        ("needs", "hard", "db1", "Database 1", "1 of 2 in group copies; a copy; contract: C-1"),
        ("needs", "hard", "db2", "Database 2", "1 of 2 in group copies"),
        ("needed by", "hard", "app", "Phone app", ""),
        ("role", "A", "owner", "Product owner", "decides"),
        ("role", "C", "dba", "Database team", ""),
        ("underpinning", "services that underpin it", 7, "", ""),
        ("underpinning", "services that it underpins", 1, "", ""),
        ("underpinning", "products among them", 1, "", ""),
    ]


def test_show_says_where_a_level_comes_from(drawn: Index) -> None:
    report = ask(drawn, "show", id="net")
    assert [tuple(r)[1:] for r in report.rows if r[0] == "level"] == [
        ("availability", "99.9", "Infrastructure", "of category infra"),
        ("rto", "1h", "Networks", "of category infra/net"),
    ]
    report = ask(drawn, "show", id="infra/net")
    assert [tuple(r) for r in report.rows] == [
        ("record", "id", "infra/net", "", "categories.csv:4 (source test)"),
        ("record", "name", "Networks", "", ""),
        ("record", "parent", "infra", "Infrastructure", ""),
        ("level", "availability", "99.9", "Infrastructure", "of category infra"),
        ("level", "rto", "1h", "", "its own"),
        ("service", "service", "dns", "Names", ""),
        ("service", "service", "net", "Network", ""),
    ]
    assert cells(ask(drawn, "show", id="category:infra"), "section", "value")[3] == (
        "sub-category",
        "infra/net",
    )


@pytest.mark.parametrize("name", ["dba", "role:dba", "Database team"])
def test_show_a_role(drawn: Index, name: str) -> None:
    assert [tuple(r) for r in ask(drawn, "show", id=name).rows] == [
        ("record", "id", "dba", "", "roles.csv:2 (source test)"),
        ("record", "name", "Database team", "", ""),
        ("record", "holder", "Ada", "", ""),
        ("record", "contact", "ada@x.example", "", ""),
        ("service", "A", "db1", "Database 1", ""),
        ("service", "R", "db2", "Database 2", "restores"),
        ("service", "C", "shop", "Web shop", ""),
    ]


def test_show_where_ids_of_two_kinds_are_alike() -> None:
    found = index(
        {
            "services.csv": "id,category\nnetwork,network\nrole:x,\n",
            "categories.csv": "id,name\nnetwork,Net\n",
            "roles.csv": "id\nx\n",
        }
    )
    report = ask(found, "show", id="network")
    assert report.title == "service network"
    assert report.notes == ("there is a category of the same id too: show category:network",)
    assert ask(found, "show", id="category:network").title == "category network"
    assert ask(found, "show", id="service:network").title == "service network"
    assert ask(found, "show", id="role:x").title == "service role:x"
    assert ask(found, "show", id="x").title == "role x"


def test_show_what_is_only_named() -> None:
    found = index(
        {"products.csv": "id,category\np,network\n", "dependencies.csv": "service,depends_on\np,ghost\n"}
    )
    rows = [tuple(r) for r in ask(found, "show", id="ghost").rows]
    assert rows[0] == ("record", "id", "ghost", "", "only named, or shipped with graphmodel")
    assert ("record", "placeholder", "yes", "", "") in rows
    notes = cells(ask(found, "show", id="p"), "section", "note")
    assert ("level", "default of type network") in notes


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("shp", "no service, category or role 'shp'", "'shop'"),
        ("infar", "no service, category or role", "'infra'"),
        ("role:dbb", "no role 'dbb'", "'dba'"),
    ],
)
def test_what_is_not_there(drawn: Index, name: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError, match=message) as error:
        ask(drawn, "show", id=name)
    assert hint in error.value.hint
