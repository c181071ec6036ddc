"""Every command shows at least two examples in its help, and every one of them runs."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from graphmodel.cli.command import Command
from graphmodel.cli.root import ROOT as GRAPHMODEL
from tests import needs
from tests.conftest import ROOT, run_cli

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


COMMANDS = dict(commands(GRAPHMODEL, "graphmodel"))
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


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the examples, one of them imported, and another in two revisions."""
    place = tmp_path_factory.mktemp("prepared")
    examples = shutil.copytree(
        ROOT / "examples", place / "examples", ignore=shutil.ignore_patterns("__pycache__")
    )
    first = shutil.copytree(examples / "exercise-bike", place / "first" / "exercise-bike")
    services = first / "services.csv"
    services.write_text(services.read_text(encoding="utf-8").replace("Sign-in", "Login"), encoding="utf-8")
    for file, folder in (
        ("catalogue.db", examples / "university"),
        ("estate.db", first),
        ("estate.db", examples / "exercise-bike"),
    ):
        done = run_cli("-c", place / file, "import", folder, "--quiet")
        assert done.code == 0, done.err
    return place


@pytest.mark.parametrize("path", COMMANDS)
def test_help_shows_at_least_two_examples(path: str) -> None:
    command = COMMANDS[path]
    assert isinstance(command, Command)
    assert len(command.examples) >= 2
    shown = run_cli(*path.split()[1:], "--help")
    assert shown.code == 0
    assert all(f"\n  {example}\n" in shown.out for example in command.examples)


@pytest.mark.parametrize(("path", "example"), EXAMPLES)
def test_an_example_runs(
    path: str, example: str, prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if path in DRAWN or "--diagram" in example:
        needs.graphviz()
    place = shutil.copytree(prepared, tmp_path / "place")
    monkeypatch.chdir(place)
    program, *arguments = shlex.split(example)
    assert program == "graphmodel"
    done = run_cli(*arguments)
    assert done.code in DOCUMENTED.get(path.split()[1], {0}), done.err
    file = next((arguments[at + 1] for at, word in enumerate(arguments) if word == "-o"), "-")
    assert (
        done.out
        if file == "-"
        else Path(file).stat().st_size
        if Path(file).is_file()
        else any(Path(file).iterdir())
    )
