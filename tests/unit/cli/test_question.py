from __future__ import annotations

import io
import sys
from dataclasses import dataclass

import click
import pytest

from graphmodel.answers.question import REQUIRED, argument, option
from graphmodel.cli.parameters import from_stdin, parameters
from graphmodel.model.errors import UsageError


@dataclass(frozen=True)
class Question:
    ids: tuple[str, ...] = argument("which", "ID")
    end: str = argument("where to", "TO", default="")
    state: str = option("how", default="down", choices=("down", "degraded"), flag="--as")
    counts: bool = option("how many", default=False)
    limit: int | None = option("at most", metavar="N")
    exclude: tuple[str, ...] = option("leave out", default=(), metavar="SELECT")
    at_least: int = option("from", default=2)


def asked(*args: str) -> Question:
    command = click.Command("ask", params=parameters(Question), callback=Question)
    made: Question = command.main(list(args), standalone_mode=False)
    return made


def test_every_kind_of_field_is_asked_for() -> None:
    assert asked("a", "b", "end") == Question(("a", "b"), "end", "down", False, None, (), 2)
    options = [
        "--as",
        "degraded",
        "--counts",
        "--limit",
        "7",
        "--exclude",
        "x",
        "--exclude",
        "y",
        "--at-least",
        "0",
    ]
    assert asked("a", "end", *options) == Question(("a",), "end", "degraded", True, 7, ("x", "y"), 0)


def test_an_option_without_a_default_must_be_given() -> None:
    @dataclass(frozen=True)
    class Needy:
        output: str = option("where to", default=REQUIRED, short="-o")

    command = click.Command("ask", params=parameters(Needy), callback=Needy)
    assert command.main(["-o", "x"], standalone_mode=False) == Needy("x")
    with pytest.raises(click.MissingParameter):
        command.main([], standalone_mode=False)


@pytest.mark.parametrize("args", [[], ["a", "--as", "up"], ["a", "--limit", "x"], ["a", "--state", "down"]])
def test_what_is_not_asked_for_is_a_usage_error(args: list[str]) -> None:
    with pytest.raises((click.UsageError, UsageError)):
        asked(*args)


def test_a_dash_among_many_is_the_lines_of_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("sso\n\n  vpn \r\n"))
    assert from_stdin(Question, {"ids": ("a", "-", "b"), "end": "-", "limit": 3}) == {
        "ids": ("a", "sso", "vpn", "b"),
        "end": "-",
        "limit": 3,
    }
