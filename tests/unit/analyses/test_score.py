"""Scores against their definition: checks counted one by one, from what ``gaps`` finds."""

from __future__ import annotations

from math import floor
from typing import Any

import pytest
from hypothesis import given, settings

from graphmodel import Workbench
from graphmodel.answers import coverage
from graphmodel.answers.chart import Bars
from graphmodel.index.index import Index
from graphmodel.model.errors import UsageError
from graphmodel.rules import RULES
from graphmodel.rules.settings import Settings
from tests import oracles
from tests.conftest import folder
from tests.strategies import indexes
from tests.unit.analyses.conftest import ask, cells

ABOUT = ("service", "category", "role")
WEIGHT = {"error": 10, "warning": 3, "info": 1}
Check = tuple[str, str, int, bool, str]
"""Rule, subject, weight, does it hold, what it is about."""


def checks(index: Index) -> list[Check]:
    """Every rule by every subject that it judges."""
    held = index.catalogue()
    services = {r["id"]: r for r in oracles.records(held.services)}
    used = {
        i for i, r in services.items() if r.get("lifecycle") != "retired" and r.get("placeholder") != "yes"
    }
    products = used & set(oracles.products(held))
    failing = {(row.code, row.subject, row.about) for row in ask(index, "gaps")}
    made = []
    for code, rule in RULES.items():
        if rule.about not in ABOUT or not rule.applies(Settings()):
            continue
        judged = {
            "service": products if rule.over is not None else used,
            "category": {r["id"] for r in oracles.records(held.table("category"))},
            "role": {r["id"] for r in oracles.records(held.table("role"))},
        }
        for about in ABOUT:
            subjects = (judged[about] if about == rule.about else set()) | {
                subject for c, subject, kind in failing if (c, kind) == (code, about)
            }
            made += [
                (code, s, WEIGHT[rule.severity], (code, s, about) not in failing, about) for s in subjects
            ]
    return made


def expected(some: list[Check]) -> tuple[float | None, int, int]:
    """Score, checks, failed."""
    whole = sum(weight for _, _, weight, _, _ in some)
    held = sum(weight for _, _, weight, holds, _ in some if holds)
    score = floor(1000 * held / whole + 1e-9) / 10 if whole else None
    return score, len(some), sum(not holds for _, _, _, holds, _ in some)


def rows(index: Index, by: str) -> dict[str, tuple[float | None, int, int]]:
    return {row.id: (row.score, row.checks, row.failed) for row in ask(index, "score", by=by)}


@settings(max_examples=40)
@given(indexes(placeholders=True))
def test_scores_are_shares_of_checks(index: Index) -> None:
    made = checks(index)
    of = {s: [c for c in made if c[1] == s and c[4] == "service"] for s in index.service_id}
    held = index.catalogue()
    by_product = {
        p: expected([c for s in {p, *(s for q, s in oracles.underpinning(held) if q == p)} for c in of[s]])
        for p in oracles.products(held)
    }
    assert rows(index, "product") == {p: e for p, e in by_product.items() if e[1]}
    by_rule = {
        code: expected([c for c in made if c[0] == code]) for code in dict.fromkeys(c[0] for c in made)
    }
    assert {code: e for code, e in rows(index, "rule").items() if e[1]} == by_rule
    title = ask(index, "score").title
    whole = expected(made)
    assert title.startswith(f"{whole[0]:.1f} % of {whole[1]:,} check" if whole[0] is not None else "no check")
    parents = {r["id"]: r.get("parent", "") for r in oracles.records(held.table("category"))}
    services = {r["id"]: r for r in oracles.records(held.services)}

    def inside(category: str, top: str) -> bool:
        return category == top or (bool(category) and inside(parents.get(category, ""), top))

    for top, found in rows(index, "category").items():
        own = [c for c in made if c[4] == "category" and inside(c[1], top)]
        below = [c for s, r in services.items() if inside(r.get("category", ""), top) for c in of[s]]
        assert found == expected(own + below)
    duties = {
        (r["role"], r["service"])
        for r in oracles.records(held.responsibilities)
        if r["responsibility"] == "A"
    }
    for role, found in rows(index, "role").items():
        own = [c for c in made if c[1] == role and c[4] == "role"]
        assert found == expected(own + [c for r, s in duties if r == role for c in of[s]])


@settings(max_examples=20)
@given(indexes())
def test_what_is_fixed_first_lifts_most(index: Index) -> None:
    held = index.catalogue()
    whole = sum(weight for _, _, weight, _, _ in checks(index))
    products = oracles.products(held)
    pairs = oracles.underpinning(held)
    found = list(ask(index, "score", fix=True))
    assert {(f.code, f.subject) for f in found} == {
        (c, s) for c, s, _, holds, _ in checks(index) if not holds
    }
    for f in found:
        assert f.points == round(100 * WEIGHT[f.severity] / whole, 3)
        if RULES[f.code].about == "service":
            assert f.products == sum((p, f.subject) in pairs or p == f.subject for p in products)
    lifts = [-WEIGHT[f.severity] * max(1, f.products) for f in found]
    assert lifts == sorted(lifts)


def test_levels_are_those_of_the_settings(drawn: Index) -> None:
    from graphmodel.session import Session

    told = Session(drawn, Settings(levels={"fine": 1.0})).run("score")
    assert {row.level for row in told if row.score} == {"fine"}
    assert {row.level for row in ask(drawn, "score")} <= {"", "bronze", "silver", "gold"}


def test_a_chart_has_tenths() -> None:
    rows = [("pay", "Pay", 92.46, "", 2507, 189), ("mail", "Mail", None, "", 0, 0)]
    assert coverage.scores(rows).values == (92.5,)
    parts = coverage.trend([(3, "2026-01-02T00:00:00Z", 92.46, "", 2507, 189)]).parts
    assert [(part.values, part.wholes) for _, part in parts if isinstance(part, Bars)] == [
        ((92.5,), (100,)),
        ((189,), (2507,)),
    ]


def test_a_trend_has_each_revision(tmp_path: Any) -> None:
    files = {"services.csv": "id,name,category\nmail,Mail,network\n"}
    with Workbench.open(tmp_path / "e.db", create=True) as bench:
        bench.import_(folder(tmp_path / "f", files))
        bench.import_(folder(tmp_path / "f", {"services.csv": files["services.csv"] + "fax,,\n"}))
        found = list(bench.run("score", trend=True))
        assert [row.revision for row in found] == [2, 1]
        now = list(bench.run("score", by="rule"))
        assert (found[0].checks, found[0].failed) == (sum(r.checks for r in now), sum(r.failed for r in now))
        assert found[1].checks < found[0].checks
        assert found[0].at >= found[1].at
        assert len(list(bench.run("score", trend=True, last=1))) == 1


def test_what_cannot_be_asked(drawn: Index) -> None:
    with pytest.raises(UsageError, match="two answers"):
        ask(drawn, "score", fix=True, trend=True)
    with pytest.raises(UsageError, match="no revisions"):
        ask(drawn, "score", trend=True, last=0)
    with pytest.raises(UsageError, match="whole catalogue"):
        ask(drawn, "score", trend=True, select=("mail",))


def test_rows_are_the_lowest_first(drawn: Index) -> None:
    scores = [row[0] for row in cells(ask(drawn, "score", by="rule"), "score")]
    assert scores == sorted(s for s in scores if s is not None) + [s for s in scores if s is None]
