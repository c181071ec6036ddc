"""Several reports and diagrams as one page to read and to print. It knows what is in a report, not what it is about."""

from __future__ import annotations

import re
from collections.abc import Sized
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from graphmodel.diagrams.spec import Diagram
from graphmodel.model.words import short, short_apart
from graphmodel.render.cells import cell, head
from graphmodel.render.diagrams import inline
from graphmodel.render.markup import asset, escape, page
from graphmodel.render.pages.barred import lasting, part_of, ranked
from graphmodel.render.reports.renderer import numeric, readable
from graphmodel.render.theme import LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphmodel.answers.chart import Bars, Cell, Grid, Spans
    from graphmodel.answers.report import Column, Report

LONGEST: Final = 200
"""Characters of a cell."""
_PLACE: Final = 30
"""Characters of a place that stands on one line."""
_HEAD: Final = 36
"""Characters of the head of a column of a grid."""
_ROOM: Final = 104
"""Characters at the head of all columns of a grid together, side by side; longer words stand upright."""
_BREAKS: Final = re.compile(r"[\s-]")
_LONG: Final = 10
"""Rows of a table; one with more goes on, on paper, where a page ends."""


@dataclass(frozen=True)
class TablePart:
    """A report as a table."""

    report: Report
    title: str = ""
    most: int = 15
    """Rows that are shown."""
    full: str = ""
    """The command that lists all of them."""
    bars: Bars | None = None
    """A bar for each row, in a column of its own."""


@dataclass(frozen=True)
class GridPart:
    """A grid as a table whose cells have the look of their tones."""

    grid: Grid
    title: str = ""
    most: int = 40
    """Rows that are shown."""
    name: int = 80
    """Characters of what a row is called."""


@dataclass(frozen=True)
class LastingPart:
    """Spans as a table with a bar in each row."""

    spans: Spans
    title: str = ""
    most: int = 15
    """Rows that are shown."""


@dataclass(frozen=True)
class BarsPart:
    """Bars as a table with a bar in each row."""

    bars: Bars
    title: str = ""
    most: int = 15
    """Rows that are shown."""
    said: Sequence[str] = ()
    """What stands behind each bar, by default the number and of how many it is a part."""


@dataclass(frozen=True)
class Sentences:
    """Plain text, a sentence to a line."""

    texts: Sequence[str]


@dataclass(frozen=True)
class Figure:
    """A diagram with its legend."""

    diagram: Diagram
    title: str = ""
    large: bool = False
    """Does it need a page of its own?"""


@dataclass(frozen=True)
class Section:
    """One part of the page."""

    title: str
    about: str
    parts: Sequence[TablePart | GridPart | LastingPart | BarsPart | Figure | Sentences]
    command: str = ""
    """The command that answers the same in full."""


def html(title: str, subtitle: str, sections: Sequence[Section]) -> str:
    """The whole page."""
    style = asset("base.css") + inline.style(LIGHT) + asset("page.css")
    return page(title, _body(title, subtitle, sections), style=style)


def _body(title: str, subtitle: str, sections: Sequence[Section]) -> Iterator[str]:
    yield f'<header>\n<h1>{escape(title)}</h1>\n<p class="revision">{escape(subtitle)}</p>\n</header>\n<main>\n'
    for number, section in enumerate(sections, 1):
        turned = ' class="turned"' * any(isinstance(part, Figure) and part.large for part in section.parts)
        yield f'<section id="part-{number}"{turned}>\n'
        yield f"<h2>{escape(section.title)}</h2>\n" * bool(section.title)
        about = escape(section.about) + f" In full: <code>{escape(section.command)}</code>" * bool(
            section.command
        )
        yield f"<p>{about}</p>\n" * bool(about)
        for part in section.parts:
            if isinstance(part, TablePart):
                yield from _table(part)
            elif isinstance(part, GridPart):
                yield from _grid(part)
            elif isinstance(part, LastingPart):
                yield from lasting(part.spans, part.title, part.most)
            elif isinstance(part, BarsPart):
                yield from ranked(part.bars, part.title, part.most, part.said)
            elif isinstance(part, Figure):
                yield from _figure(part)
            else:
                yield from (f'<p class="sentence">{escape(text)}</p>\n' for text in part.texts)
        yield "</section>\n"
        if number == 1:
            yield from _contents(sections)
    yield "</main>\n"


def _contents(sections: Sequence[Section]) -> Iterator[str]:
    """Where the other sections are, for readers on a screen."""
    yield '<nav aria-label="Contents"><ol>\n'
    for number, section in enumerate(sections[1:], 2):
        yield f'<li><a href="#part-{number}">{escape(section.title)}</a></li>\n'
    yield "</ol></nav>\n"


