"""The section on roles: who answers for what matters, and who answers for how much."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from graphmodel.answers import charts
from graphmodel.answers.chart import Grid, besides, greatest
from graphmodel.index.index import LETTERS
from graphmodel.model.words import short
from graphmodel.render.pages.inquiry import LINE
from graphmodel.render.pages.page import GridPart, Section, TablePart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphmodel.render.pages.inquiry import Inquiry

_ROWS: Final = 8
"""Roles that are counted, and products, and failures, that the matrix has room for."""
_ACROSS: Final = 10
"""Roles of the matrix."""


def section(inquiry: Inquiry, failures: Sequence[int]) -> Section | None:
    """Who has which part in the most critical products and the worst failures, and how much each role has to do.

    None where there are no roles.
    """
    if not len(inquiry.index.role_id):
        return None
    parts: list[GridPart | TablePart] = []
    if matrix := _matrix(inquiry, [*dict.fromkeys((*inquiry.critical[:_ROWS], *failures[:_ROWS]))]):
        parts.append(GridPart(matrix, "Who has which part in what matters most", name=LINE))
    parts.append(_load(inquiry))
    about = "For how many services each role answers, does the work, is asked and is told."
    if matrix:
        about = (
            f"Who has a part in the most critical products, and in the services that do most harm. {about}"
        )
    return Section("Roles", about, parts, "graphmodel roles")


def _matrix(inquiry: Inquiry, services: list[int]) -> Grid | None:
    """R, A, C, I of these services, in that order, also of those for which nobody answers; None where all are such."""
    rows = [*inquiry.ask("roles", select=inquiry.exactly(services))] if services else []
    if not rows:
        return None
    holding = Counter(role for role, _ in dict.fromkeys((row.role, row.service) for row in rows))
    chosen = {[*holding][at] for at in greatest([*holding.values()], _ACROSS)}
    chart = charts.raci([row for row in rows if row.role in chosen])
    assert isinstance(chart, Grid), "so few services are no summary"
    held = sorted({row.service for row in rows if row.role in chosen})
    place = {inquiry.index.service_id[v]: y for y, v in enumerate(services)}
    cells = {(place[held[y]], x): cell for (y, x), cell in chart.cells.items()}
    left_out = besides(len(holding), len(chosen), "roles", "that have to do with most of these")
    return replace(chart, down=inquiry.called(services), cells=cells, left_out=left_out)


def _load(inquiry: Inquiry) -> TablePart:
    """How much each role has to do."""
    index = inquiry.index
    held = np.zeros((len(index.role_id), len(LETTERS)), np.int64)
    np.add.at(held, (index.held_role, index.held_letter), 1)
    by_letter = held[:, [LETTERS.index(letter) for letter in "ARCI"]]
    order = np.lexsort((*-by_letter.T[::-1],))[:_ROWS].tolist()
    holders = index.records("role").column("holder").of_rows(np.array(order, np.intp))
    rows = [
        (
            short(index.role_name[role] or index.role_id[role], LINE),
            short(holder, LINE),
            *by_letter[role].tolist(),
        )
        for role, holder in zip(order, holders, strict=True)
    ]
    columns = ("role", "held by", "accountable", "responsible", "consulted", "informed")
    most = f"The {len(rows)} roles with most to answer for"
    return TablePart(inquiry.table(columns, rows), most if len(held) > len(rows) else "Services of each role")
