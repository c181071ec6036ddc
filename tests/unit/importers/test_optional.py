"""A mapping for exports that differ: columns that may be lacking or have other names, sheets told by their columns,
and relations listed by type."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.importers import Incoming, final_accounts, read, resolve
from graphmodel.model.accounts import ReadRelation
from graphmodel.operations.details.accounted import UNKNOWN, accounted
from tests.unit.importers.helpers import codes, errors, records, write

MAPPING = """
optional = true
[also]
name = ["Name", "title"]
owner = ["Owned by"]

[[file]]
name = "*.csv"
has = ["sys_id", "name"]
[[file.table]]
kind = "service"
where = { class = "?*", not = { retired = "true" } }
attributes = ["site"]
columns = { id = "sys_id", name = "name", criticality = { column = "rank", default = "3" }, description = "text" }
[[file.table]]
kind = "responsibility"
columns = { role = "owner", service = "sys_id", responsibility = { constant = "A" } }
[[file.table]]
kind = "dependency"
columns = { service = "sys_id", depends_on = { column = "parent", split = ";" } }

[[file]]
name = "*.csv"
has = ["from", "to"]
[[file.table]]
kind = "dependency"
columns = { service = "from", depends_on = "to", note = "comment" }
[file.table.direction]
column = "type"
consumer_first = ["Uses*"]
provider_first = ["Serves*"]
ignore = { containment = ["Contains*"], "no dependency" = "Follows" }
"""


def mapped(path: Path, mapping: str = MAPPING, **files: str) -> Incoming:
    folder = write(path / "export", {f"{name}.csv": content for name, content in files.items()})
    (path / "m.toml").write_text(mapping, encoding="utf-8")
    return read([folder / f"{name}.csv" for name in files], mapping=path / "m.toml")


def pairs(found: Incoming) -> list[tuple[str, str]]:
    return [(r["service"], r["depends_on"]) for r in records(found, "dependency")]


def test_a_column_that_is_lacking_is_as_if_it_were_empty(tmp_path: Path) -> None:
    whole = (
        "sys_id,name,class,retired,rank,text,site,owner,parent\na,A,app,true,1,x,Bonn,Jo,b\nb,B,db,,,,,,\n"
    )
    found = mapped(tmp_path / "whole", ci=whole)
    assert records(found) == [{"id": "b", "name": "B", "kind": "service", "criticality": "3"}]
    assert records(found, "responsibility") == [{"role": "Jo", "service": "a", "responsibility": "A"}]
    assert pairs(found) == [("a", "b")]
    # ``where`` asks for a class that says something, and no row can say that.
    assert records(mapped(tmp_path / "classless", ci="sys_id,name\na,A\n")) == []
    least = mapped(tmp_path / "least", MAPPING.replace('class = "?*", ', ""), ci="sys_id,name\na,A\nb,B\n")
    assert records(least) == [
        {"id": "a", "name": "A", "kind": "service", "criticality": "3"},
        {"id": "b", "name": "B", "kind": "service", "criticality": "3"},
    ]
    assert errors(least) == []
    assert set(least.tables) == {"service"}


def test_without_optional_it_is_an_error(tmp_path: Path) -> None:
    found = mapped(tmp_path, MAPPING.replace("optional = true", ""), ci="sys_id,name\na,A\n")
    assert {p.code for p in errors(found)} == {"E111"}


@pytest.mark.parametrize("header", ["name", "Name", "NAME", "title", "Title"])
def test_a_column_may_have_several_names(tmp_path: Path, header: str) -> None:
    found = mapped(tmp_path, ci=f"sys_id,{header},class,OWNED BY\na,A,x,Jo\n")
    assert [r["name"] for r in records(found)] == ["A"]
    assert [r["role"] for r in records(found, "responsibility")] == ["Jo"]


def test_the_name_that_the_mapping_uses_itself_comes_first(tmp_path: Path) -> None:
    found = mapped(tmp_path, ci="title,sys_id,name,class\nTitle,a,A,x\n")
    assert [r["name"] for r in records(found)] == ["A"]


def test_problems_name_the_column_as_the_file_does(tmp_path: Path) -> None:
    mapping = MAPPING.replace("owner = [", 'rank = ["Importance"]\nowner = [')
    found = mapped(tmp_path, mapping, ci="sys_id,name,class,Importance\na,A,x,huge\n")
    (problem,) = errors(found)
    assert (problem.code, problem.line, problem.column, problem.value) == ("E208", 2, "Importance", "huge")


def test_sheets_are_told_by_their_columns(tmp_path: Path) -> None:
    found = mapped(tmp_path, one="to,from,type\nb,a,Uses\n", two="sys_id,title,class\na,A,x\nb,B,x\n")
    assert errors(found) == []
    assert pairs(found) == [("a", "b")]
    assert [r["id"] for r in records(found)] == ["a", "b"]


def test_a_file_that_no_entry_is_for_is_an_error_that_says_what_they_are_for(tmp_path: Path) -> None:
    found = mapped(tmp_path, ci="sys_id,name,class\na,A,x\n", odd="id,from\na,b\n")
    (problem,) = errors(found)
    assert (problem.code, problem.file, problem.value) == ("E111", "odd.csv", "id, from")
    assert problem.hint == "it is for files with sys_id, name; or from, to"
    assert found.unreadable == {"odd.csv"}


RELATIONS = (
    "from,to,type\na,b,Uses\nc,b,Serves::x\na,c,Contains\na,d,Contains\na,c,Follows\nb,c,Likes\nb,c,\n"
)


def test_each_type_of_relation_is_listed_with_how_it_was_read(tmp_path: Path) -> None:
    ci = "sys_id,name,class\na,A,x\nb,B,x\nc,C,x\n"
    found = resolve(mapped(tmp_path, ci=ci, rel=RELATIONS), {}, (), create_missing=False)
    assert pairs(found) == [("a", "b"), ("b", "c")]
    rel = final_accounts(found)[1]
    assert rel.relations == (
        ReadRelation("Contains", 2, "left out: containment"),
        ReadRelation("Uses", 1, "from depends on to"),
        ReadRelation("Serves::x", 1, "to depends on from"),
        ReadRelation("Follows", 1, "left out: no dependency"),
        ReadRelation("Likes", 1, ""),
        ReadRelation("", 1, ""),
    )
    # Only of those that nobody named there is a warning.
    (problem,) = (p for p in found.problems if p.code == "W106")
    assert problem.line == 7
    assert problem.message == "2 of 7 rows read by no table of the mapping: type 'Likes' (1), '' (1)"
    *_, table = accounted(final_accounts(found))
    assert table.title == "how relations were read"
    assert list(table.rows)[:2] == [
        ("Contains", "2", "left out: containment"),
        ("Uses", "1", "from depends on to"),
    ]
    assert [row for row in table.rows if row[2] == UNKNOWN] == [("Likes", "1", UNKNOWN), ("", "1", UNKNOWN)]


def test_where_all_relations_are_known_nothing_is_warned_of(tmp_path: Path) -> None:
    ci = "sys_id,name,class\na,A,x\nb,B,x\n"
    assert codes(mapped(tmp_path, ci=ci, rel="from,to,type\na,b,Uses\na,b,Contains::x\n")) == []
