"""Paths, cycles, roles and stats."""

from __future__ import annotations

import pytest
from hypothesis import given

from graphmodel.algorithms.depth import depth
from graphmodel.index.index import Index
from graphmodel.model.errors import UsageError
from tests.conftest import index
from tests.strategies import indexes
from tests.unit.analyses.conftest import ask, cells


def test_paths(drawn: Index) -> None:
    report = ask(drawn, "paths", consumer="app", provider="Network")
    assert report.notes == ()
    assert cells(report, "path", "length") == [
        (("app", "auth", "net"), 2),
        (("app", "shop", "db1", "net"), 3),
        (("app", "shop", "db2", "net"), 3),
        (("app", "shop", "mail", "auth", "net"), 4),
        (("app", "shop", "pay", "auth", "net"), 4),
    ]


def test_paths_up_to_a_limit(drawn: Index) -> None:
    report = ask(drawn, "paths", consumer="app", provider="net", limit=2)
    assert cells(report, "names") == [
        (("Phone app", "Sign-in", "Network"),),
        (("Phone app", "Web shop", "Database 1", "Network"),),
    ]
    assert "more" in report.notes[0]


@pytest.mark.parametrize(
    ("consumer", "provider", "note"),
    [
        ("net", "app", "Network (net) does not depend on Phone app (app): it is the other way round"),
        ("lone", "app", "Lone (lone) does not depend on Phone app (app)"),
    ],
)
def test_no_path(drawn: Index, consumer: str, provider: str, note: str) -> None:
    report = ask(drawn, "paths", consumer=consumer, provider=provider)
    assert list(report.rows) == []
    assert report.notes == (note,)


@pytest.mark.parametrize(("provider", "limit"), [("net", 0), ("app", 1), ("nett", 1)])
def test_paths_that_cannot_be_asked_for(drawn: Index, provider: str, limit: int) -> None:
    with pytest.raises(UsageError):
        ask(drawn, "paths", consumer="app", provider=provider, limit=limit)


def test_cycles() -> None:
    found = index(
        {
            "services.csv": "id,name\na,A\nb,B\nc,C\nd,D\nself,Self\nfree,Free\n",
            "dependencies.csv": "service,depends_on\na,b\nb,c\nc,d\nd,a\nc,a\nself,self\nfree,a\n",
        }
    )
    report = ask(found, "cycles")
    assert cells(report, "members", "shortest", "size", "member_names", "shortest_names") == [
        (("a", "b", "c", "d"), ("a", "b", "c"), 4, ("A", "B", "C", "D"), ("A", "B", "C")),
        (("self",), ("self",), 1, ("Self",), ("Self",)),
    ]


def test_roles(drawn: Index) -> None:
    report = ask(drawn, "roles")
    assert cells(report, "role", "name", "service", "service_name", "responsibility", "duty") == [
        ("dba", "Database team", "db1", "Database 1", "A", ""),
        ("dba", "Database team", "db2", "Database 2", "R", "restores"),
        ("dba", "Database team", "shop", "Web shop", "C", ""),
        ("owner", "Product owner", "shop", "Web shop", "A", "decides"),
    ]
    report = ask(drawn, "roles", select=("category:apps",), exclude=("app",))
    assert cells(report, "role", "service") == [("dba", "shop"), ("owner", "shop")]
    assert ask(drawn, "roles", select=("tag:none",)).notes == ("nothing is selected",)


def test_stats(drawn: Index) -> None:
    assert dict(ask(drawn, "stats").rows) == {
        "products": 2,
        "services that are no product": 8,
        "placeholders among them": 0,
        "categories": 4,
        "roles": 2,
        "observations": 0,
        "type apps": 3,
        "type infra": 5,
        "type shelf": 0,
        "unclassified": 2,
        "lifecycle planned": 1,
        "lifecycle live": 7,
        "lifecycle retiring": 1,
        "lifecycle retired": 0,
        "lifecycle not stated": 1,
        "dependencies": 13,
        "hard dependencies": 11,
        "soft dependencies": 2,
        "groups of alternatives": 1,
        "dependencies in groups": 2,
        "services that depend on nothing": 1,
        "services that nothing depends on": 2,
        "most dependencies of one service": 4,
        "most dependencies on one service": 4,
        "longest chain of dependencies": 4,
        "cycles": 1,
        "services on the largest cycle": 2,
        "responsibilities": 4,
        "responsibilities R": 1,
        "responsibilities A": 2,
        "responsibilities C": 1,
        "responsibilities I": 0,
        "services without any responsibility": 7,
    }


def test_stats_of_nothing() -> None:
    values = dict(ask(index({}), "stats").rows)
    assert values["products"] == values["longest chain of dependencies"] == values["cycles"] == 0


@given(indexes())
def test_depth_is_that_of_the_naive_longest_way(found: Index) -> None:
    n = found.n
    at, member = found.provider_at.tolist(), found.member.tolist()
    reach = [{v} for v in range(n)]
    for _ in range(n):
        reach = [set().union(r, *(reach[w] for w in member[at[v] : at[v + 1]])) for v, r in enumerate(reach)]
    together = [frozenset(w for w in reach[v] if v in reach[w]) for v in range(n)]
    longest = dict.fromkeys(together, 0)
    for _ in range(n):
        for v in range(n):
            for w in member[at[v] : at[v + 1]]:
                if together[v] != together[w]:
                    longest[together[v]] = max(longest[together[v]], longest[together[w]] + 1)
    assert depth(found) == max(longest.values(), default=0)
