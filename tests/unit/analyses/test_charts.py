"""What charts show, derived by hand from the catalogue in conftest; and that nothing is left out unsaid."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from graphmodel.analyses import ALL
from graphmodel.answers import charts
from graphmodel.answers.chart import Bars, Cell, Chart, Grid
from graphmodel.index.index import Index
from tests.conftest import index
from tests.strategies import indexes
from tests.unit.analyses.conftest import ask

HOLE = Cell("0", "hole")


def charted(found: Index, name: str, **question: Any) -> Chart:
    report = ask(found, name, **question)
    assert report.chart is not None
    return report.chart(list(report.rows))


def grid(found: Index, name: str, **question: Any) -> Grid:
    made = charted(found, name, **question)
    assert isinstance(made, Grid)
    return made


def bars(found: Index, name: str, **question: Any) -> Bars:
    made = charted(found, name, **question)
    assert isinstance(made, Bars)
    return made


def test_products_by_types(drawn: Index) -> None:
    made = grid(drawn, "underpinning", matrix="types")
    assert made.down == ("Phone app", "Web shop")
    assert made.across == ("Applications", "Infrastructure", "Shelf", "unclassified")
    assert {at: cell.text for at, cell in made.cells.items() if cell != HOLE} == {
        (0, 0): "2",
        (0, 1): "5",
        (0, 3): "1",
        (1, 0): "1",
        (1, 1): "5",
        (1, 3): "1",
    }
    assert [at for at, cell in made.cells.items() if cell == HOLE] == [(0, 2), (1, 2)]
    assert made.cells[0, 1].tone == "shade-4"
    assert made.cells[1, 0].tone == "shade-1"
    assert made.left_out == ()


def test_nothing_unclassified_is_no_hole() -> None:
    found = index(
        {
            "products.csv": "id,category\np,t\n",
            "services.csv": "id,category\ns,t\nlone,\n",
            "categories.csv": "id\nt\n",
            "dependencies.csv": "service,depends_on\np,s\n",
        }
    )
    made = grid(found, "underpinning", matrix="types")
    assert made.across == ("t", "unclassified")
    assert {at: cell.text for at, cell in made.cells.items()} == {(0, 0): "1"}


def test_products_by_services(drawn: Index) -> None:
    made = grid(drawn, "underpinning", matrix="services", select=("shop",))
    assert made.down == ("Web shop",)
    assert made.across == ("Sign-in", "Database 1", "Database 2", "Names", "Mail", "Network", "Payments")
    assert [made.cells[0, x].text for x in range(7)] == ["2!", "1", "1", "3!", "1", "2!", "1!"]
    assert {x for x in range(7) if made.cells[0, x].tone == "shade-4"} == {0, 3, 5, 6}


def test_who_holds_what(drawn: Index) -> None:
    made = grid(drawn, "roles")
    assert (made.down, made.across) == (
        ("Database 1", "Database 2", "Web shop"),
        ("Database team", "Product owner"),
    )
    assert {at: cell.text for at, cell in made.cells.items()} == {
        (0, 0): "A",
        (1, 0): "R",
        (2, 0): "C",
        (2, 1): "A",
    }
    assert [cell.text for cell, _ in made.legend] == ["A", "R", "C", "I"]


def test_several_duties_of_one_role_share_a_cell() -> None:
    found = index(
        {
            "services.csv": "id\ns\n",
            "roles.csv": "id\nr\n",
            "responsibilities.csv": "role,service,responsibility\nr,s,R\nr,s,I\nr,s,A\n",
        }
    )
    assert grid(found, "roles").cells == {(0, 0): Cell("A R I", "shade-4")}


def test_services_ranked_by_the_products_they_underpin(drawn: Index) -> None:
    made = bars(drawn, "underpinning", counts=True, by="service")
    assert made.labels == (
        *("Sign-in", "Database 1", "Database 2", "Names", "Mail", "Network", "Payments"),
        *("Web shop", "Phone app", "Lone"),
    )
    assert made.values == (2, 2, 2, 2, 2, 2, 2, 1, 0, 0)


def test_products_ranked_by_the_services_that_underpin_them(drawn: Index) -> None:
    made = bars(drawn, "underpinning", counts=True)
    assert (made.labels, made.values) == (("Phone app", "Web shop"), (8, 7))


@pytest.mark.parametrize("name", ["gaps", "check"])
def test_findings_by_rule_and_type(drawn: Index, name: str) -> None:
    made = grid(drawn, name, rule=("GM003", "GM004"))
    assert made.down == ("GM003 Unclassified service", "GM004 Empty category")
    assert made.across == ("Shelf", "unclassified", "all")
    assert made.cells == {
        (0, 1): Cell("2", "warning"),
        (0, 2): Cell("2", "plain"),
        (1, 0): Cell("1", "info"),
        (1, 2): Cell("1", "plain"),
    }


def test_findings_about_roles_and_in_categories_below_a_type() -> None:
    found = index(
        {
            "services.csv": "id,category\ns,t\n",
            "categories.csv": "id,name,parent\nt,Type,\nt/c,Below,t\n",
            "roles.csv": "id\nidle\n",
        }
    )
    made = grid(found, "gaps", rule=("GM004", "GM010"))
    assert made.across == ("Type", "roles", "all")
    assert {at: cell.text for at, cell in made.cells.items()} == {
        (0, 0): "1",
        (0, 2): "1",
        (1, 1): "1",
        (1, 2): "1",
    }


def test_nothing_found_is_an_empty_chart(drawn: Index) -> None:
    assert grid(drawn, "gaps", rule=("GM002",)).size == ""
    assert grid(drawn, "roles", select=("lone",)).size == ""
    assert bars(drawn, "underpinning", counts=True, by="service", select=("tag:none",)).size == ""


def test_what_is_left_out_is_said(drawn: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "DOWN", 1)
    monkeypatch.setattr(charts, "ACROSS", 2)
    monkeypatch.setattr(charts, "RANKED", 8)
    made = grid(drawn, "underpinning", matrix="types")
    assert (made.down, made.left_out) == (
        ("Phone app",),
        ("of 2 products, the one with the most holes is shown",),
    )
    made = grid(drawn, "underpinning", matrix="services")
    assert (made.down, len(made.across)) == (("Phone app",), 2)
    assert made.left_out == (
        "of 2 products, the one that most services underpin is shown",
        "of 8 services, the 2 that underpin most of these products are shown",
    )
    made = grid(drawn, "roles")
    assert (made.down, made.across) == (("Web shop",), ("Database team", "Product owner"))
    assert made.left_out == ("of 3 services, the one with which most roles have to do is shown",)
    ranked = bars(drawn, "underpinning", counts=True, by="service")
    assert (len(ranked.labels), ranked.left_out) == (
        8,
        ("of 10 services, the 8 with the most are shown; the others have 0 at most",),
    )


@given(indexes(placeholders=True))
def test_every_number_of_a_report_stands_in_its_chart(found: Index) -> None:
    rows = list(ask(found, "underpinning", matrix="types").rows)
    made = grid(found, "underpinning", matrix="types")
    shown = {at: cell.text for at, cell in made.cells.items() if cell != HOLE}
    assert shown == {(y, x): str(n) for y, row in enumerate(rows) for x, n in enumerate(row[2:]) if n}
    gaps = ask(found, "gaps")
    made = grid(found, "gaps")
    last = len(made.across) - 1
    inner = [int(cell.text) for (_, x), cell in made.cells.items() if x != last]
    totals = [int(cell.text) for (_, x), cell in made.cells.items() if x == last]
    assert sum(inner) == sum(totals) == len(gaps.findings)
    held = {(row[0], row[2]) for row in ask(found, "roles").rows}
    assert len(grid(found, "roles").cells) == len(held)


def test_what_an_analysis_says_of_its_charts_is_so(drawn: Index) -> None:
    asked = {
        "--matrix types": {"matrix": "types"},
        "--matrix services": {"matrix": "services"},
        "--counts": {"counts": True},
        "--counts --by service": {"counts": True, "by": "service"},
        "": {},
    }
    for name, analysis in ALL.items():
        for command in analysis.charts:
            first, _, options = command.partition(" ")
            assert first == name
            assert ask(drawn, name, **asked[options]).chart is not None
