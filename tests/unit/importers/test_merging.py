"""Rows of one record, in any order: the same record, or the same contradiction with both places."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.importers import Incoming, read
from tests.unit.importers.helpers import codes, errors, reading, records, resolving, write

MAPPING = """
[[file]]
name = "core*.csv"
[[file.table]]
kind = "service"
[file.table.columns]
id = "id"
name = "name"
[[file]]
name = "*.csv"
[[file.table]]
kind = "service"
[file.table.columns]
id = "id"
cost = "cost"
"""
CORE, FINANCE, BUDGET = "id,name\nshop,Web shop\n", "id,cost\nshop,100\n", "id,cost\nshop,900\n"


def from_files(path: Path, files: dict[str, str], order: tuple[str, ...]) -> Incoming:
    write(path, files)
    (path / "mapping.toml").write_text(MAPPING)
    return read([path / name for name in order], mapping=path / "mapping.toml")


@pytest.mark.parametrize("order", list(permutations(["core.csv", "finance.csv", "budget.csv"])))
def test_a_contradiction_is_told_in_any_order_of_files(tmp_path: Path, order: tuple[str, ...]) -> None:
    found = from_files(tmp_path, {"core.csv": CORE, "finance.csv": FINANCE, "budget.csv": BUDGET}, order)
    (error,) = errors(found)
    assert (error.code, error.place) == ("E301", "finance.csv:2:id")
    assert "budget.csv:2" in error.message
    assert "cost ('900' there, '100' here)" in error.message
    assert codes(found) == ["E301"]
    assert sorted(r.file for r in found.rejected) == ["budget.csv", "core.csv", "finance.csv"]
    assert records(found) == []


def test_a_record_has_the_place_of_the_row_that_says_the_most(tmp_path: Path) -> None:
    files = {"core.csv": "id,name\nshop,\n", "finance.csv": FINANCE}
    for order in permutations(files):
        found = from_files(tmp_path, files, order)
        assert records(found) == [{"id": "shop", "kind": "service", "cost": "100"}]
        assert found.tables["service"].files == ["finance.csv"]


@pytest.mark.parametrize("order", list(permutations(["shop,4h", "shop,240 min", "shop,14400 s"])))
def test_what_means_the_same_is_written_alike_in_any_order(tmp_path: Path, order: tuple[str, ...]) -> None:
    found = reading(tmp_path, {"services.csv": "\n".join(["id,rto", *order]) + "\n"})
    assert records(found) == [{"id": "shop", "kind": "service", "rto": "4h"}]


def test_a_row_that_says_nothing_new_is_told_whichever_comes_first(tmp_path: Path) -> None:
    rows = ["shop,Web shop,100", "shop,,100", "shop,,"]
    for at, order in enumerate(permutations(rows)):
        found = reading(tmp_path / str(at), {"services.csv": "\n".join(["id,name,cost", *order])})
        whole = order.index(rows[0]) + 2
        assert [(p.code, p.line) for p in found.problems] == [("W301", n) for n in (2, 3, 4) if n != whole]
        assert all(f"services.csv:{whole}" in p.message for p in found.problems)
        assert records(found) == [{"id": "shop", "kind": "service", "name": "Web shop", "cost": "100"}]


def test_rows_that_complete_each_other_are_no_repetition(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id,name,cost\nshop,Web shop,\nshop,,100\n"})
    assert found.problems == ()
    assert records(found) == [{"id": "shop", "kind": "service", "name": "Web shop", "cost": "100"}]


def test_three_values_are_told_with_their_places(tmp_path: Path) -> None:
    rows = "shop,1,\nshop,,a\nshop,2,b\nshop,3,\nshop,2,\n"
    found = reading(tmp_path, {"services.csv": "id,cost,note\n" + rows})
    assert [(p.code, p.line) for p in errors(found)] == [("E301", 4), ("E301", 4), ("E301", 5)]
    assert [("services.csv:2" in p.message, "services.csv:3" in p.message) for p in errors(found)] == [
        (True, False),
        (False, True),
        (True, False),
    ]
    assert {r.line for r in found.rejected} == {2, 3, 4, 5, 6}


@pytest.mark.parametrize("order", list(permutations([("", ""), ("hard", ""), ("soft", "n")])))
def test_strengths_that_contradict_each_other(tmp_path: Path, order: tuple[tuple[str, str], ...]) -> None:
    rows = "".join(f"a,b,{strength},{note}\n" for strength, note in order)
    files = {"services.csv": "id\na\nb\n", "dependencies.csv": "service,depends_on,strength,note\n" + rows}
    found = resolving(tmp_path, files)
    assert [p.code for p in errors(found)] == ["E301"]
    assert records(found, "dependency") == []


@pytest.mark.parametrize("column", ["duty", "stage"])
def test_duties_that_contradict_each_other(tmp_path: Path, column: str) -> None:
    rows = "ann,a,R,\nann,a,R,one\nann,a,R,two\n"
    files = {
        "services.csv": "id\na\n",
        "responsibilities.csv": f"role,service,responsibility,{column}\n{rows}",
    }
    (error,) = errors(reading(tmp_path, files))
    assert (error.code, error.line) == ("E301", 4)
    assert "responsibilities.csv:3" in error.message


def test_rows_that_complete_a_record_fall_with_it(tmp_path: Path) -> None:
    rows = "a,nobody,hard,\na,nobody,,why\n"
    files = {"services.csv": "id\na\n", "dependencies.csv": "service,depends_on,strength,note\n" + rows}
    found = resolving(tmp_path, files)
    assert [(p.code, p.line) for p in found.problems] == [("E304", 2)]
    assert [r.line for r in found.rejected] == [2, 3]


def test_every_row_with_a_bad_value_is_compared(tmp_path: Path) -> None:
    found = reading(tmp_path, {"services.csv": "id,name,cost\na,A,\na,B,x\na,C,y\na,A,z\n"})
    assert [(p.code, p.line) for p in errors(found)] == [
        ("E203", 3),
        ("E301", 3),
        ("E203", 4),
        ("E301", 4),
        ("E203", 5),
    ]
    assert records(found) == [{"id": "a", "kind": "service", "name": "A"}]


CELL = st.sampled_from(["", "1", "2"])
FILES = st.dictionaries(
    st.sampled_from(["core1.csv", "core2.csv", "x.csv", "y.csv"]),
    st.lists(st.tuples(st.sampled_from("ab"), CELL), min_size=1, max_size=3),
    min_size=1,
)


@settings(max_examples=40, deadline=None)
@given(FILES, st.data())
def test_any_order_of_rows_and_files_says_the_same(
    files: dict[str, list[tuple[str, str]]], data: st.DataObject
) -> None:
    outcomes = []
    for _ in range(2):
        texts = {
            name: f"id,{'name' if name.startswith('core') else 'cost'}\n"
            + "".join(f"{i},{cell}\n" for i, cell in data.draw(st.permutations(rows)))
            for name, rows in files.items()
        }
        with TemporaryDirectory() as path:
            found = from_files(Path(path), texts, tuple(data.draw(st.permutations(sorted(texts)))))
        outcomes.append(
            (
                sorted(map(str, records(found))),
                sorted((p.code, p.value) for p in errors(found)),
                sorted((r.file, r.key) for r in found.rejected),
            )
        )
    assert outcomes[0] == outcomes[1]
    given_values: dict[tuple[str, bool], set[str]] = {}
    for name, rows in files.items():
        for service, cell in rows:
            given_values.setdefault((service, name.startswith("core")), set()).update({cell} - {""})
    torn = {service for (service, _), values in given_values.items() if len(values) > 1}
    assert {key for _, key in outcomes[0][2]} == {(service,) for service in torn}
