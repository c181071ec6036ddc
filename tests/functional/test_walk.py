"""Options with hostile values, one in a hundred of those that ``python -m benchmarks.walk`` tries."""

from __future__ import annotations

import os

import pytest

from benchmarks.walk import CODES, VALUES, lines, walk


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="FIFOs and links are of POSIX")
def test_no_value_of_an_option_ends_as_a_defect() -> None:
    bad = [
        (run.code, run.arguments, run.said[:200]) for run in walk(every=97, start=5) if run.code not in CODES
    ]
    assert bad == []


def test_every_command_is_walked() -> None:
    assert len(VALUES) >= 60
    commands = {line[0] for line in lines()}
    assert {
        "impact",
        "import",
        "plan",
        "query",
        "diagram",
        "diff",
        "report",
        "export",
        "copy",
        "init",
    } <= commands


@pytest.mark.parametrize("arguments", [["diff", "9" * 5_000, "1"], ["history", "--limit", "9" * 30]])
def test_numbers_beyond_all_bounds(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from graphmodel.cli.run import USAGE, run

    monkeypatch.setattr("sys.argv", ["graphmodel", "-c", "examples/university", *arguments])
    assert run() == USAGE
