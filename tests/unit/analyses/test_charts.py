"""What charts show, derived by hand from the catalogue in conftest; and that nothing is left out unsaid."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from graphmodel.analyses import ALL
from graphmodel.answers import charts
from graphmodel.answers.chart import Bars, Cell, Chart, Grid, Panels, Spans
from graphmodel.index.index import Index
from tests.conftest import index
from tests.strategies import indexes
from tests.unit.analyses.conftest import ask


def charted(found: Index, name: str, **question: Any) -> Chart:
    report = ask(found, name, **question)
    assert report.chart is not None
    return report.chart(list(report.rows))


def grid(found: Index, name: str, **question: Any) -> Grid:
    made = charted(found, name, **question)
    assert isinstance(made, Grid)
    return made


def texts(made: Grid) -> dict[tuple[int, int], str]:
    return {at: cell.text for at, cell in made.cells.items()}


def bars(found: Index, name: str, **question: Any) -> Bars:
    made = charted(found, name, **question)
    assert isinstance(made, Bars)
    return made


RISKY = {
    "products.csv": "id,name,availability\nshop,Shop,99.99\nwiki,,99\n",
    "services.csv": "id,name,own_availability,site\na,Node A,99,x\nb,,98,x\nroom,Room,99.9,y\nquiet,,,y\n",
    "dependencies.csv": "service,depends_on,strength,group\nshop,a,,g\nshop,b,,g\nshop,room,,\nwiki,room,,\n"
    "wiki,a,soft,\n",
}


def test_single_points_of_failure_are_ranked() -> None:
    """The room takes both down; a puts the shop at risk and degrades the wiki, so it takes nothing down."""
    found = index(RISKY)
    made = bars(found, "spof")
    assert (made.labels, made.values, made.wholes) == (("Room",), (2,), (2,))
    made = bars(found, "spof", by="site")
    assert (made.labels, made.values, made.wholes) == (("y", "x"), (2, 1), (2, 2))
    assert bars(found, "impact", by="site") == made


def test_a_ranking_of_the_worst_says_how_many_there_are_besides() -> None:
    rows = "".join(f"a,s{at:02},\n" for at in range(31))
    services = "id\na\n" + "".join(f"s{at:02}\n" for at in range(31))
    files = {
        "products.csv": "id\np\n",
        "services.csv": services,
        "dependencies.csv": f"service,depends_on,strength\np,a,\n{rows}",
    }
    made = bars(index(files), "spof", top=30)
    assert made.left_out == ("of 32 services that take a product down, the 30 that weigh most are shown",)
    sets = grid(index(files), "cutsets", products="p", most=5)
    assert sets.left_out == ("of 32 sets, the 5 of fewest services, the likeliest first, are shown",)


def test_time_down_as_modelled_and_as_promised() -> None:
    """shop: 1 - 0.999 (1 - 0.01 · 0.02), which breaks 52.56 minutes; wiki: 0.1 % of a year, which keeps 1 %."""
    made = charted(index(RISKY), "availability")
    year = 365 * 86_400
    assert isinstance(made, Spans)
    assert made.labels == ("Shop", "wiki")
    shop = (1 - 0.999 * (1 - 0.0002)) * year
    assert [end for _, end in made.spans] == [pytest.approx(shop, rel=1e-6), pytest.approx(0.001 * year)]
    assert made.due == (pytest.approx(0.0001 * year), pytest.approx(0.01 * year))
    assert made.tones == ("error", "shade-3")
    assert made.texts == ("10h31m", "8h46m")
    assert made.ticks == ((600, "10m"), (3600, "1h"), (36_000, "10h"), (345_600, "4d"))


def test_what_is_not_known_lies_between_two_ends() -> None:
    files = RISKY | {"dependencies.csv": "service,depends_on\nwiki,quiet\nwiki,room\n"}
    made = charted(index(files), "availability", select="wiki")
    assert isinstance(made, Spans)
    year = 365 * 86_400
    assert made.spans == ((pytest.approx(0.001 * year), pytest.approx(year)),)
    assert made.texts == ("8h46m to 365d",)
    assert made.tones == ("shade-1",)


def test_what_each_service_costs_a_product() -> None:
    """The room: 0.001 · (1 - 0.0002) of a year; a and b each: 0.999 · 0.0002."""
    made = charted(index(RISKY), "availability", importance="shop")
    assert isinstance(made, Spans)
    year = 365 * 86_400
    assert made.labels[0] == "Room"
    assert {*made.labels} == {"Room", "Node A", "b"}
    assert [end for _, end in made.spans] == pytest.approx(
        [0.001 * 0.9998 * year, 0.999 * 0.0002 * year, 0.999 * 0.0002 * year], rel=1e-4
    )


def test_services_by_cut_sets() -> None:
    made = grid(index(RISKY), "cutsets", products="shop")
    assert made.down == ("Room", "Node A", "b")
    assert made.across == ("1.0e-03", "2.0e-04")
    assert {at: cell.tone for at, cell in made.cells.items()} == {
        (0, 0): "shade-4",
        (1, 1): "shade-2",
        (2, 1): "shade-2",
    }
    assert made.groups == ("Shop", "Shop")


def test_cut_sets_in_a_chart_are_as_many_as_can_be_read() -> None:
    """One of 20 and one of 30 services: 600 pairs. 40 columns are shown, with the services in them and no others."""
    left = "".join(f"p,a{at:02},g\n" for at in range(2))
    files = {
        "products.csv": "id\np\n",
        "services.csv": "id\n"
        + "".join(f"a{at:02}\n" for at in range(2))
        + "".join(f"c{at:02}\n" for at in range(60)),
        "dependencies.csv": "service,depends_on,group\n"
        + left
        + "".join(f"a00,c{at:02},\n" for at in range(60)),
    }
    made = grid(index(files), "cutsets", products="p")
    assert len(made.across) == 39
    assert len(made.down) == 40
    assert made.left_out == ("of 61 sets, the 39 of fewest services, the likeliest first, are shown",)


def test_products_by_types(drawn: Index) -> None:
    made = grid(drawn, "underpinning", matrix="types")
    assert made.down == ("Phone app", "Web shop")
    assert made.across == ("Applications", "Infrastructure", "unclassified")
    assert texts(made) == {(0, 0): "2", (0, 1): "5", (0, 2): "1", (1, 0): "1", (1, 1): "5", (1, 2): "1"}
    assert made.cells[0, 1].tone == "shade-4"
    assert made.cells[1, 0].tone == "shade-1"
    assert made.left_out == ("nothing of these types underpins any of them: Shelf",)


def test_only_what_a_category_expects_is_a_hole() -> None:
    """The shop's category expects support and a network; nobody expects a platform of the blog, nor of anybody."""
    found = index(
        {
            "products.csv": "id,category\nblog,text\nshop,apps/web\n",
            "services.csv": "id,category\nlan,net\nvm,platform\nlone,\n",
            "categories.csv": "id,parent,expects\napps,,net;support\napps/web,apps,\nnet,,\nplatform,,\n"
            "support,,\ntext,,\n",
            "dependencies.csv": "service,depends_on\nshop,lan\nblog,lone\nshop,vm\n",
        }
    )
    made = grid(found, "underpinning", matrix="types")
    assert made.across == ("net", "platform", "support", "unclassified")
    assert {at: (cell.text, cell.tone) for at, cell in made.cells.items()} == {
        **{(0, x): ("0", "empty") for x in range(3)},
        (0, 3): ("1", "shade-4"),
        (1, 0): ("1", "shade-4"),
        (1, 1): ("1", "shade-4"),
        (1, 2): ("0", "hole"),
        (1, 3): ("0", "empty"),
    }
    assert len(made.legend) == 2


