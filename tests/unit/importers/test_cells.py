"""Cells that are written in a way of their own: formulas of one text, lists as JSON."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path

import pytest

from graphmodel.importers import read
from graphmodel.importers.suggestion import suggest
from tests.unit.importers.helpers import codes, errors, ids, reading, records, write

MAPPING = """
[[file]]
name = "apps.csv"
[[file.table]]
kind = "service"
columns = { id = "Nr", name = "Name" }
"""


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('="0341"', "0341"),
        ('"=""0341"""', "0341"),
        ('"=""0""""1"""', '0"1'),
        ("0341", "0341"),
        ('="0341"&"x"', '="0341"&"x"'),
        ('"=""0341"', '="0341'),
    ],
)
def test_a_formula_of_one_text_is_that_text(tmp_path: Path, cell: str, text: str) -> None:
    found = reading(tmp_path, {"services.csv": f"id,name\na,A\nb,{cell}\n"})
    assert [r["name"] for r in records(found)] == ["A", text]


def test_formulas_are_said_once_per_file(tmp_path: Path) -> None:
    services = 'id;name\n="001";A\nb;B\n\n="002";="C"\n'
    found = reading(
        tmp_path, {"services.csv": services, "dependencies.csv": 'service,depends_on\n="001",b\n'}
    )
    assert ids(found) == ["001", "b", "002"]
    said = [(p.file, p.line, p.message.split(" written")[0]) for p in found.problems]
    assert said == [("dependencies.csv", 2, "1 cell"), ("services.csv", 2, "3 cells")]
    assert {*codes(found)} == {"W108"}


def test_mappings_and_proposals_read_formulas(tmp_path: Path) -> None:
    apps = (
        write(
            tmp_path, {"apps.csv": '="Nr",Name,Depends on\n="0341",A,\n="0007",B,0341\n', "m.toml": MAPPING}
        )
        / "apps.csv"
    )
    assert ids(read([apps], mapping=tmp_path / "m.toml")) == ["0341", "0007"]
    (preview, dependencies) = suggest([apps]).preview
    assert {row[preview.columns.index("id")] for row in preview.rows} == {"0341", "0007"}
    assert dependencies.rows == (("0007", "0341"),)


def test_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": 'id,name\na,=""\n="",=""\n'})
    assert (ids(found), errors(found)) == (["a"], [])
    assert [p.message for p in found.problems if p.code == "W105"] == ["1 row of empty cells skipped"]


LISTS = """
[[file]]
name = "apps.csv"
[[file.table]]
kind = "service"
[file.table.columns]
id = "Id"
tags = { column = "Tags", split = "json" }
aliases = { columns = ["Old", "Older"], split = "json" }
[[file.table]]
kind = "dependency"
columns = { service = "Id", depends_on = { column = "Needs", split = "json" } }
"""


def lists(path: Path, *rows: list[str]) -> Path:
    """A file with these rows, and the mapping beside it."""
    sheet = io.StringIO(newline="")
    csv.writer(sheet).writerows([["Id", "Needs", "Tags", "Old", "Older"], *rows])
    return write(path, {"apps.csv": sheet.getvalue(), "m.toml": LISTS}) / "apps.csv"


def test_json_lists_are_taken_apart(tmp_path: Path) -> None:
    apps = lists(
        tmp_path,
        ["a", ' [ "b", "c, d" ] ', '["x", "y"]', '["o1"]', '["o2", "o3"]'],
        ["b", "[]", "[]", "", ""],
        ["c, d", "b", "x", "o4", ""],
        ["7", '["a", 8.50, null, ""]', "null", "[null]", ""],
        ["8.50", "", "", "", ""],
    )
    found = read([apps], mapping=tmp_path / "m.toml")
    assert errors(found) == []
    ends = {(r["service"], r["depends_on"]) for r in records(found, "dependency")}
    assert ends == {("a", "b"), ("a", "c, d"), ("c, d", "b"), ("7", "a"), ("7", "8.50")}
    services = {r["id"]: (r.get("tags", ""), r.get("aliases", "")) for r in records(found)}
    assert services["a"] == ("x;y", "o1;o2;o3")
    assert services["b"] == ("", "")
    assert services["c, d"] == ("x", "o4")


@pytest.mark.parametrize(
    "cell", ['["b"', '["b",]', "[b]", '{"b": 1}', '[["b"]]', "[true]", "[" * 100_000, '["\\ud800"]', "[NaN]"]
)
@pytest.mark.parametrize(("column", "at"), [("Needs", 1), ("Tags", 2), ("Old + Older", 3)])
def test_a_broken_list_is_an_error_with_its_place(tmp_path: Path, cell: str, column: str, at: int) -> None:
    row = ["a", "", "", "", ""]
    row[at] = cell
    found = read([lists(tmp_path, ["b", "", "", "", ""], row)], mapping=tmp_path / "m.toml")
    (error,) = errors(found)
    assert (error.file, error.line, error.column) == ("apps.csv", 3, column)
    assert "JSON" in error.message
    assert "\ud800" not in error.message + error.value


def test_a_semicolon_in_an_item_of_a_list_is_refused(tmp_path: Path) -> None:
    (error,) = errors(read([lists(tmp_path, ["a", "", '["x;y"]', "", ""])], mapping=tmp_path / "m.toml"))
    assert (error.line, error.column) == (2, "Tags")


def test_suggest_proposes_json(tmp_path: Path) -> None:
    sheet = io.StringIO(newline="")
    csv.writer(sheet).writerows(
        [
            ["Application", "Depends on", "Tags", "Owner"],
            ["Shop", '["CRM, old", "SSO"]', '["web"]', '["Anna", "Jon"]'],
            ["CRM, old", '["SSO"]', "[]", '["Jon"]'],
            ["SSO", '["NULL"]', '["it", "core"]', ""],
        ]
    )
    proposed = suggest([write(tmp_path, {"apps.csv": sheet.getvalue()}) / "apps.csv"])
    assert [p for p in proposed.problems if p.severity == "error"] == []
    made = {p.kind: [dict(zip(p.columns, row, strict=True)) for row in p.rows] for p in proposed.preview}
    ends = {(r["service"], r["depends_on"]) for r in made["dependency"]}
    assert ends == {("Shop", "CRM, old"), ("Shop", "SSO"), ("CRM, old", "SSO")}
    assert {r["id"]: r["tags"] for r in made["service"]} == {"Shop": "web", "CRM, old": "", "SSO": "it;core"}
    assert {(r["role"], r["service"]) for r in made["responsibility"]} == {
        ("Anna", "Shop"), ("Jon", "Shop"), ("Jon", "CRM, old"),
    }  # fmt: skip
    assert proposed.toml.count('split = "json"') == 3


@pytest.mark.parametrize("word", ["#N/A", r"\N", "NULL", "None"])
def test_words_of_programs_for_nothing_are_proposed_as_empty(tmp_path: Path, word: str) -> None:
    sheet = f"Application,Depends on,Description\nShop,SSO,{word}\nSSO,{word},Login\n"
    proposed = suggest([write(tmp_path, {"apps.csv": sheet}) / "apps.csv"])
    assert word in tomllib.loads(proposed.toml)["file"][0]["empty"]
    (dependencies,) = [p for p in proposed.preview if p.kind == "dependency"]
    assert len(dependencies.rows) == 1
