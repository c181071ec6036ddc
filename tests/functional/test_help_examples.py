"""Every command shows at least two examples in its help, and every one of them runs in an empty folder."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from graphmodel.cli.command import Command
from graphmodel.cli.prepared import preparation
from graphmodel.cli.root import ROOT as GRAPHMODEL
from tests import needs
from tests.conftest import run_cli

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENTED = {"check": {0, 1}, "plan": {0, 6}}
"""Exit codes of examples that run as they should; of all others 0."""


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


COMMANDS = {path: found for path, found in commands(GRAPHMODEL, "graphmodel") if isinstance(found, Command)}
DRAWN = ("graphmodel diagram", "graphmodel report")
SERVER = "neo4j://localhost"
"""What examples call a server; ``tests/neo4j`` runs those."""

ALL_EXAMPLES = [
    (path, example)
    for path, command in COMMANDS.items()
    if isinstance(command, Command)
    for example in command.examples
]
EXAMPLES = [pair for pair in ALL_EXAMPLES if SERVER not in pair[1]]
ON_A_SERVER = [pair for pair in ALL_EXAMPLES if SERVER in pair[1]]


@pytest.mark.parametrize("path", COMMANDS)
def test_help_shows_at_least_two_examples(path: str) -> None:
    command = COMMANDS[path]
    assert isinstance(command, Command)
    assert len(command.examples) >= 2
    shown = run_cli(*path.split()[1:], "--help")
    assert shown.code == 0
    assert all(f"\n  {example}\n" in shown.out for example in command.examples)


@pytest.mark.parametrize("path", COMMANDS)
def test_the_examples_run_as_the_help_says_in_an_empty_folder(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    examples = [example for of, example in EXAMPLES if of == path]
    if path in DRAWN or any("--diagram" in example for example in examples):
        needs.graphviz()
    monkeypatch.chdir(tmp_path)
    first = preparation(COMMANDS[path].examples)
    help_text = run_cli(*path.split()[1:], "--help").out
    assert all(f"\n  {line}\n" in help_text for line in first)
    for line in [*first, *examples]:
        program, *arguments = shlex.split(line)
        assert program == "graphmodel"
        done = run_cli(*arguments)
        assert done.code in (DOCUMENTED.get(path.split()[1], {0}) if line in examples else {0}), done.err
        file = next((arguments[at + 1] for at, word in enumerate(arguments) if word == "-o"), "-")
        if line in first:
            continue
        assert (
            done.out
            if file == "-"
            else Path(file).stat().st_size
            if Path(file).is_file()
            else any(Path(file).iterdir())
        )
