"""What is asked of roles, by rules and by ``roles``: against the definitions, on random catalogues."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.index.build import index as build
from graphmodel.index.index import Index
from graphmodel.model.catalogue import merge
from graphmodel.model.errors import UsageError
from graphmodel.model.table import from_records
from graphmodel.rules import RULES
from graphmodel.rules.settings import Settings
from tests.conftest import REVISION
from tests.ruled import findings
from tests.unit.analyses.conftest import ask, cells

SERVICES = [f"s{n}" for n in range(6)]
ROLES = ["ops", "dba", "desk", "boss"]
Rows = list[dict[str, str]]
World = dict[str, Rows]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Services in categories that expect roles; holders who have several."""
    some = st.lists(st.sampled_from([*ROLES, "unknown"]), max_size=3, unique=True).map(";".join)
    held = st.tuples(st.sampled_from(ROLES), st.sampled_from(SERVICES), st.sampled_from("RACI"))
    pairs = st.tuples(st.sampled_from(SERVICES), st.sampled_from(SERVICES))
    return {
        "category": [
            {"id": "top", "parent": "", "expected_roles": draw(some)},
            {"id": "sub", "parent": "top", "expected_roles": draw(some)},
        ],
        "service": [
            {
                "id": s,
                "kind": draw(st.sampled_from(["service", "product"])),
                "category": draw(st.sampled_from(["", "top", "sub"])),
                "lifecycle": draw(st.sampled_from(["", "retired"])),
                "criticality": draw(st.sampled_from(["", "1", "3"])),
            }
            for s in SERVICES
        ],
        "role": [
            {
                "id": r,
                "holder": draw(st.sampled_from(["", "Ada", "Bo"])),
                "team": draw(st.sampled_from(["", "night"])),
                "contact": draw(st.sampled_from(["", "a@b"])),
            }
            for r in ROLES
        ],
        "responsibility": [
            {"role": r, "service": s, "responsibility": letter}
            for r, s, letter in draw(st.lists(held, max_size=12, unique=True))
        ],
        "dependency": [
            {"service": a, "depends_on": b, "group": ""}
            for a, b in draw(st.lists(pairs, max_size=6, unique=True))
        ],
    }


def made(world: World) -> Index:
    tables = {kind: from_records(kind, rows, f"{kind}.csv") for kind, rows in world.items()}
    return build(merge({"test": tables}), REVISION)


def found(code: str, world: World, **parameters: int) -> list[str]:
    stated = Settings({code: parameters}) if parameters else Settings()
    return [f.identity for f in findings(RULES[code], made(world), stated)]


def used(world: World) -> list[str]:
    return [s["id"] for s in world["service"] if s["lifecycle"] != "retired"]


def held(world: World, letter: str = "") -> set[tuple[str, str]]:
    return {(r["role"], r["service"]) for r in world["responsibility"] if letter in ("", r["responsibility"])}


def vacancies(world: World) -> list[tuple[str, str]]:
    expects = {c["id"]: c["expected_roles"] for c in world["category"]}
    found = []
    for s in world["service"]:
        wanted = expects.get(s["category"], "") or (expects["top"] if s["category"] else "")
        roles = sorted(set(wanted.split(";")) & set(ROLES)) if s["id"] in used(world) else []
        found += [(s["id"], role) for role in roles if (role, s["id"]) not in held(world)]
    return found


@given(worlds())
def test_vacant_roles(world: World) -> None:
    assert found("GM023", world) == [f"GM023:{s}:{role}" for s, role in vacancies(world)]
    assert cells(ask(made(world), "roles", vacant=True), "service", "role") == vacancies(world)


@given(worlds())
def test_accountable_roles_out_of_reach(world: World) -> None:
    accountable = {role for role, s in held(world, "A") if s in used(world)}
    expected = [
        r["id"] for r in world["role"] if r["id"] in accountable and not (r["holder"] and r["contact"])
    ]
    assert found("GM024", world) == [f"GM024:{role}" for role in sorted(expected)]


