from __future__ import annotations

import io
import sys

import pytest

from graphmodel.cli.problems import LISTED, list_problems
from graphmodel.model.problems import Problem
from tests.hostile import NASTY


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_equal_problems_are_folded_errors_first(capsys: pytest.CaptureFixture[str]) -> None:
    many = [
        Problem("W001", "warning", "a.csv", 1, "mild"),
        *(Problem("E001", "error", "a.csv", line, f"bad {line}", "cost") for line in range(2, 1002)),
        *(Problem("E002", "error", "a.csv", line, "bad", "rto") for line in range(2, 6)),
        Problem("E001", "error", "b.csv", 2, "bad", "cost"),
    ]
    list_problems(many)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(" ")[0] for line in lines[:3]] == ["a.csv:2:cost", "a.csv:3:cost", "a.csv:4:cost"]
    assert lines[3] == "    … and 997 more like it in a.csv"
    assert [line.split(" ")[0] for line in lines[4:10]] == [
        *(f"a.csv:{line}:rto" for line in range(2, 6)),
        "b.csv:2:cost",
        "a.csv:1",
    ]
    assert lines[10:] == ["graphmodel plan FOLDER --all-problems lists every one"]
    list_problems(many, every=True)
    assert len(capsys.readouterr().err.splitlines()) == len(many)


def test_causes_come_before_what_follows_from_them(capsys: pytest.CaptureFixture[str]) -> None:
    list_problems(
        [
            Problem("W001", "warning", "a.csv", 1, "mild"),
            Problem("E305", "error", "dependencies.csv", 2, "the row that defines it is rejected"),
            Problem("E309", "error", "dependencies.csv", 3, "another row is rejected"),
            Problem("E208", "error", "services.csv", 7, "the cause"),
        ]
    )
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition("[")[2][:4] for line in lines] == ["E208", "E305", "E309", "W001"]


def test_problems_that_are_only_counted_count(capsys: pytest.CaptureFixture[str]) -> None:
    many = [Problem("E001", "error", "a.csv", line, "bad") for line in range(2, 12)]
    list_problems([*many, Problem("E001", "error", "a.csv", 0, "4,990 more", count=4990)])
    lines = capsys.readouterr().err.splitlines()
    assert "    … and 4,997 more like it in a.csv" in lines
    assert lines[-1] == "graphmodel plan FOLDER --all-problems lists the first 1,000 of each kind"


def test_a_terminal_gets_the_first_kinds_and_the_count_of_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [Problem(f"E{n:03}", "error", "a.csv", 2, "bad") for n in range(LISTED + 11)]
    monkeypatch.setattr(sys, "stderr", shown := Terminal())
    list_problems(many)
    assert len(shown.getvalue().splitlines()) == LISTED + 2
    assert shown.getvalue().splitlines()[-2] == "… and 11 more of 11 other kinds"
    monkeypatch.setattr(sys, "stderr", shown := Terminal())
    list_problems(many, every=True)
    assert len(shown.getvalue().splitlines()) == len(many)


@pytest.mark.parametrize("name", NASTY)
def test_hostile_values_are_shown_not_obeyed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    list_problems([Problem("E001", "error", name, 2, "bad", name, 1, name, name)])
    lines = capsys.readouterr().err.split("\n")
    assert len(lines) == 4
    assert all(line.isprintable() for line in lines)
