"""Several reports and diagrams as one page to read and to print. It knows what is in a report, not what it is about."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from graphmodel.diagrams.spec import Diagram
from graphmodel.model.visible import readable_cell
from graphmodel.render.cells import cell, head
from graphmodel.render.diagrams import inline
from graphmodel.render.markup import asset, escape, page
from graphmodel.render.reports.renderer import numeric, readable
from graphmodel.render.theme import LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphmodel.answers.report import Report

_MOST: Final = 500
"""Rows of a table: nobody reads more on a page, and a browser does not like it."""
_SHORT: Final = 20
"""Rows of a table that stands on one page of paper."""
_LARGE: Final = 60
"""Nodes; a diagram with more gets a page of its own, turned, on paper."""


@dataclass(frozen=True)
class Number:
    """One number to see at once."""

    value: int
    label: str
    state: str = ""
    """What colours it (``error``), where it is more than nothing."""


@dataclass(frozen=True)
class TablePart:
    """A report as a table."""

    report: Report
    title: str = ""
    shaded: bool = False
    """Larger numbers are darker, and 0 is a hole."""
    flowing: bool = False
    """Two columns, a name and a number: a list that flows over the width of the page."""


@dataclass(frozen=True)
class Figure:
    """A diagram with its legend."""

    diagram: Diagram
    title: str = ""


@dataclass(frozen=True)
class Section:
    """One part of the page."""

    title: str
    about: str
    parts: Sequence[TablePart | Figure | tuple[Number, ...]]
    command: str = ""
    """The command that answers the same in full."""


def html(title: str, subtitle: str, sections: Sequence[Section]) -> str:
    """The whole page."""
    style = asset("base.css") + inline.style(LIGHT) + asset("page.css")
    return page(title, _body(title, subtitle, sections), style=style)


def _body(title: str, subtitle: str, sections: Sequence[Section]) -> Iterator[str]:
    yield f'<header>\n<h1>{escape(title)}</h1>\n<p class="revision">{escape(subtitle)}</p>\n'
    yield '<nav aria-label="Contents"><ol>\n'
    for number, section in enumerate(sections, 1):
        yield f'<li><a href="#part-{number}">{escape(section.title)}</a></li>\n'
    yield "</ol></nav>\n</header>\n<main>\n"
    for number, section in enumerate(sections, 1):
        yield f'<section id="part-{number}">\n<h2>{number}. {escape(section.title)}</h2>\n<p>{escape(section.about)}'
        yield f" In full: <code>{escape(section.command)}</code>" * bool(section.command) + "</p>\n"
        for part in section.parts:
            if isinstance(part, TablePart):
                yield from _table(part, section.command)
            elif isinstance(part, Figure):
                yield from _figure(part)
            else:
                yield from _numbers(part)
        yield "</section>\n"
    yield "</main>\n"


def _numbers(numbers: tuple[Number, ...]) -> Iterator[str]:
    yield '<ul class="numbers">\n'
    for number in numbers:
        state = number.state if number.value else ""
        sign = f"{LIGHT.states[state].sign} " if state else ""
        kind = f' class="state-{escape(state)}"' if state else ""
        yield f"<li{kind}><b>{number.value:,}</b> {escape(sign + number.label)}</li>\n"
    yield "</ul>\n"


def _figure(figure: Figure) -> Iterator[str]:
    diagram = figure.diagram
    large = ' class="large"' if len(diagram.nodes) > _LARGE else ""
    yield f"<figure{large}>\n<figcaption>{escape(figure.title or diagram.title)}</figcaption>\n"
    yield f'<div class="drawn">{inline.drawn(diagram)}</div>\n{inline.legend(diagram)}'
    yield from (f'<p class="faint">{escape(sentence)}</p>\n' for sentence in diagram.collapsed)
    yield "</figure>\n"


def _table(table: TablePart, command: str) -> Iterator[str]:
    report, title = table.report, table.title or table.report.title
    rows = list(islice(report.rows, _MOST + 1))
    more, rows = len(rows) > _MOST, rows[:_MOST]
    if not rows:
        yield f'<p class="none">{escape(title)}: none.</p>\n'
        return
    if table.flowing:
        yield f"<h3>{escape(title)}</h3>\n<dl>\n"
        yield from (f"<div><dt>{escape(n)}</dt><dd>{escape(readable_cell(v))}</dd></div>\n" for n, v in rows)
        yield "</dl>\n"
        return
    columns = [(i, report.columns[i], numeric(rows, i)) for i in readable(report)]
    peak = max((row[i] or 0 for row in rows for i, _, number in columns if number), default=0) * table.shaded
    short = " short" * (len(rows) <= _SHORT)
    yield f'<div class="wide{short}"><table>\n<caption>{escape(title)}</caption>\n<thead><tr>'
    yield from (head(column, number=number) for _, column, number in columns)
    yield "</tr></thead>\n<tbody>\n"
    for row in rows:
        yield f"<tr>{''.join(cell(row[i], column, peak, number=number) for i, column, number in columns)}</tr>\n"
    yield "</tbody>\n</table></div>\n"
    if more:
        of = f" of {len(report.rows):,}" if isinstance(report.rows, Sized) else ""
        yield f'<p class="faint">The first {_MOST:,} rows{of}; all of them: <code>{escape(command)}</code></p>\n'
