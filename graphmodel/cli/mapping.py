"""``mapping``: how foreign files become a catalogue."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from graphmodel.cli.apart import INPUT
from graphmodel.cli.command import Argument, Command, Group
from graphmodel.cli.output import say, screen
from graphmodel.cli.problems import list_problems
from graphmodel.render.reports import render


@click.group(cls=Group, short_help="Read foreign files.")
def mapping() -> None:
    """Say once how foreign files become a catalogue."""


@mapping.command(
    cls=Command,
    short_help="Propose a mapping for foreign files.",
    examples=(
        "graphmodel mapping suggest examples/university/services.csv",
        "graphmodel mapping suggest examples/university/services.csv examples/university/roles.csv",
    ),
)
@click.argument(
    "files",
    cls=Argument,
    nargs=-1,
    required=True,
    metavar="FILE…",
    type=INPUT,
    about="CSV files whose columns have other names.",
)
def suggest(files: tuple[Path, ...]) -> None:
    """Propose a mapping from the headers of these files.

    The proposal (TOML) goes to stdout, a preview of what it would read to stderr. Save it, correct it, and use it with
    import --mapping.
    """
    from graphmodel import workbench
    from graphmodel.answers.report import Column, Report
    from graphmodel.render.reports.json import escape

    proposed = workbench.suggest_mapping(files)
    for line in proposed.toml.rstrip("\n").split("\n"):
        click.echo(escape(line))
    for preview in proposed.preview:
        columns = tuple(map(Column, preview.columns))
        report = Report(columns, preview.rows, title=preview.kind, analysis="mapping")
        render(report, "table", sys.stderr, replace(screen("auto", sys.stderr), choice=False))
        say("")
    list_problems(proposed.problems)
