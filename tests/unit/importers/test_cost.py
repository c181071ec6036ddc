"""What a small input may cost: each of these took minutes or gigabytes, or never came to an end."""

from __future__ import annotations

import io
import itertools
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.importers import read, resolve, write_rejects
from graphmodel.importers.delimited.records import Lines
from graphmodel.importers.rejected import Rejected, Rejects
from graphmodel.importers.suggestion import suggest
from graphmodel.model.identifiers import MAX_ID, identifier, items
from graphmodel.model.notation import BadValue
from graphmodel.model.problems import KEPT
from tests.unit.importers.helpers import codes, errors, ids, resolving, write

pytestmark = pytest.mark.timeout(60)


def test_a_circle_of_many_categories_is_one_short_problem(tmp_path: Path) -> None:
    n = 20_000
    rows = "".join(f"c{i:05d},c{(i + 1) % n:05d}\n" for i in range(n))
    found = resolving(tmp_path, {"categories.csv": f"id,parent\n{rows}"})
    (problem,) = errors(found)
    assert (problem.code, problem.line) == ("E310", 2)
    assert problem.message.endswith(
        ": c00000 → c00001 → c00002 → c00003 → c00004 → c00005 → c00006 → c00007 → … (19,990 more) … → "
        "c19998 → c19999 → c00000"
    )
    assert len(found.rejected) == n
    assert len({id(r.because) for r in found.rejected}) == 1


def test_many_unknown_names_in_expects(tmp_path: Path) -> None:
    n = 20_000
    rows = "".join(f"category-{i},type-{i:x}x\n" for i in range(n))
    found = resolving(tmp_path, {"categories.csv": f"id,expects\n{rows}"})
    assert set(codes(found)) == {"W305"}


@pytest.mark.parametrize("names", [["Parent", "Child", "Owner", "name"], ["id", "name"]])
def test_a_sheet_of_very_many_columns_of_few_names_is_proposed(tmp_path: Path, names: list[str]) -> None:
    header = (names * 900)[:900]
    rows = [[f"{name}{row % 7}{at % 3}" for at, name in enumerate(header)] for row in range(12)]
    write(tmp_path, {"wide.csv": "".join(",".join(row) + "\n" for row in [header, *rows])})
    assert suggest([tmp_path / "wide.csv"]).toml


@pytest.mark.parametrize("column", ["id", "category", "aliases"])
def test_a_long_id_is_refused_before_it_is_normalised(tmp_path: Path, column: str) -> None:
    marks = "a" + "̣́" * 60_000  # normalising this takes seconds, and four times that for twice as many
    values = {"id": "x", "category": "", "aliases": ""} | {column: marks}
    rows = "".join(
        ",".join([f"{i}{values['id']}", values["category"], values["aliases"]]) + "\n" for i in range(60)
    )
    found = resolving(tmp_path, {"services.csv": f"id,category,aliases\nkept,,\n{rows}"})
    assert {(p.code, p.column) for p in errors(found)} == {("E211", column)}
    assert ids(found) == ["kept"]


@pytest.mark.parametrize("character", ["a", "é"])
def test_a_long_id_is_refused_wherever_one_stands(tmp_path: Path, character: str) -> None:
    """Also where every id of the file is plain, so that none needs a closer look."""
    long, most = character * (MAX_ID + 1), character * MAX_ID
    files = {
        "services.csv": f"id\na\n{long}\n{most}\n",
        "categories.csv": f"id,parent\nc,{long}\nd,{most}\n",
        "roles.csv": f"id\n{long}\nr\n",
        "dependencies.csv": f"service,depends_on,group\na,{long},g\n{most},a,{long}\na,{most},g\n",
        "responsibilities.csv": f"role,service,responsibility\n{long},a,A\nr,{long},A\n{most},a,A\n",
    }
    found = resolving(tmp_path, files)
    long_ones = [(p.file, p.line, p.column) for p in errors(found) if p.code == "E211"]
    assert long_ones == [
        ("categories.csv", 2, "parent"),
        ("dependencies.csv", 2, "depends_on"),
        ("dependencies.csv", 3, "group"),
        ("responsibilities.csv", 2, "role"),
        ("responsibilities.csv", 3, "service"),
        ("roles.csv", 2, "id"),
        ("services.csv", 3, "id"),
    ]
    assert ids(found) == ["a", most]


def test_the_longest_id() -> None:
    assert identifier(" " + "x" * MAX_ID + " ") == "x" * MAX_ID
    assert identifier("é" * MAX_ID) == "é" * MAX_ID  # twice as many characters before normalising
    for text in ("x" * (MAX_ID + 1), "é" * (MAX_ID + 1), "é" * (2 * MAX_ID + 1)):
        with pytest.raises(BadValue, match="at most 255") as raised:
            identifier(text)
        assert raised.value.code == "E211"
    assert items("x" * 300) == "x" * 300


def test_a_long_column_name_is_refused(tmp_path: Path) -> None:
    found = resolving(tmp_path, {"services.csv": f"id,{'x' * 256}\na,b\n"})
    assert codes(found) == ["E112"]
    assert "256 characters" in found.problems[0].message


