"""Cells whose items are separated by this sign here and that one there; names that hold a sign are no two."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from graphmodel.importers import read, resolve
from graphmodel.importers.suggestion import suggest
from graphmodel.model.errors import GraphmodelError
from tests.unit.importers.helpers import errors, records

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def proposed(path: Path, rows: Sequence[Sequence[str]]) -> set[tuple[str, str]]:
    """The dependencies that an import makes of the sheet with the mapping that is proposed."""
    file = path / "x.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    (path / "m.toml").write_text(suggest([file]).toml, encoding="utf-8")
    made = resolve(read([file], mapping=path / "m.toml"), {}, (), create_missing=True)
    assert errors(made) == []
    return {(str(row["service"]), str(row["depends_on"])) for row in records(made, "dependency")}


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
