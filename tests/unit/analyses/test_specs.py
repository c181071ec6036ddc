"""What a diagram of each report shows, told by ids; derived by hand from the drawn catalogue."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from graphmodel.algorithms.states import NAMES
from graphmodel.analyses import ALL
from graphmodel.analyses.details import specs
from graphmodel.answers.report import Column, Report
from graphmodel.answers.world import World
from graphmodel.diagrams.spec import Spec
from graphmodel.index.index import Index
from tests.conftest import index
from tests.unit.analyses.conftest import ask

EVERYTHING = "app auth db1 db2 dns lone mail net pay shop"


def spec(found: Index, name: str, **question: Any) -> Spec:
    return specs.spec(ask(found, name, **question))


def ids(found: Index, made: Spec) -> str:
    return " ".join(found.service_id[v] for v in made.services.tolist())


def pairs(found: Index, made: Spec) -> set[tuple[str, str]]:
    return {(found.service_id[a], found.service_id[b]) for a, b in made.highlight}


def marks(found: Index, made: Spec) -> dict[str, str]:
    return {found.service_id[v]: mark for v, mark in made.marks.items()}


def states(found: Index, made: Spec) -> dict[str, str]:
    assert made.states is not None
    return {
        found.service_id[v]: made.scale[state]
        for v, state in zip(made.services.tolist(), made.states.tolist(), strict=True)
    }


def test_the_names_of_states_are_those_of_failures() -> None:
    assert dataclasses.fields(Spec)[2].default == NAMES


def test_impact_shows_what_is_affected_and_how_it_spread(drawn: Index) -> None:
    made = spec(drawn, "impact", services=("db1",))
    assert states(drawn, made) == {"app": "at-risk", "db1": "down", "shop": "at-risk"}
    assert marks(drawn, made) == {"db1": "failed"}
    assert pairs(drawn, made) == {("shop", "db1"), ("app", "shop")}
    assert {drawn.service_id[v] for v in made.focus} == {"db1"}
    assert made.title == "If Database 1 fails: 2 of 2 products are at risk"
    assert made.strong == made.focus


def test_roles_to_call_show_the_same_as_the_impact(drawn: Index) -> None:
    impact, calls = (spec(drawn, "impact", services=("db1",), notify=notify) for notify in (False, True))
    assert ids(drawn, calls) == ids(drawn, impact)


def test_a_proof_shows_its_steps(drawn: Index) -> None:
    made = spec(drawn, "impact", services=("mail",), why="app")
    assert states(drawn, made) == {"app": "degraded", "mail": "down", "shop": "degraded"}


def test_a_proof_of_what_is_up_shows_it(drawn: Index) -> None:
    assert states(drawn, spec(drawn, "impact", services=("mail",), why="net")) == {"net": "up"}


@pytest.mark.parametrize("question", [{}, {"counts": True}, {"matrix": "types"}, {"matrix": "services"}])
def test_underpinning_shows_products_and_all_below(drawn: Index, question: dict[str, Any]) -> None:
    made = spec(drawn, "underpinning", select=("shop",), **question)
    assert ids(drawn, made) == "auth db1 db2 dns mail net pay shop"
    assert marks(drawn, made) == dict.fromkeys(("auth", "dns", "net", "pay"), "required")
    assert [drawn.service_id[v] for v in made.focus] == ["shop"]


def test_underpinned_shows_the_ways_down_to_it(drawn: Index) -> None:
    made = spec(drawn, "underpinning", of="mail", select=("shop",))
    assert states(drawn, made) == {"mail": "down", "shop": "degraded"}


def test_what_underpins_nothing_is_drawn_alone(drawn: Index) -> None:
    assert states(drawn, spec(drawn, "underpinning", of="lone")) == {"lone": "down"}


def test_paths_show_all_ways_and_stress_the_shortest(drawn: Index) -> None:
    made = spec(drawn, "paths", consumer="shop", provider="auth")
    assert ids(drawn, made) == "auth mail pay shop"
    assert pairs(drawn, made) == {("shop", "mail"), ("mail", "auth")}


def test_no_way_shows_both_ends(drawn: Index) -> None:
    made = spec(drawn, "paths", consumer="lone", provider="net")
    assert (ids(drawn, made), made.highlight) == ("lone net", frozenset())


def test_cycles_show_their_members_a_shortest_cycle_and_what_closes_it(drawn: Index) -> None:
    made = spec(drawn, "cycles")
    assert ids(drawn, made) == "dns net"
    closing = {(drawn.service_id[v], drawn.service_id[w]) for v, w in made.closing or ()}
    assert len(closing) == 1
    assert pairs(drawn, made) | closing == {("dns", "net"), ("net", "dns")}
    assert not pairs(drawn, made) & closing


def test_what_most_services_lack_colours_none_of_them() -> None:
    files = {
        "services.csv": "id,name,category\n" + "".join(f"s{i},Service {i},\n" for i in range(12)),
        "categories.csv": "id\napp\n",
        "dependencies.csv": "service,depends_on\n" + "".join(f"s{i},s{i + 1}\n" for i in range(11)),
    }
    found = index(files)
    report = ask(found, "gaps")
    have = {code: {f.subject for f in report.findings if f.code == code} for code in ("GM001", "GM005")}
    assert {code: len(subjects) for code, subjects in have.items()} == {"GM001": 12, "GM005": 1}
    made = specs.spec(report)
    assert not any("GM001" in mark for mark in made.marks.values())
    assert {found.service_id[v] for v, mark in made.marks.items() if "GM005" in mark} == have["GM005"]
    assert "GM001, 12 times" in made.subtitle
    assert "GM001" in made.meanings["faint"]


def test_gaps_colour_by_severity_and_name_the_codes(drawn: Index) -> None:
    report = ask(drawn, "gaps", select=("lone", "db1"))
    made = specs.spec(report)
    assert ids(drawn, made) == "db1 lone"
    about = [f for f in report.findings if f.subject == "lone"]
    assert "GM003" in {f.code for f in about}
    assert marks(drawn, made)["lone"] == " ".join(sorted({f.code for f in about}))
    worst = max((f.severity for f in about), key=made.scale.index)
    assert states(drawn, made)["lone"] == worst
    assert made.meanings["GM003"]


def test_gaps_of_everything_show_everything_and_no_category(drawn: Index) -> None:
    made = spec(drawn, "gaps")
    assert ids(drawn, made) == EVERYTHING
    assert "GM004" not in " ".join(made.marks.values())


@pytest.mark.parametrize(
    ("id", "shown"),
    [
        ("shop", "app db1 db2 mail pay shop"),
        ("category:infra", "auth db1 db2 dns net"),
        ("category:infra/net", "dns net"),
        ("role:dba", "db1 db2 shop"),
    ],
)
def test_show(drawn: Index, id: str, shown: str) -> None:
    assert ids(drawn, spec(drawn, "show", id=id)) == shown


@pytest.mark.parametrize(
    ("name", "question", "shown"),
    [
        ("list", {"kind": "products"}, "app shop"),
        ("list", {"kind": "services", "select": ("tag:pci",)}, "pay"),
        ("list", {"kind": "roles"}, ""),
        ("roles", {}, "db1 db2 shop"),
        ("stats", {}, EVERYTHING),
        ("diagram", {"select": ("1+shop",)}, "db1 db2 mail pay shop"),
    ],
)
def test_selections(drawn: Index, name: str, question: dict[str, Any], shown: str) -> None:
    assert ids(drawn, spec(drawn, name, **question)) == shown


def test_a_report_without_a_drawing_shows_the_services_in_its_rows(drawn: Index) -> None:
    columns = tuple(map(Column, ("id", "state", "because", "required", "number")))
    rows = [("app", "down", ("net", "dns"), True, 3), ("pay", "net", (), False, 4)]
    report = Report(columns, rows, analysis="new", revision=drawn.revision, world=World(drawn))
    made = specs.spec(report)
    assert ids(drawn, made) == "app dns net pay"
    assert made.title == "new"


def test_diagram_lists_the_dependencies_that_it_draws(drawn: Index) -> None:
    report = ask(drawn, "diagram", select=("shop", "db1", "db2", "mail"))
    assert [tuple(row)[:5] for row in report.rows] == [
        ("shop", "mail", "soft", "", 1),
        ("shop", "db1", "hard", "copies", 1),
        ("shop", "db2", "hard", "copies", 1),
    ]


def test_only_the_diagram_is_asked_for_its_diagram() -> None:
    assert [name for name, analysis in ALL.items() if analysis.diagram] == ["diagram"]
