"""Diagrams: ``diagram``, and ``--diagram FILE`` on every command whose answer can be drawn."""

from __future__ import annotations

import dataclasses
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from graphmodel.cli.choice import Choice, Registered
from graphmodel.cli.command import DRAWN, AnswerCommand
from graphmodel.cli.output import Target, check_file, format_of, put, say, show
from graphmodel.diagrams.spec import CLUSTERS, DIRECTIONS, LAYOUTS, PAGES, READABLE, SETUP, Setup
from graphmodel.model.errors import UsageError
from graphmodel.model.words import count
from graphmodel.render import reports
from graphmodel.render.charts.formats import CHARTS, chart_of
from graphmodel.render.diagrams.formats import DIAGRAMS
from graphmodel.render.layout.page import SMALLEST
from graphmodel.render.theme import THEMES
from graphmodel.session import Session

if TYPE_CHECKING:
    from graphmodel.answers.report import Report
    from graphmodel.model.register import Register
    from graphmodel.render.charts.formats import ChartFormat
    from graphmodel.render.diagrams.formats import DiagramFormat

TEXT: Final = "dot"
"""The format on stdout where none is named: what other tools take."""
_OPTIONS: Final[tuple[dict[str, Any], ...]] = (
    {
        "param_decls": ["--cluster"],
        "type": Choice(CLUSTERS),
        "help": f"How services are grouped in the diagram; by default by {CLUSTERS[0]}, in a recovery by wave, "
        "and cycles not at all.",
    },
    {
        "param_decls": ["--max-nodes"],
        "type": click.IntRange(min=1),
        "metavar": "N",
        "help": f"Collapse clusters until the diagram has no more nodes; by default until names are {SMALLEST:g} "
        f"points on the page, in other formats {READABLE}.",
    },
    {
        "param_decls": ["--all-dependencies"],
        "is_flag": True,
        "help": "Draw every dependency as an arrow: those that others imply and those to what many need, too.",
    },
    {
        "param_decls": ["--layout"],
        "type": Choice(LAYOUTS),
        "default": SETUP.layout,
        "show_default": True,
        "help": "One band for each cluster, or rows by dependency.",
    },
    {
        "param_decls": ["--direction"],
        "type": Choice(DIRECTIONS),
        "default": SETUP.direction,
        "show_default": True,
        "help": "Where dependencies lead.",
    },
    {
        "param_decls": ["--page"],
        "type": Choice(PAGES),
        "default": SETUP.page,
        "show_default": True,
        "help": "The page that svg, png and pdf are made for.",
    },
    {
        "param_decls": ["--landscape/--portrait"],
        "default": SETUP.landscape,
        "show_default": True,
        "help": "How the page lies.",
    },
    {
        "param_decls": ["--scale"],
        "type": click.FloatRange(min=0.1, max=10),
        "metavar": "FACTOR",
        "help": "Draw names in 11 points times this.",
    },
    {
        "param_decls": ["--theme"],
        "type": Choice(tuple(THEMES)),
        "default": next(iter(THEMES)),
        "show_default": True,
        "help": "The diagram's colors.",
    },
    {
        "param_decls": ["--title"],
        "metavar": "TEXT",
        "help": "What stands above the diagram, in place of the answer.",
    },
    {"param_decls": ["--subtitle"], "metavar": "TEXT", "help": "The line below the title."},
)


def _file(option: str, help: str, formats: Register[DiagramFormat] | Register[ChartFormat]) -> dict[str, Any]:
    """An option that names a file which is drawn, too."""
    suffixes = ", ".join(formats[name].suffixes[0] for name in formats.own)
    return {"param_decls": [option], "metavar": "FILE", "help": f"{help}; the suffix says how: {suffixes}."}


_CHART: Final = _file("--chart", "Draw the answer as a chart, too", CHARTS)
_DIAGRAM: Final = _file("--diagram", "Draw the answer, too", DIAGRAMS)


@dataclass(frozen=True)
class DiagramOptions:
    """The options of a diagram."""

    cluster: str | None
    max_nodes: int | None
    theme: str
    all_dependencies: bool
    """Are those drawn that others imply, and those to what many need?"""
    layout: str
    direction: str
    page: str
    landscape: bool
    scale: float | None
    title: str | None = None
    """What stands above it; None for the answer in words …"""
    subtitle: str | None = None
    """… and below that."""
    diagram: str | None = None
    """The file that is drawn beside the answer."""
    chart: str | None = None
    """The file that the answer is charted in."""
    drawable: bool = False
    """May the answer itself be a diagram?"""


