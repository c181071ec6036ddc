"""Charts as files. Matplotlib draws them, whatever screen and settings there are; equal charts are equal bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from graphmodel.answers.chart import Bars, Chart, Grid
from graphmodel.model.visible import visible
from graphmodel.render.charts import bars, grid
from graphmodel.render.charts.canvas import LINE, SIZE, Canvas, fonts, quiet
from graphmodel.render.diagrams.caption import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure

    from graphmodel.render.theme import Theme

_MARGIN: Final = 16.0
_TITLE: Final = 13.0


def svg(chart: Chart, title: str, subtitle: str, theme: Theme) -> bytes:
    """The chart as SVG, in which text stays text."""
    metadata = {"Date": None, "Creator": None, "Title": visible(title)}
    return _saved(chart, title, subtitle, theme, format="svg", metadata=metadata)


def png(chart: Chart, title: str, subtitle: str, theme: Theme) -> bytes:
    """The chart as PNG, with 144 dots to an inch."""
    return _saved(chart, title, subtitle, theme, format="png", metadata={"Software": None}, dpi=144)


def pdf(chart: Chart, title: str, subtitle: str, theme: Theme) -> bytes:
    """The chart as PDF."""
    metadata = {"CreationDate": None, "Creator": None, "Producer": None, "Title": visible(title)}
    return _saved(chart, title, subtitle, theme, format="pdf", metadata=metadata)


def _saved(
    chart: Chart, title: str, subtitle: str, theme: Theme, *, metadata: dict[str, str | None], **how: Any
) -> bytes:
    """``metadata`` leaves out what a program or a clock would write into it; ``how``: as matplotlib takes it."""
    out = io.BytesIO()
    with quiet():
        figure(chart, title, subtitle, theme).savefig(out, metadata=metadata, **how)
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
