"""``init``, ``doctor`` and ``explain``: to begin, and when something is wrong."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import NamedTuple

import click

from graphmodel.cli.apart import PLACE
from graphmodel.cli.command import AnswerCommand, Argument, Command
from graphmodel.cli.locate import opened
from graphmodel.cli.output import Target, say, show
from graphmodel.model.errors import StoreError
from graphmodel.model.rows import documented
from graphmodel.model.visible import visible


@click.command(
    cls=Command,
    short_help="A catalogue folder to start from.",
    examples=("graphmodel init my-catalogue", "graphmodel init university --example university"),
)
@click.argument(
    "directory",
    cls=Argument,
    metavar="[DIR]",
    default="catalogue",
    type=PLACE,
    about="Where to write it; by default the folder catalogue.",
)
@click.option(
    "--example", metavar="NAME", help="Copy a shipped example: exercise-bike, university or debian."
)
@click.option("--force", is_flag=True, help="Replace files that exist.")
def init(directory: Path, example: str | None, force: bool) -> None:
    """Write a catalogue folder to start from.

    It holds a template of every file, the seven types of services with their boundaries, and recommended roles.
    """
    from graphmodel import workbench

    for path in workbench.init(directory, example=example, force=force):
        click.echo(visible(str(path)))
    say(f"next: graphmodel plan {shlex.quote(str(directory))}", whole=True)


@click.command(
    cls=AnswerCommand,
    short_help="Is the catalogue whole? Checks it, and can repair it.",
    examples=("graphmodel -c estate.db doctor", "graphmodel -c estate.db doctor --repair"),
)
@click.option("--repair", is_flag=True, help="Repair: rebuild what is derived from the records.")
def doctor(target: Target, repair: bool) -> int:
    """Check the catalogue file, its schema and what is derived from its records.

    Exits with 5 where something is wrong.
    """
    from graphmodel.workbench import CheckRow

    with opened() as bench:
        report = bench.doctor(repair=repair)
        show(report, target)
    return 0 if all(CheckRow(*row).ok for row in report.rows) else StoreError.exit_code


@documented(
    code="the rule: what explain and gaps --rule take",
    severity="error, warning or info",
    title="what it finds",
    about="what its findings are about: service, category or role",
    why="why it matters",
    hint="what to do about a finding",
)
class RuleRow(NamedTuple):
    """One coverage rule."""

    code: str
    severity: str
    title: str
    about: str
    why: str
    hint: str


@click.command(
    cls=AnswerCommand,
    short_help="The coverage rules: code, severity and what each finds.",
    examples=("graphmodel rules", "graphmodel rules --columns code,why --format md"),
)
def rules(target: Target) -> None:
    """List the coverage rules that gaps and check apply. explain CODE says more about one."""
    from graphmodel.answers.report import Report, columns
    from graphmodel.rules import RULES

    rows = [RuleRow(r.code, r.severity, r.title, r.about, r.why, r.hint) for r in RULES.values()]
    shown = columns(RuleRow, wide=["about", "why", "hint"])
    show(Report(shown, rows, analysis="rules"), target)


@click.command(
    cls=Command,
    short_help="What a code means and what to do about it.",
    examples=("graphmodel explain GM001", "graphmodel explain GM006"),
)
@click.argument(
    "code", cls=Argument, metavar="CODE", about="As a finding or a problem shows it, GM001 or E101."
)
def explain(code: str) -> None:
    """Explain the CODE of a finding or of a problem: what it means, why it matters and how to fix it."""
    from graphmodel import workbench

    click.echo(workbench.explain(code))
