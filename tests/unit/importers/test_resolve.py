"""What records say of each other: each test changes one thing in a small catalogue that is in order."""

from __future__ import annotations

import itertools
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.model.catalogue import Tables
from graphmodel.planning import parents as cycles
from tests.conftest import tables
from tests.unit.importers.helpers import codes, errors, ids, places, records, resolving

GOOD = {
    "products.csv": "id,category\nshop,business-application\n",
    "services.csv": "id,category,aliases\nweb,platform,www;w3\ndb1,platform,\ndb2,platform,\ndb3,platform,\n",
    "dependencies.csv": (
        "service,depends_on,strength,group,needs\n"
        "shop,www,hard,,\nweb,db1,,store,2\nweb,db2,soft,store,\nweb,db3,,store,\nshop,db1,soft,,\n"
    ),
    "roles.csv": "id\nowner\n",
    "responsibilities.csv": "role,service,responsibility\nowner,shop,Accountable\nowner,w3,r\n",
}


def with_rows(name: str, *rows: str) -> dict[str, str]:
    return GOOD | {name: GOOD[name] + "".join(f"{row}\n" for row in rows)}


def test_a_catalogue_in_order_has_no_problems(tmp_path: Path) -> None:
    found = resolving(tmp_path, GOOD)
    assert found.problems == ()
    assert found.rejected == ()
    assert {kind: len(t) for kind, t in found.tables.items()} == {
        "service": 5,
        "role": 1,
        "dependency": 5,
        "responsibility": 2,
    }
    assert found.source == "catalogue"
    assert [r["responsibility"] for r in records(found, "responsibility")] == ["A", "R"]


def other(**files: str) -> dict[str, Tables]:
    return {"other": tables({f"{name}.csv": text for name, text in files.items()})}


def test_what_other_sources_hold_is_known(tmp_path: Path) -> None:
    files = with_rows("dependencies.csv", "shop,pay,,,", "shop,payment,,,", "shop,later,,,")
    assert codes(resolving(tmp_path, files)) == ["E304", "E304", "E304"]
    found = resolving(tmp_path, files, other(services="id,aliases\npay,payment\n"), ("later",))
    assert found.problems == ()


def test_exported_placeholders_are_no_records_and_are_missing_lawfully(tmp_path: Path) -> None:
    services = (
        "id,category,placeholder\nweb,platform,\ndb1,platform,no\ndb2,platform,\ndb3,platform,\nold,,yes\n"
    )
    files = with_rows("dependencies.csv", "shop,old,,,") | {"services.csv": services}
    files["dependencies.csv"] = files["dependencies.csv"].replace("www", "web")
    files["responsibilities.csv"] = files["responsibilities.csv"].replace("w3", "web")
    found = resolving(tmp_path, files)
    assert found.problems == ()
    assert found.allowed_missing == {"old"}
    assert ids(found) == ["shop", "web", "db1", "db2", "db3"]
    assert "placeholder" not in found.tables["service"].columns


def test_a_rejected_service_takes_its_dependencies_and_their_groups_along(tmp_path: Path) -> None:
    files = GOOD | {"services.csv": GOOD["services.csv"].replace("db3,platform,", 'db3,"plat\0form",')}
    found = resolving(tmp_path, files, create_missing=True)
    assert places(found) == [
        ("E309", "dependencies.csv", 3, 2),
        ("E305", "dependencies.csv", 5, 4),
        ("E202", "services.csv", 5, 4),
    ]
    assert [r["depends_on"] for r in records(found, "dependency")] == ["www", "db1"]
    assert [(r.kind, r.line) for r in found.rejected] == [
        ("dependency", 3),
        ("dependency", 4),
        ("dependency", 5),
        ("service", 5),
    ]


