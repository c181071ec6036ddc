"""Answers as workbooks: typed cells, a header that stays, filters, and nothing that runs."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.answers.report import Column, Report
from graphmodel.model.errors import UsageError
from graphmodel.model.origin import Origin
from graphmodel.model.revision import Revision
from graphmodel.model.visible import hidden, visible
from graphmodel.render.reports import render
from graphmodel.rules.rule import Finding
from graphmodel.workbooks import xlsx
from graphmodel.workbooks.xlsx import TypedSheet, sheet_name, write_tables
from tests.hostile import NASTY
from tests.workbooks import rows

REVISION = Revision(3, "uid", "2024-05-01T00:00:00Z", "cmdb")


def report(columns: tuple[Column, ...], lines: list[tuple[Any, ...]], **fields: Any) -> Report:
    return Report(columns, lines, analysis="impact", revision=REVISION, **fields)


def written(path: Path, made: Report) -> Path:
    with path.open("wb") as raw:
        out = io.TextIOWrapper(raw, encoding="utf-8")
        assert render(made, "xlsx", out) == len(list(made.rows))
        out.detach()
    return path


def test_cells_are_what_they_are(tmp_path: Path) -> None:
    columns = tuple(map(Column, ("id", "n", "share", "yes", "nothing", "list", "big")))
    made = report(columns, [("0341", 7, 0.5, True, None, ("a", "b"), 10**18)])
    sheets = rows(written(tmp_path / "x.xlsx", made))
    assert sheets["impact"] == [
        ["id", "n", "share", "yes", "nothing", "list", "big"],
        ["0341", 7, 0.5, True, "", "a;b", "1000000000000000000"],
    ]
    assert ["source", "cmdb"] in sheets["about"]


def test_texts_of_fields_are_cells_of_their_type(tmp_path: Path) -> None:
    columns = (Column("a", type="percent"), Column("b", type="number"), Column("c", type="number"))
    path = written(tmp_path / "x.xlsx", report(columns, [("99.95", "3.5", "x"), ("", "1", "2")]))
    assert rows(path)["impact"][1:] == [[0.9995, 3.5, "x"], ["", 1, 2]]
    with zipfile.ZipFile(path) as book:
        assert b'formatCode="0.00%"' in book.read("xl/styles.xml")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(NASTY) | st.text(min_size=1, max_size=9), min_size=1, max_size=5))
def test_no_text_is_a_formula_or_a_link(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    columns = tuple(Column(text) for text in texts)
    path = written(tmp_path_factory.mktemp("x") / "x.xlsx", report(columns, [tuple(texts)], title=texts[0]))
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
        assert not [name for name in book.namelist() if "sheet1.xml.rels" in name]
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet
    heads, cells = rows(path)["impact"]
    for text, head, cell in zip(texts, heads, cells, strict=True):
        if "_x" not in text:
            assert (head, cell) == (visible(text), visible(text, keep="\n\t"))
        assert not [c for c in head + cell if hidden(c) and c not in "\n\t"]


def test_the_header_stays_in_sight_and_has_filters(tmp_path: Path) -> None:
    path = written(tmp_path / "x.xlsx", report((Column("id"), Column("b")), [("a", "x" * 500), ("b", "y")]))
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:B3"/>' in sheet
    assert 'numberStoredAsText="1"' in sheet
    widths = [float(part.split('"')[0]) for part in sheet.split('width="')[1:]]
    assert 8 <= widths[0] < widths[1] <= 61


def test_findings_and_lists_beside_the_rows_have_sheets_of_their_own(tmp_path: Path) -> None:
    found = Finding(
        "GM001", "warning", "a", "A", "GM001:a", "no role", "name one", Origin("s.csv", 2, "cmdb")
    )
    more = {"counts": {"added": 2}, "problems": [{"code": "E1", "line": 3}, {"code": "E2", "value": "x"}]}
    sheets = rows(
        written(tmp_path / "x.xlsx", report((Column("id"),), [("a",)], findings=(found,), more=more))
    )
    assert list(sheets) == ["impact", "findings", "problems", "about"]
    assert sheets["findings"][1][-1] == "s.csv:2 (source cmdb)"
    assert sheets["problems"] == [["code", "line", "value"], ["E1", 3, ""], ["E2", "", "x"]]
    assert ["count: added", 2] in sheets["about"]


def test_what_a_workbook_cannot_hold_is_refused_and_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 3)
    for table in (
        TypedSheet("x", ["a"], [["1"], ["2"], ["3"]]),
        TypedSheet("x", ["a"], [["y" * 32_768]]),
        TypedSheet("x", [str(n) for n in range(16_385)], []),
    ):
        out = io.BytesIO()
        with pytest.raises(UsageError) as caught:
            write_tables([table], out)
        assert "CSV" in (caught.value.hint or "")
        assert out.getvalue() == b""


@given(
    st.lists(st.text(max_size=40) | st.sampled_from(["a", "A", "history", "'", "[x]", "a" * 40]), max_size=30)
)
def test_names_of_sheets_are_legal_and_different(names: list[str]) -> None:
    taken: set[str] = set()
    made = [sheet_name(name, taken) for name in names]
    assert len({name.casefold() for name in made}) == len(made)
    for name in made:
        assert 1 <= len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name[0] != "'"
        assert name[-1] != "'"
        assert name.casefold() != "history"
