"""Rows as an HTML page that needs no network: streamed, every row."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from graphmodel.diagrams.labels import revision_label
from graphmodel.render.reports.renderer import chunks, numeric, readable

if TYPE_CHECKING:
    from typing import TextIO

    from graphmodel.answers.report import Report
    from graphmodel.render.reports.renderer import Screen

_MARK = "\0"


def write(report: Report, out: TextIO, _screen: Screen) -> int | None:
    """See ``Renderer``."""
    from graphmodel.render.cells import cell, head
    from graphmodel.render.diagrams import inline
    from graphmodel.render.markup import asset, escape, page
    from graphmodel.render.theme import LIGHT

    title = report.title or report.analysis
    style = asset("base.css") + inline.style(LIGHT) + asset("page.css")
    before, after = page(title, [_MARK], style=style).split(_MARK)
    out.write(before)
    subtitle = f"<p>{escape(report.subtitle)}</p>\n" * bool(report.subtitle)
    revision = escape(revision_label(report.revision))
    out.write(f'<header>\n<h1>{escape(title)}</h1>\n{subtitle}<p class="revision">{revision}</p>\n')
    out.write("</header>\n<main>\n")
    if report.text:
        lines = "\n".join(map(escape, report.text.rstrip("\n").split("\n")))
        out.write(f"<pre>{lines}</pre>\n</main>\n{after}")
        return None
    remaining = chunks(report.rows)
    first = next(remaining, [])
    columns = [(i, report.columns[i], numeric(first, i)) for i in readable(report)]
    out.write('<div class="wide"><table>\n<thead><tr>')
    out.writelines(head(column, number=number) for _, column, number in columns)
    out.write("</tr></thead>\n<tbody>\n")
    count = 0
    for chunk in chain([first], remaining):
        for row in chunk:
            cells = "".join(cell(row[i], column, 0, number=number) for i, column, number in columns)
            out.write(f"<tr>{cells}</tr>\n")
        count += len(chunk)
    out.write(f"</tbody>\n</table></div>\n</main>\n{after}")
    return count