def test_dependencies_on_a_file_that_cannot_be_read_are_one_problem(tmp_path: Path) -> None:
    found = resolving(tmp_path, GOOD | {"services.csv": b"id\nweb\xff\n"})
    assert [(p.code, p.file) for p in found.problems] == [
        ("E305", "dependencies.csv"),
        ("E305", "responsibilities.csv"),
        ("E102", "services.csv"),
    ]
    assert found.unreadable == {"services.csv"}
    assert len(found.tables["dependency"]) == 0
    assert [(r.kind, r.line) for r in found.rejected if r.kind == "dependency"] == [
        ("dependency", n) for n in range(2, 7)
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("db2,soft,store", "db2,soft,store,3", "E306", 4),
        ("web,db3,,store,", "web,db3,hard,store,", "E306", 5),
        ("shop,db1,soft,,", "shop,db1,soft,,2", "E307", 6),
        ("web,db1,,store,2", "web,db1,,store,4", "E308", 3),
    ],
)
def test_requirements_in_disorder(tmp_path: Path, old: str, new: str, code: str, line: int) -> None:
    text = GOOD["dependencies.csv"].replace(old, new).replace("3,\n", "3\n")
    found = resolving(tmp_path, GOOD | {"dependencies.csv": text})
    assert places(found) == [(code, "dependencies.csv", line, line - 1)]
    left = {r.line for r in found.rejected}
    assert left == ({6} if code == "E307" else {3, 4, 5})
    assert len(found.tables["dependency"]) == 5 - len(left)


def test_a_dependency_by_alias_is_the_same_dependency(tmp_path: Path) -> None:
    found = resolving(tmp_path, with_rows("dependencies.csv", "shop,web,hard,,"))
    assert places(found) == [("W301", "dependencies.csv", 7, 6)]
    found = resolving(tmp_path, with_rows("dependencies.csv", "shop,web,soft,,"))
    assert places(found) == [("E301", "dependencies.csv", 7, 6)]
    assert {r.line for r in found.rejected} == {2, 7}


def test_an_alias_belongs_to_one_service(tmp_path: Path) -> None:
    found = resolving(tmp_path, with_rows("services.csv", "x,,db1", "y,,www"))
    assert [(p.code, p.line, p.value) for p in errors(found)] == [("E311", 6, "db1"), ("E311", 7, "www")]
    joined = resolving(tmp_path, GOOD, other(services="id,aliases\nwww,\nz,w3\n"))
    assert [(p.code, p.value) for p in errors(joined) if p.code == "E311"] == [("E311", "w3")]


def test_slips_that_are_not_shown_are_counted(tmp_path: Path) -> None:
    files = with_rows("services.csv", *(f"x{n},network{n}," for n in range(5)))
    (named,) = (p for p in resolving(tmp_path, files).problems if p.code == "W303")
    assert named.hint.count("did you mean 'network'?") == 3
    assert named.hint.endswith(" and 2 more")


def test_what_is_only_named_is_told_once(tmp_path: Path) -> None:
    files = with_rows("services.csv", "x,Netwrk,", "y,shelf-b,", "z,Netwrk,", "t,network,")
    files["responsibilities.csv"] += "ownr,shop,C\nstranger,shop,I\n"
    files["categories.csv"] = "id,parent,expects,expected_roles\nshelf-a,shelf-b,secrity,service-owner\n"
    found = resolving(tmp_path, files)
    assert [(p.code, p.file, p.line) for p in found.problems] == [
        ("W305", "categories.csv", 2),
        ("W304", "responsibilities.csv", 4),
        ("W303", "services.csv", 6),
    ]
    named = {p.code: p for p in found.problems}
    assert named["W303"].message.endswith(": Netwrk, shelf-b")
    assert "'Netwrk': did you mean 'network'?" in named["W303"].hint
    assert named["W304"].message.endswith(": ownr, stranger")
    assert named["W305"].hint == "did you mean 'security'?"
    known = other(categories="id\nNetwrk\nshelf-b\nsecrity\n", roles="id\nownr\nstranger\n")
    assert resolving(tmp_path, files, known).problems == ()


def test_a_record_is_rejected_once_whatever_is_wrong_with_it(tmp_path: Path) -> None:
    found = resolving(
        tmp_path, {"services.csv": "id,cost,rto\na,x,y\n", "dependencies.csv": "service,depends_on\nb,c\n"}
    )
    assert codes(found) == ["E304", "E304", "E203", "E206"]
    assert [(r.kind, r.line) for r in found.rejected] == [("dependency", 2), ("service", 2)]
    assert found.rejected[1].because == "E203 cost: is not a number; E206 rto: is not a duration"


