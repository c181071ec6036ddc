"""Page one: what a manager has to know in sentences, products by the worst single failures, and what to do first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graphmodel.algorithms.states import AT_RISK, DEGRADED, DOWN, UP
from graphmodel.analyses.details import matrix
from graphmodel.analyses.details.failing import Accountable
from graphmodel.analyses.details.failures import worst_failures
from graphmodel.answers import charts
from graphmodel.answers.chart import Grid, Panels
from graphmodel.answers.summary import picked
from graphmodel.model.words import count, short
from graphmodel.render.pages.inquiry import FRONT, NAME
from graphmodel.render.pages.page import LONGEST, GridPart, Section, Sentences, TablePart
from graphmodel.render.pages.sentences import Facts, sentences

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from graphmodel.answers.chart import Chart
    from graphmodel.answers.report import Report
    from graphmodel.render.pages.coverage import CountedGaps
    from graphmodel.render.pages.inquiry import Inquiry

_DOWN: Final = 25
"""Products down the matrix, if their names have a line each; of more there is a summary."""
_LABEL: Final = 26
"""Characters of such a name."""
_PATTERNS: Final = 8
"""Rows of products that are alike, where all would be too many."""
_ALONE: Final = 3
"""Single points of failure among what to do first …"""
_MISSING: Final = 4
"""… and gaps, one of each rule."""


class Action(NamedTuple):
    """One thing to do."""

    what: str
    """What to do …"""
    why: str
    """… and why."""
    owner: str
    """Who is accountable for the service that it is about; empty where it is about none."""
    place: str
    """The row that it comes from."""


class Front:
    """What page one says of a catalogue."""

    def __init__(self, inquiry: Inquiry) -> None:
        self._inquiry = inquiry
        self.failures = worst_failures(inquiry.index, inquiry.products)
        self.services: list[int] = self.failures.service.tolist()
        """What fails, the worst first."""
        harm = [self.failures.counts(state).tolist() for state in (DOWN, DEGRADED, AT_RISK)]
        self.harm: list[tuple[int, int, int]] = [*zip(*harm, strict=True)]
        """Of each failure: how many other products are down, degraded, at risk."""

    def section(self, coverage: CountedGaps, unseen: AbstractSet[str]) -> Section:
        """Page one; ``unseen``: the ids of products below which something is open or dark."""
        parts: list[Sentences | GridPart | TablePart] = [Sentences(sentences(self.facts(coverage, unseen)))]
        if self.services:
            found = self.matrix()
            rows = [*found.rows]
            most = _DOWN if max(len(row[1]) for row in rows) <= _LABEL else FRONT
            chart = charts.failures(self._inquiry.index, found.columns, rows, most)
            parts.append(GridPart(_one(chart), "Products by the worst single failures", most, NAME))
        if self._inquiry.index.n:
            columns = ("#", "what to do", "why", "accountable", "where")
            rows = [(n, *action) for n, action in enumerate(self.actions(coverage), 1)]
            parts.append(TablePart(self._inquiry.table(columns, rows), "What to do first"))
        return Section("", "", parts)

    def matrix(self) -> Report:
        """Products by the worst single failures."""
        columns, rows = matrix.of_failures(self._inquiry.index, self._inquiry.products, self.failures)
        return replace(self._inquiry.table((), []), columns=columns, rows=rows)

    def facts(self, coverage: CountedGaps, unseen: AbstractSet[str]) -> Facts:
        """What the sentences say."""
        index, products, failures = self._inquiry.index, self._inquiry.products, self.failures
        hit = failures.other & (failures.state != UP)
        names = self._inquiry.called(self.services)
        safe = products[~hit.any(axis=0)]
        return Facts(
            products=len(products),
            services=index.n - len(products),
            dependencies=len(index.member),
            failures=tuple((name, *harm) for name, harm in zip(names, self.harm, strict=True)),
            worst_is_product=bool(len(names) and index.product[self.services[0]]),
            down=int((failures.other & (failures.state == DOWN)).any(axis=0).sum()),
            hit=int(hit.any(axis=0).sum()),
            safe=self._inquiry.called(safe.tolist()),
            doubted=not unseen.isdisjoint(index.service_id.of_rows(safe)),
            errors=coverage.number("error"),
            warnings=coverage.number("warning"),
            common=coverage.common(),
            owned=len(set(Accountable(index).service.tolist())),
        )

    def actions(self, coverage: CountedGaps) -> list[Action]:
        """What to do first: single points of failure, the worst first, then gaps.

        Of each rule one gap: about the worst single failure among its subjects, else about the service that underpins
        most products. The rules come by severity, then in the same order of these gaps; what is only worth knowing
        (info) is left out.
        """
        return [*self._alone(), *self._missing(coverage)]

    def _alone(self) -> list[Action]:
        inquiry = self._inquiry
        worst = [
            (service, down) for service, (down, _, _) in zip(self.services, self.harm, strict=True) if down
        ][:_ALONE]
        services = [service for service, _ in worst]
        places = inquiry.index.records("service").origins(np.array(services, np.intp))
        return [
            Action(
                f"Find an alternative for {name}, or plan for its failure",
                f"Alone it takes {count(down, 'product')} down",
                owner or "nobody",
                inquiry.place(place),
            )
            for (_, down), name, owner, place in zip(
                worst, inquiry.called(services), inquiry.owners(services), places, strict=True
            )
        ]

    def _missing(self, coverage: CountedGaps) -> list[Action]:
        chosen = coverage.first_to_fix(_MISSING)
        owners = self._inquiry.owners([gap.service for gap in chosen])
        return [
            Action(
                _sentence(gap.finding.hint),
                _sentence(gap.finding.message) + _more(gap.more),
                owner or "nobody" * (gap.service >= 0),
                self._inquiry.place(gap.finding.origin),
            )
            for gap, owner in zip(chosen, owners, strict=True)
        ]


def _more(number: int) -> str:
    return f" (and {count(number, 'more such gap')})" if number else ""


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{short(text[1:], LONGEST)}"


def _one(chart: Chart) -> Grid:
    """One matrix: of a summary how many products are in each state, then those that are alike."""
    if isinstance(chart, Grid):
        return chart
    assert isinstance(chart, Panels)
    grids = [grid for _, grid in chart.parts[:2] if isinstance(grid, Grid)]
    counted, *more = grids
    rest = picked(more[0], range(min(_PATTERNS, len(more[0].down)))) if more else picked(counted, [])
    cells = dict(counted.cells) | {(y + len(counted.down), x): cell for (y, x), cell in rest.cells.items()}
    down = (*(f"products {name}" for name in counted.down), *rest.down)
    legend = next(grid.legend for _, grid in chart.parts[::-1] if isinstance(grid, Grid))
    return replace(rest, down=down, cells=cells, legend=legend)
