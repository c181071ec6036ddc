"""The sections on products: what underpins them, what they promise, and what of them the catalogue cannot see."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from graphmodel.algorithms.promises import LEVELS
from graphmodel.answers import charts, coverage
from graphmodel.answers.chart import Cell, Grid, Panels
from graphmodel.answers.summary import narrow
from graphmodel.model.words import count, short
from graphmodel.render.pages.inquiry import FRONT, LINE, NAME
from graphmodel.render.pages.page import BarsPart, GridPart, Section, TablePart

if TYPE_CHECKING:
    from graphmodel.answers.report import Report
    from graphmodel.render.pages.inquiry import Inquiry

_ROWS: Final = 8
"""Rows of each part, of the most critical products or those of which least is seen."""
_TYPES: Final = 12
"""Types across a table."""
_VERDICTS: Final = {
    "broken": ("error", "cannot be kept: what underpins the product promises less"),
    "kept": ("shade-2", "can be kept"),
    "unknown": ("hole", "cannot be judged: something below promises nothing"),
}


def underpinned(inquiry: Inquiry, types: Report) -> Section | None:
    """How many services of each type underpin each product; none without products."""
    if not len(inquiry.products):
        return None
    chart = charts.types(inquiry.index, types.columns, [*types.rows], FRONT, _ROWS)
    whole: Any = (
        chart.parts if isinstance(chart, Panels) else (("Services that underpin each product", chart),)
    )
    titles, grids = zip(
        *(whole[:1] + whole[2:] if len(whole) > 2 else whole), strict=True
    )  # not which are alike
    shown = narrow(grids, _TYPES, "types")
    parts = [GridPart(grid, title, FRONT, LINE) for title, grid in zip(titles, shown, strict=True)]
    about = (
        "How many services of each type underpin each product, directly or through others. A framed 0 is a hole: "
        "the product's category expects that type."
    )
    return Section("Products and what underpins them", about, parts, "graphmodel underpinning --matrix types")


def promises(inquiry: Inquiry, broken: Report) -> Section | None:
    """What the most critical products promise, and which promises are broken; none where none promises anything."""
    first = inquiry.critical[:_ROWS]
    asked = [*inquiry.ask("promises", select=inquiry.exactly(first))] if first else []
    if not asked and not broken:
        return None
    parts: list[GridPart | TablePart] = []
    if asked:
        title = f"{inquiry.of_critical(first)}: what each promises"
        parts.append(GridPart(_levels(inquiry, first, asked), title, name=LINE))
    rows = [
        (
            short(row.name or row.id, NAME),
            _level(row.level),
            row.promised,
            row.supported,
            row.short,
            row.cause,
        )
        for row in islice(broken, _ROWS)
    ]
    if rows:
        columns = ("product", "level", "promised", "can be promised", "too much", "what allows least")
        whole = count(len(broken), "broken promise")
        more = f"{_ROWS} of {whole}, the most critical products first"
        table = inquiry.table(columns, rows)
        parts.append(TablePart(table, more if len(broken) > _ROWS else "Broken promises"))
    about = (
        "What products promise, against what the services that they need promise: how available those are of "
        "themselves is another question (see Resilience). Providers are taken to fail independently of each other."
    )
    return Section("Levels and promises", about, parts, "graphmodel promises kind:product")


def _level(name: str) -> str:
    return name.replace("_", " ")


def _levels(inquiry: Inquiry, products: list[int], asked: list[Any]) -> Grid:
    """Products by levels: what is promised, and whether that can be kept."""
    place = {inquiry.index.service_id[v]: y for y, v in enumerate(products)}
    cells = {
        (place[row.id], LEVELS.index(row.level)): Cell(row.promised, _VERDICTS[row.verdict][0])
        for row in asked
    }
    used = Counter(row.verdict for row in asked)
    legend = tuple((Cell("99", tone), said) for verdict, (tone, said) in _VERDICTS.items() if used[verdict])
    return Grid(inquiry.called(products), tuple(map(_level, LEVELS)), cells, legend)


def seen(inquiry: Inquiry, vision: Report) -> Section | None:
    """How much of what is below products nobody has stated to be whole, and whom to ask; none where all is mapped."""
    asked: Any = vision.more["ask"]  # as vision --ask has them, which would look through all again
    if not asked:
        return None
    rows = [
        (
            at,
            short(row["name"] or row["service"], NAME),
            row["vision"],
            row["products"],
            row["ruled_out"],
            owner,
        )
        for at, (row, owner) in enumerate(
            zip(
                asked,
                inquiry.owners([inquiry.index.service_id.find(row["service"]) for row in asked]),
                strict=True,
            ),
            1,
        )
    ]
    columns = ("#", "service", "it is", "products resting on it", "ruled out by then", "accountable")
    return Section(
        "What the catalogue cannot see",
        "A service is open where nobody has stated that its dependencies listed are all there are, dark where none is "
        f"listed either. {vision.title[:1].upper()}{vision.title[1:]}.",
        (
            BarsPart(
                coverage.vision([*vision], _ROWS), "Products by how much below them is open or dark", _ROWS
            ),
            TablePart(inquiry.table(columns, rows), "Whom to ask first"),
        ),
        "graphmodel vision",
    )
