"""``export`` and ``copy``: the catalogue as files, and from store to store."""

from __future__ import annotations

from pathlib import Path

import click

from graphmodel.cli.apart import PLACE
from graphmodel.cli.command import Argument, Command
from graphmodel.cli.locate import opened
from graphmodel.cli.output import check_file, put, say
from graphmodel.model.errors import UsageError
from graphmodel.model.visible import visible
from graphmodel.model.words import count


@click.command(
    cls=Command,
    short_help="The catalogue as CSV files or as a graph.",
    examples=(
        "graphmodel -c examples/university export university",
        "graphmodel -c estate.db export bikes --source exercise-bike",
        "graphmodel -c estate.db export --format graphml -o estate.graphml",
        "graphmodel -c estate.db export --format json",
    ),
)
@click.argument(
    "folder",
    cls=Argument,
    metavar="[FOLDER]",
    required=False,
    type=PLACE,
    about="Where the CSV files are written; the folder is made.",
)
@click.option(
    "--format",
    "-f",
    type=click.Choice(("csv", "graphml", "json")),
    default="csv",
    show_default=True,
    help="csv: a FOLDER that imports back; graphml, json (node-link): the graph in one file.",
)
@click.option("--source", metavar="NAME", help="Only what that source gave.")
@click.option(
    "--output", "-o", metavar="FILE", help="Write the graph to a file (- is stdout, which is the default)."
)
@click.option(
    "--force", is_flag=True, help="Replace the file, or the catalogue files of a folder that is not empty."
)
def export(folder: Path | None, format: str, source: str | None, output: str | None, force: bool) -> None:
    """Write the whole catalogue: as a FOLDER of CSV files that imports back to the same, or as a graph in one file."""
    if format == "csv":
        if folder is None or output is not None:
            raise UsageError(
                "CSV files go into a folder", "graphmodel export FOLDER; one file: --format graphml -o FILE"
            )
        with opened() as bench:
            written = bench.export(folder, source=source, force=force)
        for path in written:
            click.echo(visible(str(path)))
        return
    if folder is not None:
        raise UsageError(
            f"{format} is one file, not a folder", f"graphmodel export --format {format} -o FILE"
        )
    output = "-" if output is None else output
    check_file(output, force=force, option="--output")
    with opened() as bench:
        put(bench.graph(format, source=source), output, force=force)
    if output != "-":
        click.echo(visible(output))


@click.command(
    cls=Command,
    short_help="A catalogue to another store.",
    examples=(
        "graphmodel copy estate.db backup.db",
        "graphmodel copy examples/university university.db",
        "graphmodel copy estate.db estate/",
    ),
)
@click.argument(
    "source", cls=Argument, metavar="SOURCE", about="A folder of CSV files, a catalogue file or a URL."
)
@click.argument(
    "target",
    cls=Argument,
    metavar="TARGET",
    about="The same; a path that ends with / is a folder, any other new one a catalogue file.",
)
@click.option("--force", is_flag=True, help="Replace all that TARGET holds, its history included.")
def copy(source: str, target: str, force: bool) -> None:
    """Copy the catalogue SOURCE to TARGET without loss: records, sources and history, as far as TARGET has them."""
    from graphmodel import workbench

    done = workbench.copy(source, target, force=force)
    for note in done.notes:
        say(f"note: {note}")
    revisions = f", {count(done.revisions, 'revision')}" if done.revisions else ""
    click.echo(visible(f"{source} copied to {target}{revisions}"))
