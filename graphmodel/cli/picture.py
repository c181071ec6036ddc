"""Pictures: ``diagram``, and ``--diagram FILE`` on every command whose answer can be drawn."""

from __future__ import annotations

import dataclasses
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from graphmodel.cli.choice import Choice
from graphmodel.cli.command import DRAWN, Reading
from graphmodel.cli.output import SUFFIXES, Target, check_file, format_of, put, say, show
from graphmodel.diagrams.spec import CLUSTERS, READABLE
from graphmodel.model.errors import UsageError
from graphmodel.model.words import count
from graphmodel.render.charts.formats import CHARTS, chart_format, chart_of
from graphmodel.render.diagrams.formats import PICTURES, told_by
from graphmodel.render.reports import FORMATS
from graphmodel.render.theme import THEMES

if TYPE_CHECKING:
    from graphmodel.answers.report import Report
    from graphmodel.workbench import Workbench

_SUFFIXES: Final = {suffix: name for name, renderer in PICTURES.items() for suffix in renderer.suffixes}
TEXT: Final = "dot"
"""The format on stdout where none is named: what other tools take."""
_OPTIONS: Final[tuple[dict[str, Any], ...]] = (
    {
        "param_decls": ["--cluster"],
        "type": Choice(CLUSTERS),
        "default": CLUSTERS[0],
        "show_default": True,
        "help": "How services are grouped in the picture.",
    },
    {
        "param_decls": ["--max-nodes"],
        "type": click.IntRange(min=1),
        "default": READABLE,
        "show_default": True,
        "metavar": "N",
        "help": "Collapse clusters until the picture has no more nodes.",
    },
    {
        "param_decls": ["--theme"],
        "type": Choice(tuple(THEMES)),
        "default": next(iter(THEMES)),
        "show_default": True,
        "help": "The picture's colors.",
    },
)
_CHART: Final[dict[str, Any]] = {
    "param_decls": ["--chart"],
    "metavar": "FILE",
    "help": "Draw the answer as a chart, too; the suffix says how: "
    + ", ".join(f".{name}" for name in CHARTS)
    + ".",
}
_DIAGRAM: Final[dict[str, Any]] = {
    "param_decls": ["--diagram"],
    "metavar": "FILE",
    "help": "Draw the answer, too; the suffix says how: "
    + ", ".join(suffix for renderer in PICTURES.values() for suffix in renderer.suffixes[:1])
    + ".",
}


@dataclass(frozen=True)
class Sketch:
    """The options of a picture."""

    cluster: str
    max_nodes: int
    theme: str
    diagram: str | None = None
    """The file that is drawn beside the answer."""
    chart: str | None = None
    """The file that the answer is charted in."""
    pictured: bool = False
    """May the answer itself be a picture?"""


class Drawable(Reading):
    """A command whose answer can be drawn too: its callback gets the options of the picture as one ``sketch``."""

    def __init__(self, *args: Any, charts: bool = False, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.pictured = False
        self.params += [click.Option(**option) for option in (_DIAGRAM, *_OPTIONS)]
        # Where no answer has a chart, the option is there to say which have.
        self.params.append(click.Option(**_CHART, hidden=not charts))

    def invoke(self, ctx: click.Context) -> Any:
        """The usual; a picture that is refused costs no work either."""
        names = [f.name for f in dataclasses.fields(Sketch)]
        given = {name: ctx.params.pop(name) for name in names if name in ctx.params}
        sketch = Sketch(**given, pictured=self.pictured)
        for option, file, told in (
            ("--diagram", sketch.diagram, told_by),
            ("--chart", sketch.chart, chart_format),
        ):
            if file is None:
                continue
            if file == "-":
                raise UsageError(f"{option} needs a file: the answer goes to stdout", f"{option} FILE.svg")
            told(file)
            check_file(file, force=ctx.params["force"], option=option)
        ctx.params["sketch"] = sketch
        ctx.meta[DRAWN] = [sketch.diagram, sketch.chart]
        return super().invoke(ctx)

    def format_of(self, given: dict[str, Any]) -> str:
        """The format of the answer. Raises UsageError for a file that would be a picture."""
        file, chosen = given["output"], super().format_of(given)
        if given["format"] is None and chosen == "table" and Path(file).suffix.lower() in _SUFFIXES:
            raise UsageError(f"{file} is a picture, not rows", f"--diagram {file} draws the answer")
        return chosen


class Picturing(Drawable):
    """A command whose answer is a picture, or else the rows that it shows."""

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.pictured = True
        choice = click.Option(
            ["--format", "-f"],
            type=Choice([*dict.fromkeys([*PICTURES, *FORMATS])]),
            help=f"A picture, or what it shows as rows; by default what FILE ends in, else {TEXT}.",
        )
        replaced = {"format": [choice], "diagram": [], "chart": []}
        self.params = [new for option in self.params for new in replaced.get(option.name or "", [option])]

    def format_of(self, given: dict[str, Any]) -> str:
        """A picture, unless the format or the file says rows."""
        chosen = format_of(given["format"], given["output"], SUFFIXES | _SUFFIXES)
        chosen = chosen or (TEXT if given["output"] == "-" else told_by(given["output"]))
        if chosen not in PICTURES:
            return chosen
        if not PICTURES[chosen].text and given["output"] == "-" and sys.stdout.isatty():
            raise UsageError(
                f"{chosen} cannot be read on a terminal", f"-o FILE{PICTURES[chosen].suffixes[0]}"
            )
        if given["columns"] or given["sort"] or given["limit"] is not None:
            raise UsageError(
                "--columns, --sort and --limit are for rows, not for a picture", "--format table has rows"
            )
        return chosen


def answer(
    bench: Workbench, report: Report, target: Target, sketch: Sketch, *, empty: str = "nothing found"
) -> None:
    """Write the report where it belongs, as rows or as a picture, and draw it where that was asked for too."""
    if sketch.pictured and target.format in PICTURES:
        _draw(bench, report, target.format, target.output, target, sketch)
        return
    if sketch.chart:
        chart_of(report)
        # A chart needs all rows at once: they are made once.
        report = dataclasses.replace(report, rows=list(report.rows))
    show(report, target, empty=empty)
    if sketch.diagram:
        _draw(bench, report, told_by(sketch.diagram), sketch.diagram, target, sketch)
    if sketch.chart:
        _chart(bench, report, sketch.chart, target, sketch)


def _chart(bench: Workbench, report: Report, file: str, target: Target, sketch: Sketch) -> None:
    chart, data = bench.chart(report, chart_format(file), theme=sketch.theme)
    put(data, file, force=target.force)
    if target.quiet:
        return
    for sentence in chart.left_out:
        say(f"note: in the chart, {sentence}")
    say(f"{file}: {chart.size}" if chart.size else "note: there is nothing to chart")


def _draw(bench: Workbench, report: Report, format: str, output: str, target: Target, sketch: Sketch) -> None:
    picture, data = bench.draw(
        report, format, cluster=sketch.cluster, max_nodes=sketch.max_nodes, theme=sketch.theme
    )
    put(data, output, force=target.force)
    if target.quiet:
        return
    for note in report.notes if output == target.output else ():
        say(f"note: {note}")
    for sentence in picture.collapsed:
        say(f"note: {sentence}")
    if not picture.nodes:
        say("note: there is nothing to draw")
    if output != "-":
        services = sum(node.count for node in picture.nodes)
        dependencies = sum(edge.weight for edge in picture.edges) + picture.inside
        say(f"{output}: {count(services, 'service')}, {count(dependencies, 'dependency')}")
