"""``graphmodel`` itself and the commands that are not analyses."""

from __future__ import annotations

import click

import graphmodel
from graphmodel.cli.command import Root
from graphmodel.cli.cypher import cypher, query, schema
from graphmodel.cli.export import copy, export
from graphmodel.cli.house import doctor, explain, init, rules
from graphmodel.cli.imports import IMPORT, PLAN
from graphmodel.cli.mapping import mapping
from graphmodel.cli.report import report
from graphmodel.cli.revisions import diff, history, undo
from graphmodel.cli.shell import completion


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
@click.version_option(graphmodel.__version__, "--version", "-V", prog_name="graphmodel")
def ROOT(catalogue: str | None, database: str | None) -> None:  # noqa: N802
    """Which services underpin which IT products, what breaks when one fails, and what nobody covers."""


for command in (
    report,
    init,
    PLAN,
    IMPORT,
    history,
    undo,
    diff,
    export,
    copy,
    mapping,
    doctor,
    cypher,
    query,
    schema,
    rules,
    explain,
    completion,
):
    ROOT.add_command(command)
