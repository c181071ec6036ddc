"""Charts as files. Matplotlib draws them, whatever screen and settings there are; equal charts are equal bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from graphmodel.answers.chart import Bars, Chart, Grid, Panels, Spans
from graphmodel.model.visible import visible
from graphmodel.render.charts import bars, grid, spans
from graphmodel.render.charts.canvas import LINE, SIZE, Canvas, fonts, quiet
from graphmodel.render.diagrams.lines import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.figure import Figure

    from graphmodel.render.theme import Theme

_MARGIN: Final = 16.0
_TITLE: Final = 13.0
_HEADING: Final = 11.0


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
    if isinstance(chart, Panels):
        for number, (heading, part) in enumerate(chart.parts):
            sheet.text(0, y + _HEADING / 2, heading, size=_HEADING, bold=True, gid=f"heading-{number}")
            sheet.grow(sheet.measure(heading, _HEADING, bold=True), y)
            y = _drawn(part, sheet, y + _HEADING * LINE + _MARGIN / 2, f"{number}-") + 1.5 * _MARGIN
        y = _sentences(chart.left_out, sheet, y, "")
    else:
        y = _drawn(chart, sheet, y, "")
    return sheet.figure(_MARGIN, y)


def _drawn(part: Grid | Bars | Spans, sheet: Canvas, top: float, gid: str) -> float:
    """Draw one chart, and say what it leaves out; where it ends."""
    if not part.size:
        return _sentences(("nothing to show: the answer has no such rows", *part.left_out), sheet, top, gid)
    if isinstance(part, Grid):
        end = grid.draw(part, sheet, top, gid)
    elif isinstance(part, Spans):
        end = spans.draw(part, sheet, top, gid)
    else:
        end = bars.draw(part, sheet, top)
    return _sentences(part.left_out, sheet, end, gid)


def _sentences(sentences: Sequence[str], sheet: Canvas, top: float, gid: str) -> float:
    """Write them below each other; where they end."""
    for at, sentence in enumerate(sentences):
        y = top + _MARGIN + at * SIZE * LINE
        sheet.text(0, y, sentence, color=sheet.theme.faint, gid=f"{gid}left-out-{at}")
        sheet.grow(sheet.measure(sentence), y)
    return top + (_MARGIN + len(sentences) * SIZE * LINE if sentences else 0)


def _texts(chart: Chart) -> Iterator[str]:
    """All texts of a user's in it."""
    if isinstance(chart, Panels):
        for _, part in chart.parts:
            yield from _texts(part)
        return
    if not isinstance(chart, Grid):
        yield from chart.labels
        return
    yield from chart.down
    yield from (*chart.across, *chart.groups)
    for cell in chart.cells.values():
        yield cell.text
