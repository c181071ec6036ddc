"""What a small input may cost: each of these took minutes or gigabytes, or never came to an end."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.model.values import MAX_ID, BadValue, identifier, items
from tests.unit.importers.helpers import codes, errors, ids, resolving

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
