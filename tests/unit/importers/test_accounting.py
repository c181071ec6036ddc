"""Every row of every file is accounted for: it became something, or it is said why not."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.importers import Incoming, final_accounts, read, resolve
from graphmodel.model.accounts import SheetAccount, Unwanted
from graphmodel.operations.details.accounted import accounted, in_a_line, to_json
from tests.unit.importers.helpers import codes, resolving, write

RELATIONS = """
[[file]]
name = "ci.csv"
[[file.table]]
kind = "service"
[file.table.columns]
id = "id"
[[file]]
name = "rel.csv"
skip = ["Total*"]
[[file.table]]
kind = "dependency"
where = { type = ["Depends on::*", "Runs on::*"] }
[file.table.columns]
service = "parent"
depends_on = "child"
"""
CI = "id\nshop\ndb\nvm\n"


def mapped(path: Path, mapping: str, **files: str) -> Incoming:
    write(path, {f"{name}.csv": text for name, text in files.items()})
    (path / "m.toml").write_text(mapping)
    found = read([path / f"{name}.csv" for name in files], mapping=path / "m.toml")
    return resolve(found, {}, (), create_missing=False)


def test_rows_that_no_table_wants_are_told_with_their_values(tmp_path: Path) -> None:
    rel = "parent,child,type\nshop,db,Depends on::Used by\ndb,vm,Hosted on::Hosts\nshop,vm,Contains\ndb,vm,Contains\n"
    found = mapped(tmp_path, RELATIONS, ci=CI, rel=rel)
    (warning,) = found.problems
    assert (warning.code, warning.severity, warning.place) == ("W106", "warning", "rel.csv:3:type")
    assert warning.message.startswith("3 of 4 rows")
    assert warning.message.endswith("type 'Contains' (2), 'Hosted on::Hosts' (1)")
    ci, rel_ = final_accounts(found)
    assert ci == SheetAccount("ci.csv", "", 3, {"service": 3}, 0, 0, (), 0, 0, 0)
    unwanted = (Unwanted("type", "Contains", 2), Unwanted("type", "Hosted on::Hosts", 1))
    assert rel_ == SheetAccount("rel.csv", "", 4, {"dependency": 1}, 0, 0, unwanted, 0, 0, 0)
    assert (ci.plain, rel_.plain, rel_.left_out) == (True, False, 3)


def test_a_row_that_one_table_wants_is_not_left_out(tmp_path: Path) -> None:
    mapping = """
[[file]]
name = "*.csv"
[[file.table]]
kind = "product"
where = { type = "App" }
[file.table.columns]
id = "id"
[[file.table]]
kind = "service"
where = { not = { type = ["App", "Printer"] } }
[file.table.columns]
id = "id"
"""
    found = mapped(tmp_path, mapping, x="id,type\na,App\nb,Server\nc,Printer\n")
    (account,) = final_accounts(found)
    assert account.unwanted == (Unwanted("type", "Printer", 1),)
    assert codes(found) == ["W106"]


def test_what_is_told_is_the_condition_that_each_row_fails(tmp_path: Path) -> None:
    mapping = """
optional = true
[[file]]
name = "ci.csv"
[[file.table]]
kind = "service"
where = { type = ["App", "Server"], not = { status = "Archived", lacking = "x" } }
columns = { id = "id" }
[[file]]
name = "rel.csv"
[[file.table]]
kind = "dependency"
where = { of = "prod" }
columns = { service = "a", depends_on = "b" }
direction = { column = "type", consumer_first = ["uses"], provider_first = [], ignore = { place = ["in"] } }
[[file.table]]
kind = "responsibility"
where = { type = "owns" }
columns = { role = "a", service = "b", responsibility = { constant = "A" } }
"""
    found = mapped(
        tmp_path,
        mapping,
        ci="id,type,status\na,App,Live\nb,Server,\nc,App,Archived\nd,App,Archived\ne,Printer,Archived\n",
        rel="a,b,type,of\na,b,uses,prod\na,b,in,prod\na,b,near,prod\na,b,uses,test\nx,b,owns,test\n",
    )
    ci, rel = final_accounts(found)
    assert ci.unwanted == (Unwanted("status", "Archived", 2), Unwanted("type", "Printer", 1))
    assert {*rel.unwanted} == {
        Unwanted("type", "in", 1),
        Unwanted("type", "near", 1),
        Unwanted("of", "test", 1),
    }
    told = [p.message.partition(": ")[2] for p in found.problems if p.code == "W106"]
    assert told == ["status 'Archived' (2), type 'Printer' (1)", "type 'near' (1), of 'test' (1)"]


def test_rows_that_say_nothing_are_counted_too(tmp_path: Path) -> None:
    mapping = """
