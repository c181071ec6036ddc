"""Records and the lines in which they start, against the plainest way to read them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.importers import read
from graphmodel.importers.delimited.records import WINDOW, Lines, cells, split, windows
from graphmodel.importers.places import Places
from tests.unit.importers.helpers import write

CELL = st.text(st.sampled_from('ab,;"\n\r \u2028\x0b\x85é'), max_size=6)
ROWS = st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=8)


def plainly(text: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, starts = [], []
    while True:
        before = reader.line_num
        try:
            rows.append(next(reader))
        except StopIteration:
            return rows, starts
        starts.append(before + 1)


def written(rows: list[list[str]], delimiter: str, end: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue()


@given(ROWS, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from([1, 200]))
def test_records_and_their_lines(rows: list[list[str]], delimiter: str, end: str, repeat: int) -> None:
    text = written(rows * repeat, delimiter, end)
    found = list(windows(split(text), delimiter, 0))
    assert all(w.broken is None for w in found)
    got = [row for w in found for row in w.rows], [line for w in found for line in w.lines]
    assert got == plainly(text, delimiter)
    assert got[0] == rows * repeat


@given(st.lists(st.sampled_from(["a,b\n", 'c,"d"\n', '"e\nf",g\n', '"h"i,j\n', "\n"]), max_size=30))
def test_one_bad_record_costs_no_other(parts: list[str]) -> None:
    """Text after a closing quote, on one line: everything else is read as without it."""
    text = "".join(parts)
    line, rows, bad = 1, [], []
    for part in parts:
        (bad if part.startswith('"h"i') else rows).append(line)
        line += part.count("\n")
    found = list(windows(split(text), ",", 0))
    assert [n for w in found for n in w.lines] == rows
    assert [w.broken.line for w in found if w.broken] == bad
    assert {w.broken.code for w in found if w.broken} <= {"E105"}


BARE = st.lists(st.sampled_from(["a", "", " ", "é", "\u2028", "\0"]), min_size=1, max_size=3)
QUOTED = st.lists(st.sampled_from(['"a"', '""', '","', '"\0"', '"""a"', '"a"",""b"']), min_size=1, max_size=3)
LINE = st.one_of(BARE, BARE, QUOTED, QUOTED, st.sampled_from([['"'], ["a", '"b'], ['"a"b', "c"]])).map(
    ",".join
)


@given(
    st.lists(st.tuples(LINE, st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"])), max_size=40),
    st.sampled_from([1, 5, 40]),
    st.integers(1, 3),
    st.integers(0, 2),
)
def test_lines_that_are_cut_at_their_delimiters_are_read_as_by_csv(
    lines: list[tuple[str, str]], piece: int, width: int, start: int
) -> None:
    """Against the reader of the standard library, whatever stretches of the lines have the width that is expected."""
    text = "".join(cells + stop for cells, stop in lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graphmodel.importers.delimited.records._PIECE", piece)
        cut = Lines(text)
    plain = [(w.rows, w.lines, w.broken) for w in windows(cut[:], ",", start)]
    found = list(windows(cut, ",", start, width))
    assert all(len(w.columns) == width for w in found if w.columns)
    rows = [w.rows or [list(row) for row in zip(*w.columns or (), strict=True)] for w in found]
    assert [row for part in rows for row in part] == [row for part, _, _ in plain for row in part]
    assert [at for w in found for at in w.lines] == [at for _, part, _ in plain for at in part]
    assert [w.broken for w in found if w.broken] == [one for *_, one in plain if one]


@pytest.mark.parametrize("before", [0, WINDOW - 2, WINDOW - 1, WINDOW, 2 * WINDOW - 1])
def test_record_longer_than_a_window(before: int) -> None:
    rows = [["x", "y"]] * before + [["long", "z\n" * (3 * WINDOW)], ["last", ""]]
    found = list(windows(split(written(rows, ",", "\n")), ",", 0))
    assert [row for w in found for row in w.rows] == rows
    assert [line for w in found for line in w.lines][-2:] == [before + 1, before + 2 + 3 * WINDOW]


@pytest.mark.parametrize("before", [0, WINDOW - 1, WINDOW])
def test_quote_that_is_never_closed(before: int) -> None:
    lines = ["x,y\n"] * before + ['a,"open\n'] + ["x,y\n"] * 100_000
    found = list(windows(lines, ",", 0))
    assert [(w.broken.line, w.broken.column) for w in found if w.broken] == [(before + 1, 1)]
    assert sum(len(w.rows) for w in found) == before + 100_000


def test_many_bad_records_are_all_told() -> None:
    found = list(windows(['"a"b,c\n'] * 20_000, ",", 0))
    assert [w.broken.line for w in found if w.broken] == list(range(1, 20_001))


@given(st.lists(CELL.filter(lambda c: "\n" not in c and "\r" not in c), min_size=1, max_size=5))
def test_cells_of_a_line(row: list[str]) -> None:
    assert [cell for cell, _ in cells(written([row], ",", "\n"), ",")] == row


@given(
    st.lists(st.one_of(st.integers(1, 5), st.lists(st.integers(1, 3), min_size=1, max_size=4)), max_size=20)
)
def test_places(stretches: list[int | list[int]]) -> None:
    """Stretches of one-line records (a length) and of records of several lines each (their lengths)."""
    places, line, starts = Places(), 2, []
    for stretch in stretches:
        if isinstance(stretch, int):
            lines: range | list[int] = range(line, line + stretch)
            line += stretch
        else:
            lines = [line + sum(stretch[:i]) for i in range(len(stretch))]
            line += sum(stretch)
        places.add(lines)
        starts += list(lines)
    assert places.records == len(starts)
    assert [places.record(start) for start in starts] == list(range(1, len(starts) + 1))


def test_record_numbers_skip_blank_lines_and_count_bad_rows(tmp_path: Path) -> None:
    text = 'sep=;\n\nid;cost\n\na;1,5\n"b\n";x\nc\n\n"d"e;1\nf;bad\n'
    found = read([write(tmp_path, {"services.csv": text})])
    told = [(p.code, p.line, p.record) for p in found.problems if p.severity == "error"]
    assert told == [("E203", 6, 2), ("E106", 8, 3), ("E105", 10, 4), ("E203", 11, 5)]
    assert found.tables["service"].record(0) == {"id": "a", "kind": "service", "cost": "1.5"}
    assert found.tables["service"].lines == [5]
    assert found.notes == ("services.csv: read with delimiter semicolon",)


def test_progress_ends_with_everything_done(tmp_path: Path) -> None:
    files = {"services.csv": "id\n" + "".join(f"s{n}\n" for n in range(3000)), "roles.csv": "id\nr\n"}
    steps: list[tuple[int, int]] = []
    read([write(tmp_path, files)], progress=lambda done, total: steps.append((done, total)))
    size = sum(len(text) for text in files.values())
    assert steps == sorted(steps)
    assert len(steps) > 3
    assert steps[-1] == (size, size)
