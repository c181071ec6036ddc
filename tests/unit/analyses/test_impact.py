from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.algorithms.states import NAMES
from graphmodel.index.index import Index
from graphmodel.model.errors import UsageError
from tests.conftest import index
from tests.strategies import indexes
from tests.unit.analyses.conftest import ask, cells

FIELDS = ("id", "kind", "state", "distance", "via", "because")


def test_redundancy_spent(drawn: Index) -> None:
    assert cells(ask(drawn, "impact", services=("db1",)), *FIELDS) == [
        ("shop", "product", "at-risk", 1, "db1", ("db1",)),
        ("app", "product", "at-risk", 2, "shop", ("shop",)),
        ("db1", "service", "down", 0, "", ()),
    ]


def test_a_group_fails_as_a_whole(drawn: Index) -> None:
    report = ask(drawn, "impact", services=("db2", "db1", "db1"))
    assert report.title == "Database 1, Database 2 down: 2 products and 0 other services affected"
    assert cells(report, *FIELDS) == [
        ("shop", "product", "down", 1, "db1", ("db1", "db2")),
        ("app", "product", "down", 2, "shop", ("shop",)),
        ("db1", "service", "down", 0, "", ()),
        ("db2", "service", "down", 0, "", ()),
    ]


@pytest.mark.parametrize("state", ["down", "degraded"])
def test_soft_degrades_and_degraded_stays(drawn: Index, state: str) -> None:
    assert cells(ask(drawn, "impact", services=("mail",), state=state), *FIELDS) == [
        ("shop", "product", "degraded", 1, "mail", ("mail",)),
        ("app", "product", "degraded", 2, "shop", ("shop",)),
        ("mail", "service", state, 0, "", ()),
    ]


def test_order_is_products_then_state_then_criticality_then_distance(drawn: Index) -> None:
    report = ask(drawn, "impact", services="Sign-in")
    assert cells(report, *FIELDS) == [
        ("shop", "product", "down", 2, "pay", ("pay",)),
        ("app", "product", "down", 1, "auth", ("auth",)),
        ("auth", "service", "down", 0, "", ()),
        ("pay", "service", "down", 1, "auth", ("auth",)),
        ("mail", "service", "degraded", 1, "auth", ("auth",)),
    ]
    report = ask(drawn, "impact", services=("auth",))
    assert cells(report, "name", "via_name", "because_names")[0] == ("Web shop", "Payments", ("Payments",))


def test_a_cycle_takes_itself_down(drawn: Index) -> None:
    report = ask(drawn, "impact", services=("dns",))
    assert cells(report, "id", "state", "distance", "via")[2:5] == [
        ("dns", "down", 0, ""),
        ("net", "down", 1, "dns"),
        ("auth", "down", 2, "net"),
    ]


def test_proof_as_a_tree(drawn: Index) -> None:
    report = ask(drawn, "impact", services=("db1", "db2"), why="Phone app")
    assert report.title == "Why Phone app (app) is down"
    assert report.text.splitlines() == [
        "Phone app (app) is down: needs Web shop (hard)",
        "└─ Web shop (shop) is down: needs 1 of the 2 in group copies (hard): 0 up",
        "   ├─ Database 1 (db1) is down: it is what fails",
        "   └─ Database 2 (db2) is down: it is what fails",
    ]
    assert cells(report, "depth", "id", "state", "requirement", "repeated") == [
        (0, "app", "down", "needs Web shop (hard)", False),
        (1, "shop", "down", "needs 1 of the 2 in group copies (hard): 0 up", False),
        (2, "db1", "down", "", False),
        (2, "db2", "down", "", False),
    ]


def test_proof_draws_what_is_shared_once() -> None:
    found = index(
        {
            "services.csv": "id\ntop\nleft\nright\nbase\nend\n",
            "dependencies.csv": "service,depends_on,group,needs\ntop,left,both,2\ntop,right,both,2\n"
            "left,base,,\nright,base,,\nbase,end,,\n",
        }
    )
    assert ask(found, "impact", services=("end",), why="top").text.splitlines() == [
        "top is down: needs 2 of the 2 in group both (hard): 0 up",
        "├─ left is down: needs base (hard)",
        "│  └─ base is down: needs end (hard)",
        "│     └─ end is down: it is what fails",
        "└─ right is down: needs base (hard)",
        "   └─ base is down (see above)",
    ]


def test_proof_of_what_stays_up(drawn: Index) -> None:
    report = ask(drawn, "impact", services=("db1",), why="lone")
    assert report.text == "Lone (lone) is up: it does not depend on what fails"


