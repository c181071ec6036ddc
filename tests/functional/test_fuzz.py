"""Each parser on some thousand hostile cases (``make fuzz``: a million): only the product's own errors come out."""

from __future__ import annotations

import sys
from itertools import count, islice

import pytest

from benchmarks import fuzz as benchmark
from benchmarks.fuzz import TARGETS, cases, fuzz

CASES = {
    "csv": 2_000, "workbook": 1_000, "xml": 1_500, "json": 1_500, "yaml": 1_500, "mapped": 1_000, "suggest": 400,
    "selector": 4_000,
}  # fmt: skip


@pytest.mark.parametrize("name", list(TARGETS))
def test_nothing_foreign_comes_out(name: str) -> None:
    assert fuzz(name, CASES.get(name, 10_000), seed=1) == []


def test_a_seed_makes_the_same_cases() -> None:
    tokens = TARGETS["csv"].tokens
    assert [*islice(cases(tokens, 3), 50)] == [*islice(cases(tokens, 3), 50)]
    assert [*islice(cases(tokens, 3), 50)] != [*islice(cases(tokens, 4), 50)]


def test_what_is_foreign_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TARGETS, "broken", TARGETS["csv"]._replace(parse=lambda data: data.decode("ascii")))
    assert {type(f.error) for f in fuzz("broken", 500, seed=1)} == {UnicodeDecodeError}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no timer of processor time")
def test_what_comes_to_no_end_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmark, "LIMIT", 0.05)
    monkeypatch.setitem(TARGETS, "endless", TARGETS["csv"]._replace(parse=lambda _: sum(1 for _ in count())))
    assert {type(f.error) for f in fuzz("endless", 1, seed=1)} == {TimeoutError}


def test_the_targets_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever it is stopped, all have had equally many cases."""
    monkeypatch.setattr(benchmark, "PART", 10)
    parts = benchmark.shares(["selector", "parameters"], 25, 1, 1)
    assert [(part.target, part.cases) for part in parts] == [
        ("selector", 10), ("parameters", 10), ("selector", 10), ("parameters", 10), ("selector", 5), ("parameters", 5),
    ]  # fmt: skip
