"""``cypher``, ``query`` and ``schema``: the graph in Neo4j, asked and set up in its own language."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from graphmodel.cli.command import AnswerCommand, Argument, Command, Group
from graphmodel.cli.locate import opened
from graphmodel.cli.output import Target, show
from graphmodel.model.errors import UsageError
from graphmodel.model.rows import documented
from graphmodel.model.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphmodel.cypher import Query

MOST: Final = 1_000_000
"""Seconds, some eleven days."""
DEEPEST: Final = 100
"""Lists and objects within each other that a parameter may have."""
LONGEST: Final = 60.0
"""Seconds after which a query is given up, unless the user says otherwise."""

param = click.option(
    "--param",
    "-p",
    "given",
    multiple=True,
    metavar="NAME=TEXT",
    help="A parameter: NAME=TEXT as it is, or NAME:=JSON. Texts of the same name make a list.",
)
timeout = click.option(
    "--timeout",
    type=click.FloatRange(min=0, max=MOST),
    default=LONGEST,
    show_default=True,
    metavar="SECONDS",
    help="Give up after so long; 0 is never.",
)


@documented(
    name="the query: what cypher show and cypher run take",
    answers="what it answers",
    parameters="what it asks for: --param NAME=VALUE",
    like="the command of graphmodel that answers the same",
)
class QueryRow(NamedTuple):
    """One query."""

    name: str
    answers: str
    parameters: tuple[str, ...]
    like: str


@click.group(cls=Group, short_help="The queries in Cypher that ship with graphmodel.")
def cypher() -> None:
    """List, show and run the queries that give Neo4j's users the same answers in their own tools.

    They are the files of graphmodel's folder cypher, to be used as they are in Neo4j's browser, too.
    """


@cypher.command(
    "list",
    cls=AnswerCommand,
    short_help="Which queries there are.",
    examples=("graphmodel cypher list", "graphmodel cypher list --format json"),
)
def list_(target: Target) -> None:
    """List the queries, what each answers, and the command of graphmodel that answers the same."""
    from graphmodel.answers.report import Report, columns
    from graphmodel.cypher import queries

    rows = [QueryRow(q.name, q.summary, tuple(q.parameters), q.like) for q in queries().values()]
    show(Report(columns(QueryRow, spare=["parameters"]), rows, analysis="cypher"), target)


@cypher.command(
    "show",
    cls=Command,
    short_help="One of them, with its comments.",
    examples=("graphmodel cypher show underpinning", "graphmodel cypher show gm007"),
)
@click.argument("name", cls=Argument, metavar="NAME", about="The query, as cypher list names it.")
def show_(name: str) -> None:
    """Print the query NAME, to read or to paste into Neo4j's browser."""
    click.echo(_named(name).text, nl=False)


@cypher.command(
    "run",
    cls=AnswerCommand,
    short_help="Run one of them.",
    examples=(
        "graphmodel -c neo4j://localhost cypher run underpinning --param product=exercise-bike",
        "graphmodel -c neo4j://localhost cypher run impact --param services=sign-in --param services=dns",
        "graphmodel -c neo4j://localhost cypher run gm003 --format csv",
    ),
)
@click.argument("name", cls=Argument, metavar="NAME", about="The query, as cypher list names it.")
@param
@timeout
def run(target: Target, name: str, given: tuple[str, ...], timeout: float) -> None:
    """Run the query NAME on a catalogue in Neo4j."""
    found = _named(name)
    parameters = _fitting(found, _parameters(given))
    with opened() as bench:
        show(bench.query(found.text, parameters, seconds=timeout, title=found.summary, keep=False), target)


