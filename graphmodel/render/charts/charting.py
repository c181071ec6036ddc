"""Charts as files. Matplotlib draws them, whatever screen and settings there are; equal charts are equal bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final, NamedTuple

from graphmodel.answers.chart import Bars, Chart, Grid
from graphmodel.diagrams.labels import revision_label
from graphmodel.model.errors import UsageError
from graphmodel.model.visible import visible
from graphmodel.render.charts import bars, grid
from graphmodel.render.charts.canvas import LINE, SIZE, Canvas, fonts, quiet
from graphmodel.render.charts.formats import CHARTS, chart_of
from graphmodel.render.diagrams.caption import wrap
from graphmodel.render.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure

    from graphmodel.answers.report import Report
    from graphmodel.render.theme import Theme

_MARGIN: Final = 16.0
_TITLE: Final = 13.0


class Charted(NamedTuple):
    """A chart as a file."""

    chart: Chart
    data: bytes


def charted(report: Report, format: str, theme: str) -> Charted:
    """The chart of a report as a file; the report's rows are read.

    Raises UsageError for a report that has no chart, and for a format or theme that there is not.
    """
    charting = chart_of(report)
    for what, value, there in (("format", format, (*CHARTS,)), ("theme", theme, (*THEMES,))):
        if value not in there:
            raise UsageError(f"there is no {what} {value!r} of charts", f"there are: {', '.join(there)}")
    chart = charting([*report.rows])
    return Charted(chart, draw(chart, report.title, revision_label(report.revision), format, THEMES[theme]))


def draw(chart: Chart, title: str, subtitle: str, format: str, theme: Theme) -> bytes:
    """The chart as a file of that format, one of ``CHARTS``."""
    out = io.BytesIO()
    with quiet():
        made = figure(chart, title, subtitle, theme)
        how = dict(CHARTS[format])
        if format != "png":
            how["metadata"] = {**how["metadata"], "Title": visible(title)}
        made.savefig(out, format=format, **how)
    return out.getvalue()


def figure(chart: Chart, title: str, subtitle: str, theme: Theme) -> Figure:
    """The chart under its title; below it, in words, what it does not show. Call it within ``quiet``."""
    sheet = Canvas(theme, fonts({title, *_texts(chart)}))
    y = 0.0
    for at, line in enumerate(wrap(visible(title), 70)):
        sheet.text(0, y + _TITLE / 2, line, size=_TITLE, bold=True, gid=f"title-{at}")
        sheet.grow(sheet.measure(line, _TITLE, bold=True), y)
        y += _TITLE * LINE
    sheet.text(0, y + SIZE / 2, subtitle, color=theme.faint, gid="subtitle")
    sheet.grow(sheet.measure(subtitle), y)
    y += SIZE * LINE + _MARGIN
    y = grid.draw(chart, sheet, y) if isinstance(chart, Grid) else bars.draw(chart, sheet, y)
    for at, sentence in enumerate(chart.left_out):
        sheet.text(0, y + _MARGIN, sentence, color=theme.faint, gid=f"left-out-{at}")
        sheet.grow(sheet.measure(sentence), y)
        y += SIZE * LINE
    return sheet.figure(_MARGIN, y + (_MARGIN if chart.left_out else 0))


def _texts(chart: Chart) -> Iterator[str]:
    """All texts of a user's in it."""
    if isinstance(chart, Bars):
        yield from chart.labels
        return
    yield from chart.down
    yield from chart.across
    for cell in chart.cells.values():
        yield cell.text
