"""Declared against observed, and that what is observed changes no other answer."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from graphmodel.answers.chart import Grid
from graphmodel.index.build import index as build
from graphmodel.index.index import Index
from graphmodel.model.table import empty
from tests import oracles
from tests.conftest import REVISION, index
from tests.strategies import indexes
from tests.unit.analyses.conftest import ask, cells

FILES = {
    "services.csv": "id,name\nshop,Shop\npay,Payments\ndb,Database\nmail,Mail\nold,Old\n",
    "dependencies.csv": "service,depends_on,strength,group\nshop,pay,,\nshop,db,,copies\nshop,mail,,copies\n"
    "pay,db,soft,\nold,db,,\ndb,pay,,other\n",
    "observations.csv": "service,depends_on,count,last_seen\nshop,pay,100,2025-04-03\nshop,db,2.5,\n"
    "pay,shop,7,2025-04-01\ndb,mail,1200,2025-04-02\nmail,mail,,\npay,mail,,2025-03-01\ndb,pay,4,\n",
}

TURNED = "declared the other way round"


def test_what_each_side_does_not_know() -> None:
    report = ask(index(FILES), "drift")
    assert report.title == "2 dependencies declared and never observed, 3 observed and never declared"
    assert cells(report, "service", "depends_on", "drift", "count", "last_seen", "note", "file", "line") == [
        ("pay", "db", "never observed", None, "", "", "dependencies.csv", 5),
        ("shop", "mail", "never observed", None, "", "", "dependencies.csv", 4),
        ("db", "mail", "never declared", 1200, "2025-04-02", "", "observations.csv", 5),
        ("pay", "shop", "never declared", 7, "2025-04-01", TURNED, "observations.csv", 4),
        ("pay", "mail", "never declared", None, "2025-03-01", "", "observations.csv", 7),
    ]
    assert report.notes == ()


def test_of_selected_services() -> None:
    found = ask(index(FILES), "drift", select=("shop",))
    assert cells(found, "service", "depends_on") == [("shop", "mail"), ("pay", "shop")]


def test_a_chart_counts_what_is_both_too() -> None:
    report = ask(index(FILES), "drift")
    assert report.chart
    chart = report.chart(list(report.rows))
    assert isinstance(chart, Grid)
    assert chart.down == ("Payments", "Database", "Shop")
    assert {at: cell.text for at, cell in chart.cells.items()} == {
        (0, 1): "1", (0, 2): "2",
        (1, 0): "1", (1, 2): "1",
        (2, 0): "2", (2, 1): "1",
    }  # fmt: skip


def test_where_nothing_was_observed() -> None:
    report = ask(index(FILES | {"observations.csv": "service,depends_on\n"}), "drift")
    assert list(report) == []
    assert "nothing in the catalogue was observed" in report.notes[0]


@given(indexes(placeholders=True))
def test_every_pair(drawn: Index) -> None:
    unobserved, undeclared = oracles.drift(drawn.catalogue())
    rows = list(ask(drawn, "drift"))
    assert [row.drift for row in rows] == ["never observed"] * len(unobserved) + ["never declared"] * len(
        undeclared
    )
    pairs = [(row.service, row.depends_on) for row in rows]
    assert pairs[: len(unobserved)] == sorted(unobserved)
    assert set(pairs[len(unobserved) :]) == undeclared
    assert len(pairs) == len(unobserved) + len(undeclared)
    said = {
        (r["service"], r["depends_on"]): r for r in oracles.records(drawn.catalogue().table("observation"))
    }
    for row in rows[len(unobserved) :]:
        record = said[row.service, row.depends_on]
        assert str("" if row.count is None else row.count) == record.get("count", "")
        assert row.last_seen == record.get("last_seen", "")


OTHERS: list[tuple[str, dict[str, object]]] = [
    ("underpinning", {}),
    ("impact", {"services": ("*",)}),
    ("spof", {}),
    ("vision", {}),
    ("cycles", {}),
    ("availability", {}),
]


@given(indexes().filter(lambda drawn: drawn.n > 0))
def test_what_is_observed_changes_no_other_answer(drawn: Index) -> None:
    catalogue = drawn.catalogue()
    tables = catalogue.tables | {"observation": empty(catalogue.table("observation").kind)}
    without = build(replace(catalogue, tables=tables), REVISION)
    for name, question in OTHERS:
        assert list(ask(drawn, name, **question)) == list(ask(without, name, **question)), name
