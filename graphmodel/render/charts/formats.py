"""The formats of charts, and the chart of an answer in one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from graphmodel.analyses import ALL
from graphmodel.diagrams.labels import revision_label
from graphmodel.model.errors import UsageError
from graphmodel.model.formats import Formats
from graphmodel.model.register import Deferred
from graphmodel.render.theme import THEMES

if TYPE_CHECKING:
    from graphmodel.answers.chart import Chart, Charting
    from graphmodel.answers.report import Report
    from graphmodel.render.theme import Theme


class WriteChart(Protocol):
    """How a chart is written; ours are drawn by ``charting``."""

    def __call__(self, chart: Chart, title: str, subtitle: str, theme: Theme, /) -> bytes:
        """The file. Title and subtitle are as users wrote them."""


@dataclass(frozen=True)
class ChartFormat:
    """One format of charts."""

    name: str
    suffixes: tuple[str, ...]
    """Of the files it is told by, with the dot; the first is the usual one."""
    write: WriteChart


def _format(name: str, place: str) -> ChartFormat:
    """The format that ``file:function`` of this folder writes; that file is imported when it is first written."""
    return ChartFormat(name, (f".{name}",), Deferred(f"graphmodel.render.charts.{place}"))


CHARTS: Final = Formats(
    "chart",
    ChartFormat,
    (
        _format("svg", "charting:svg"),
        _format("png", "charting:png"),
        _format("pdf", "charting:pdf"),
    ),
)
"""Every format of charts."""


class Charted(NamedTuple):
    """A chart as a file."""

    chart: Chart
    data: bytes


def charted(report: Report, format: str, theme: str) -> Charted:
    """The chart of a report as a file; the report's rows are read.

    Raises UsageError for a report that has no chart, and for a format or theme that there is not.
    """
    charting = chart_of(report)
    found = CHARTS.known(format)
    if theme not in THEMES:
        raise UsageError(f"there is no theme {theme!r} of charts", f"there are: {', '.join(THEMES)}")
    chart = charting([*report.rows])
    return Charted(chart, found.write(chart, report.title, revision_label(report.revision), THEMES[theme]))


def chart_of(report: Report) -> Charting:
    """What makes its chart. Raises UsageError, which names the reports that have one, where it has none."""
    if report.chart is not None:
        return report.chart
    known = ", ".join(command for analysis in ALL.values() for command in analysis.charts)
    raise UsageError(f"this answer of {report.analysis} has no chart", f"these have one: {known}")