def _figure(figure: Figure) -> Iterator[str]:
    diagram = figure.diagram
    large = ' class="large"' * figure.large
    yield f"<figure{large}>\n<figcaption>{escape(figure.title or diagram.title)}</figcaption>\n"
    yield f'<div class="drawn">{inline.drawn(diagram)}</div>\n{inline.legend(diagram)}'
    said = (sentence for sentence in diagram.collapsed if "--max-nodes" not in sentence)
    yield from (f'<p class="faint">{escape(sentence)}</p>\n' for sentence in said)
    yield "</figure>\n"


def _table(table: TablePart) -> Iterator[str]:
    report, title = table.report, table.title or table.report.title
    rows = list(islice(report.rows, table.most + 1))
    more, rows = len(rows) > table.most, [tuple(map(_short, row)) for row in rows[: table.most]]
    if not rows:
        yield f'<p class="none">{escape(title)}: none.</p>\n'
        return
    columns = [(i, report.columns[i], numeric(rows, i)) for i in readable(report)]
    long = " long" * (len(rows) > _LONG)
    yield f'<div class="wide{long}"><table>\n<caption><span>{escape(title)}</span></caption>\n<thead><tr>'
    yield from (head(column, number=number) for _, column, number in columns)
    yield f'<th scope="col">{escape(table.bars.measure)}</th>' if table.bars else ""
    yield "</tr></thead>\n<tbody>\n"
    for y, row in enumerate(rows):
        cells = "".join(_cell(row[i], column, number=number) for i, column, number in columns)
        bar = f'<td class="part">{part_of(table.bars, y)}</td>' if table.bars else ""
        yield f"<tr>{cells}{bar}</tr>\n"
    yield "</tbody>\n</table></div>\n"
    if more:
        of = f" of {len(report.rows):,}" if isinstance(report.rows, Sized) else ""
        full = f"; all of them: <code>{escape(table.full)}</code>" * bool(table.full)
        yield f'<p class="faint">The first {table.most:,} rows{of}{full}</p>\n'


def _cell(value: Any, column: Column, *, number: bool) -> str:
    """Great numbers as the sentences have them; where a row stands is not broken within the name of a file."""
    if column.name == "where" and len(value) <= _PLACE:
        return f'<td class="place">{escape(value)}</td>'
    return cell(f"{value:,}" if number and value is not None else value, column, 0, number=number)


def _short(value: Any) -> Any:
    return short(value, LONGEST) if isinstance(value, str) else value


def _grid(part: GridPart) -> Iterator[str]:
    grid = part.grid
    if not grid.down or not grid.across:
        yield f'<p class="none">{escape(part.title)}: none.</p>\n'
        return
    heads = short_apart(grid.across, _HEAD)
    tall = " tall" * (max(map(_widest, heads)) > _ROOM // len(heads))
    yield f'<div class="wide"><table class="grid{tall}">\n<caption><span>{escape(part.title)}</span></caption>\n'
    yield "<thead><tr><th></th>"
    yield from (f'<th scope="col"><span>{escape(name)}</span></th>' for name in heads)
    yield "</tr></thead>\n<tbody>\n"
    for y, name in enumerate(short_apart(grid.down[: part.most], part.name)):
        cells = (_toned(grid.cells.get((y, x))) for x in range(len(grid.across)))
        yield f'<tr><th scope="row">{escape(name)}</th>{"".join(cells)}</tr>\n'
    yield "</tbody>\n</table></div>\n"
    if grid.legend:
        samples = (
            f'<li><span class="sample {_look(cell)}">{_words(cell)}</span> {escape(meaning)}</li>'
            for cell, meaning in grid.legend
        )
        yield f'<ul class="legend">{"".join(samples)}</ul>\n'
    left_out = list(grid.left_out)
    if len(grid.down) > part.most:
        left_out.append(f"the first {part.most} of {len(grid.down):,} rows")
    yield from (f'<p class="faint">{escape(text)}</p>\n' for text in left_out)


def _widest(text: str) -> int:
    """Characters of the longest piece of it that is not broken."""
    return max(map(len, _BREAKS.split(text)))


def _toned(cell: Cell | None) -> str:
    return f'<td class="{_look(cell)}">{_words(cell)}</td>' if cell else "<td></td>"


def _look(cell: Cell) -> str:
    """The class of a tone."""
    return f"state-{cell.tone}" if cell.tone in LIGHT.states else cell.tone


def _words(cell: Cell) -> str:
    look = LIGHT.states.get(cell.tone)
    return escape(f"{look.sign} {cell.text}" if look else cell.text)
