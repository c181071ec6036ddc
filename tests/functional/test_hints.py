"""What hints name can be typed as it stands: the real parser takes it, and it is about the same catalogue."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from graphmodel.cli.root import ROOT
from graphmodel.operations import ALL
from graphmodel.operations.operation import Access
from tests.conftest import folder, run_cli
from tests.hints import copied, parses, unfollowed

if TYPE_CHECKING:
    from pathlib import Path

    from graphmodel.operations.operation import Operation
    from graphmodel.stores.store import Store

CATALOGUE = {
    "products.csv": "id,name\nshop,Shop\n",
    "services.csv": "id,name\nvault,Vault\n",
    "dependencies.csv": "service,depends_on\nshop,vault\n",
}
FOREIGN = "Application,Used by\nCRM,Web shop\nWeb shop,\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder(tmp_path / "my cat", CATALOGUE)
    (tmp_path / "apps.csv").write_text(FOREIGN)
    (tmp_path / "an inventory").mkdir()
    (tmp_path / "an inventory" / "apps.csv").write_text(FOREIGN)
    return tmp_path


@pytest.mark.parametrize(
    ("before", "behind", "named"),
    [
        (("-c", "my cat"), (), "graphmodel -c 'my cat' list services"),
        ((), ("--catalogue", "my cat"), "graphmodel -c 'my cat' list services"),
    ],
)
def test_a_command_is_about_the_catalogue_that_was_named(
    here: Path, before: tuple[str, ...], behind: tuple[str, ...], named: str
) -> None:
    said = run_cli(*before, "impact", "zzzzzz", *behind).err
    assert f"hint: {named} shows what there is" in said
    command = next(line for line in said.splitlines() if "hint" in line).partition("hint: ")[2]
    assert run_cli(*shlex.split(command.removesuffix(" shows what there is"))[1:]).code == 0


def test_what_the_environment_names_need_not_be_said(here: Path) -> None:
    said = run_cli("impact", "zzzzzz", env={"GRAPHMODEL_CATALOGUE": "my cat"}).err
    assert "hint: graphmodel list services shows" in said


def test_a_command_without_a_catalogue_stays_as_it_is(here: Path) -> None:
    assert "graphmodel mapping suggest apps.csv" in run_cli("-c", "new.db", "import", "apps.csv").err
    assert (
        "hint: graphmodel mapping list names"
        in run_cli("-c", "new.db", "plan", "--preset", "zz", "apps.csv").err
    )


@pytest.mark.parametrize(
    "line",
    [
        "mapping suggest apps.csv",
        "mapping suggest 'an inventory'",
        "mapping suggest apps.csv -o mapping.toml",
        "-c my.db import 'my cat' --accept-partial",
        "init made",
    ],
)
def test_a_command_to_copy_is_one_that_is_parsed(here: Path, line: str) -> None:
    done = run_cli(*shlex.split(line))
    assert done.code == 0, done.err
    commands = list(copied(done.err))
    assert commands or "suggest" not in line
    for command in commands:
        parses(command)


def test_what_is_in_brackets_is_said_where_the_command_has_the_option(here: Path) -> None:
    import click

    from graphmodel.cli.hints import typed

    text = "select less, or fewer rows (--limit, or a selector)"
    for name, shown in (("list", text), ("export", "select less, or fewer rows")):
        with click.Context(ROOT, info_name="graphmodel") as context:
            context.invoked_subcommand = name
            context.params = {"catalogue": None, "database": None}
            assert typed(text) == shown


@pytest.mark.parametrize("operation", [o for o in ALL.values() if not o.catalogue], ids=lambda o: o.name)
def test_what_is_about_no_catalogue_opens_none(operation: Operation, here: Path) -> None:
    """The others say so by ``Operation.catalogue``, and hints to them name it."""

    def opened() -> Store:
        raise AssertionError(operation.name)

    given: dict[str, dict[str, object]] = {
        "init": {"directory": here / "new"},
        "copy": {"source": "my cat", "target": "copy.db"},
        "mapping suggest": {"files": (here / "apps.csv",)},
        "mapping show": {"preset": "itop"},
        "explain": {"code": "GM001"},
        "cypher show": {"name": "gm003"},
    }
    operation.run(Access(opened), operation.question(**given.get(operation.name, {})))


def test_the_check_of_every_hint_finds_what_is_wrong() -> None:
    """``run_cli`` makes it after each command that a test runs."""
    for line in (
        "  hint: graphmodel nosuch shows it",
        "  hint: graphmodel list services shows what there is",
        "  hint: graphmodel -c a.db history --matrix types",
        "note: only some; --allow-withdraw shows more",
        "graphmodel plan --nosuch",
    ):
        assert unfollowed(["-c", "a.db", "stats"], line) == [line]
    for line in (
        "  hint: graphmodel -c a.db list services shows what there is",
        "  hint: import with --encoding cp1252",
        "note: only the first 3 rows are shown (--limit 3)",
        "  hint: graphmodel mapping suggest x.csv -o m.toml",
        "error: the service 'graphmodel list --nosuch' has no name",
    ):
        assert unfollowed(["-c", "a.db", "stats"], line) == []