def test_products_by_single_failures(drawn: Index) -> None:
    """Net and dns take all down but mail, which is soft; both databases alone leave the shop at risk."""
    made = grid(drawn, "underpinning", matrix="failures")
    assert made.down == ("Phone app", "Web shop")
    assert made.across == (
        *("Sign-in", "Names", "Network", "Payments", "Web shop"),
        *("Mail", "Database 1", "Database 2"),
    )
    told = {
        column: [made.cells[y, x].text if (y, x) in made.cells else "" for y in (0, 1)]
        for x, column in enumerate(made.across)
    }
    assert told == {
        "Sign-in": ["down", "down"],
        "Names": ["down", "down"],
        "Network": ["down", "down"],
        "Payments": ["down", "down"],
        "Web shop": ["down", "down"],
        "Mail": ["degraded", "degraded"],
        "Database 1": ["at risk", "at risk"],
        "Database 2": ["at risk", "at risk"],
    }
    assert [cell.tone for cell, _ in made.legend] == ["down", "degraded", "at-risk"]


def test_products_by_services(drawn: Index) -> None:
    made = grid(drawn, "underpinning", matrix="services", select=("shop",))
    assert made.down == ("Web shop",)
    assert made.across == ("Payments", "Sign-in", "Names", "Network", "Database 1", "Database 2", "Mail")
    assert made.groups == ("Applications", *("Infrastructure",) * 5, "unclassified")
    assert [made.cells[0, x].text for x in range(7)] == ["1!", "2!", "3!", "2!", "1", "1", "1"]
    assert {x for x in range(7) if made.cells[0, x].tone == "shade-4"} == {0, 1, 2, 3}


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
    assert [cell.text for cell, _ in made.legend] == ["A", "R", "C"]