[[file]]
name = "*.csv"
empty = ["N/A"]
[[file.table]]
kind = "dependency"
columns = { service = "a", depends_on = { columns = ["b", "c"] } }
"""
    found = mapped(tmp_path, mapping, x="a,b,c\nx,,\ny,N/A,\n")
    assert codes(found) == ["W106"]
    assert final_accounts(found)[0].unwanted == (Unwanted("", "", 2),)


EDGES = """
empty = ["?"]
[[file]]
name = "*.csv"
"""
DEFINED = """
[[file.table]]
kind = "service"
distinct = true
columns = { id = { columns = ["from", "to"] } }
"""
EDGE = """
[[file.table]]
kind = "dependency"
columns = { service = "from", depends_on = "to" }
"""
ENDS = "from,to,type\na,b,uses\n,c,uses\nb,,uses\na,?,uses\n,,uses\n"


@pytest.mark.parametrize("tables", [DEFINED + EDGE, EDGE + DEFINED, EDGE])
def test_a_relation_with_an_empty_end_is_told_with_its_line(tmp_path: Path, tables: str) -> None:
    found = mapped(tmp_path, EDGES + tables, x=ENDS)
    (warning,) = (p for p in found.problems if p.code == "W106")
    assert warning.place == "x.csv:3:from"
    assert warning.message == (
        "4 rows make no dependency: from is empty (lines 3, 6); to is empty (lines 4, 5)"
    )
    (account,) = final_accounts(found)
    assert account.followed == 0
    # Rows that give a service are no rows that say nothing, though their other end is missing.
    defines = DEFINED in tables
    assert account.unwanted == (
        (Unwanted("to", "", 2), Unwanted("from", "", 1))
        if defines
        else (Unwanted("from", "", 2), Unwanted("to", "", 2))
    )


def test_a_row_that_only_names_what_others_name_says_why_the_rest_is_not_read(tmp_path: Path) -> None:
    edge = EDGE.replace("columns", 'where = { type = "uses" }\ncolumns')
    found = mapped(tmp_path, EDGES + DEFINED + edge, x="from,to,type\na,b,uses\nb,a,contains\na,c,near\n")
    (warning,) = (p for p in found.problems if p.code == "W106")
    assert warning.message == "2 rows make no dependency: type 'contains' (line 3); type 'near' (line 4)"
    (account,) = final_accounts(found)
    assert (account.unwanted, account.followed) == ((Unwanted("type", "contains", 1),), 0)


def test_a_service_without_dependencies_is_nothing_to_warn_of(tmp_path: Path) -> None:
    services = '[[file.table]]\nkind = "service"\ncolumns = { id = "from" }\n'
    found = mapped(tmp_path, EDGES + services + EDGE, x="from,to\na,b\nb,\nc,?\n")
    assert codes(found) == []


def test_values_that_a_mapping_skips_are_told(tmp_path: Path) -> None:
    table = '[[file.table]]\nkind = "service"\ncolumns = { id = "id", lifecycle = "status" }\n'
    values = '[file.table.values.lifecycle]\nLive = "live"\nunknown = "skip"\n'
    found = mapped(tmp_path, EDGES + table + values, x="id,status\na,Live\nb,Gone\nc,Gone\nd,Odd\n")
    (warning,) = (p for p in found.problems if p.code == "W106")
    assert warning.message == "3 rows make no service: status 'Gone' (lines 3, 4); status 'Odd' (line 5)"
    assert final_accounts(found)[0].unwanted == (Unwanted("status", "Gone", 2), Unwanted("status", "Odd", 1))


def test_blank_rows_totals_repetitions_and_rejected_rows(tmp_path: Path) -> None:
    rel = (
        "parent,child,type\n,,\nshop,db,Runs on::Runs\nshop,db,Runs on::Runs\nshop,nobody,Runs on::Runs\n"
        "shop\nTotal,3,\n , ,\n"
    )
    found = mapped(tmp_path, RELATIONS, ci=CI, rel=rel)
    assert final_accounts(found)[1] == SheetAccount("rel.csv", "", 7, {"dependency": 1}, 1, 0, (), 2, 1, 2)


def test_a_folder(tmp_path: Path) -> None:
    files = {
        "services.csv": "id,placeholder\na,\nb,yes\n,\n",
        "dependencies.csv": "service,depends_on\na,b\na,a\n",
    }
    assert final_accounts(resolving(tmp_path, files)) == (
        SheetAccount("services.csv", "", 3, {"service": 1, "placeholder": 1}, 0, 0, (), 1, 0, 0),
        SheetAccount("dependencies.csv", "", 2, {"dependency": 2}, 0, 0, (), 0, 0, 0),
    )


END = st.sampled_from(["shop", "db", "vm", "nobody", ""])
ROW = st.tuples(END, END, st.sampled_from(["Depends on::Used by", "Runs on::Runs", "Contains", ""]))


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, max_size=8))
def test_the_numbers_add_up(rows: list[tuple[str, str, str]]) -> None:
    with TemporaryDirectory() as path:
        text = "parent,child,type\n" + "".join(",".join(row) + "\n" for row in rows)
        found = mapped(Path(path), RELATIONS, ci=CI, rel=text)
    account = final_accounts(found)[1]
    blank = sum(not any(row) for row in rows)
    wanted = [r for r in rows if any(r) and r[2] in {"Depends on::Used by", "Runs on::Runs"}]
    related = [r for r in wanted if r[0] and r[1]]
    good = [r for r in related if "nobody" not in r]
    assert account.rows == len(rows)
    assert account.blank == blank
    assert account.left_out == len(rows) - blank - len(related)
    assert account.records.get("dependency", 0) == len({r[:2] for r in good})
    assert account.merged + account.records.get("dependency", 0) + account.rejected >= len(related)
    assert account.plain == (len(good) == len({r[:2] for r in good}) == len(rows))


def test_rows_that_name_what_is_left_out(tmp_path: Path) -> None:
    mapping = RELATIONS.replace('id = "id"', 'id = "id"\n[file.table.where]\ntype = "App"')
    found = mapped(
        tmp_path, mapping, ci="id,type\nshop,App\ndb,App\ngoal,Goal\n",
        rel="parent,child,type\nshop,db,Runs on::Runs\ngoal,db,Runs on::Runs\n",
    )  # fmt: skip
    ci, rel = final_accounts(found)
    assert (ci.unwanted, ci.followed) == ((Unwanted("type", "Goal", 1),), 0)
    assert (rel.records, rel.followed, rel.rejected) == ({"dependency": 1}, 1, 0)


def test_the_table_and_the_line(tmp_path: Path) -> None:
    rel = "parent,child,type\nshop,db,Runs on::Runs\ndb,vm,Contains\n,,\n"
    found = final_accounts(mapped(tmp_path, RELATIONS, ci=CI, rel=rel))
    assert in_a_line(found) == ""
    (table,) = accounted(found)
    assert [column.name for column in table.columns] == ["file", "rows", "became", "left_out", "skipped"]
    assert list(table.rows) == [
        ("ci.csv", "3", "3 services", "", ""),
        ("rel.csv", "3", "1 dependency", "1: type 'Contains' (1)", "1 blank"),
    ]
    assert to_json(found)[1]["unwanted"] == [{"column": "type", "value": "Contains", "rows": 1}]
    plain = final_accounts(resolving(tmp_path / "plain", {"services.csv": "id\na\nb\n"}))
    assert accounted(plain) == ()
    assert in_a_line(plain) == "2 rows of services.csv: all read, none left out"
