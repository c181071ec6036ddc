from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.answers.report import Column, Report
from graphmodel.model.origin import Origin
from graphmodel.model.revision import Revision
from graphmodel.model.visible import hidden
from graphmodel.render.reports import FORMATS, render
from graphmodel.render.reports.renderer import CHUNK, Screen
from graphmodel.rules.rule import Finding
from tests.hostile import NASTY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROWS = sorted(name for name, found in FORMATS.items() if not found.binary and not found.findings)
"""The formats of rows as text; those of findings have tests of their own."""
REVISION = Revision(3, "uid", "2024-05-01T00:00:00Z", "cmdb", added=2)
TEXT = st.text(max_size=20) | st.sampled_from(NASTY)
CELL = (
    TEXT
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.lists(TEXT)
)


@dataclass(frozen=True)
class Question:
    select: str = ""
    ids: tuple[str, ...] = ()
    limit: int | None = None


def report(names: Iterable[str], rows: Iterable[tuple[Any, ...]], **fields: Any) -> Report:
    columns = tuple(map(Column, names))
    return Report(
        columns,
        rows,
        analysis="impact",
        question=Question("kind:product", ("a", "b")),
        revision=REVISION,
        **fields,
    )


def written(made: Report, format: str, screen: Screen | None = None) -> str:
    out = io.StringIO()
    render(made, format, out, screen)
    return out.getvalue()


def test_json_has_the_shape_of_the_design() -> None:
    origin = Origin("services.csv", 7, "cmdb")
    found = Finding(
        "GM001", "warning", "sso", "Sign-on", "GM001:sso", "no accountable role", "name one", origin
    )
    made = report(
        ["id", "because"], [("a", ("x", "y")), ("b", ())], findings=(found,), more={"counts": {"added": 1}}
    )
    assert written(made, "json") == (
        '{"schema_version": 1,\n"analysis": "impact",\n'
        '"question": {"select": "kind:product", "ids": ["a", "b"], "limit": null},\n'
        '"revision": {"number": 3, "uid": "uid", "time": "2024-05-01T00:00:00Z", "source": "cmdb", '
        '"action": "import", "undoes": 0, "added": 2, "changed": 0, "withdrawn": 0},\n'
        '"counts": {"added": 1},\n'
        '"rows": [\n{"id": "a", "because": ["x", "y"]},\n{"id": "b", "because": []}],\n'
        '"findings": [\n{"code": "GM001", "severity": "warning", "subject": "sso", "name": "Sign-on", '
        '"identity": "GM001:sso", "message": "no accountable role", "hint": "name one", '
        '"others": [], "other_names": [], "about": "service", "file": "services.csv", "line": 7, "source": "cmdb"}]}\n'
    )


def test_json_of_a_folder_has_no_revision_and_no_rows_are_an_empty_list() -> None:
    made = Report((Column("id"),), (), analysis="cycles", revision=Revision(0, "", "", ""))
    answer = json.loads(written(made, "json"))
    assert answer == {
        "schema_version": 1,
        "analysis": "cycles",
        "question": {},
        "revision": None,
        "rows": [],
        "findings": [],
    }


@given(st.lists(st.tuples(CELL, CELL), max_size=5), st.tuples(TEXT, TEXT).filter(lambda n: n[0] != n[1]))
def test_json_and_jsonl_give_every_value_back(rows: list[tuple[Any, Any]], names: tuple[str, str]) -> None:
    expected = [dict(zip(names, row, strict=True)) for row in rows]
    whole = written(report(names, rows), "json")
    assert json.loads(whole.encode())["rows"] == expected
    lines = written(report(names, rows), "jsonl").encode().decode().split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == expected


def test_json_has_null_for_a_number_that_json_has_not() -> None:
    rows = [(float("nan"),), (float("inf"),), (1.5,), (None,), (3,)]
    assert [r["p"] for r in json.loads(written(report(["p"], rows), "json"))["rows"]] == [
        None,
        None,
        1.5,
        None,
        3,
    ]


@given(st.lists(st.tuples(CELL, CELL), max_size=5))
def test_csv_is_read_back_as_the_cells_that_the_design_names(rows: list[tuple[Any, Any]]) -> None:
    text = written(report(["a", "b"], rows), "csv")
    read = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert read[0] == ["a", "b"]
    assert len(read) == len(rows) + 1
    for cells, row in zip(read[1:], rows, strict=True):
        for cell, value in zip(cells, row, strict=True):
            if value is None or isinstance(value, bool):
                assert cell == {None: "", True: "true", False: "false"}[value]
            elif isinstance(value, int | float):
                assert type(value)(cell) == value
            else:
                plain = value if isinstance(value, str) else ";".join(value)
                risky = plain[:1] in {"=", "+", "-", "@", "\t", "\r"}
                assert not risky or cell.startswith("'") or _is_number(cell)
                if plain.isprintable() and not set(plain) & set("=+-@＝＋－＠"):
                    assert cell == plain


SPLIT = re.compile("[,;|\t\n]")