def test_several_duties_of_one_role_share_a_cell() -> None:
    found = index(
        {
            "services.csv": "id\ns\n",
            "roles.csv": "id\nr\n",
            "responsibilities.csv": "role,service,responsibility\nr,s,R\nr,s,I\nr,s,A\n",
        }
    )
    made = grid(found, "roles")
    assert made.cells == {(0, 0): Cell("A R I", "shade-4")}
    assert [cell.text for cell, _ in made.legend] == ["A", "R", "I"]


def test_services_ranked_by_the_products_that_require_them(drawn: Index) -> None:
    made = bars(drawn, "underpinning", counts=True, by="service")
    assert made.labels == (
        *("Sign-in", "Names", "Network", "Payments", "Web shop", "Database 1", "Database 2", "Mail"),
        *("Phone app", "Lone"),
    )
    assert made.values == (2, 2, 2, 2, 1, 0, 0, 0, 0, 0)
    assert made.wholes == (2, 2, 2, 2, 1, 2, 2, 2, 0, 0)


def test_products_ranked_by_the_services_that_they_require(drawn: Index) -> None:
    made = bars(drawn, "underpinning", counts=True)
    assert (made.labels, made.values, made.wholes) == (("Phone app", "Web shop"), (5, 4), (8, 7))


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
    monkeypatch.setattr(charts, "ACROSS", 2)
    monkeypatch.setattr(charts, "RANKED", 8)
    made = grid(drawn, "underpinning", matrix="services")
    assert made.across == ("Sign-in", "Names")
    assert made.left_out == ("of 8 services, the 2 that most of these products require are shown",)
    ranked = bars(drawn, "underpinning", counts=True, by="service")
    assert (len(ranked.labels), ranked.left_out) == (
        8,
        ("of 10 services, the 8 that most products require are shown; the others: 0 at most",),
    )


def many(number: int) -> Index:
    """Products of three kinds: on the hub alone, on the hub and one of two ways, and by itself on nothing."""
    rows = "".join(
        f"p{i:03},hub,,\n" + (f"p{i:03},left,,way\np{i:03},right,,way\n" if i % 2 else "")
        for i in range(number)
    )
    return index(
        {
            "products.csv": "id,category\nalone,apps\n" + "".join(f"p{i:03},apps\n" for i in range(number)),
            "services.csv": "id,category\nhub,net\nleft,ways\nright,ways\n",
            "categories.csv": "id,expects\napps,net;ways\nnet,\nways,\n",
            "dependencies.csv": "service,depends_on,strength,group\n" + rows,
        }
    )


def panels(found: Index, matrix: str) -> dict[str, Grid]:
    made = charted(found, "underpinning", matrix=matrix)
    assert isinstance(made, Panels)
    return {heading: part for heading, part in made.parts if isinstance(part, Grid)}


