"""``graphmodel`` itself: its commands are made from the registers of analyses and operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import graphmodel
from graphmodel import analyses, operations
from graphmodel.cli.command import Group
from graphmodel.cli.locate import PROPOSAL_OPTIONS
from graphmodel.cli.shell import completion

if TYPE_CHECKING:
    from collections.abc import Callable


class Root(Group):
    """The analyses and operations, each built when it is asked for, and the commands of the terminal alone."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Questions first."""
        return [*analyses.ALL, *_first_words(), *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """That command, or None."""
        found = super().get_command(ctx, cmd_name)
        if found:
            return found
        # What other packages bring is looked for only where the name is none of ours.
        ours = cmd_name in operations.ALL.own or cmd_name in operations.GROUPS
        if not ours and cmd_name in analyses.ALL:
            from graphmodel.cli.question import command

            return command(analyses.ALL[cmd_name])
        return _operation(cmd_name)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Two lists; the summaries come from the registers."""
        with formatter.section("Questions"):
            formatter.write_dl(list(analyses.ALL.summaries.items()))
        own = [(name, c.get_short_help_str(100)) for name, c in self.commands.items()]
        with formatter.section("The catalogue itself"):
            formatter.write_dl([*_first_words().items(), *own])


def _first_words() -> dict[str, str]:
    """The operations and their groups, with a line on each."""
    said = operations.ALL.summaries
    groups = {name: short for name, (short, _) in operations.GROUPS.items()}
    return {(first := name.partition(" ")[0]): groups.get(first, said[name]) for name in said}


def _operation(name: str) -> click.Command | None:
    """The command of an operation, or of a group of them."""
    if name in operations.ALL:
        from graphmodel.cli.operation import command

        return command(operations.ALL[name])
    if name not in operations.GROUPS:
        return None
    from graphmodel.cli.operation import command

    short, about = operations.GROUPS[name]
    within = [full for full in operations.ALL if full.startswith(f"{name} ")]
    made: dict[str, click.Command] = {
        full.partition(" ")[2]: command(operations.ALL[full]) for full in within
    }
    return Group(name, commands=made, short_help=short, help=about)


def _proposing(callback: Callable[..., None]) -> Callable[..., None]:
    """With the options of a proposal."""
    for option in reversed(PROPOSAL_OPTIONS):
        fields = dict(option)
        callback = click.option(*fields.pop("param_decls"), **fields)(callback)
    return callback


@click.group(
    cls=Root,
    epilog="Completion: graphmodel completion --help says how to switch it on.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.option(
    "-c",
    "--catalogue",
    envvar="GRAPHMODEL_CATALOGUE",
    metavar="CATALOGUE",
    help="A folder of CSV files, a catalogue file, or the URL of a Neo4j server; by default GRAPHMODEL_CATALOGUE, "
    "else what the nearest graphmodel.toml says, else ./catalogue.db, else the working directory.",
)
@click.option(
    "--database",
    metavar="NAME",
    help="The database on a Neo4j server; by default NEO4J_DATABASE, else the user's home database.",
)
@_proposing
@click.version_option(graphmodel.__version__, "--version", "-V", prog_name="graphmodel")
def ROOT(**_: object) -> None:  # noqa: N802
    """Which services underpin which IT products, what breaks when one fails, and what nobody covers."""


ROOT.add_command(completion)