def test_proof_of_a_long_chain_is_no_longer_than_the_chain() -> None:
    names = [f"s{i:04}" for i in range(3_000)]
    rows = "".join(f"{a},{b}\n" for a, b in pairwise(names))
    found = index(
        {"services.csv": "id\n" + "\n".join(names) + "\n", "dependencies.csv": f"service,depends_on\n{rows}"}
    )
    lines = ask(found, "impact", services=(names[-1],), why=names[0]).text.splitlines()
    assert len(lines) == 3_000
    assert max(map(len, lines)) < 150
    assert "[2999] s2999 is down" in lines[-1]


def test_roles_to_call(drawn: Index) -> None:
    report = ask(drawn, "impact", services=("db1", "db2"), notify=True)
    fields = (
        "role",
        "name",
        "holder",
        "contact",
        "service",
        "service_name",
        "state",
        "responsibility",
        "duty",
    )
    dba = ("dba", "Database team", "Ada", "ada@x.example")
    assert cells(report, *fields) == [
        (*dba, "shop", "Web shop", "down", "C", ""),
        (*dba, "db1", "Database 1", "down", "A", ""),
        (*dba, "db2", "Database 2", "down", "R", "restores"),
        ("owner", "Product owner", "", "o@x.example", "shop", "Web shop", "down", "A", "decides"),
    ]
    assert report.notes == ("nobody holds a responsibility for 1 of the affected services: Phone app (app)",)


def test_every_unknown_id_is_named(drawn: Index) -> None:
    with pytest.raises(UsageError) as error:
        ask(drawn, "impact", services=("db1", "shopp", "atuh"))
    assert error.value.message == "there is no service 'shopp'; there is no service 'atuh'"
    assert "'shop'" in error.value.hint
    assert "'auth'" in error.value.hint


@pytest.mark.parametrize(
    "question", [{"services": ()}, {"services": ("db1",), "why": "shop", "notify": True}]
)
def test_what_cannot_be_asked(drawn: Index, question: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        ask(drawn, "impact", **question)


@given(indexes(), st.data())
def test_rows_are_whole_and_in_order(found: Index, data: st.DataObject) -> None:
    ids = found.service_id.list()
    if not ids:
        return
    failed = data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3))
    rows = cells(ask(found, "impact", services=tuple(f'id:"{i}"' for i in failed)), *FIELDS, "criticality")
    keys = [(r[1] != "product", -NAMES.index(r[2]), r[6] or "9", r[3], r[0]) for r in rows]
    assert keys == sorted(keys)
    assert {r[0] for r in rows if r[3] == 0} == set(failed)
    assert len({r[0] for r in rows}) == len(rows)
    via = {r[0]: r[4] for r in rows}
    for row in rows:
        assert row[2] != "up"
        assert (row[4] in row[5]) == (row[0] not in failed)
        at = row[0]
        for _ in range(len(ids)):
            at = via[at] or at
        assert at in failed


def test_selectors_fail_together(drawn: Index) -> None:
    report = ask(drawn, "impact", services=("category:infra/net", "tag:b"))
    assert {row[0] for row in cells(report, "id", "distance") if row[1] == 0} == {"net", "dns", "mail"}
    with pytest.raises(UsageError, match="'tag:none' selects no service"):
        ask(drawn, "impact", services=("net", "tag:none"))


def test_what_the_business_wants_to_know(drawn: Index) -> None:
    report = ask(drawn, "impact", services="auth")
    assert cells(report, "id", "criticality", "type", "rto", "accountable")[:3] == [
        ("shop", "1", "apps", "4h", "owner"),
        ("app", "2", "apps", "4h", ""),
        ("auth", "", "infra", "", ""),
    ]


FELT = ("value", "services", "products_down", "products_degraded", "products_at_risk", "weight")


def test_once_for_every_value(drawn: Index) -> None:
    report = ask(drawn, "impact", by="category", services=("kind:service",))
    assert cells(report, *FELT) == [
        ("apps", ("pay",), ("app", "shop"), 0, 0, 9),
        ("infra", ("auth", "db1", "db2", "dns", "net"), ("app", "shop"), 0, 0, 9),
        ("infra/net", ("dns", "net"), ("app", "shop"), 0, 0, 9),
    ]
    assert cells(ask(drawn, "impact", by="tags"), *FELT) == [
        ("pci", ("pay",), ("app", "shop"), 0, 0, 9),
        ("a", ("mail",), (), 2, 0, 0),
        ("b", ("mail",), (), 2, 0, 0),
    ]
    assert cells(ask(drawn, "impact", by="role"), *FELT) == [
        ("dba", ("db1", "db2", "shop"), ("app",), 0, 0, 4),
        ("owner", ("shop",), ("app",), 0, 0, 4),
    ]
    with pytest.raises(UsageError, match="no field 'categry'"):
        ask(drawn, "impact", by="categry")
    with pytest.raises(UsageError, match="--by and --notify"):
        ask(drawn, "impact", by="role", notify=True)
