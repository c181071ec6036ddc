"""Rows of keys and values, and cells of several items with attributes."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from graphmodel.importers import Incoming, read, write_rejects
from graphmodel.importers.checking.references import resolve
from graphmodel.importers.mapping.document import Nested
from graphmodel.importers.mapping.nested import items
from graphmodel.importers.mapping.parsing import parse
from graphmodel.model.errors import UsageError
from tests.unit.importers.helpers import codes, errors, records, write

ELEMENTS = "ID,Type,Name\ne1,Application,Web shop\ne2,Application,Database\ng1,Goal,Grow\n"
PROPERTIES = (
    "ID,Key,Value\ne1,RTO,4\ng1,RTO,2\ne1,Owner,Sales IT\ne2,Monthly cost,1200\ne1,Colour,red\n"
    "e1,Runs on,Database\ng1,Owner,Board\n"
)
MAPPING = """
source = "archi"
[[file]]
name = "elements*"
[[file.table]]
kind = "service"
where = { Type = "Application" }
[file.table.columns]
id = "ID"
name = "Name"

[[file]]
name = "properties*"
pivot = { id = "ID", key = "Key", value = "Value" }
[[file.table]]
kind = "service"
[file.table.columns]
id = "ID"
rto = { column = "RTO", unit = "h" }
cost = "monthly cost"
[[file.table]]
kind = "responsibility"
[file.table.columns]
service = "ID"
role = "Owner"
responsibility = { constant = "A" }
[[file.table]]
kind = "dependency"
[file.table.columns]
service = "ID"
depends_on = { column = "Runs on", split = ";" }
"""


def pivoted(
    path: Path,
    elements: str = ELEMENTS,
    properties: str = PROPERTIES,
    said: str = MAPPING,
    turned: bool = False,
) -> Incoming:
    folder = write(path / "export", {"elements.csv": elements, "properties.csv": properties})
    (path / "m.toml").write_text(said, encoding="utf-8")
    files = [folder / "elements.csv", folder / "properties.csv"]
    return read(files[:: -1 if turned else 1], mapping=path / "m.toml")


@pytest.mark.parametrize("turned", [False, True])
def test_keys_are_columns_of_the_element_they_belong_to(tmp_path: Path, turned: bool) -> None:
    found = resolve(pivoted(tmp_path, turned=turned), {}, (), create_missing=False)
    assert errors(found) == []
    assert records(found) == [
        {"id": "e1", "kind": "service", "name": "Web shop", "rto": "4h"},
        {"id": "e2", "kind": "service", "name": "Database", "cost": "1200"},
    ]
    assert list(found.tables["responsibility"].keys()) == [("Sales IT", "e1", "A")]
    assert list(found.tables["dependency"].keys()) == [("e1", "e2", "")]
    told = {(p.code, p.line): p.message for p in found.problems}
    assert told["W307", 3] == "1 row of elements that no table reads: g1"
    assert told["W307", 8] == "1 row of elements that no table reads: g1"
    assert told["W106", 6] == "1 of 7 rows read by no table of the mapping: Key 'Colour' (1)"


def test_any_order_of_rows_gives_the_same(tmp_path: Path) -> None:
    head, *rows = PROPERTIES.splitlines(keepends=True)
    expected = records(pivoted(tmp_path / "as it is"))
    for n, order in enumerate(permutations(rows[:4])):
        found = pivoted(tmp_path / str(n), properties=head + "".join(order))
        assert records(found) == expected


def test_two_values_of_one_key_are_an_error_with_both_places(tmp_path: Path) -> None:
    found = pivoted(tmp_path, properties="ID,Key,Value\ne1,RTO,4\ne1,RTO,5\n")
    (problem,) = errors(found)
    assert (problem.code, problem.line) == ("E301", 3)
    assert "properties.csv:2" in problem.message


def test_a_value_that_is_wrong_names_its_key_and_row(tmp_path: Path) -> None:
    found = pivoted(tmp_path, properties="ID,Key,Value\ne1,Monthly cost,much\n")
    (problem,) = errors(found)
    assert (problem.code, problem.file, problem.line, problem.column, problem.value) == (
        "E203", "properties.csv", 2, "Monthly cost", "much",
    )  # fmt: skip


def test_what_belongs_to_a_rejected_row_falls_with_it(tmp_path: Path) -> None:
    said = MAPPING.replace('name = "Name"', 'criticality = "Name"', 1)
    found = pivoted(tmp_path, said=said, elements="ID,Type,Name\ne1,Application,x\ne2,Application,1\n")
    assert [p.code for p in errors(found)] == ["E208"]
    assert [r["id"] for r in records(found)] == ["e2"]
    assert {(r.file, r.line) for r in found.rejected} == {
        ("elements.csv", 2), ("properties.csv", 2), ("properties.csv", 4), ("properties.csv", 7),
    }  # fmt: skip
    assert len(write_rejects(found, tmp_path / "again")) == 2


def test_elements_are_found_by_alias_and_by_name(tmp_path: Path) -> None:
    said = MAPPING.replace('id = "ID"\nname = "Name"', 'id = "Name"\naliases = "ID"')
    found = pivoted(tmp_path, said=said, properties="ID,Key,Value\ne1,RTO,4\n")
    assert records(found)[0] == {"id": "Web shop", "kind": "service", "aliases": "e1", "rto": "4h"}
    named = pivoted(tmp_path / "named", properties="ID,Key,Value\nWEB  shop,RTO,4\n")
    assert records(named)[0]["rto"] == "4h"


def test_a_key_that_no_row_has_is_told(tmp_path: Path) -> None:
    found = pivoted(tmp_path, properties="ID,Key,Value\ne1,RTOs,4\n")
    told = {p.column: p.hint for p in found.problems if "no row has the key" in p.message}
    assert told["RTO"] == "did you mean 'RTOs'?"
    assert errors(found) == []


def test_all_keys_may_be_kept(tmp_path: Path) -> None:
    said = MAPPING.split('[[file.table]]\nkind = "responsibility"', maxsplit=1)[0]
    said = said.replace(
        'kind = "service"\n[file.table.columns]\nid = "ID"\nrto',
        'kind = "service"\nattributes = ["*"]\n[file.table.columns]\nid = "ID"\nrto',
    )
    found = pivoted(tmp_path, said=said)
    assert records(found)[0] == {
        "id": "e1", "kind": "service", "name": "Web shop", "rto": "4h", "Owner": "Sales IT", "Colour": "red",
        "Runs on": "Database",
    }  # fmt: skip
    assert errors(found) == []


def test_rejected_properties_complete_what_is_held(tmp_path: Path) -> None:
    """The element is not among the rejected rows; that a row was rejected says that it belongs to one."""
    found = pivoted(tmp_path, properties="ID,Key,Value\ne1,Monthly cost,much\ne2,RTO,4\n")
    (path,) = write_rejects(found, tmp_path / "again")
    path.write_text(path.read_text().replace("much", "7"))
    again = read([path], mapping=tmp_path / "m.toml")
    assert codes(again).count("W307") == 0
    assert records(again) == [{"id": "e1", "cost": "7"}]


SAID = Nested("cis", "|", ";", ":", "functionalci_id", "'")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", []),
        ("functionalci_id:12;impact_code:manual|functionalci_id:13", [
            {"functionalci_id": "12", "impact_code": "manual"}, {"functionalci_id": "13"}]),
        ("12|13", [{"functionalci_id": "12"}, {"functionalci_id": "13"}]),
        ("'functionalci_id:12';'note:a;b|c: it''s'", [{"functionalci_id": "12", "note": "a;b|c: it's"}]),
        ("functionalci_id:rock'n roll|2", [{"functionalci_id": "rock'n roll"}, {"functionalci_id": "2"}]),
        ("impact_code:manual", [{"impact_code": "manual", "functionalci_id": "impact_code:manual"}]),
        (" | ;functionalci_id:1; |", [{"functionalci_id": "1"}]),
    ],
)  # fmt: skip
def test_items_of_a_cell(cell: str, expected: list[dict[str, str]]) -> None:
    assert items(SAID, cell) == expected


NESTED = """
[[file]]
name = "*.csv"
[[file.table]]
kind = "service"
columns = { id = "name" }
[[file.table]]
kind = "dependency"
nested = { column = "cis", items = "|", attributes = ";", pair = ":", key = "ci" }
columns = { service = "name", depends_on = "ci", note = "impact" }
"""


def test_nested_items_are_records(tmp_path: Path) -> None:
    folder = write(tmp_path / "x", {"a.csv": "name,cis\nshop,ci:db;impact:manual|ci:k8s\ndb,\nk8s,\n"})
    (tmp_path / "m.toml").write_text(NESTED)
    found = read([folder], mapping=tmp_path / "m.toml")
    assert errors(found) == []
    assert records(found, "dependency") == [
        {"service": "shop", "depends_on": "db", "note": "manual"},
        {"service": "shop", "depends_on": "k8s"},
    ]


def test_an_attribute_that_no_item_has_is_an_error(tmp_path: Path) -> None:
    folder = write(tmp_path / "x", {"a.csv": "name,cis\nshop,ci:db;impacts:manual\n"})
    (tmp_path / "m.toml").write_text(NESTED)
    found = read([folder], mapping=tmp_path / "m.toml")
    assert [(p.code, p.column, p.hint) for p in errors(found)] == [
        ("E111", "impact", "did you mean 'impacts'?")
    ]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('pivot = { id = "a", key = "b" }', "m.toml:3: file 'x', pivot: write { id"),
        ('pivot = { id = "a", key = "b", value = "c", valu = "d" }', "has no key 'valu'; did you mean value"),
    ],
)
def test_mistakes_in_pivot(said: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        parse(
            f'[[file]]\nname = "x"\n{said}\n[[file.table]]\nkind = "role"\ncolumns = {{ id = "a" }}\n',
            "m.toml",
        )


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('{ column = "a" }', "m.toml:5: file 'x', table 1, nested: write { column"),
        ('{ column = "a", key = "b", items = ";" }', "three different signs"),
        ('{ column = "a", key = "b", item = ";" }', "did you mean items"),
    ],
)
def test_mistakes_in_nested(said: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        parse(
            f'[[file]]\nname = "x"\n[[file.table]]\nkind = "role"\nnested = {said}\ncolumns = {{ id = "a" }}\n',
            "m.toml",
        )
