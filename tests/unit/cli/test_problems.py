from __future__ import annotations

import doctest
import io
import sys

import pytest

from graphmodel.cli import problems
from graphmodel.cli.problems import LISTED, list_problems
from graphmodel.model.problems import Problem
from tests.hostile import NASTY


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_doctests() -> None:
    assert doctest.testmod(problems).failed == 0


def test_a_terminal_gets_the_first_and_the_count_of_the_rest_errors_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = [
        Problem("W001", "warning", "a.csv", 1, "mild"),
        *([Problem("E001", "error", "a.csv", 2, "bad")] * 30),
    ]
    monkeypatch.setattr(sys, "stderr", shown := Terminal())
    list_problems(many)
    assert shown.getvalue().splitlines()[0] == "a.csv:2 [E001] bad"
    assert len(shown.getvalue().splitlines()) == LISTED + 1
    assert shown.getvalue().splitlines()[-1].startswith("… and 11 more")
    monkeypatch.setattr(sys, "stderr", shown := Terminal())
    list_problems(many, every=True)
    assert len(shown.getvalue().splitlines()) == len(many)


def test_a_file_gets_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    list_problems([Problem("E001", "error", "a.csv", 2, "bad")] * 30)
    assert len(capsys.readouterr().err.splitlines()) == 30


@pytest.mark.parametrize("name", NASTY)
def test_hostile_values_are_shown_not_obeyed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    list_problems([Problem("E001", "error", name, 2, "bad", name, 1, name, name)])
    lines = capsys.readouterr().err.split("\n")
    assert len(lines) == 4
    assert all(line.isprintable() for line in lines)
