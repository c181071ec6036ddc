"""``report``: the page for those who decide."""

from __future__ import annotations

from pathlib import Path

import click

from graphmodel.cli.command import Command
from graphmodel.cli.locate import opened
from graphmodel.cli.output import check_file, put, say
from graphmodel.cli.viewer import view, viewed
from graphmodel.model.errors import UsageError

_PAGE = "report.html"


@click.command(
    cls=Command,
    short_help="One page to read and to print: numbers, matrix, impact, gaps, roles, diagrams.",
    examples=(
        "graphmodel -c examples/exercise-bike report -o report.html",
        'graphmodel -c examples/exercise-bike report -o report --title "What our bikes stand on"',
    ),
)
@click.option(
    "--output",
    "-o",
    metavar="DIR|FILE.html",
    required=True,
    help=f"Where to write it: a file, or a directory that gets {_PAGE} (- is stdout).",
)
@click.option("--title", metavar="TEXT", help="The title of the page.")
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
@click.option("--quiet", "-q", is_flag=True, help="No notes on stderr.")
@click.option("--open", "show", is_flag=True, help="Open the page in a browser.")
def report(output: str, title: str | None, force: bool, quiet: bool, show: bool) -> None:
    """Write one page with all that matters of the catalogue.

    The catalogue in numbers, which types of services underpin which products, what happens when one of the services
    that underpin most fails, the gaps, who answers for what, and diagrams. The page needs no network, prints well, and
    is the same whenever it is made of the same revision.
    """
    target = _target(output)
    # A directory that is not there yet is made when there is a page for it.
    fresh = target != output and not Path(output).exists()
    check_file(output if fresh else target, force=force, option="--output")
    shown = viewed([target]) if show else ()
    with opened() as bench:
        page = bench.report(**({"title": title} if title else {}))
    if fresh:
        _make(output)
    put(page.encode(), target, force=force)
    if target != "-" and not quiet:
        say(f"{target}: {len(page.encode()) / 1_000:,.0f} kB")
    for file in shown:
        view(file)


def _target(output: str) -> str:
    """The file that is meant. Raises UsageError where a file stands in place of its directory."""
    if output == "-" or not output.strip() or Path(output).suffix.lower() in {".html", ".htm"}:
        return output
    if Path(output).is_file():
        raise UsageError(f"{output} is a file, not a directory", "name a FILE.html")
    return str(Path(output) / _PAGE)


def _make(directory: str) -> None:
    try:
        Path(directory).mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"cannot make the directory {directory}: {error.strerror}", "name a FILE.html"
        ) from error
