"""A table on a screen: nothing is cut, ids stay whole, what is left out is said."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from graphmodel.answers.report import Column, Report
from graphmodel.model.revision import Revision
from graphmodel.model.visible import visible
from graphmodel.render.reports import render
from graphmodel.render.reports.fit import Need, fit, wrap
from graphmodel.render.reports.renderer import Screen

REVISION = Revision(1, "test", "2024-01-01T00:00:00Z", "test")
GUID = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
TEXT = st.text(st.characters(codec="utf-8"), max_size=60)


def shown(
    columns: list[Column], rows: list[tuple[object, ...]], width: int | None, *, grid: bool = False
) -> str:
    out = io.StringIO()
    render(
        Report(tuple(columns), rows, analysis="x", revision=REVISION, grid=grid), "table", out, Screen(width)
    )
    return out.getvalue()


@given(
    st.lists(
        st.tuples(st.integers(1, 30), st.integers(0, 30), st.integers(0, 60), st.integers(0, 3)), min_size=1
    ),
    st.integers(1, 120),
)
def test_what_is_shown_fits_and_nothing_goes_before_what_is_less_important(
    given_needs: list[tuple[int, int, int, int]], available: int
) -> None:
    needs = [Need(bare, bare + more, bare + more + most, spare) for bare, more, most, spare in given_needs]
    widths = fit(needs, available)
    assert 0 in widths
    assert len(widths) == 1 or sum(widths.values()) + 2 * (len(widths) - 1) <= available
    assert all(needs[i].bare <= width <= needs[i].most for i, width in widths.items())
    gone = set(range(len(needs))) - set(widths)
    least_important_kept = max((needs[i].spare for i in widths if i), default=0)
    assert all(needs[i].spare >= least_important_kept for i in gone)
    if sum(n.most for n in needs) + 2 * (len(needs) - 1) <= available:
        assert widths == {i: n.most for i, n in enumerate(needs)}


@given(TEXT, st.integers(2, 20))
def test_a_wrapped_text_is_whole_and_fits(text: str, width: int) -> None:
    seen = visible(text)
    lines = wrap(seen, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(seen.split())


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("identifier", [GUID, "a" * 30, "保守" * 8, "svc-\N{ROCKET}-1", "x" * 79, "y" * 200])
def test_an_id_is_whole_on_every_screen(identifier: str, width: int) -> None:
    columns = [Column(n) for n in ("id", "kind", "state", "via", "name")]
    rows = [
        (identifier, "service", "down", identifier, "A rather long name " * 4),
        ("b", "service", "down", "b", "B"),
    ]
    text = shown(columns, rows, width)
    assert identifier in text
    assert all(cell_len(line) <= max(width, cell_len(identifier)) for line in text.splitlines())


def test_an_id_that_comes_after_the_rows_that_were_measured_is_whole_too() -> None:
    rows: list[tuple[object, ...]] = [("short", "Name", i) for i in range(600)] + [(GUID, "Name", 1)]
    lines = shown([Column("id"), Column("name"), Column("n")], rows, 40).splitlines()
    assert GUID in [line.strip() for line in lines]
    assert max(map(cell_len, lines)) <= 40


@pytest.mark.parametrize(
    "word", [f"({GUID}),", "services.csv:59", "responsibilities.csv:1234", "db-1.example.org"]
)
def test_an_id_or_a_place_in_a_text_is_whole(word: str) -> None:
    columns = [Column("id"), *(Column(name, spare=1) for name in ("kind", "state")), Column("note")]
    row = ("x" * 20, "y" * 20, "z" * 20, f"found in {word} and elsewhere")
    assert word in shown(columns, [row], 80).split()


LONG = "urn:corp:emea:production:kubernetes:cluster-07:namespace-payments:"
ENDS = [LONG + "database-0123456789abcdef", LONG + "checkout-0123456789"]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_ids_longer_than_a_line_push_no_end_of_a_relationship_out(width: int) -> None:
    columns = [Column(n) for n in ("service", "depends_on")] + [Column(n, spare=1) for n in ("group", "note")]
    text = shown(columns, [(*ENDS, "copies", "since May"), ("a", "b", "", "")], width)
    lines = [line.strip() for line in text.splitlines()]
    assert all(end in lines for end in ENDS)
    assert lines.index(ENDS[0]) < lines.index(ENDS[1])
    assert any(line.split() == ["a", "b"] for line in lines)


def test_an_id_in_a_text_is_never_broken() -> None:
    columns = [Column("code"), Column("message"), Column("file"), Column("line")]
    message = f"no role is accountable for The database ({ENDS[0]})"
    text = shown(columns, [("GM001", message, "services.csv", 4)], 80)
    assert f"({ENDS[0]})" in text.split()
    out = io.StringIO()
    report = Report(
        (), [], analysis="x", revision=REVISION, title=f"Why {ENDS[0]} is down", text=f"└─ {message}"
    )
    render(report, "table", out, Screen(80))
    assert ENDS[0] in out.getvalue().splitlines()
    assert f"({ENDS[0]})" in out.getvalue().split()


def test_every_column_of_a_matrix_has_its_head_however_long() -> None:
    text = shown([Column("product"), *map(Column, ENDS)], [("bike", "1!", "2")], 80, grid=True)
    assert all(end in "".join(text.split()) or end[-10:] in text for end in ENDS)
    assert {"1!", "2"} <= set(text.split())


PART = st.sampled_from(
    ["a", "bcd", "word", "database-node-1", "x" * 30, ENDS[0], "保守保守保守", "Lindqvist"]
)


@given(
    st.lists(
        st.tuples(
            *[PART] * 2,
            *[st.lists(PART, max_size=6).map(" ".join)] * 2,
            st.lists(PART, max_size=4).map(tuple),
        ),
        min_size=1,
        max_size=4,
    ),
    st.integers(20, 130),
)
def test_no_cell_of_a_row_loses_anything_to_another(rows: list[tuple[object, ...]], width: int) -> None:
    columns = [Column(n, asked=True) for n in ("id", "via", "name", "message", "because")]
    text = shown(columns, rows, width)
    longest = max(len(ENDS[0]) + 1, width)
    assert all(cell_len(line) <= longest for line in text.splitlines())
    seen = "".join(text.split())
    for row in rows:
        for cell in row:
            for word in " ".join(cell).split() if isinstance(cell, tuple) else str(cell).split():
                letters = word.isalpha()  # these may go on in the next line, between lines of other cells
                assert all(c in seen for c in word) if letters else word in text
    letters_of_rows = sum(c.isalnum() for row in rows for cell in row for c in "".join(cell))
    heads = sum(c.isalnum() for column in columns for c in column.name)
    assert sum(map(str.isalnum, seen)) >= letters_of_rows + heads


def test_a_list_goes_on_behind_a_semicolon() -> None:
    columns = [Column("field"), Column("value"), Column("note")]
    rows: list[tuple[object, ...]] = [("tags", ";".join(["pci-relevant"] * 9), "categories.csv:9")]
    text = shown(columns, rows, 60)
    assert text.count("pci-relevant") == 9
    assert "categories.csv:9" in text


def test_columns_without_a_value_go_before_those_that_have_one() -> None:
    columns = [Column("id"), Column("kind", spare=2), Column("category", spare=1), Column("lifecycle")]
    text = shown(columns, [("x" * 30, "service", "", ""), ("y", "product", "", "")], 45)
    assert "product" in text
    assert "left out: category, lifecycle; --columns category,lifecycle" in " ".join(text.split())


def test_a_message_goes_on_in_the_next_lines() -> None:
    message = "nothing of type network underpins product alumni-network, as administration expects of all"
    text = shown([Column("code"), Column("message")], [("GM007", message)], 40)
    words = re.sub(r"\s+", " ", text)
    assert message in words
    assert all(len(line) <= 40 for line in text.splitlines())


def test_columns_are_left_out_by_importance_before_anything_else_and_named() -> None:
    columns = [
        Column("id"),
        Column("kind", spare=1),
        Column("because", spare=2),
        Column("state"),
        Column("name"),
    ]
    row = (GUID, "product", "some-service, another-service", "degraded", "Learning management system")
    lines = shown(columns, [row], 72).splitlines()
    assert lines[0].split() == ["id", "state", "name"]
    assert " ".join(lines[3:]).endswith(
        "left out: kind, because; --columns kind,because or --format csv shows them"
    )
    assert shown(columns, [row], None).splitlines()[0].split() == [c.name for c in columns]


def test_what_is_asked_for_and_a_matrix_is_shown_in_blocks_with_every_column() -> None:
    names = [f"service-number-{i}" for i in range(12)]
    row = ("bike", *range(12))
    for text in (
        shown([Column("product"), *map(Column, names)], [row], 60, grid=True),
        shown([Column("product"), *(Column(n, asked=True) for n in names)], [row], 60),
    ):
        assert all(cell_len(line) <= 60 for line in text.splitlines())
        assert "left out" not in text
        blocks = text.split("\n\n")
        assert len(blocks) > 1
        assert all("bike" in block for block in blocks)
        numbers = [int(word) for word in text.split() if word.isdecimal()]
        assert numbers == list(range(12))


def test_a_very_long_list_says_that_it_goes_on() -> None:
    text = shown([Column("id"), Column("because")], [("a", tuple(f"service-{i}" for i in range(1000)))], 80)
    assert len(text.splitlines()) < 20
    assert "--format csv has all of it" in text


def test_a_proof_goes_on_behind_its_branches() -> None:
    out = io.StringIO()
    tree = "top\n├─ first " + "word " * 12 + "\n│  └─ second " + "word " * 12
    render(Report((), [], analysis="x", revision=REVISION, text=tree), "table", out, Screen(40))
    lines = out.getvalue().splitlines()
    assert all(len(line) <= 40 for line in lines)
    assert [line[:3] for line in lines] == ["top", "├─ ", "│  ", "│  ", "│  ", "│  "][: len(lines)]
    assert out.getvalue().count("word") == 24


def test_a_screen_that_lacks_characters_shows_escapes_and_stays_aligned() -> None:
    out = io.StringIO()
    rows = [("café", "Zoë"), ("plain", "x")]
    render(
        Report((Column("id"), Column("name")), rows, analysis="x", revision=REVISION),
        "table",
        out,
        Screen(40, encoding="ascii"),
    )
    assert out.getvalue().splitlines()[2:] == ["caf\\xe9  Zo\\xeb", "plain    x"]
    out = io.StringIO()
    render(
        Report((), [], analysis="x", revision=REVISION, text="a\n└─ b"),
        "table",
        out,
        Screen(40, encoding="latin-1"),
    )
    assert out.getvalue() == "a\n`- b\n"