def test_many_products_are_summarised() -> None:
    found = many(50)
    parts = panels(found, "types")
    assert [*parts] == [
        "How many of the 51 products",
        "Products that are alike",
        "The 20 products with the most holes, then the fewest services",
    ]
    spread, alike, worst = parts.values()
    assert spread.down == ("none, though expected", "1", "2 to 4")
    assert spread.across == ("net", "ways")
    assert texts(spread) == {(0, 0): "1", (0, 1): "26", (1, 0): "50", (2, 1): "25"}
    assert alike.down == (
        "25 products: p000, p002, p004 and 22 more",
        "25 products: p001, p003, p005 and 22 more",
    )
    assert texts(alike) == {(0, 0): "1+", (0, 1): "0", (1, 0): "1+", (1, 1): "1+"}
    assert alike.left_out == ("1 product like no other",)
    assert worst.down[:3] == ("alone", "p000", "p002")
    assert len(worst.down) == 20
    assert texts(worst)[0, 0] == texts(worst)[0, 1] == "0"


def test_many_products_by_failures_and_by_services() -> None:
    found = many(50)
    spread, alike, worst = panels(found, "failures").values()
    assert spread.across == ("hub", "left", "right")
    assert spread.down == ("down", "at risk", "up")
    assert texts(spread) == {
        (0, 0): "50",
        (1, 1): "25",
        (1, 2): "25",
        (2, 0): "1",
        (2, 1): "26",
        (2, 2): "26",
    }
    assert [alike.cells[0, x].tone for x in range(3)] == ["down", "at-risk", "at-risk"]
    assert worst.down[0] == "p001"
    spread, alike, _ = panels(found, "services").values()
    assert spread.down == ("required", "underpins, not required", "does not underpin")
    assert spread.groups == ("net", "ways", "ways")
    assert texts(spread)[0, 0] == "50"
    assert texts(alike) == {(0, 0): "!", (0, 1): "", (0, 2): "", (1, 0): "!", (1, 1): "·", (1, 2): "·"}


@given(indexes(placeholders=True))
def test_every_number_of_a_report_stands_in_its_chart(found: Index) -> None:
    rows = list(ask(found, "underpinning", matrix="types").rows)
    made = grid(found, "underpinning", matrix="types")
    shown = [int(cell.text) for at, cell in sorted(made.cells.items()) if cell.text != "0"]
    assert shown == [n for row in rows for n in row[2:] if n]
    found_states = [
        state for row in ask(found, "underpinning", matrix="failures").rows for state in row[2:] if state
    ]
    made = grid(found, "underpinning", matrix="failures")
    assert sorted(cell.tone for cell in made.cells.values()) == sorted(found_states)
    gaps = ask(found, "gaps")
    made = grid(found, "gaps")
    last = len(made.across) - 1
    inner = [int(cell.text) for (_, x), cell in made.cells.items() if x != last]
    totals = [int(cell.text) for (_, x), cell in made.cells.items() if x == last]
    assert sum(inner) == sum(totals) == len(gaps.findings)
    held = {(row[0], row[2]) for row in ask(found, "roles").rows}
    assert len(grid(found, "roles").cells) == len(held)


def test_what_an_analysis_says_of_its_charts_is_so(drawn: Index) -> None:
    asked: dict[str, dict[str, Any]] = {
        "--matrix types": {"matrix": "types"},
        "--matrix services": {"matrix": "services"},
        "--matrix failures": {"matrix": "failures"},
        "--counts": {"counts": True},
        "--counts --by service": {"counts": True, "by": "service"},
        "--by": {"by": "category"},
        "--importance": {"importance": "app"},
        "--matrix": {"matrix": True},
        "--load role": {"load": "role"},
        "": {},
    }
    needed: dict[str, dict[str, Any]] = {"recovery": {"services": "net"}, "cutsets": {"products": "app"}}
    for name, analysis in ALL.items():
        for command in analysis.charts:
            first, _, options = command.partition(" ")
            assert first == name
            if options == "--trend":  # of revisions, which a catalogue in memory has none of
                continue
            question = asked[options] | needed.get(name, {})
            assert ask(drawn, name, **question).chart is not None