@given(st.lists(st.tuples(*[st.text("=+-@＝＋－＠;|,\t\n \"'x1.", max_size=8)] * 2), max_size=4))
def test_csv_is_inert_wherever_a_spreadsheet_splits_it(rows: list[tuple[str, str]]) -> None:
    text = written(report(["a", "b"], rows), "csv")
    for line in (text, *(",".join(cells) for cells in csv.reader(io.StringIO(text, newline="")))):
        for piece in SPLIT.split(line):  # whether or not it minds quotes
            bare = piece.lstrip('"')
            assert bare[:1] not in set("=+-@＝＋－＠") or _is_number(bare.rstrip('"')), (text, piece)
            assert piece.lstrip('" ')[:1] not in {"=", "@", "＝", "＠"}, (text, piece)


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdecimal()


def test_csv_guards_the_names_of_columns_and_the_first_of_a_list() -> None:
    assert written(report(["=x"], [(("=a", "b"),)]), "csv") == "'=x\n'=a;b\n"
    assert written(report(["x;=y"], [(("a", "=b"),)]), "csv") == "x;'=y\na;'=b\n"


@pytest.mark.parametrize("format", ROWS)
@pytest.mark.parametrize("screen", [Screen(), Screen(80), Screen(80, color=True)])
def test_hostile_names_are_inert(format: str, screen: Screen) -> None:
    made = report(
        ["id", "\x1b[1mname", "because"],
        [(name, name, (name, name)) for name in NASTY],
        title="about \x1b[31m" + NASTY[-1],
    )
    text = written(made, format, screen)
    text.encode()
    plain = text.replace("\x1b[1m", "").replace("\x1b[0m", "") if screen.color and format == "table" else text
    left = {c for c in plain if not c.isprintable() and unicodedata.category(c) != "Zs"}
    assert left <= {"\n", "\t"}


@pytest.mark.parametrize("format", ["table", "md"])
@pytest.mark.parametrize("name", NASTY)
def test_one_row_is_one_line_to_a_reader(format: str, name: str) -> None:
    lines = written(report(["id", "name"], [(name, name)]), format).split("\n")
    assert len(lines) == 4
    assert lines[3] == ""


@pytest.mark.parametrize("name", NASTY)
def test_markdown_cells_hold_no_markup(name: str) -> None:
    line = written(report(["id"], [(name,)]), "md").split("\n")[2]
    cell = line.removeprefix("| ").removesuffix(" |").replace("<br>", "")
    assert not {"<", ">"} & set(cell)
    for special in "|*`[]_":
        assert cell.count(special) == cell.count("\\" + special)


@pytest.mark.parametrize("format", ["table", "md"])
def test_a_text_is_shown_in_place_of_the_rows(format: str) -> None:
    out = io.StringIO()
    count = render(report(["id"], [("a",)], text="sso\n  vpn\x1b[1m"), format, out)
    assert count is None
    assert "  vpn\\x1b[1m" in out.getvalue()
    assert json.loads(written(report(["id"], [("a",)], text="x"), "json"))["rows"] == [{"id": "a"}]


def test_wide_columns_are_left_out_of_what_people_read_only() -> None:
    made = Report(
        (Column("id"), Column("uid", wide=True)), [("a", "secret")], analysis="list", revision=REVISION
    )
    assert ["secret" in written(made, f) for f in ("table", "md", "csv", "json", "jsonl")] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_table_aligns_numbers_to_the_right_and_text_to_the_left() -> None:
    rows = [("保守", 5, True, None), ("b", 1000, False, 0.5)]
    assert written(report(["id", "services", "required", "p"], rows, title="Counts"), "table") == (
        "Counts\n\n"
        "id    services  required    p\n"
        "----  --------  --------  ---\n"
        "保守         5  yes\n"
        "b         1000  no        0.5\n"
    )


def test_markdown_aligns_numbers_to_the_right() -> None:
    assert written(report(["id", "services"], [("a|b", 5)], title="C*"), "md") == (
        "**C\\***\n\n| id | services |\n|---|--:|\n| a\\|b | 5 |\n"
    )


@pytest.mark.parametrize("format", ROWS)
def test_rows_are_taken_one_by_one_in_bounded_memory(format: str) -> None:
    class Lines(io.TextIOBase):
        lines = 0

        def write(self, text: str) -> int:
            self.lines += text.count("\n")
            return len(text)

    out = Lines()
    most = 0

    def rows() -> Iterator[tuple[str, int]]:
        nonlocal most
        for i in range(5 * CHUNK):
            most = max(most, i - out.lines)
            yield f"service-{i}", i

    assert render(report(["id", "n"], rows()), format, out) == 5 * CHUNK  # type: ignore[arg-type]
    assert most <= 2 * CHUNK


def test_every_character_that_cannot_be_seen_is_escaped() -> None:
    categories = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    for code in range(0x110000):
        if unicodedata.category(chr(code)) in categories:
            assert hidden(chr(code)), hex(code)
