"""The section on the worst single failures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from graphmodel.analyses.details.failing import weight
from graphmodel.answers.chart import Bars
from graphmodel.model.words import count, short
from graphmodel.render.pages.inquiry import LINE
from graphmodel.render.pages.page import Section, TablePart

if TYPE_CHECKING:
    from graphmodel.answers.report import Report
    from graphmodel.render.pages.front import Front
    from graphmodel.render.pages.inquiry import Inquiry
    from graphmodel.render.pages.page import Figure

_TYPE: Final = 24
"""Characters of a type."""
_WORTH: Final = 20
"""Nodes of a diagram that has a page of its own."""
_HEADS: Final = (
    *("#", "service", "id", "type", "criticality", "down", "degraded", "at risk", "accountable", "where"),
)


def worst(inquiry: Inquiry, front: Front) -> Report:
    """The failures that do most harm, one row for each."""
    index, services = inquiry.index, front.services
    numbers, records = np.array(services, np.intp), index.records("service")
    columns = (
        inquiry.called(services, LINE),
        index.service_id.of_rows(numbers),
        [short(kind, _TYPE) for kind in inquiry.types(services)],
        records.column("criticality").of_rows(numbers),
        front.harm,
        inquiry.owners(services),
        records.origins(numbers),
    )
    rows = [
        (at, name, own, kind, critical, *harm, owner, inquiry.place(place))
        for at, (name, own, kind, critical, harm, owner, place) in enumerate(zip(*columns, strict=True), 1)
    ]
    report = inquiry.table(_HEADS, rows)
    return replace(report, columns=tuple(replace(c, wide=c.name == "id") for c in report.columns))


def struck(inquiry: Inquiry, front: Front) -> Figure | None:
    """What the worst of them does, as a diagram; none where no failure harms a product."""
    if inquiry.large or not front.services:
        return None
    first = front.services[:1]
    report = inquiry.ask("impact", services=inquiry.exactly(first))
    title = f"If {inquiry.called(first)[0]} fails"
    found = inquiry.figure(report, title, turned=True)
    return found if len(found.diagram.nodes) >= _WORTH else inquiry.figure(report, title)


def section(inquiry: Inquiry, front: Front, struck: Figure | None) -> Section | None:
    """The ranking, and what the first of them does, if that has room; none where no failure harms a product."""
    if not front.services:
        return None
    down = tuple(harm[0] for harm in front.harm)
    bars = Bars((), down, "down, of those hit", wholes=tuple(map(sum, front.harm)))
    title = "Products affected when this service alone fails"
    parts: list[TablePart | Figure] = [TablePart(worst(inquiry, front), title, bars=bars)]
    if struck and not struck.large:
        parts.append(struck)
    about = (
        f"{count(len(front.services), 'service does', 'services do')} most harm to products when failing alone: "
        "ranked by the products that go down, then by those that are degraded, then by those at risk. A service does "
        "not count for itself."
    )
    if len(set(weight(inquiry.index)[inquiry.products].tolist())) > 1:
        about += " A product of criticality 1 counts five times as much as one of criticality 5."
    return Section("The worst single failures", about, parts, "graphmodel underpinning --matrix failures")
