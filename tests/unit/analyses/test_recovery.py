"""How services come back, by hand."""

from __future__ import annotations

import pytest

from graphmodel.analyses.details import specs
from graphmodel.answers.chart import Spans
from graphmodel.diagrams.building import diagram
from graphmodel.index.index import Index
from graphmodel.model.errors import UsageError
from tests.conftest import ROOT, index
from tests.unit.analyses.conftest import ask, cells

FILES = {
    "products.csv": "id,rto,own_rto\nshop,4h,\nwiki,2h,1h\nfree,,\n",
    "services.csv": "id,name,rto,own_rto\ndb1,Base 1,1h,90m\ndb2,,1h,PT3H\ndb,,,\nmail,,,\nnet,,30m,\nauth,,,\n"
    "log,,,\n",
    "dependencies.csv": "service,depends_on,strength,group,needs\n"
    "db,db1,,g,1\ndb,db2,,g,1\ndb1,net,,,\nshop,db,,,\nshop,mail,,,\nwiki,net,,,\nfree,auth,,,\n"
    "auth,log,,,\nlog,auth,,,\nauth,net,,,\nwiki,mail,soft,,\n",
}
ROW = ("id", "wave", "restore", "own", "waits_for", "critical", "promised", "verdict", "at_least")


@pytest.fixture
def small() -> Index:
    return index(FILES)


def test_a_failure_comes_back_in_waves(small: Index) -> None:
    """net 30m; db1 after 90m more, 2h; db2 needs nothing and takes 3h, so db is back with db1; mail is not known.

    wiki failed too: 30m + 1h. The least that shop takes is 2h, but nobody knows mail.
    """
    report = ask(small, "recovery", services=("net", "db1", "db2", "mail", "wiki"))
    assert cells(report, *ROW) == [
        ("mail", 1, "0s", "", (), "no", "", "unknown", "yes"),
        ("net", 2, "30m", "30m", (), "yes", "30m", "kept", "no"),
        ("wiki", 3, "1h30m", "1h", ("net",), "yes", "2h", "kept", "no"),
        ("db1", 4, "2h", "1h30m", ("net",), "yes", "1h", "broken", "no"),
        ("db", 5, "2h", "0s", ("db1",), "yes", "", "unknown", "no"),
        ("shop", 6, "2h", "0s", ("db", "mail"), "yes", "4h", "unknown", "yes"),
        ("db2", 7, "3h", "3h", (), "no", "1h", "broken", "no"),
        ("free", None, "", "0s", ("auth",), "no", "", "broken", "no"),
        ("auth", None, "", "0s", ("log",), "no", "", "broken", "no"),
        ("log", None, "", "0s", ("auth",), "no", "", "broken", "no"),
    ]
    assert cells(report, "id", "cycle")[-3:] == [("free", ""), ("auth", "auth"), ("log", "auth")]
    assert report.more == {"cold_cycles": [["auth", "log"]]}
    assert report.title == (
        "If Base 1, db2, mail and 2 more fail: 10 services are down, the others back after at least 3h; "
        "3 are never back"
    )
    assert report.notes == (
        "how long 1 failed service takes of its own is not known and counts as zero: mail",
        "1 cycle cannot be started cold, each service waits for the next: auth → log → auth",
    )


def test_a_promise_is_judged_where_no_missing_value_would_change_it() -> None:
    """a may take for ever: what rests on b, too, is back after 2h at most. b promises nothing that could be kept."""
    files = {
        "services.csv": "id,rto,own_rto\na,,\nb,,2h\nc,1h,\nd,3h,\ne,1h,0s\n",
        "dependencies.csv": "service,depends_on,group\nc,a,g\nc,b,g\nd,a,g\nd,b,g\n",
    }
    report = ask(index(files), "recovery", services=("a", "b", "e"))
    assert cells(report, "id", "restore", "verdict", "at_least") == [
        ("a", "0s", "unknown", "yes"),
        ("e", "0s", "kept", "no"),
        ("c", "0s", "unknown", "yes"),
        ("d", "0s", "kept", "yes"),
        ("b", "2h", "unknown", "no"),
    ]


def test_its_diagram_shows_what_is_down_and_what_decides(small: Index) -> None:
    drawn = specs.spec(ask(small, "recovery", services=("db1", "db2")))
    ids = {v: small.service_id[v] for v in drawn.services.tolist()}
    assert {*ids.values()} == {"db1", "db2", "db", "shop"}
    assert {(ids[a], ids[b]) for a, b in drawn.highlight} == {("shop", "db"), ("db", "db1")}
    assert {ids[v] for v in drawn.strong} == {"db1", "db2"}
    assert drawn.title == "If Base 1 and db2 fail: 4 services are down, all back after 3h"
    assert drawn.subtitle == "Last of the products: shop, after 1h30m."


