"""Catalogue files that somebody damaged or made on purpose: every command answers rightly, or says what is wrong."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks import hostile_files as hf
from graphmodel.index.index import ARRAYS, STRINGS
from graphmodel.index.shapes import SHAPES, shape_of

ASKED = (("history",), ("list", "services"), ("show", "sso"), ("impact", "mail"), ("gaps",), ("doctor",))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return hf.made(tmp_path)


def test_every_array_has_a_shape(path: Path) -> None:
    assert {*ARRAYS, *STRINGS} <= SHAPES.keys()
    assert all(shape_of(name, "|u1") for name in hf.arrays(path))


def test_one_bit_turned(path: Path) -> None:
    """Whatever is asked, the answer is that of the sound file, or an error, which doctor finds, too."""
    right = {command: hf.run(path, *command) for command in ASKED if command != ("doctor",)}
    assert all(code in (0, 1) for code, _ in right.values())
    whole = path.read_bytes()
    outcomes = []
    for content in hf.flipped(whole, 10, 7):
        outcome, wrong = hf.unnoticed(path, content, right)
        assert wrong == []
        outcomes.append(outcome)
    assert "refused" in outcomes


@pytest.mark.parametrize("statement", hf.STATEMENTS)
def test_other_tables_are_refused_before_anything_in_them_runs(path: Path, statement: str) -> None:
    hf.changed(path, statement)
    content = path.read_bytes()
    assert hf.faults(path, content, ASKED) == []
    path.write_bytes(content)
    if not statement.startswith("PRAGMA"):
        code, text = hf.run(path, "import", str(path.parent / "catalogue"))
        assert (code, len(text.splitlines())) == (5, 2)
        assert "its tables are not those that graphmodel makes" in text
        assert path.read_bytes() == content


def test_arrays_with_right_checksums_and_impossible_contents(path: Path) -> None:
    """They are never used: the answer is made from the rows."""
    whole = path.read_bytes()
    cases = [(name, how) for name in hf.arrays(path) for how in hf.ARRAYS]
    for name, how in random.Random(3).sample(cases, 14):
        path.write_bytes(whole)
        hf.array(path, name, how)
        content = path.read_bytes()
        assert hf.faults(path, content, (("gaps",), ("doctor",))) == [], (name, how)


def test_odd_cells_with_right_checksums(path: Path) -> None:
    whole = path.read_bytes()
    cases = random.Random(5).sample(hf.cells(path), 10)
    for table, column, value in cases:
        path.write_bytes(whole)
        if hf.put(path, table, column, value, sealed=True):
            assert hf.faults(path, path.read_bytes(), ASKED[1:5]) == [], (table, column, value)
