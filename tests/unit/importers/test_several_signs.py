"""Cells whose items are separated by this sign here and that one there; names that hold a sign are no two."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from graphmodel.importers import read, resolve
from graphmodel.importers.lists import items
from graphmodel.importers.suggestion import suggest
from graphmodel.model.errors import GraphmodelError
from tests.unit.importers.helpers import errors, records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def proposed(path: Path, rows: Sequence[Sequence[str]]) -> set[tuple[str, str]]:
    """The dependencies that an import makes of the sheet with the mapping that is proposed."""
    file = path / "x.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    (path / "m.toml").write_text(suggest([file]).toml, encoding="utf-8")
    made = resolve(read([file], mapping=path / "m.toml"), {}, (), create_missing=True)
    assert errors(made) == []
    rows = records(made, "dependency") if "dependency" in made.tables else []
    return {(str(row["service"]), str(row["depends_on"])) for row in rows}


@pytest.mark.parametrize("signs", [";,", ",;", ";/", "|,", "\n,", "/\n"])
def test_two_signs_in_one_column(tmp_path: Path, signs: str) -> None:
    one, two = signs
    rows = [
        ["ID", "Name", "Depends on"],
        ["S1", "Portal", f"S2{one} S3"],
        ["S2", "Pay", f"S4{two}S5"],
        ["S3", "CRM", f"S4{one}S5{two}S6"],
        ["S4", "DB", "S5"],
        ["S5", "SAN", ""],
        ["S6", "Net", ""],
    ]
    assert proposed(tmp_path, rows) == {
        ("S1", "S2"), ("S1", "S3"), ("S2", "S4"), ("S2", "S5"),
        ("S3", "S4"), ("S3", "S5"), ("S3", "S6"), ("S4", "S5"),
    }  # fmt: skip


def test_known_names_that_hold_a_sign_stay_whole(tmp_path: Path) -> None:
    rows = [
        ["Application", "Depends on"],
        ["Portal", "Payroll, HR; CRM"],
        ["Payroll, HR", "DB, LDAP"],
        ["CRM", "DB; TCP/IP stack"],
        ["DB", "LDAP, Payroll, HR"],
        ["LDAP", "TCP/IP stack/DB"],
        ["TCP/IP stack", ""],
    ]
    assert proposed(tmp_path, rows) == {
        ("Portal", "Payroll, HR"), ("Portal", "CRM"), ("Payroll, HR", "DB"), ("Payroll, HR", "LDAP"), ("CRM", "DB"),
        ("CRM", "TCP/IP stack"), ("DB", "LDAP"), ("DB", "Payroll, HR"), ("LDAP", "TCP/IP stack"), ("LDAP", "DB"),
    }  # fmt: skip


def test_two_words_of_which_none_is_known_are_one_name(tmp_path: Path) -> None:
    rows = [["Name", "Uses"], ["A", "B, C"], ["B", "C"], ["C", ""], ["D", "X, Ltd; B"]]
    assert proposed(tmp_path, rows) == {("A", "B"), ("A", "C"), ("B", "C"), ("D", "X, Ltd"), ("D", "B")}


MAPPING = """
[[file]]
name = "x.csv"
[[file.table]]
kind = "service"
columns = { id = "id", tags = { column = "tags", split = [",", "/"] } }
values.tags = { "CI/CD" = "ci-cd", "n/a" = "" }
[[file.table]]
kind = "dependency"
columns = { service = "id", depends_on = { column = "needs", split = SPLIT } }
values.depends_on = { "n/a" = "", "x,y" = "b" }
"""


def test_a_mapping_says_several_signs_and_items_that_hold_one(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text('id,tags,needs\na,"CI/CD, db/web","x,y;c"\nb,n/a,"c|n/a"\nc,db/n/a,\n', encoding="utf-8")
    (tmp_path / "m.toml").write_text(MAPPING.replace("SPLIT", '[";", "|", "/", ","]'), encoding="utf-8")
    made = read([file], mapping=tmp_path / "m.toml")
    assert errors(made) == []
    assert [row.get("tags") for row in records(made, "service")] == ["ci-cd;db;web", None, "db"]
    assert [(row["service"], row["depends_on"]) for row in records(made, "dependency")] == [
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    ]


@pytest.mark.parametrize("split", ["[]", '["json", ","]', '[";#"]', '[""]', "[1]", "7"])
def test_signs_that_are_none_are_refused(tmp_path: Path, split: str) -> None:
    (tmp_path / "x.csv").write_text("id,tags,needs\na,,\n", encoding="utf-8")
    (tmp_path / "m.toml").write_text(MAPPING.replace("SPLIT", split), encoding="utf-8")
    if split == "7":  # a sign like others
        assert errors(read([tmp_path / "x.csv"], mapping=tmp_path / "m.toml")) == []
        return
    with pytest.raises(GraphmodelError, match=r"split|list of texts"):
        read([tmp_path / "x.csv"], mapping=tmp_path / "m.toml")


def test_names_that_hold_a_comma_are_quoted_in_lists(tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_text(
        'id,name,owner\na,A,"Doe, Jane"\nb,B,Roe\nc,C,"O\'Neil, Tim"\n', encoding="utf-8"
    )
    made = resolve(read([tmp_path]), {}, (), create_missing=False)
    (message,) = (p.message for p in made.problems if p.code == "W304")
    assert message == """roles that no file defines are created: 'Doe, Jane', "O'Neil, Tim", Roe"""


def test_two_fields_take_the_items_of_one_column_each_with_its_own_words(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text('host,app\nh1,"CRM, ERP"\nh2,"Pay, HR, ERP"\nh3,-\n', encoding="utf-8")
    (tmp_path / "m.toml").write_text(
        '[[file]]\nname = "x.csv"\nempty = "-"\n[[file.table]]\nkind = "service"\ndistinct = true\n'
        'columns = { id = { column = "app", split = "," }, kind = { column = "app", split = "," } }\n'
        '[file.table.values.kind]\n"CRM" = "product"\n"Pay, HR" = "product"\n"*" = "service"\n',
        encoding="utf-8",
    )
    made = read([tmp_path / "x.csv"], mapping=tmp_path / "m.toml")
    assert errors(made) == []
    assert [(row["id"], row["kind"]) for row in records(made, "service")] == [
        ("CRM", "product"),
        ("ERP", "service"),
        ("Pay, HR", "product"),
    ]


def test_what_runs_on_servers_depends_on_them(tmp_path: Path) -> None:
    rows = [
        ["Hostname", "OS", "Application"],
        ["h1", "x", "CRM"],
        ["h2", "x", "CRM"],
        ["h3", "y", "ERP, CRM"],
    ]
    assert proposed(tmp_path, rows) == {("CRM", "h1"), ("CRM", "h2"), ("ERP", "h3"), ("CRM", "h3")}


def test_ids_and_names_of_one_sheet_stand_beside_each_other(tmp_path: Path) -> None:
    rows = [
        ["CI Number", "Short name", "Full name", "Related CIs"],
        ["CI1", "ERP", "Enterprise Resource Planning", "CI3; DWH"],
        ["CI2", "CRM", "Customer Relations", "CI1, CI3"],
        ["CI3", "DB", "Central Database", ""],
        ["CI4", "DWH", "Data Warehouse", "Central Database"],
    ]
    assert proposed(tmp_path, rows) == {
        ("CI1", "CI3"), ("CI1", "DWH"), ("CI2", "CI1"), ("CI2", "CI3"), ("CI4", "CI3"),
    }  # fmt: skip


def test_columns_of_a_matrix_that_are_no_rows_are_of_it(tmp_path: Path) -> None:
    rows = [
        ["Application", "Auth", "DB", "Mail", "Queue"],
        ["Shop", "x", "x", "", "X"],
        ["CRM", "x", "", "x", ""],
        ["Auth", "", "x", "", ""],
        ["Queue", "", "", "", ""],
    ]
    assert proposed(tmp_path, rows) == {
        ("Shop", "Auth"), ("Shop", "DB"), ("Shop", "Queue"), ("CRM", "Auth"), ("CRM", "Mail"), ("Auth", "DB"),
    }  # fmt: skip


def test_columns_of_one_name_are_references_together(tmp_path: Path) -> None:
    rows = [
        ["Issue key", "Status", "Outward issue link (Depends)", "Outward issue link (Depends)"],
        ["S-1", "Live", "S-2", "S-3"],
        ["S-2", "Live", "S-3", ""],
        ["S-3", "Live", "", ""],
    ]
    assert proposed(tmp_path, rows) == {("S-1", "S-2"), ("S-1", "S-3"), ("S-2", "S-3")}


@pytest.mark.parametrize("header", ["Fournit à", "Liefert an", "Provides to"])
def test_whom_a_service_provides_depends_on_it(tmp_path: Path, header: str) -> None:
    rows = [["Name", header], ["A", "B"], ["B", ""], ["C", "A;B"]]
    assert proposed(tmp_path, rows) == {("B", "A"), ("A", "C"), ("B", "C")}


def test_names_that_stay_whole_are_looked_up_and_not_gone_through() -> None:
    class Names(frozenset[str]):
        def __iter__(self) -> Iterator[str]:
            raise AssertionError("each cell goes through all names")

    assert items("Pay, HR; DB", (";", ","), Names({"pay, hr"})) == ["Pay, HR", " DB"]