@given(worlds())
def test_roles_for_what_nobody_uses(world: World) -> None:
    alive = set(used(world))
    needed = {s["id"] for s in world["service"] if s["kind"] == "product"}
    needed |= {
        d["depends_on"]
        for d in world["dependency"]
        if d["service"] in alive and d["service"] != d["depends_on"]
    }
    idle = {
        r for r in ROLES if (of := {s for role, s in held(world) if role == r} & alive) and not of & needed
    }
    assert found("GM036", world) == [f"GM036:{role}" for role in sorted(idle)]


@given(worlds(), st.integers(1, 99), st.integers(1, 4))
def test_accountability_in_one_hand(world: World, share: int, least: int) -> None:
    pairs = {(role, s) for role, s in held(world, "A") if s in used(world)}
    whole = len({s for _, s in pairs})
    hands: dict[str, set[str]] = defaultdict(set)
    for r in world["role"]:
        hands[r["holder"] or f"role {r['id']}"].add(r["id"])
    expected = []
    for roles in hands.values():
        mine = len({s for role, s in pairs if role in roles})
        if mine >= least and 100 * mine > share * whole:
            expected.append(f"GM022:{min(roles)}")
    assert found("GM022", world, share=share, services=least) == sorted(expected)


@given(worlds(), st.sampled_from(ROLES))
def test_what_nobody_would_cover(world: World, role: str) -> None:
    lost = {}
    for s in used(world):
        letters = [
            letter
            for letter in "AR"
            if (role, s) in held(world, letter)
            and not any((r, s) in held(world, letter) for r in ROLES if r != role)
        ]
        if letters:
            lost[s] = "".join(letters)
    rows = list(ask(made(world), "roles", leaves=(role,)))
    assert {row.service: row.responsibility for row in rows} == lost
    for row in rows:
        assert {text.split(" ")[0] for text in row.left} == {
            r for r, s in held(world) if s == row.service and r != role
        }


@settings(max_examples=50)
@given(worlds(), st.sampled_from(["role", "holder", "team"]))
def test_what_each_carries(world: World, field: str) -> None:
    of: dict[str, set[str]] = defaultdict(set)
    for r in world["role"]:
        if name := r["id"] if field == "role" else r[field]:
            of[name].add(r["id"])
    whole = len({s for _, s in held(world, "A")})
    high = {s["id"] for s in world["service"] if s["criticality"] in ("1", "2")}
    rows = {row.id: row for row in ask(made(world), "roles", load=field)}
    assert set(rows) == set(of)
    for name, roles in of.items():
        mine = {letter: {s for r, s in held(world, letter) if r in roles} for letter in "RACI"}
        row = rows[name]
        assert (row.accountable, row.responsible, row.consulted, row.informed) == tuple(
            len(mine[letter]) for letter in "ARCI"
        )
        assert row.services == len(set().union(*mine.values()))
        assert row.critical == len(mine["A"] & high)
        assert row.share == round(100 * len(mine["A"]) / max(1, whole), 1)


@given(worlds())
def test_the_matrix_holds_every_responsibility(world: World) -> None:
    report = ask(made(world), "roles", matrix=True)
    names = [column.name for column in report.columns[2:]]
    listed: set[tuple[str, str, str]] = set()
    row: Any
    for row in report:
        listed |= {
            (role, row[0], letter) for role, cell in zip(names, row[2:], strict=True) for letter in cell
        }
    assert listed == {(r["role"], r["service"], r["responsibility"]) for r in world["responsibility"]}


def test_one_question_at_a_time() -> None:
    some = made({"service": [{"id": "mail"}]})
    with pytest.raises(UsageError, match="different questions"):
        ask(some, "roles", matrix=True, vacant=True)
    with pytest.raises(UsageError, match="no role 'nobody'"):
        ask(some, "roles", leaves=("nobody",))
