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
    assert report.notes == (
        "Web shop (shop): 2 of 5 sets are listed, of each order the likeliest; --most 0 lists all",
    )
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


def test_those_that_are_listed_are_the_likeliest() -> None:
    """Each of a chain of three, whose failures mean the same, with each of another: the likeliest come last by id."""
    rates = {"a1": 99.9, "a2": 99, "a3": 90, "b1": 99.95, "b2": 98, "b3": 95}
    files = {
        "products.csv": "id,own_availability\np,100\n",
        "services.csv": "id,own_availability\n" + "".join(f"{v},{rate}\n" for v, rate in rates.items()),
        "dependencies.csv": "service,depends_on,group\np,a1,g\np,b1,g\na1,a2,\na2,a3,\nb1,b2,\nb2,b3,\n",
    }
    likely = {
        (a, b): (100 - rates[a]) * (100 - rates[b]) / 10_000
        for a in ("a1", "a2", "a3")
        for b in ("b1", "b2", "b3")
    }
    ranked = sorted(likely, key=lambda pair: -likely[pair])
    for most in (1, 2, 4, 7, 0):
        report = ask(index(files), "cutsets", products="p", most=most)
        assert [row[0] for row in cells(report, "members")] == ranked[: most or None]
        assert [row[0] for row in cells(report, "probability")] == pytest.approx(
            [likely[pair] for pair in ranked[: most or None]]
        )
