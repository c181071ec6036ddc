"""What sheets of real workbooks hold besides plain cells: merged ones, formulas, percentages, several tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from graphmodel.importers import read, write_rejects
from graphmodel.importers.suggestion import suggest
from graphmodel.model.values import type_of
from graphmodel.workbooks.cells import Percent
from graphmodel.workbooks.ods import write_ods
from graphmodel.workbooks.xlsx import write_xlsx
from tests.unit.importers.helpers import codes, errors, records
from tests.unit.importers.test_workbooks import ODS, XLSX, archive, book, cell, ods, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter.worksheet import Worksheet

TWO_TABLES = [
    ["Inventory"],
    ["ID", "App name", "SLA"],
    ["a", "Shop", 99.5],
    ["b", "DB", 99.9],
    ["x", "Old", "soon"],
    ["c", "Mail", "never"],
    [],
    ["Links of the above"],
    ["From", "To", "Strength"],
    ["a", "b", "hard"],
    ["a", "c", "odd"],
    [],
    ["Legend", "x"],
]
MAPPING = """\
[[file]]
name = "*"
sheet = "Apps"
header = 2
until = "blank"
[[file.table]]
kind = "service"
[file.table.columns]
id = "ID"
name = "App name"
availability = "SLA"
[[file]]
name = "*"
sheet = "Apps"
header = 9
until = ["Legend*", "blank"]
[[file.table]]
kind = "dependency"
[file.table.columns]
service = "From"
depends_on = "To"
strength = "Strength"
"""


def mapping(path: Path, text: str) -> Path:
    (path / "m.toml").write_text(text, encoding="utf-8")
    return path / "m.toml"


@pytest.mark.parametrize("name", [XLSX, ODS])
def test_several_tables_in_one_sheet(tmp_path: Path, name: str) -> None:
    said = mapping(tmp_path, MAPPING)
    found = read([book(tmp_path / name, {"Apps": TWO_TABLES})], mapping=said)
    assert [r["id"] for r in records(found)] == ["a", "b"]
    assert [(r["service"], r["depends_on"]) for r in records(found, "dependency")] == [("a", "b")]
    bad = [(p.code, p.path, p.value) for p in errors(found)]
    assert bad == [("E203", "Apps!C5", "soon"), ("E203", "Apps!C6", "never"),
                   ("E208", "Apps!C11", "odd")]  # fmt: skip
    assert [p.message for p in found.problems if p.code == "W106"] == [
        "1 row below the end of the table (row 12) read by no entry of the mapping, the first is row 13"
    ]
    assert [(a.sheet, a.rows) for a in found.accounts] == [("Apps", 4), ("Apps (row 9)", 2)]
    (file,) = write_rejects(found, tmp_path / "rejects")
    again = read([file], mapping=said)
    assert [(p.code, p.value) for p in errors(again)] == [(p.code, p.value) for p in errors(found)]
    assert [p.path for p in errors(again)] == ["Apps!D3", "Apps!D4", "Apps!D10"]


def filled(path: Path, fill: Callable[[Worksheet, Workbook], None]) -> Path:
    made = Workbook(path / XLSX)
    fill(made.add_worksheet("services"), made)
    made.close()
    return path / XLSX


MERGED = """\
[[file]]
name = "*"
merged = "{how}"
[[file.table]]
kind = "service"
attributes = ["*"]
columns = {{ id = "id", name = "name" }}
"""


def _merged(path: Path, name: str) -> Path:
    if name == ODS:
        spanned = cell("both").replace(" office:", ' table:number-rows-spanned="2" office:', 1)
        lines = row(cell("id") + cell("name") + cell("team"))
        lines += row(cell("a") + cell("A") + spanned)
        lines += row(cell("b") + cell("B") + "<table:covered-table-cell/>")
        return archive(path / ODS, {"content.xml": ods(lines)})

    def fill(sheet: Worksheet, _book: Workbook) -> None:
        for at, cells in enumerate((["id", "name", "team"], ["a", "A"], ["b", "B"])):
            sheet.write_row(at, 0, cells)
        sheet.merge_range(1, 2, 2, 2, "both")

    return filled(path, fill)


@pytest.mark.parametrize("name", [XLSX, ODS])
@pytest.mark.parametrize(
    ("how", "teams", "said"),
    [("fill", ["both", "both"], "filled with its value"), ("empty", ["both", ""], "left empty")],
)
def test_merged_cells_are_filled_or_left_empty(
    tmp_path: Path, name: str, how: str, teams: list[str], said: str
) -> None:
    found = read([_merged(tmp_path, name)], mapping=mapping(tmp_path, MERGED.format(how=how)))
    assert [r.get("team", "") for r in records(found)] == teams
    assert [p.message for p in found.problems] == [f"1 cell merged with the one above, {said}"]


@pytest.mark.parametrize("name", [XLSX, ODS])
def test_merged_cells_are_refused_where_the_mapping_says_so(tmp_path: Path, name: str) -> None:
    found = read([_merged(tmp_path, name)], mapping=mapping(tmp_path, MERGED.format(how="refuse")))
    (problem,) = errors(found)
    assert (problem.code, problem.path) == ("E104", "services")
    assert "C2:C3" in problem.message
    assert found.unreadable


def test_formulas_without_a_value_are_said(tmp_path: Path) -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>cost</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="B2"><f>1+1</f></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>b</t></is></c><c r="B3"><f>1+1</f><v></v></c></row>'
        '<row r="4"><c r="A4" t="inlineStr"><is><t>c</t></is></c><c r="B4"><f>1+1</f><v>2</v></c></row>'
        "</sheetData></worksheet>"
    )
    found = read([archive(tmp_path / XLSX, {"xl/worksheets/sheet1.xml": sheet})])
    assert [p.message for p in found.problems if p.code == "W108"] == [
        "2 formulas without a value, read as empty: B2, B3"
    ]
    assert [r.get("cost", "") for r in records(found)] == ["", "", "2"]


@pytest.mark.parametrize("name", [XLSX, ODS])
def test_percent_cells_and_numbers_are_told_apart(tmp_path: Path, name: str) -> None:
    """A cell that shows 99.9% is 0.999 in the file; one that shows 99.9 is 99.9; both may stand in one column."""
    if name == ODS:
        numbers = (
            '<table:table-cell office:value-type="{}" office:value="{}"><text:p>x</text:p></table:table-cell>'
        )
        lines = row(cell("id") + cell("name") + cell("availability"))
        for key, kind, value in (("a", "percentage", 0.999), ("b", "float", 99.9), ("c", "percentage", 1)):
            lines += row(cell(key) + cell(key) + numbers.format(kind, value))
        path = archive(tmp_path / ODS, {"content.xml": ods(lines)})
    else:

        def fill(sheet: Worksheet, made: Workbook) -> None:
            percent, plain = (
                made.add_format({"num_format": '0.0"x"%'}),
                made.add_format({"num_format": '0.0"%"'}),
            )
            sheet.write_row(0, 0, ["id", "name", "availability"])
            for at, (key, value, form) in enumerate(
                (("a", 0.999, percent), ("b", 99.9, plain), ("c", 1, percent)), 1
            ):
                sheet.write_row(at, 0, [key, key])
                sheet.write_number(at, 2, value, form)

        path = filled(tmp_path, fill)
    found = read([path])
    assert codes(found) == []
    assert [float(r["availability"]) for r in records(found)] == [99.9, 99.9, 100]


def test_rejected_percent_cells_come_back_as_they_were(tmp_path: Path) -> None:
    def fill(sheet: Worksheet, made: Workbook) -> None:
        sheet.write_row(0, 0, ["id", "name", "availability", "rto"])
        sheet.write_row(1, 0, ["a", "A", "", "soon"])
        sheet.write_number(1, 2, 0.005, made.add_format({"num_format": "0.0%"}))

    found = read([filled(tmp_path, fill)])
    (file,) = write_rejects(found, tmp_path / "rejects")
    again = read([file])
    assert codes(again) == codes(found) == ["E206"]
    assert again.rejected.reasons()


def test_errors_and_hidden_rows_are_counted_for_each_sheet(tmp_path: Path) -> None:
    made = Workbook(tmp_path / XLSX)
    for name in ("services", "products"):
        sheet = made.add_worksheet(name)
        sheet.write_row(0, 0, ["id", "name", "note"])
        for at in range(1, 9):
            sheet.write_row(at, 0, [f"{name}{at}", "x"])
            if name == "products":
                sheet.write_formula(at, 2, "=1/0", value="#DIV/0!")
        sheet.set_row(3, None, None, {"hidden": name == "services"})
        sheet.autofilter(0, 0, 8, 2)
    made.close()
    found = read([tmp_path / XLSX])
    assert [(p.path, p.message) for p in found.problems if p.code == "W108"] == [
        ("products", "8 cells with an error such as #N/A, read as empty: C2, C3, C4, C5, C6 and 3 more"),
        ("services", "1 hidden row, read like the others"),
    ]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.decimals(0, 100, places=2),
            st.decimals(0, 10**7, places=2),
            st.dates(date(1900, 3, 1), date(2100, 1, 1)),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([XLSX, ODS]),
    st.sampled_from([(".", ","), (",", "."), (",", "\u202f")]),
)
def test_a_workbook_and_text_in_any_notation_are_one_catalogue(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[Decimal, Decimal, date]],
    name: str,
    notation: tuple[str, str],
) -> None:
    """Percent, money and days as typed cells, and as a person would type them into a file of their country."""
    path, (decimal, thousands) = tmp_path_factory.mktemp("same"), notation
    heads = ["id", "name", "availability", "cost", "reviewed"]
    cells: list[list[object]] = [heads]
    lines = [";".join(heads)]
    for n, (share, cost, day) in enumerate(rows):
        cells.append([f"0{n}", "x", Percent(share / 100), float(cost), day])
        grouped = f"{cost:,.2f}".translate({ord(","): thousands, ord("."): decimal})
        lines.append(f"0{n};x;{str(share).replace('.', decimal)}%;{grouped};{day:%d.%m.%Y}")
    (write_ods if name == ODS else write_xlsx)({"services": cells}, path / name)  # type: ignore[operator]
    (path / "services.csv").write_text("\n".join(lines), encoding="utf-8")
    said = (
        f'decimal = "{decimal}"\nthousands = "{thousands}"\ndates = ["%d.%m.%Y"]\n[[file]]\nname = "*"\n'
        '[[file.table]]\nkind = "service"\n[file.table.columns]\n' + "".join(f'{h} = "{h}"\n' for h in heads)
    )
    typed, text = read([path / name]), read([path / "services.csv"], mapping=mapping(path, said))
    assert errors(typed) == errors(text) == []
    meant = [
        [
            {h: type_of(found.tables["service"].kind, h).meaning(record.get(h, "")) for h in heads}
            for record in records(found)
        ]
        for found in (typed, text)
    ]
    assert meant[0] == meant[1]


def test_suggest_keeps_another_table_of_a_sheet_apart_and_says_so(tmp_path: Path) -> None:
    rows = [
        ["App ID", "Application", "RTO (h)", "Depends on"],
        ["A1", "Shop", 4, "A2"],
        ["A2", "DB", 2.5, "A3"],
        ["A3", "Mail", 1, ""],
        ["* provisional figures"],
        [],
        ["Server", "Runs", ""],
        ["srv1", "Shop"],
        ["srv2", "Mail"],
    ]
    found = suggest([book(tmp_path / XLSX, {"Apps": rows})])
    assert 'until = "blank"' in found.toml
    assert [one.why for one in found.left_out if not one.column] == [
        'rows taken for notes or headings: "* provisional figures"; what is a service, remove from skip',
        "what looks like another table, from row 7 on: a [[file]] with header = 7 reads it",
    ]
    shown = {one.kind: [row[0] for row in one.rows] for one in found.preview}
    assert shown["service"] == ["A1", "A2", "A3"]
    assert [p.message for p in found.problems if p.code == "W106"] == [
        "3 rows below the end of the table (row 6) read by no entry of the mapping, the first is row 7"
    ]


def test_suggest_takes_blank_rows_within_a_table_for_no_end(tmp_path: Path) -> None:
    rows = [["App ID", "Application", "RTO (h)"], ["A1", "Shop", 4], [], ["A2", "DB", 2], ["A3", "Mail", 1]]
    found = suggest([book(tmp_path / XLSX, {"Apps": rows})])
    assert "until" not in found.toml
    assert [row[0] for one in found.preview for row in one.rows] == ["A1", "A2", "A3"]
