"""Every operation is a question with types and help, and examples that ask it: what a front end needs."""

from __future__ import annotations

import dataclasses
import shlex
import typing
from pathlib import Path
from typing import Any

import click
import pytest

from graphmodel.answers.question import asked, asked_fields
from graphmodel.cli.command import AnswerCommand, Command
from graphmodel.cli.diagram import DiagramOptions
from graphmodel.cli.root import ROOT
from graphmodel.model.errors import UsageError
from graphmodel.operations import ALL
from graphmodel.operations.operation import Operation

TYPES = {str, int, float, bool, Path, type(None)}
OF_THE_TERMINAL = {"completion"}
"""A script for a shell, made from the commands themselves: there is nothing to ask of it elsewhere."""


def command(name: str) -> tuple[click.Context, click.Command]:
    context = click.Context(ROOT, info_name="graphmodel")
    found: click.Command = ROOT
    for word in name.split():
        assert isinstance(found, click.Group)
        there = found.get_command(context, word)
        assert there is not None, name
        context, found = click.Context(there, context, word), there
    return context, found


@pytest.mark.parametrize("operation", ALL.values(), ids=list(ALL))
def test_it_says_what_it_asks(operation: Operation) -> None:
    assert dataclasses.is_dataclass(operation.question)
    assert operation.question.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert operation.question.__doc__
    assert operation.summary.endswith(".")
    hints = typing.get_type_hints(operation.question)
    for field in asked_fields(operation.question):
        ask = field.metadata["ask"]
        assert ask.help, field.name
        assert not ask.help.endswith("."), "the end is the front end's"
        kinds = set(typing.get_args(hints[field.name]) or (hints[field.name],)) - {...}
        assert kinds <= TYPES, (field.name, hints[field.name])
        assert not ask.positional or ask.metavar, field.name
    others = {f.name for f in dataclasses.fields(operation.question)} - {
        f.name for f in asked_fields(operation.question)
    }
    assert others <= {"rejects"}, "of a plan, which rejects nothing"


@pytest.mark.parametrize("operation", ALL.values(), ids=list(ALL))
def test_the_command_has_its_fields_and_no_other(operation: Operation) -> None:
    context, found = command(operation.name)
    assert isinstance(found, Command)
    names = {field.name for field in asked_fields(operation.question)}
    given = {str(p.name) for p in found.params if p.expose_value}
    added: set[str] = {"quiet", "shown"} if operation.gives == "page" else set()
    if isinstance(found, AnswerCommand):
        added |= {str(option.name) for option in found.output}
    if operation.gives == "diagram":
        added |= {field.name for field in dataclasses.fields(DiagramOptions)} - {"drawable"}
    assert given == names | added
    assert not names & added, "each is said once"
    assert not names & {"target", "options"} or not isinstance(found, AnswerCommand)
    assert found.help == operation.question.__doc__
    assert context.command_path == f"graphmodel {operation.name}"


@pytest.mark.parametrize("operation", ALL.values(), ids=list(ALL))
def test_its_examples_ask_it(operation: Operation) -> None:
    """They are parsed here; tests of the help run them, those of a server with Neo4j."""
    assert len(operation.examples) >= 2
    _, found = command(operation.name)
    names = [field.name for field in asked_fields(operation.question)]
    for example in operation.examples:
        words = shlex.split(example)
        at = next(
            n for n in range(len(words)) if words[n:][: len(operation.name.split())] == operation.name.split()
        )
        context = found.make_context(
            operation.name, words[at + len(operation.name.split()) :], resilient_parsing=False
        )
        given = {name: context.params[name] for name in names if context.params[name] is not None}
        question = asked(operation, given)
        assert all(getattr(question, name) == value for name, value in given.items())


def test_every_command_is_an_analysis_or_an_operation() -> None:
    assert set(ROOT.commands) == OF_THE_TERMINAL


def test_a_question_from_elsewhere_is_checked() -> None:
    """As HTTP and others ask: texts for paths, one for many; what is wrong is said."""
    made: Any = asked(ALL["import"], {"paths": "estate", "mapping": "map.toml", "add": True})
    assert (made.paths, made.mapping, made.add, made.rejects) == (
        (Path("estate"),),
        Path("map.toml"),
        True,
        None,
    )
    assert asked(ALL["plan"], {"paths": [Path("a"), "b"]}).paths == (Path("a"), Path("b"))
    for name, given, message in (
        ("import", {}, "import needs paths"),
        ("import", {"paths": [7]}, "paths of import cannot be"),
        ("import", {"paths": "a", "add": "yes"}, "True or False"),
        ("export", {"format": "xml"}, "format cannot be 'xml'"),
        ("undo", {"number": 3}, "undo has no field 'number'"),
        ("plan", {"paths": "a", "rejects": "b"}, "plan has no field 'rejects'"),
    ):
        with pytest.raises(UsageError) as error:
            asked(ALL[name], given)
        assert message in f"{error.value.message}; {error.value.hint}"
