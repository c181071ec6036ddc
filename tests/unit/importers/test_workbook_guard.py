"""Crafted workbooks are refused before they take the memory, the time or the process, and it is said what to do."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from graphmodel.importers import read
from graphmodel.importers.workbook import parts
from tests.unit.importers.helpers import codes, errors, records
from tests.unit.importers.test_workbooks import HEAD, ODS, SHEET, XLSX, archive, book, message

NAMES = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ID = '<row><c t="inlineStr"><is><t>id</t></is></c></row>'


def sheet(body: str, after: str = "") -> str:
    return HEAD + body + "</sheetData>" + after + "</worksheet>"


def of_sheet(path: Path, body: str, after: str = "", **other: str) -> Path:
    return archive(
        path / XLSX,
        {SHEET: sheet(body, after), **{name.replace("__", "/") + ".xml": o for name, o in other.items()}},
    )


def test_one_long_text_of_many_cells(tmp_path: Path) -> None:
    strings = f"<sst {NAMES}><si><t>{'x' * 32_000}</t></si></sst>"
    body = '<row><c t="s"><v>0</v></c></row>' * 20_000
    assert "MB" in message(read([of_sheet(tmp_path, body, xl__sharedStrings=strings)]))


def test_a_number_of_texts_that_are_not_there(tmp_path: Path) -> None:
    strings = f'<sst {NAMES} count="4294967295" uniqueCount="4294967295"><si><t>x</t></si></sst>'
    assert "more than it does" in message(read([of_sheet(tmp_path, ID, xl__sharedStrings=strings)]))


@pytest.mark.parametrize(
    "body",
    [
        "<row>" + "<c><v>1</v></c>" * 30_000 + "</row>" + "<row><c><v>1</v></c></row>" * 1_000,
        '<row r="900000"><c r="ZZ900000"><v>1</v></c>' + "<c><v>1</v></c>" * 1_100 + "</row>",
    ],
)
def test_cells_without_a_reference(tmp_path: Path, body: str) -> None:
    assert "cells" in message(read([of_sheet(tmp_path, body)]))


def test_cells_without_a_reference_that_are_few(tmp_path: Path) -> None:
    rows = "".join(f'<row><c t="inlineStr"><is><t>s{n}</t></is></c></row>' for n in range(2_000))
    assert len(records(read([of_sheet(tmp_path, ID.replace("</row>", "") + "</row>" + rows)]))) == 2_000


def _sheets(path: Path, names: list[str]) -> Path:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    said = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId1"/>' for n, name in enumerate(names, 1))
    return archive(
        path / XLSX,
        {"xl/workbook.xml": f'<workbook {NAMES} xmlns:r="{relation}"><sheets>{said}</sheets></workbook>'},
    )


def test_many_sheets_of_one_part(tmp_path: Path) -> None:
    assert "1,500 sheets" in message(read([_sheets(tmp_path, [f"s{n}" for n in range(1_500)])]))


def test_the_cells_of_all_sheets_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphmodel.importers.workbook.guard.MAX_CELLS", 20)
    assert "the sheets go over" in message(read([_sheets(tmp_path, ["services", "roles", "products"])]))


def test_two_sheets_of_one_name(tmp_path: Path) -> None:
    assert "two sheets" in message(read([_sheets(tmp_path, ["services", "services"])]))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name(tmp_path: Path) -> None:
    path = book(tmp_path / XLSX, {"services": [["id"], ["a"]]})
    with zipfile.ZipFile(path, "a") as made:
        made.writestr(SHEET, sheet(ID))
    assert "one name" in message(read([path]))


def test_an_archive_that_ends_twice(tmp_path: Path) -> None:
    path = book(tmp_path / XLSX, {"services": [["id"], ["a"]]})
    path.write_bytes(path.read_bytes() + path.read_bytes()[-22:])
    assert "twice" in message(read([path]))


def test_merged_cells_over_each_other(tmp_path: Path) -> None:
    """Each row costs as much as it has columns, however many ranges there are."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, 20_001))
    merged = '<mergeCell ref="A2:A20000"/>' * 20_000 + '<mergeCell ref="B9:A1"/>'
    found = read(
        [of_sheet(tmp_path, ID.replace("<row>", '<row r="1">') + rows, f"<mergeCells>{merged}</mergeCells>")]
    )
    assert [r["id"] for r in records(found)] == ["2"]


def test_a_row_that_the_library_cannot_read_is_rejected_and_the_others_are_read(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>s{n}</t></is></c><c r="B{n}"{style}><v>{value}</v></c></row>'
        for n, (style, value) in enumerate([("", 1), (' s="1"', "-1e300"), (' s="1"', 45_000)], 2)
    )
    styles = f'<styleSheet {NAMES}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    texts = (
        f'<c r="{at}1" t="inlineStr"><is><t>{name}</t></is></c>' for at, name in (("A", "id"), ("B", "since"))
    )
    head = f'<row r="1">{"".join(texts)}</row>'
    found = read([of_sheet(tmp_path, head + rows, xl__styles=styles)])
    assert [(r["id"], r["since"]) for r in records(found)][-1] == ("s4", "2023-03-15")
    assert all(p.path == "services!3" for p in errors(found))


@pytest.mark.parametrize(
    "hostile",
    [
        b"<c <f " * 100_000,
        b"<row " * 200_000,
        b"<cols><col " + b' hidden="0"' * 100_000,
        b'<c r="A1"><f>1</f>' + b" " * 300_000 + b"</x>",
        (b'<c r="A1"><f>1</f>' + b" " * 500 + b"<v") * 500,
        b"<c " + b' t="x"' * 100_000,
        b'="s"' * 100_000,
    ],
)
def test_no_expression_takes_more_than_linear_time(hostile: bytes) -> None:
    """Quadratic time would be hours here, and the limit of time of the suite ends it."""
    marks = parts.xlsx_marks(hostile, {b"1"})
    assert (marks.wrong, marks.unknown) == (0, 0)
    assert parts.referred(hostile * 3, parts.lengths(b"<si>" + b"x" * 9_000)) >= 0


PASSWORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PASSWORD + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (PASSWORD, r"old format \.xls"),
    ],
)
def test_a_password_and_an_old_workbook_under_a_new_name_are_told_apart(
    tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / XLSX).write_bytes(content)
    found = read([tmp_path / XLSX])
    assert re.search(said, message(found))
    assert ".xlsx" in errors(found)[0].hint


def test_a_binary_workbook_under_another_name(tmp_path: Path) -> None:
    assert ".xlsb" in message(read([archive(tmp_path / XLSX, {"xl/workbook.bin": b"x"})]))


def test_an_opendocument_with_a_password(tmp_path: Path) -> None:
    manifest = "<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    path = archive(tmp_path / ODS, {"META-INF/manifest.xml": manifest, "content.xml": b"\x93\x11\xff" * 99})
    assert "password" in message(read([path]))


def test_names_of_parts_lead_nowhere(tmp_path: Path) -> None:
    names = {"../../evil": "x", "/etc/evil": "x", "a\\b": "x", "x" * 9_999: "x"}
    assert codes(read([archive(tmp_path / XLSX, names)])) == []
    assert sorted(p.name for p in tmp_path.iterdir()) == [XLSX, f"plain{Path(XLSX).suffix}"]