@click.command(
    cls=AnswerCommand,
    short_help="Ask a catalogue in Neo4j anything, in Cypher.",
    examples=(
        "graphmodel -c neo4j://localhost query 'MATCH (p:Product) RETURN p.id, p.name ORDER BY p.id'",
        "graphmodel -c neo4j://localhost query 'MATCH (s {id: $id}) RETURN s' --param id=sign-in -f json",
    ),
)
@click.argument("text", cls=Argument, metavar="CYPHER", about="The query; - is stdin.")
@param
@timeout
def query(target: Target, text: str, given: tuple[str, ...], timeout: float) -> None:
    """Run a query of one's own, which can only read.

    Values belong into parameters: they stay text whatever they hold.
    """
    asked = sys.stdin.read() if text == "-" else text
    with opened() as bench:
        show(bench.query(asked, _parameters(given), seconds=timeout, keep=False), target)


@click.group(cls=Group, short_help="The constraints and indexes of a catalogue in Neo4j.")
def schema() -> None:
    """Show or make the constraints and indexes of a catalogue in Neo4j; the first import makes them, too."""


@schema.command(
    "show",
    cls=Command,
    short_help="The schema in Cypher.",
    examples=("graphmodel schema show", "graphmodel -c estate.db schema show"),
)
def schema_show() -> None:
    """Print the statements that make the schema, with what the graph looks like."""
    from graphmodel.cypher import schema as text

    click.echo(text(), nl=False)


@schema.command(
    "apply",
    cls=Command,
    short_help="Make what is missing of it.",
    examples=(
        "graphmodel -c neo4j://localhost schema apply",
        "graphmodel -c 'neo4j://localhost?database=neo4j' schema apply",
    ),
)
def schema_apply() -> None:
    """Make the constraints and indexes that are missing; what is there already stays."""
    with opened() as bench:
        made = bench.apply_schema()
    click.echo(f"{made} constraints and indexes are there")


def _named(name: str) -> Query:
    from graphmodel.cypher import queries

    known = queries()
    if name not in known:
        hint = did_you_mean(name, known, "graphmodel cypher list names them")
        raise UsageError(f"there is no query {name!r}", hint)
    return known[name]


def _parameters(given: Sequence[str]) -> dict[str, Any]:
    """Name → value. Raises UsageError for what is neither NAME=TEXT nor NAME:=JSON."""
    found: dict[str, list[Any]] = {}
    for text in given:
        name, equals, value = text.partition("=")
        json_ = name.endswith(":")
        name = name.removesuffix(":").strip().removeprefix("$")
        if not equals or not name:
            raise UsageError(f"--param {text!r} is not NAME=TEXT", "--param product=exercise-bike")
        found.setdefault(name, []).append(_json(name, value) if json_ else value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _json(name: str, value: str) -> Any:
    try:
        found = json.loads(value)
        _check(found)
    except RecursionError:
        raise UsageError(
            f"--param {name}: the JSON is nested too deeply", "give a list or an object"
        ) from None
    except ValueError as error:
        hint = f"{name}={value} gives it as text"
        raise UsageError(f"--param {name}:={value}: not JSON ({error})", hint) from None
    return found


def _check(value: Any, deep: int = 0) -> None:
    """Raises ValueError for an integer that Neo4j cannot hold, RecursionError for what is nested too deeply."""
    if deep > DEEPEST:
        raise RecursionError
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError("an integer of Neo4j has at most 64 bits")
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _check(item, deep + 1)


def _fitting(found: Query, given: dict[str, Any]) -> dict[str, Any]:
    """The parameters that the query takes. Raises UsageError for others, and when one is missing."""
    for name in given:
        if name not in found.parameters:
            others = ", ".join(found.parameters) or "it takes none"
            raise UsageError(
                f"{found.name} has no parameter {name!r}", did_you_mean(name, found.parameters, others)
            )
    for name, example in found.parameters.items():
        if name not in given:
            shown = example[0] if isinstance(example, list) else example
            raise UsageError(f"{found.name} needs a parameter {name!r}", f"--param {name}={shown}")
        if isinstance(example, list) and not isinstance(given[name], list):
            given[name] = [given[name]]
    return given