def test_its_bands_are_the_times_in_order(small: Index) -> None:
    drawn = specs.spec(ask(small, "recovery", services=("net", "db1", "db2", "mail", "wiki")))
    assert drawn.bands == (
        "Wave 1, back after at least 0s",
        "Wave 2, back after 30m",
        "Wave 3, back after 1h30m",
        "Waves 4 to 6, back after at least 2h",
        "Wave 7, back after 3h",
        "Never back",
    )
    assert drawn.band is not None
    assert {one: int(drawn.band[small.find(one)]) for one in ("mail", "net", "shop", "auth", "db2")} == {
        "mail": 0,
        "net": 1,
        "shop": 3,
        "auth": 5,
        "db2": 4,
    }
    made = diagram(small, drawn)
    assert [cluster.label for cluster in made.clusters] == list(drawn.bands)
    assert made.ordered
    by_type = diagram(small, drawn, cluster="type")
    assert [cluster.label for cluster in by_type.clusters] == ["unclassified"]
    assert not by_type.ordered


def test_its_chart_is_a_timeline(small: Index) -> None:
    report = ask(small, "recovery", services=("net", "db1", "db2", "mail", "wiki"))
    assert report.chart is not None
    made = report.chart([*report.rows])
    assert isinstance(made, Spans)
    hour = 3600
    assert made.labels == ("mail", "net", "wiki", "Base 1", "db", "shop", "db2")
    assert made.spans == (
        (0, 0),
        (0, hour / 2),
        (hour / 2, 1.5 * hour),
        (hour / 2, 2 * hour),
        (2 * hour, 2 * hour),
        (2 * hour, 2 * hour),
        (0, 3 * hour),
    )
    assert made.due == (None, hour / 2, 2 * hour, hour, None, 4 * hour, hour)
    assert made.texts[2:6] == ("1h30m", "2h, too late: 1h promised", "2h", "at least 2h")
    assert made.heads[3] == "wave 4"
    assert made.tones == tuple(
        "shade-4" if one in {"net", "wiki", "Base 1", "db", "shop"} else "shade-2" for one in made.labels
    )
    assert made.ticks[0] == (0, "0")
    assert made.ticks[-1] == (3 * hour, "3h")
    assert made.left_out == ("3 services are never back, as these wait for each other: auth, log",)


def test_what_selects_nothing_is_said(small: Index) -> None:
    with pytest.raises(UsageError, match="nosuch"):
        ask(small, "recovery", services=("nosuch",))


def test_where_no_product_is_down_the_last_service_decides(small: Index) -> None:
    report = ask(small, "recovery", services=("db1",))
    assert cells(report, "id", "critical") == [("db1", "yes")]


def test_the_university_by_hand() -> None:
    """As docs/resilience.md works it out."""
    found = index(
        {
            path.name: path.read_text(encoding="utf-8")
            for path in (ROOT / "examples" / "university").glob("*.csv")
        }
    )
    failed = ("data-centre-north", "database-node-1", "database-node-2", "vm-cluster-north")
    report = ask(found, "recovery", services=failed)
    rows = {row[0]: row[1:] for row in cells(report, "id", "restore", "own", "verdict", "critical")}
    assert {one: rows[one][0] for one in rows if rows[one][0] != "2h30m"} == {
        "data-centre-north": "1h",
        "core-router-a": "1h",
        "load-balancer-a": "1h",
        "uplink-north": "1h",
        "load-balancer": "1h",
        "api-gateway": "1h",
        "database-node-2": "3h",
        "vm-cluster-north": "3h",
        "batch-scheduler": "3h",
        "certificate-authority": "3h",
        "fax-gateway": "3h",
        "hpc": "3h",
    }
    assert rows["database-node-1"] == ("2h30m", "1h30m", "broken", "yes")
    assert rows["database-node-2"] == ("3h", "2h", "broken", "no")
    assert rows["database-cluster"] == ("2h30m", "0s", "broken", "yes")
    assert rows["lms"] == ("2h30m", "0s", "kept", "yes")
    assert rows["online-exams"] == ("2h30m", "0s", "broken", "yes")
    assert rows["hpc"] == ("3h", "0s", "kept", "yes")
    network = ask(found, "recovery", services=("category:network",))
    assert sum(row[0] == "" for row in cells(network, "restore")) == 41
    assert network.more == {"cold_cycles": [["directory", "dns"]]}
    ((modelled, minutes, verdict),) = cells(
        ask(found, "availability", select="lms"), "modelled", "minutes_per_year", "verdict"
    )
    up = (1 - 0.0002) ** 2 * (1 - 0.0005**2)
    assert (modelled, minutes, verdict) == (pytest.approx(100 * up), pytest.approx(210.35), "kept")
    sets = cells(ask(found, "cutsets", products="lms"), "members", "probability")
    assert {one: p for one, p in sets if p} == {
        ("data-centre-north",): pytest.approx(0.0002),
        ("data-centre-south",): pytest.approx(0.0002),
        ("vm-cluster-north", "vm-cluster-south"): pytest.approx(0.0005**2),
    }
    gained = dict(cells(ask(found, "availability", importance="lms"), "service", "minutes_gained"))
    assert gained["data-centre-north"] == pytest.approx(0.0002 * 0.9998 * (1 - 0.0005**2) * 525_600, abs=1e-3)
    groups = cells(ask(found, "cutsets", products="lms", groups=True), "service", "spare", "survives", "by")
    assert ("container-platform", 1, 0, ("block-storage",)) in groups
    assert ("campus-network", 1, 1, ("core-router-a", "core-router-b")) in groups