class Drawable(AnswerCommand):
    """A command whose answer can be drawn too: its callback gets the options of the diagram as one ``options``."""

    def __init__(self, *args: object, charts: bool = False, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.drawable = False
        self.params += [click.Option(**option) for option in (_DIAGRAM, *_OPTIONS)]
        # Where no answer has a chart, the option is there to say which have.
        self.params.append(click.Option(**_CHART, hidden=not charts))

    def invoke(self, ctx: click.Context) -> Any:
        """The usual; a diagram that is refused costs no work either."""
        names = [f.name for f in dataclasses.fields(DiagramOptions)]
        given = {name: ctx.params.pop(name) for name in names if name in ctx.params}
        options = DiagramOptions(**given, drawable=self.drawable)
        for option, file, formats in (
            ("--diagram", options.diagram, DIAGRAMS),
            ("--chart", options.chart, CHARTS),
        ):
            if file is None:
                continue
            if file == "-":
                raise UsageError(f"{option} needs a file: the answer goes to stdout", f"{option} FILE.svg")
            formats.by_suffix(file)
            check_file(file, force=ctx.params["force"], option=option)
        ctx.params["options"] = options
        ctx.meta[DRAWN] = [options.diagram, options.chart]
        return super().invoke(ctx)

    def format_of(self, given: dict[str, Any]) -> str:
        """The format of the answer. Raises UsageError for a file that would be a diagram."""
        file, chosen = given["output"], super().format_of(given)
        suffix = Path(file).suffix.lower()
        if given["format"] is None and chosen == "table" and suffix and DIAGRAMS.of_suffix(suffix):
            raise UsageError(f"{file} is a diagram, not rows", f"--diagram {file} draws the answer")
        return chosen


class DiagramCommand(Drawable):
    """A command whose answer is a diagram, or else the rows that it shows."""

    def __init__(self, *args: object, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.drawable = True
        choice = click.Option(
            ["--format", "-f"],
            type=Registered(DIAGRAMS, reports.FORMATS),
            help=f"A diagram, or what it shows as rows; by default what FILE ends in, else {TEXT}.",
        )
        replaced = {"format": [choice], "diagram": [], "chart": []}
        self.params = [new for option in self.params for new in replaced.get(option.name or "", [option])]

    def format_of(self, given: dict[str, Any]) -> str:
        """A diagram, unless the format or the file says rows."""
        chosen = format_of(
            given["format"],
            given["output"],
            lambda suffix: DIAGRAMS.of_suffix(suffix) or reports.FORMATS.of_suffix(suffix),
        )
        chosen = chosen or (TEXT if given["output"] == "-" else DIAGRAMS.by_suffix(given["output"]))
        if chosen not in DIAGRAMS:
            return chosen
        if not DIAGRAMS[chosen].text and given["output"] == "-" and sys.stdout.isatty():
            raise UsageError(
                f"{chosen} cannot be read on a terminal", f"-o FILE{DIAGRAMS[chosen].suffixes[0]}"
            )
        if given["columns"] or given["sort"] or given["limit"] is not None:
            raise UsageError(
                "--columns, --sort and --limit are for rows, not for a diagram", "--format table has rows"
            )
        return chosen


def answer(report: Report, target: Target, options: DiagramOptions, *, empty: str = "nothing found") -> None:
    """Write the report where it belongs, as rows or as a diagram, and draw it where that was asked for too."""
    if options.drawable and target.format in DIAGRAMS:
        _draw(report, target.format, target.output, target, options)
        return
    if options.chart:
        chart_of(report)
        # A chart needs all rows at once: they are made once.
        report = dataclasses.replace(report, rows=list(report.rows))
    show(report, target, empty=empty)
    if options.diagram:
        _draw(report, DIAGRAMS.by_suffix(options.diagram), options.diagram, target, options)
    if options.chart:
        _chart(report, options.chart, target, options)


def _chart(report: Report, file: str, target: Target, options: DiagramOptions) -> None:
    chart, data = Session.chart(report, CHARTS.by_suffix(file), theme=options.theme)
    put(data, file, force=target.force)
    if target.quiet:
        return
    for sentence in chart.left_out:
        say(f"note: in the chart, {sentence}")
    say(f"{file}: {chart.size}" if chart.size else "note: there is nothing to chart")


def _draw(report: Report, format: str, output: str, target: Target, options: DiagramOptions) -> None:
    diagram, data = Session.draw(
        report,
        format,
        cluster=options.cluster,
        max_nodes=options.max_nodes,
        theme=options.theme,
        all_dependencies=options.all_dependencies,
        title=options.title,
        subtitle=options.subtitle,
        setup=Setup(
            options.layout, options.direction, options.page, options.landscape, options.scale or SETUP.scale
        ),
    )
    put(data, output, force=target.force)
    if target.quiet:
        return
    for note in report.notes if output == target.output else ():
        say(f"note: {note}")
    for sentence in diagram.collapsed:
        say(f"note: {sentence}")
    if not diagram.nodes:
        say("note: there is nothing to draw")
    if output != "-":
        services = sum(node.count for node in diagram.nodes)
        dependencies = sum(edge.weight for edge in diagram.edges) + diagram.inside
        say(f"{output}: {count(services, 'service')}, {count(dependencies, 'dependency')}")
