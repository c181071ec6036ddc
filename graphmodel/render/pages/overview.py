"""The section with the catalogue as a diagram, or, of a large one, the dependencies between its types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from graphmodel.answers.chart import Cell, Grid, shade
from graphmodel.index.csr import dependencies
from graphmodel.model.words import count
from graphmodel.render.pages.page import GridPart, Section

if TYPE_CHECKING:
    from graphmodel.render.pages.inquiry import Inquiry
    from graphmodel.render.pages.page import Figure

_TYPES: Final = 12
"""Types across a table."""


def section(inquiry: Inquiry, struck: Figure | None) -> Section | None:
    """``struck``: what the worst failure does, if it needs a page. None where nothing depends on anything."""
    index = inquiry.index
    if not len(index.member):
        return None
    if inquiry.large:
        about = f"{count(index.n, 'service')} are too many for a diagram on paper: these are their types."
        title = "How many dependencies lead from each type (left) to each type (top)"
        part = GridPart(_types(inquiry), title, _TYPES)
        return Section("Type by type", about, (part,), "graphmodel diagram SERVICE+ -o part.html")
    whole = inquiry.ask("diagram")
    figure = inquiry.figure(whole, "Everything", turned=True)
    about = (
        ""
        if figure.large
        else "Products stand on top, what underpins them below; an arrow reads “depends on”."
    )
    figures = (struck, figure) if struck and struck.large else (figure,)
    return Section(
        "Diagrams", about, figures, "" if figure.large else "graphmodel diagram -o everything.html"
    )


def _types(inquiry: Inquiry) -> Grid:
    """Types by types: the number of dependencies from one to the other."""
    index = inquiry.index
    last = len(index.category_parent)
    kind = np.where(index.type < 0, last, index.type)
    used = np.bincount(kind, minlength=last + 1)
    shown = np.argsort(-used, kind="stable")[:_TYPES]
    shown = np.sort(shown[used[shown] > 0]).tolist()
    consumer, provider = dependencies(index)
    there = ~index.gone[provider]
    ends = kind[consumer[there]], kind[provider[there]]
    counts = np.zeros((last + 1, last + 1), np.int64)
    np.add.at(counts, ends, 1)
    peak = int(counts.max())
    cells = {
        (y, x): Cell(f"{counts[a, b]:,}", shade(int(counts[a, b]), peak))
        for y, a in enumerate(shown)
        for x, b in enumerate(shown)
        if counts[a, b]
    }
    names = tuple(inquiry.category(t) if t < last else "unclassified" for t in shown)
    return Grid(names, names, cells)
