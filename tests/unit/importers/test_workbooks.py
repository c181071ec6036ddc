"""Workbooks: real ones, made here by another library than the one that reads them, and hostile ones."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from graphmodel.importers import Incoming, read, write_rejects
from graphmodel.importers.suggestion import suggest
from graphmodel.model.errors import UsageError
from graphmodel.workbooks.ods import write_ods
from graphmodel.workbooks.xlsx import write_xlsx
from tests.unit.importers.helpers import codes, errors, records, write

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Rows = Sequence[Sequence[object]]
SERVICES: Rows = [["id", "name", "rto"], ["db", "DB", "4h"], ["shop", "Shop", "2h"]]
DEPENDENCIES: Rows = [["service", "depends_on"], ["shop", "db"]]
XLSX, ODS = "estate.xlsx", "estate.ods"


def book(path: Path, sheets: Mapping[str, Rows], at: tuple[int, int] = (0, 0)) -> Path:
    """A workbook whose sheets begin in that cell."""
    if path.suffix == ".ods":
        write_ods(sheets, path)  # type: ignore[arg-type]
        return path
    made = Workbook(path, {"strings_to_formulas": False, "default_date_format": "dd.mm.yyyy"})
    for name, rows in sheets.items():
        sheet = made.add_worksheet(name)
        for n, row in enumerate(rows):
            sheet.write_row(at[0] + n, at[1], row)
    made.close()
    return path


def single(path: Path, fill: object) -> Incoming:
    """What is read of a workbook with one sheet ``services`` that a function fills."""
    made = Workbook(path / XLSX)
    fill(made.add_worksheet("services"))  # type: ignore[operator]
    made.close()
    return read([path / XLSX])


def archive(path: Path, parts: Mapping[str, str | bytes], of: Path | None = None) -> Path:
    """A workbook with these parts in place of its own."""
    old = book(path.with_name(f"plain{path.suffix}"), {"services": SERVICES}) if of is None else of
    with zipfile.ZipFile(old) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            if name not in parts:
                made.writestr(name, source.read(name))
        for name, content in parts.items():
            made.writestr(name, content)
    return path


def message(incoming: Incoming) -> str:
    (problem,) = errors(incoming)
    assert incoming.unreadable
    assert "\n" not in problem.message
    assert problem.hint
    return problem.message


@pytest.mark.parametrize("name", [XLSX, ODS])
def test_sheets_are_read_like_a_catalogue_folder(tmp_path: Path, name: str) -> None:
    found = read([book(tmp_path / name, {"Services": SERVICES, "dependencies": DEPENDENCIES})])
    assert codes(found) == []
    assert [(r["id"], r["name"], r["rto"]) for r in records(found)] == [
        ("db", "DB", "4h"),
        ("shop", "Shop", "2h"),
    ]
    assert records(found, "dependency")[0]["depends_on"] == "db"
    assert found.tables["service"].origin(1).place == f"{name}: Services!3"


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=8)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(CELL, st.integers(-9, 10**12), st.dates(date(1900, 3, 1))), max_size=8),
    st.sampled_from([XLSX, ODS]),
)
def test_a_workbook_is_read_as_the_same_content_in_csv(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, date]], name: str
) -> None:
    path = tmp_path_factory.mktemp("same")
    table: Rows = [
        ["id", "name", "description", "seats", "since"],
        *([f"s{n}", "x", *row] for n, row in enumerate(rows)),
    ]
    with (path / "services.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(table)
    ours, theirs = (
        read([book(path / name, {"services": table})]),
        read([path / "services.csv"], mapping=_same(path)),
    )
    assert records(ours) == records(theirs)
    assert [p.code for p in errors(ours)] == [p.code for p in errors(theirs)] == []


def _same(path: Path) -> Path:
    said = '[[file]]\nname = "*"\n[[file.table]]\nkind = "service"\nattributes = ["seats", "since"]\n'
    said += "[file.table.columns]\n"
    (path / "m.toml").write_text(
        said + 'id = "id"\nname = "name"\ndescription = "description"\n', encoding="utf-8"
    )
    return path / "m.toml"


def test_cells_are_what_they_are(tmp_path: Path) -> None:
    row = [
        "0341",
        True,
        date(2025, 1, 2),
        datetime.fromisoformat("2025-01-02T03:04:05"),
        0.1 + 0.2,
        7.0,
        1e-7,
        timedelta(hours=30),
    ]
    head = ["id", "live", "since", "at", "cost", "seats", "tiny", "span"]

    def fill(sheet: Worksheet) -> None:
        sheet.write_row(0, 0, [*head, "sum", "share"])
        sheet.write_string(1, 0, "0341")
        sheet.write_boolean(1, 1, True)
        for at, form in ((2, "dd/mm/yy"), (3, "d.m.yyyy hh:mm:ss"), (7, "[h]:mm:ss")):
            sheet.write_datetime(1, at, row[at], BOOK.add_format({"num_format": form}))
        for at in (4, 5, 6):
            sheet.write_number(1, at, row[at])
        sheet.write_formula(1, 8, "=1+1", value=2)
        sheet.write_number(1, 9, 0.999, BOOK.add_format({"num_format": "0.0%"}))

    BOOK = Workbook(tmp_path / XLSX)
    fill(BOOK.add_worksheet("services"))
    BOOK.close()
    (found,) = records(read([tmp_path / XLSX]))
    assert {name: found[name] for name in [*head, "sum", "share"]} == {
        "id": "0341", "live": "yes", "since": "2025-01-02", "at": "2025-01-02 03:04:05", "cost": "0.3",
        "seats": "7", "tiny": "0.0000001", "span": "30:00:00", "sum": "2", "share": "99.9%",
    }  # fmt: skip


def test_a_column_of_percent_cells_is_read_as_percentages_with_a_warning(tmp_path: Path) -> None:
    rows = [["id", "name", "availability"], ["a", "A", 0.999], ["b", "B", 1]]
    found = read([book(tmp_path / XLSX, {"services": rows})])
    assert codes(found) == ["W202"]
    assert [float(r["availability"]) for r in records(found)] == [99.9, 100]


def test_cells_with_an_error_are_empty_and_counted(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["id", "name", "description"])
        sheet.write_row(1, 0, ["a", "A"])
        sheet.write_formula(1, 2, "=NA()", value="#N/A")

    found = single(tmp_path, fill)
    assert codes(found) == ["W108"]
    assert found.problems[0].message == "1 cell with an error such as #N/A, read as empty: C2"
    assert "description" not in records(found)[0]


def test_what_is_merged_downwards_is_in_each_row_and_counted(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.write_row(1, 2, ["id", "name", "description"])
        for at, name in enumerate("abcd", 2):
            sheet.write_row(at, 2, [name, name])
        sheet.merge_range(3, 4, 4, 4, "both")

    found = single(tmp_path, fill)
    assert codes(found) == ["W108"]
    assert found.problems[0].message == "1 cell merged with the one above, filled with its value"
    assert [r.get("description", "") for r in records(found)] == ["", "both", "both", ""]


def test_hidden_rows_columns_and_sheets_are_read_and_said(tmp_path: Path) -> None:
    made = Workbook(tmp_path / XLSX)
    made.add_worksheet("notes").write(0, 0, "text")
    sheet = made.add_worksheet("services")
    for at, row in enumerate(SERVICES):
        sheet.write_row(at, 0, row)
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_column(1, 1, None, None, {"hidden": True})
    sheet.hide()
    made.close()
    found = read([tmp_path / XLSX])
    assert [p.message for p in found.problems if p.code == "W108"] == [
        "1 hidden row and 1 hidden column, read like the others", "a hidden sheet, read like the others",
    ]  # fmt: skip
    assert len(records(found)) == 2


def test_a_problem_names_the_cell(tmp_path: Path) -> None:
    rows = [*SERVICES, [], ["x", "X", "soon"]]
    found = read([book(tmp_path / XLSX, {"services": rows}, at=(3, 1))])
    assert [(p.code, p.path) for p in found.problems] == [("W105", "services!7"), ("E206", "services!D8")]


MAPPING = """\
[[file]]
name = "*"
sheet = "Apps*"
header = [2, 3]
skip = ["Total"]
decimal = ","
[[file.table]]
kind = "service"
[file.table.columns]
id = "ID"
name = "App name"
rto = { column = "Recovery RTO", unit = "h" }
cost = "Recovery cost"
[[file]]
name = "*"
sheet = "Links"
[[file.table]]
kind = "dependency"
[file.table.columns]
service = "From"
depends_on = "To"
"""
SHEETS: Mapping[str, Rows] = {
    "Apps 2025": [
        ["Inventory"],
        ["", "", "Recovery", ""],
        ["ID", "App name", "RTO", "cost"],
        [1, "Mail", 1.5, 1.234],
        ["2", "Web", "2,5", "10,5"],
        ["3", "Bad", "never", True],
        ["Total", "", 4.0, ""],
    ],
    "Links": [["From", "To"], [1, 2], [3, 1]],
    "Readme": [["text"]],
}


@pytest.mark.parametrize("name", [XLSX, ODS])
def test_a_mapping_reads_each_sheet_in_its_own_way_and_its_rejected_rows_again(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    found = read([book(tmp_path / name, SHEETS)], mapping=tmp_path / "m.toml")
    assert [(r["id"], r["rto"], r["cost"]) for r in records(found)] == [
        ("1", "1,5h", "1.234"),
        ("2", "2,5h", "10.5"),
    ]
    assert [(r["service"], r["depends_on"]) for r in records(found, "dependency")] == [("1", "2"), ("3", "1")]
    bad = [(p.code, p.path) for p in errors(found)]
    assert {path for _, path in bad} == {"Apps 2025!C6", "Apps 2025!D6"}
    (file,) = write_rejects(found, tmp_path / "rejects")
    again = read([file], mapping=tmp_path / "m.toml")
    assert [(p.code, p.message, p.value) for p in errors(again)] == [
        (p.code, p.message, p.value) for p in errors(found)
    ]
    assert {p.path for p in errors(again)} == {"Apps 2025!D4", "Apps 2025!E4"}  # the reason is before them
    assert len(again.rejected) == 1
    (other,) = write_rejects(again, tmp_path / "again")
    assert [p.path for p in errors(read([other], mapping=tmp_path / "m.toml"))] == [
        p.path for p in errors(again)
    ]


def test_what_is_written_is_no_formula(tmp_path: Path) -> None:
    write_xlsx(
        {"services": [["id", "name"], ["a", "=1+1"], ["b", "http://x"], ["c", "{=A1}"]]}, tmp_path / XLSX
    )
    with zipfile.ZipFile(tmp_path / XLSX) as made:
        content = made.read("xl/worksheets/sheet1.xml")
    assert b"<f" not in content
    assert b"hyperlink" not in content
    assert [r["name"] for r in records(read([tmp_path / XLSX]))] == ["=1+1", "http://x", "{=A1}"]


def test_suggest_reads_the_sheets(tmp_path: Path) -> None:
    rows = [["Our estate", "", "", ""], [], ["App ID", "Application", "RTO (h)", "Depends on"],
            ["A1", "Shop", 4, "A2"], ["A2", "DB", 2.5, ""], ["A3", "Mail", 1, "A2"]]  # fmt: skip
    found = suggest([book(tmp_path / XLSX, {"Apps": rows, "Links": [["Source", "Target"], ["A3", "A1"]]})])
    assert 'sheet = "Apps"' in found.toml
    assert "header = 3" in found.toml
    shown = {one.kind: one for one in found.preview}
    assert [row[:2] for row in shown["service"].rows] == [("A1", "Shop"), ("A2", "DB"), ("A3", "Mail")]
    assert {row[:2] for row in shown["dependency"].rows} == {("A1", "A2"), ("A3", "A2"), ("A3", "A1")}


def test_a_workbook_beside_csv_files(tmp_path: Path) -> None:
    folder = write(tmp_path / "c", {"services.csv": "id,name\ndb,DB\nshop,Shop\n"})
    book(folder / "dependencies.xlsx", {"dependencies": DEPENDENCIES})
    (folder / "~$dependencies.xlsx").write_bytes(b"lock")
    found = read([folder])
    assert codes(found) == []
    assert (len(records(found)), len(records(found, "dependency"))) == (2, 1)


SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"


def far(*cells: str) -> str:
    return HEAD + "".join(f"<row><c r={cell}><v>1</v></c></row>" for cell in cells) + TAIL


@pytest.mark.parametrize(
    "cells",
    [
        ('"A1"', '"XFD1048576"'),
        ('"A1"', "'xfd1048576'"),
        ('"A1"', '"A99999999"', '"ZZ1"'),
        ('"AA99999"', '"A1"', '"ZZ1"'),
        ('"A1"', '"ZZZZZZZZZZZZ9"'),
        ('"A1"', '"A999999999999999"'),
    ],
)
def test_a_cell_far_away_is_refused(tmp_path: Path, cells: tuple[str, ...]) -> None:
    said = message(read([archive(tmp_path / XLSX, {SHEET: far(*cells)})]))
    assert "cells" in said


def ods(body: str) -> str:
    names = "".join(
        f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text")
    )
    table = f'<table:table table:name="services">{body}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    return f"<office:document-content{names}>{body}</office:document-content>"


def cell(text: str, columns: str = "1") -> str:
    repeated = f'table:number-columns-repeated="{columns}"'
    return (
        f'<table:table-cell office:value-type="string" {repeated}><text:p>{text}</text:p></table:table-cell>'
    )


def row(cells: str, rows: str = "1") -> str:
    return f'<table:table-row table:number-rows-repeated="{rows}">{cells}</table:table-row>'


def rest(columns: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{columns}"/>'


@pytest.mark.parametrize(
    "body",
    [
        row(cell("x", "99999999")),
        row(cell("x", "&#57;9999999")),
        row(cell("x"), "99999999"),
        row(rest(99_999_999) + cell("x")),
        row(cell("x", "16384")) * 2_000,
        row(cell('<text:s text:c="999999999"/>')),
    ],
)
def test_repetitions_without_end_are_refused(tmp_path: Path, body: str) -> None:
    assert message(read([archive(tmp_path / ODS, {"content.xml": ods(body)})]))


def test_the_empty_rest_of_an_opendocument_sheet_is_no_harm(tmp_path: Path) -> None:
    rows = row(cell("id") + cell("name") + rest(16_382)) + row(cell("a") + cell("A") + rest(16_382))
    rows += row(rest(16_384), "1048574")
    found = read([archive(tmp_path / ODS, {"content.xml": ods(rows)})])
    assert codes(found) == []
    assert [r["name"] for r in records(found)] == ["A"]


ENTITY = '<!DOCTYPE x [<!ENTITY a "boom"><!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("entity", ["a", "b"])
@pytest.mark.parametrize(("name", "part"), [(XLSX, SHEET), (ODS, "content.xml")])
def test_an_entity_is_refused(tmp_path: Path, entity: str, name: str, part: str) -> None:
    rows = f'<row><c t="inlineStr"><is><t>&{entity};</t></is></c></row>'
    sheet = HEAD + rows + TAIL if name == XLSX else ods(row(cell(f"&{entity};")))
    assert "document type" in message(read([archive(tmp_path / name, {part: ENTITY + sheet})]))


@pytest.mark.parametrize(
    "content", [ods("")[:-60], ods("").encode("utf-16"), ods("").replace("</table:table>", "")]
)
def test_a_table_without_an_end_is_refused(tmp_path: Path, content: str | bytes) -> None:
    assert message(read([archive(tmp_path / ODS, {"content.xml": content})]))


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    said = message(read([archive(tmp_path / XLSX, {"xl/sharedStrings.xml": b" " * (1 << 26)})]))
    assert "64 MB" in said


@pytest.mark.parametrize("name", [XLSX, ODS])
def test_what_is_no_workbook_is_one_clear_error(tmp_path: Path, name: str) -> None:
    good = book(tmp_path / name, {"services": SERVICES}).read_bytes()
    for content in (
        b"",
        b"id,name\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        good[: len(good) // 2],
        b"PK",
    ):
        (tmp_path / name).write_bytes(content)
        assert message(read([tmp_path / name]))
    for parts in ({"mimetype": "x"}, {SHEET: "", "content.xml": ""}, {SHEET: "<a", "content.xml": "<a"}):
        found = read(
            [archive(tmp_path / f"other-{name}", parts, book(tmp_path / name, {"services": SERVICES}))]
        )
        assert len(errors(found)) <= 1


def test_the_old_format_is_refused_and_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "estate.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    found = read([tmp_path / "estate.xls"])
    assert ".xls" in message(found)
    assert ".xlsx" in errors(found)[0].hint
    with pytest.raises(UsageError, match="old formats"):
        suggest([tmp_path / "estate.xls"])


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([XLSX, ODS]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=6),
    st.booleans(),
)
def test_damage_is_found_or_does_none(
    tmp_path_factory: pytest.TempPathFactory, name: str, changes: list[tuple[float, int]], within: bool
) -> None:
    path = tmp_path_factory.mktemp("damaged")
    plain = book(path / f"plain-{name}", {"services": SERVICES, "dependencies": DEPENDENCIES})
    part = "content.xml" if name == ODS else SHEET
    with zipfile.ZipFile(plain) as opened:
        content = bytearray(opened.read(part) if within else plain.read_bytes())
    for at, value in changes:
        content[int(at * len(content))] = value
    if within:
        archive(path / name, {part: bytes(content)}, plain)
    else:
        (path / name).write_bytes(content)
    with suppress(UsageError):
        read([path / name])
