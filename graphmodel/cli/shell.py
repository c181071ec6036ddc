"""``completion``: what makes a shell complete commands, options, ids, selectors, rules and formats."""

from __future__ import annotations

import click

from graphmodel.cli.choice import Choice
from graphmodel.cli.command import Argument, Command
from graphmodel.cli.completion import SHELLS, script


@click.command(
    cls=Command,
    short_help="A script that makes your shell complete what you type.",
    examples=("graphmodel completion bash", "graphmodel completion zsh", "graphmodel completion fish"),
)
@click.argument("shell", cls=Argument, metavar="SHELL", type=Choice(list(SHELLS)), about="bash, zsh or fish.")
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands, options, ids, selectors, rules and formats.

    bash: add eval "$(graphmodel completion bash)" to ~/.bashrc. zsh: the same with zsh, to ~/.zshrc. fish:
    graphmodel completion fish > ~/.config/fish/completions/graphmodel.fish. Then start a new shell.
    """
    click.echo(script(shell, ctx.find_root().command), nl=False)
