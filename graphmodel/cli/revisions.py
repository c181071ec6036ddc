"""``history``, ``undo`` and ``diff``: how the catalogue came to be what it is."""

from __future__ import annotations

import click

from graphmodel.cli.apart import check_apart
from graphmodel.cli.command import AnswerCommand, Argument, Command
from graphmodel.cli.diagram import DiagramOptions, Drawable, answer
from graphmodel.cli.locate import opened
from graphmodel.cli.output import Target, show
from graphmodel.model.visible import visible


@click.command(
    cls=AnswerCommand,
    short_help="Every revision, the latest first.",
    examples=("graphmodel -c estate.db history", "graphmodel -c estate.db history --format json"),
)
def history(target: Target) -> None:
    """List every revision of the catalogue, the latest first, with what it changed."""
    with opened() as bench:
        show(bench.history(), target)


@click.command(
    cls=Command,
    short_help="Take back the latest revision.",
    examples=("graphmodel -c estate.db undo", "graphmodel --catalogue estate.db undo"),
)
def undo() -> None:
    """Take back the latest revision that is not yet undone, by a new revision."""
    with opened() as bench:
        made = bench.undo()
    counts = f"{made.added:,} added, {made.changed:,} changed, {made.withdrawn:,} withdrawn"
    click.echo(visible(f"revision {made.number} takes back revision {made.undoes} ({made.source}): {counts}"))


@click.command(
    cls=Drawable,
    short_help="What changed between two revisions or catalogues.",
    examples=(
        "graphmodel -c estate.db diff 1 2",
        "graphmodel diff examples/exercise-bike examples/university --format csv",
    ),
)
@click.argument(
    "before", cls=Argument, metavar="BEFORE", about="A revision's number, or a catalogue's path or URL."
)
@click.argument("after", cls=Argument, metavar="AFTER", about="The same.")
def diff(target: Target, options: DiagramOptions, before: str, after: str) -> None:
    """Show what changed, field by field, from BEFORE to AFTER."""
    from graphmodel.workbench import Workbench

    check_apart(before, after)
    numbered = before.isdecimal() or after.isdecimal()
    with opened() if numbered else Workbench.open(before) as bench:
        answer(bench, bench.diff(before, after), target, options, empty="no changes")
