"""What an import would change, from the definitions in the design."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.model.metamodel import KINDS
from graphmodel.model.table import Table, concat, from_records
from graphmodel.planning.making import plan
from graphmodel.planning.plan import Plan
from tests.conftest import tables

Records = dict[tuple[str, ...], dict[str, str]]


def planned(before: dict[str, str], after: dict[str, str], *, source: str = "a", **options: Any) -> Plan:
    """The plan for a source that gave ``before`` and now gives ``after``."""
    return plan({source: tables(before)}, source, tables(after), base="", **options)


def rows(made: Plan) -> list[tuple[str, ...]]:
    return [tuple(row) for row in made.rows()]


def test_everything_is_added_to_an_empty_store() -> None:
    made = plan({}, "a", tables({"services.csv": "id,name\nb,B\na,A\n"}), base="")
    assert rows(made) == [
        ("added", "service", "a", "", "", "", "A"),
        ("added", "service", "b", "", "", "", "B"),
    ]
    assert made.counts == {"added": 2, "changed": 0, "withdrawn": 0, "unchanged": 0, "rejected": 0}


def test_the_same_again_is_empty_also_in_another_order() -> None:
    made = planned({"services.csv": "id,name\na,A\nb,B\n"}, {"services.csv": "name,id\nB,b\nA,a\n"})
    assert made.empty
    assert made.kinds["service"].moved == [(1, 0), (0, 1)]
    assert made.counts["unchanged"] == 2


def test_changes_field_by_field_and_withdrawals_ordered_by_id() -> None:
    made = planned(
        {"services.csv": "id,name,owner,cost\nz,Z,me,1\nb,B,me,2\nc,C,,\n"},
        {"services.csv": "id,name,owner,cost\nb,Bee,you,2\na,A,,\nc,C,,\n"},
    )
    assert rows(made) == [
        ("added", "service", "a", "", "", "", "A"),
        ("changed", "service", "b", "name", "B", "Bee", "Bee"),
        ("changed", "service", "b", "owner", "me", "you", "Bee"),
        ("withdrawn", "service", "z", "", "", "", "Z"),
    ]
    assert made.counts == {"added": 1, "changed": 1, "withdrawn": 1, "unchanged": 1, "rejected": 0}


def test_a_column_that_is_gone_says_nothing_and_an_empty_cell_clears() -> None:
    before = {"services.csv": "id,name,owner\na,A,me\nb,B,you\n"}
    silent = planned(before, {"services.csv": "id,name\na,A\nb,B\nc,C\n"})
    assert rows(silent) == [("added", "service", "c", "", "", "", "C")]
    assert silent.incoming["service"].columns["owner"] == ["me", "you", None]
    cleared = planned(before, {"services.csv": "id,name,owner\na,A,\nb,B,you\n"})
    assert rows(cleared) == [("changed", "service", "a", "owner", "me", "", "A")]


def test_a_column_that_only_one_of_two_files_has_keeps_the_others_values() -> None:
    before = {"products.csv": "id,owner\np,me\n", "services.csv": "id,owner\ns,you\n"}
    made = planned(before, {"products.csv": "id\np\n", "services.csv": "id,owner\ns,\n"})
    assert rows(made) == [("changed", "service", "s", "owner", "you", "", "")]


def test_a_service_that_becomes_a_product_changes_its_kind() -> None:
    made = planned({"services.csv": "id\na\n"}, {"products.csv": "id\na\n"})
    assert rows(made) == [("changed", "service", "a", "kind", "service", "product", "")]


def test_a_new_id_with_the_old_one_as_alias_is_a_renaming() -> None:
    before = {
        "services.csv": "id,name\nold,N\nshop,S\n",
        "dependencies.csv": "service,depends_on,note\nshop,old,x\n",
        "responsibilities.csv": "role,service,responsibility\ndba,old,A\n",
    }
    after = {
        "services.csv": "id,name,aliases\nnew,N,old\nshop,S,\n",
        "dependencies.csv": "service,depends_on,note\nshop,new,x\n",
        "responsibilities.csv": "role,service,responsibility\ndba,old,A\n",
    }
    made = planned(before, after)
    assert rows(made) == [
        ("changed", "service", "new", "id", "old", "new", "N"),
        ("changed", "service", "new", "aliases", "", "old", "N"),
    ]
    assert made.kinds["dependency"].restated == [(0, 0)]
    assert made.counts["unchanged"] == 3


def test_of_a_part_two_held_records_that_become_one_stay_as_they_are() -> None:
    before = {
        "services.csv": "id\na\nb\nshop\n",
        "dependencies.csv": "service,depends_on\nshop,a\nshop,b\n",
    }
    part = {"services.csv": "id,aliases\na,b\n", "dependencies.csv": "service,depends_on\na,shop\n"}
    found = planned(before, part, add=True).kinds["dependency"]
    assert (found.unchanged, [*found.added], [*found.withdrawn], [*found.restated]) == (2, [2], [], [])


def test_what_named_a_service_by_its_alias_is_unchanged_when_the_alias_goes() -> None:
    before = {
        "services.csv": "id,aliases\nnew,old\nshop,\n",
        "dependencies.csv": "service,depends_on\nshop,old\n",
    }
    after = {
        "services.csv": "id,aliases\nnew,\nshop,\n",
        "dependencies.csv": "service,depends_on\nshop,new\n",
    }
    made = planned(before, after)
    assert rows(made) == [("changed", "service", "new", "aliases", "old", "", "")]
    assert made.kinds["dependency"].restated == [(0, 0)]


def test_an_alias_that_goes_makes_no_two_rows_one() -> None:
    """What named the service by its old alias names another service from now on."""
    before = {"services.csv": "id,aliases\na,b\nc,\n"}
    after = {
        "services.csv": "id,aliases\na,\nc,\n",
        "dependencies.csv": "service,depends_on,note\nc,a,x\nc,b,y\n",
    }
    made = planned(before, after)
    assert made.refused == ()
    assert list(made.incoming["dependency"].keys()) == [("c", "a", ""), ("c", "b", "")]
    assert made.counts["added"] == 2


def test_two_services_that_become_one() -> None:
    made = planned({"services.csv": "id,aliases\na,\nb,\n"}, {"services.csv": "id,aliases\nb,a\n"})
    assert rows(made) == [
        ("withdrawn", "service", "a", "", "", "", ""),
        ("changed", "service", "b", "aliases", "", "a", ""),
    ]


def test_an_alias_that_becomes_a_service_again() -> None:
    made = planned({"services.csv": "id,aliases\nb,a\n"}, {"services.csv": "id,aliases\na,\nb,\n"})
    assert rows(made) == [
        ("added", "service", "a", "", "", "", ""),
        ("changed", "service", "b", "aliases", "a", "", ""),
    ]


def test_two_rows_that_an_alias_makes_one() -> None:
    files = {
        "services.csv": "id,aliases\nnew,old\nshop,\n",
        "dependencies.csv": "service,depends_on,note\nshop,new,x\nshop,old,y\n",
    }
    made = plan({}, "a", tables(files), base="")
    assert [(p.code, p.line, p.column) for p in made.refused] == [("E404", 3, "note")]
    files["dependencies.csv"] = "service,depends_on,note\nshop,new,x\nshop,old,x\n"
    made = plan({}, "a", tables(files), base="")
    assert made.refused == ()
    assert len(made.incoming["dependency"]) == 1


def test_adding_withdraws_nothing() -> None:
    made = planned(
        {"services.csv": "id,name\na,A\nb,B\n"}, {"services.csv": "id,name\nb,Bee\nc,C\n"}, add=True
    )
    assert rows(made) == [
        ("changed", "service", "b", "name", "B", "Bee", "Bee"),
        ("added", "service", "c", "", "", "", "C"),
    ]
    assert sorted(made.incoming["service"].texts("id")) == ["a", "b", "c"]


def test_what_is_rejected_is_not_withdrawn() -> None:
    before = {
        "services.csv": "id\na\nb\nc\n",
        "dependencies.csv": "service,depends_on,group\na,b,g\na,c,g\na,c,\nb,c,g\n",
    }
    rejects = [("service", ("b",)), ("dependency", ("a", "d", "g"))]
    made = planned(before, {"services.csv": "id\na\n"}, rejects=rejects, rejected=2)
    assert rows(made) == [
        ("withdrawn", "service", "c", "", "", "", ""),
        ("withdrawn", "dependency", "a -> c", "", "", "", ""),
        ("withdrawn", "dependency", "b -> c (g)", "", "", "", ""),
    ]
    assert sorted(made.incoming["dependency"].keys()) == [("a", "b", "g"), ("a", "c", "g")]


def many(count: int) -> dict[str, str]:
    return {"services.csv": "id\n" + "".join(f"s{i}\n" for i in range(count))}


def test_a_tenth_or_ten_rows_may_go_without_asking() -> None:
    assert planned(many(110), many(99)).refused == ()
    assert planned(many(20), many(10)).refused == ()
    refused = planned(many(109), many(98))
    assert [p.code for p in refused.refused] == ["E403"]
    assert refused.refused == refused.problems
    assert planned(many(109), many(98), allow_withdraw=True).refused == ()


def test_two_sources_that_contradict_each_other() -> None:
    held = {"cmdb": tables({"services.csv": "id,name,owner\na,A,\nb,B,\n"})}
    incoming = tables({"services.csv": "id,name,owner\nb,Bee,me\na,A,me\n"})
    (problem,) = plan(held, "wiki", incoming, base="").refused
    assert (problem.code, problem.severity, problem.file, problem.line) == (
        "E401",
        "error",
        "services.csv",
        2,
    )
    assert (problem.column, problem.value) == ("name", "Bee")
    for said in ("'wiki'", "'cmdb'", "services.csv line 3", "'B'"):
        assert said in problem.message


def test_two_sources_with_one_name_by_alias_each() -> None:
    held = {"cmdb": tables({"services.csv": "id,name\nold,B\n"})}
    incoming = tables({"services.csv": "id,name,aliases\nnew,Bee,old\n"})
    assert [p.code for p in plan(held, "wiki", incoming, base="").refused] == ["E401"]


def test_a_group_belongs_to_one_source() -> None:
    held = {"cmdb": tables({"dependencies.csv": "service,depends_on,group\na,b,g\n"})}
    incoming = tables({"dependencies.csv": "service,depends_on,group\na,x,\nb,c,g\na,c,g\na,d,g\n"})
    (problem,) = plan(held, "wiki", incoming, base="").refused
    assert (problem.code, problem.line, problem.value) == ("E402", 4, "g")
    assert "'cmdb' (dependencies.csv line 2)" in problem.message


def test_what_reading_found_is_passed_on() -> None:
    made = plan({}, "a", {}, base="uid", rejected=3)
    assert (made.base, made.counts["rejected"], made.empty) == ("uid", 3, True)


IDS = st.sampled_from("abcdef")
CELLS = st.sampled_from(["", "x", "y"])


@st.composite
def services(draw: st.DrawFn) -> Table:
    """Services with one known and two free columns, any of which may be missing."""
    ids = draw(st.lists(IDS, unique=True))
    names = draw(st.lists(st.sampled_from(["name", "owner", "zone"]), unique=True))
    records = [{"id": i, **{name: draw(CELLS) for name in names}} for i in ids]
    return from_records("service", records, draw(st.sampled_from(["services.csv", "products.csv"])))


@given(services(), services(), st.booleans())
def test_a_plan_is_what_a_dictionary_says(held: Table, incoming: Table, add: bool) -> None:
    before = {i: row for row, i in enumerate(held.texts("id"))}
    after = {i: row for row, i in enumerate(incoming.texts("id"))}
    expected: set[tuple[str, str, str, str, str]] = set()
    for i in before.keys() | after.keys():
        if i not in before:
            expected.add(("added", i, "", "", ""))
        elif i not in after:
            expected |= set() if add else {("withdrawn", i, "", "", "")}
        else:
            for name in [n for n in incoming.columns if n != "id"]:
                old, new = held.texts(name)[before[i]], incoming.texts(name)[after[i]]
                expected |= {("changed", i, name, old, new)} if old != new else set()
    made = plan({"a": {"service": held}}, "a", {"service": incoming}, base="", add=add)
    assert {(r.change, r.id, r.field, r.before, r.after) for r in made.rows()} == expected
    again = plan({"a": made.incoming}, "a", {"service": incoming}, base="", add=add)
    assert again.empty
    assert list(again.kinds["service"].moved) == []


def test_a_kind_that_is_not_given_any_more_is_withdrawn() -> None:
    made = planned({"services.csv": "id\na\n", "roles.csv": "id\nr\n"}, {"services.csv": "id\na\n"})
    assert rows(made) == [("withdrawn", "role", "r", "", "", "", "")]
    assert concat(KINDS["role"], [made.incoming["role"]]).kind is KINDS["role"]


TWO_GROUPS = {
    "services.csv": "id\nt3\ns3\na\nb\nc\n",
    "dependencies.csv": "service,depends_on,group\nt3,a,g\ns3,b,g\ns3,c,other\n",
}
ONE_SERVICE = {"services.csv": "id,aliases\ns3,t3\n"}


@pytest.mark.parametrize("last", ["cmdb", "wiki"])
def test_groups_that_an_alias_makes_one_requirement_are_warned_of(last: str) -> None:
    """In both orders of the sources, naming both places; the plan is applied. What stood before is not told again."""
    given = {"cmdb": tables(TWO_GROUPS), "wiki": tables(ONE_SERVICE)}
    first = {name: held for name, held in given.items() if name != last}
    made = plan(first, last, given[last], base="")
    (problem,) = made.problems
    assert (problem.code, problem.severity, problem.line, problem.source) == ("W401", "warning", 3, "cmdb")
    assert "group 'g' of s3" in problem.message
    assert "of t3 (dependencies.csv:2)" in problem.message
    assert not made.refused
    assert plan(given, "third", tables({"services.csv": "id\nz\n"}), base="").problems == ()


def test_a_group_of_one_name_and_consumers_that_are_two_services_is_not_warned_of() -> None:
    held = {"cmdb": tables(TWO_GROUPS)}
    made = plan(held, "wiki", tables({"services.csv": "id,aliases\na,t4\n"}), base="")
    assert made.problems == ()