def test_many_problems_of_one_kind_are_counted(tmp_path: Path) -> None:
    n = 20_000
    rows = "x\n" * n + "good,x\n" + 'a,"b"c\n' * 5
    found = resolving(tmp_path, {"services.csv": f"id,name\n{rows}"})
    assert Counter(codes(found)) == {"E106": KEPT + 1, "E105": 5}
    assert sum(p.count for p in found.problems) == n + 5
    more = found.problems[-1]
    assert (more.code, more.severity, more.line, more.count) == ("E106", "error", 0, n - KEPT)
    assert more.message == "19,000 more of E106 in this file, after the 1,000 that are listed"
    assert len(found.rejected) == n + 5
    assert [r.line for r in found.rejected] == [*range(2, n + 2), *range(n + 3, n + 8)]
    assert found.rejected[n - 1].record == n
    assert ids(found) == ["good"]


def test_counted_by_code_and_file(tmp_path: Path) -> None:
    rows = "".join(f"a,nobody-{i}\n" for i in range(1_500))
    bad = "".join(f"x{i},no\n" for i in range(1_200))
    files = {"services.csv": f"id,cost\na,\n{bad}", "dependencies.csv": f"service,depends_on\n{rows}"}
    found = resolving(tmp_path, files)
    assert [(p.code, p.file, p.count) for p in found.problems if p.count > 1] == [
        ("E304", "dependencies.csv", 500),
        ("E203", "services.csv", 200),
    ]
    assert len(found.rejected) == 2_700
    assert set(found.rejected.keyed()) >= {("dependency", ("a", "nobody-1499", "")), ("service", ("x7",))}


@pytest.mark.slow
@pytest.mark.timeout(180)  # tracemalloc is slow where others work, too
def test_bad_rows_take_little_memory(tmp_path: Path) -> None:
    most = dict[int, int]()
    for n in (1, 10_000, 30_000):  # the first imports
        folder = write(tmp_path / str(n), {"services.csv": "id,name\n" + "x\n" * n})
        tracemalloc.start()
        try:
            found = resolve(read([folder]), {}, set(), create_missing=False)
            (written,) = write_rejects(found, tmp_path / f"rejects {n}")
            _, most[n] = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert len(found.rejected) == n
        assert written.read_text().count("\n") == n + 1
    # Bytes; a problem of its own for each row takes more than 1,000, a dictionary 300.
    assert most[30_000] - most[10_000] < 100 * 20_000


@pytest.mark.slow
def test_rows_with_a_bad_value_take_no_more_than_twice_what_good_ones_do(tmp_path: Path) -> None:
    n, most = 20_000, {}
    for value in ("5", "9"):
        rows = "".join(f"service-{i},{value}\n" for i in range(n))
        folder = write(tmp_path / value, {"services.csv": f"id,criticality\n{rows}"})
        tracemalloc.start()
        try:
            found = resolve(read([folder]), {}, set(), create_missing=False)
            if found.rejected:
                write_rejects(found, tmp_path / "rejects")
            _, most[value] = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert most["9"] < 2 * most["5"], most


@given(
    st.lists(st.sampled_from(["a", "b", "\n", "\r", "\r\n", "\x85", "é", "\u2028"]), max_size=30),
    st.integers(1, 9),
)
def test_lines_against_cutting_all_at_once(parts: list[str], piece: int) -> None:
    text = "".join(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graphmodel.importers.delimited.records._PIECE", piece)
        lines = Lines(text)
    expected = list(io.StringIO(text, newline=""))
    assert len(lines) == len(expected)
    assert list(lines) == expected
    for start in range(len(expected) + 1):
        for stop in range(start, len(expected) + 2):
            assert lines[start:stop] == expected[start:stop]


REJECTED = st.builds(
    Rejected,
    st.sampled_from(["service", "dependency"]),
    st.sampled_from([(), ("a",), ("b",)]),
    st.sampled_from(["x.csv", "y.csv"]),
    st.integers(1, 4),
    st.just(1),
    st.sampled_from(["E1 one", "E2 two"]),
)


@given(st.lists(REJECTED, max_size=12))
def test_rejects_against_plain_lists(given_: list[Rejected]) -> None:
    found = Rejects(given_)
    assert list(found) == given_
    assert [found[at] for at in range(len(found))] == given_
    whys: dict[tuple[object, ...], set[str]] = {}
    for one in given_:
        whys.setdefault((one.file, one.line, one.kind, one.key), set()).add(one.because)
    expected = [(*place, "; ".join(sorted(why))) for place, why in sorted(whys.items())]
    assert [(r.file, r.line, r.kind, r.key, r.because) for r in found.ordered()] == expected
    reasons = found.reasons()
    assert reasons.keys() == {one.file for one in given_}
    for file, line in itertools.product(reasons, range(6)):
        there = [one.because for one in given_ if (one.file, one.line) == (file, line)]
        assert reasons[file].at(line) == "; ".join(sorted({*there}))


def test_a_short_row_whose_id_has_spaces(tmp_path: Path) -> None:
    """Its identity is read, but no row of the table has it."""
    found = resolving(tmp_path, {"services.csv": "id,name\n a \nb,B\n"})
    assert codes(found) == ["E106"]
