from __future__ import annotations

import pytest

from graphmodel.index.index import Index
from graphmodel.model.errors import UsageError
from tests.conftest import index
from tests.unit.analyses.conftest import FILES, ask, cells

CUT = ("product", "members", "probability", "false_redundancy")


def stated(**own: str) -> Index:
    """The catalogue with these own availabilities."""
    files = dict(FILES)
    head, *rows = files["services.csv"].splitlines()
    files["services.csv"] = (
        "\n".join(
            [
                f"{head},own_availability,availability",
                *(f"{row},{own.get(row.split(',')[0], '')}," for row in rows),
            ]
        )
        + "\n"
    )
    return index(files)


def test_joint_failures_and_how_likely_they_are() -> None:
    """u = 0.01, 0.02 and 0.1 of the copies and what both rest on: together 0.0002."""
    report = ask(stated(db1="99", db2="98", auth="90"), "cutsets", products="shop")
    assert cells(report, *CUT) == [
        ("shop", ("auth",), 0.1, ""),
        ("shop", ("dns",), 0.0, ""),
        ("shop", ("net",), 0.0, ""),
        ("shop", ("pay",), 0.0, ""),
        ("shop", ("db1", "db2"), pytest.approx(0.0002, abs=1e-15), ""),
    ]
    assert report.title == "5 minimal cut sets of up to 2 services"


def test_alternatives_that_rest_on_one_service() -> None:
    files = {
        "products.csv": "id\np\n",
        "services.csv": "id,availability\na,\nb,\nroom,99.9\nmail,\n",
        "dependencies.csv": "service,depends_on,strength,group\np,a,,g\np,b,,g\na,room,,\nb,room,,\np,mail,soft,\n",
    }
    found = index(files)
    assert cells(ask(found, "cutsets", products="p"), *CUT) == [
        ("p", ("room",), 0.001, "room"),
        ("p", ("a", "b"), 0.0, ""),
    ]
    files["services.csv"] = files["services.csv"].replace("99.9", "")
    assert cells(ask(index(files), "cutsets", products="p"), *CUT)[0] == ("p", ("room",), None, "room")


def test_a_grouping_is_in_no_set() -> None:
    members = {
        row[0] for row in cells(ask(stated(net="100", dns="100"), "cutsets", products="shop"), "members")
    }
    assert members == {("auth",), ("pay",), ("db1", "db2")}


def test_no_more_than_asked_for(drawn: Index) -> None:
    report = ask(drawn, "cutsets", products="shop", most=2)
    assert len(cells(report, "members")) == 2
    assert report.notes == ("Web shop (shop): 2 of 5 sets are listed; --most 0 lists all",)
    assert len(cells(ask(drawn, "cutsets", products="shop", most=0), "members")) == 5
    assert {row[0] for row in cells(ask(drawn, "cutsets", products="shop", order=1), "members")} == {
        ("auth",),
        ("dns",),
        ("net",),
        ("pay",),
    }
    for order in (0, 7):
        with pytest.raises(UsageError, match="not asked for"):
            ask(drawn, "cutsets", products="shop", order=order)