def test_a_circle_through_another_source(tmp_path: Path) -> None:
    files = {"categories.csv": "id,parent\na,b\nc,a\n"}
    found = resolving(tmp_path, files, other(categories="id,parent\nb,a\n"))
    assert [(p.code, p.line) for p in errors(found)] == [("E310", 2)]
    assert "a → b → a" in errors(found)[0].message


@given(st.dictionaries(st.sampled_from("abcdefg"), st.sampled_from("abcdefg"), max_size=7))
def test_circles_against_walking_from_everywhere(parent: dict[str, str]) -> None:
    members = set()
    for start in parent:
        at = start
        for _ in range(8):
            at = parent.get(at, "")
            if at == start:
                members.add(start)
                break
    found = cycles.cycles(parent)
    assert set(itertools.chain(*found)) == members
    assert all(
        c[0] == min(c) and all(parent[a] == b for a, b in zip(c, c[1:] + c[:1], strict=True)) for c in found
    )
    assert found == sorted(found)


ENDS = st.sampled_from(["a", "b", "c", "d", "nobody"])
ROW = st.tuples(
    ENDS,
    ENDS,
    st.sampled_from(["", "hard", "soft", "?"]),
    st.sampled_from(["", "g"]),
    st.sampled_from(["", "1", "2"]),
)


def expected(rows: list[tuple[str, ...]]) -> set[tuple[str, str, str]]:
    """The dependencies that are kept, told by the plainest reading of the rules."""
    bad: set[int] = set()
    for i, (service, depends_on, strength, group, needs) in enumerate(rows):
        if strength == "?" or "nobody" in {service, depends_on} or (needs and not group):
            bad.add(i)
        for j in range(len(rows)):
            same = (service, depends_on, group) == (rows[j][0], rows[j][1], rows[j][3])
            if same and "?" not in (strength, rows[j][2]):
                # An empty cell says nothing: what another row of the record says holds.
                if len({strength, rows[j][2]} - {""}) > 1 or len({needs, rows[j][4]} - {""}) > 1:
                    bad |= {i, j}
                if rows[j][4] and not group:
                    bad.add(i)
    kept = set()
    for i, (service, depends_on, _, group, _) in enumerate(rows):
        members = [j for j in range(len(rows)) if group and rows[j][0] == service and rows[j][3] == group]
        if i in bad or any(j in bad for j in members):
            continue
        strengths = {rows[j][2] for j in members} - {""}
        needed = {rows[j][4] for j in members} - {""}
        providers = {rows[j][1] for j in members}
        if len(strengths) <= 1 and len(needed) <= 1 and all(int(k) <= len(providers) for k in needed):
            kept.add((service, depends_on, group))
    return kept


@given(st.lists(ROW, max_size=6))
def test_dependencies_against_the_rules_read_plainly(rows: list[tuple[str, ...]]) -> None:
    text = "service,depends_on,strength,group,needs\n" + "".join(",".join(row) + "\n" for row in rows)
    with TemporaryDirectory() as path:
        found = resolving(Path(path), {"services.csv": "id\na\nb\nc\nd\n", "dependencies.csv": text})
    assert set(found.tables["dependency"].keys()) == expected(rows)
    assert bool(errors(found)) == bool(found.rejected)
    lines = {r.line for r in found.rejected} | set(found.tables["dependency"].lines)
    repeated = {p.line for p in found.problems if p.code == "W301"}
    completing = {row.line for rows in found.completed.values() for row in rows}
    assert lines | repeated | completing == set(range(2, len(rows) + 2))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_group_under_two_ids_of_one_service_is_warned_of(tmp_path: Path, order: tuple[int, int]) -> None:
    rows = ["t3,a,g\n", "s3,b,g\n"]
    files = {
        "services.csv": "id,aliases\ns3,t3\na,\nb,\n",
        "dependencies.csv": "service,depends_on,group\n" + "".join(rows[i] for i in order),
    }
    found = resolving(tmp_path, files)
    (problem,) = found.problems
    assert (problem.code, problem.severity, problem.line, problem.value) == ("W401", "warning", 3, "g")
    assert "dependencies.csv:2" in problem.message
    assert len(found.tables["dependency"]) == 2
