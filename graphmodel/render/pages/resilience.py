"""What the report says of resilience: time down in a year, what fails together, and how everything comes back."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

import numpy as np

from graphmodel.algorithms.cut_sets import cut_sets
from graphmodel.algorithms.required import required
from graphmodel.analyses.details.failing import unavailability
from graphmodel.answers import resilience
from graphmodel.index.stated import able
from graphmodel.model.errors import UsageError
from graphmodel.model.words import listed
from graphmodel.render.pages.page import LastingPart, Section, Sentences, TablePart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphmodel.algorithms.cut_sets import CutSets
    from graphmodel.answers.report import Report
    from graphmodel.render.pages.inquiry import Inquiry
    from graphmodel.render.pages.page import Figure

    Part = LastingPart | TablePart | Sentences | Figure

_PRODUCTS: Final = 8
"""Products, the most critical ones."""
_TOGETHER: Final = 2
"""So many services fail together."""
_NAME: Final = 30
"""Characters of a name; two stand in a cell."""
_ROWS: Final = 8
"""Services that come back."""
_NODES: Final = 50_000
"""Of a diagram by which availability is worked out; of a larger one the report has bounds."""
_WITHIN: Final = 2
"""Seconds."""
_HEADS: Final = ("product", "alone", "most likely", "pairs", "most likely pair")
_ABOUT: Final = (
    "How long products are likely to be down, if services fail independently of each other as often as their "
    "availability says; which services, failing alone or two at a time, take them down; and how everything "
    "comes back after the worst single failure, if all that can be done at the same time is."
)
_OF_LARGE: Final = (
    "Which services take the most critical products down alone, and how everything comes back after the worst "
    "single failure, if all that can be done at the same time is. In so large a catalogue pairs and "
    "availability are asked product by product."
)


class Resilience:
    """The answers that the section is made of, each asked once; also what stands beside the page."""

    def __init__(self, inquiry: Inquiry, worst: Sequence[int]) -> None:
        """``worst``: the services whose failure does most harm, the worst first."""
        self._inquiry = inquiry
        self._products = inquiry.critical[:_PRODUCTS]
        self._failing = able(inquiry.index)
        self._unavailable = np.nan_to_num(unavailability(inquiry.index))
        asked = inquiry.exactly(self._products)
        known = asked and not inquiry.large
        self.availability = (
            inquiry.ask("availability", select=asked, nodes=_NODES, within=_WITHIN) if known else None
        )
        self.together = self._alone() if inquiry.large else self._together(self._products)
        fails = inquiry.exactly(worst[:1])
        self.recovery = inquiry.ask("recovery", services=fails) if fails else None

    def beside(self) -> tuple[Report | None, Report]:
        """Availability, and what takes them down, of all products; of a large catalogue, of those on the page."""
        every = self._inquiry.critical
        if self._inquiry.large or self._products == every:
            return self.availability, self.together
        asked = self._inquiry.exactly(every)
        return self._inquiry.ask("availability", select=asked, nodes=_NODES, within=_WITHIN), self._together(
            every
        )

    def section(self) -> Section | None:
        """None of a catalogue without products."""
        if not self._products:
            return None
        large, said = self._inquiry.large, self._inquiry.of_critical(self._products)
        parts: list[Part] = []
        if self.availability is not None:
            chart = resilience.availability([*self.availability])
            parts.append(LastingPart(chart, f"{said}: time down in a year", _PRODUCTS))
        title = f"{said}: what takes them down, alone{' or two together' * (not large)}"
        parts.append(TablePart(self.together, title, _PRODUCTS))
        if self.recovery is not None:
            back = resilience.recovery(self.recovery)
            nothing = Sentences(
                [f"{text[0].upper()}{text[1:]}." for text in (self.recovery.title, *back.left_out)]
            )
            parts.append(LastingPart(back, self.recovery.title, _ROWS) if back.labels else nothing)
        parts += self._of_one()
        return Section("Resilience", _OF_LARGE if large else _ABOUT, parts, "graphmodel cutsets PRODUCT")

    def _of_one(self) -> Iterator[Part]:
        """Of the product that is down longest: which services matter most, and what takes it down, as a diagram."""
        if self.availability is None:
            return
        own = next(iter(self.availability)).id
        product = self._inquiry.index.service_id.find(own)
        name, asked = self._inquiry.called([product])[0], self._inquiry.exactly([product])
        with suppress(UsageError):  # of a diagram that is too large there are no importances
            gains = resilience.importance(
                [*self._inquiry.ask("availability", importance=asked[0], nodes=_NODES)], _PRODUCTS
            )
            if gains.labels:
                yield LastingPart(gains, f"{name}, which is down longest: what it would gain", _PRODUCTS)
        cuts = self._inquiry.ask("cutsets", products=asked, order=_TOGETHER)
        if cuts:
            yield self._inquiry.figure(cuts, f"{name}: what takes it down, alone or two together")

    def _alone(self) -> Report:
        """One row for each product: how many services take it down alone, and the one that fails most."""
        found = [
            (
                alone := services[self._failing[services]],
                alone[np.argsort(-self._unavailable[alone], kind="stable")[:1]],
            )
            for _, services in required(self._inquiry.index, self._products)
        ]
        rows = [
            (name, len(alone), *(self._inquiry.called(first.tolist(), _NAME) or ("",)))
            for name, (alone, first) in zip(self._called(self._products), found, strict=True)
        ]
        return self._inquiry.table(_HEADS[:3], rows)

    def _together(self, products: list[int]) -> Report:
        """One row for each product: how many single points of failure and pairs there are, and the likeliest."""
        index = self._inquiry.index
        rows = []
        for name, v in zip(self._called(products), products, strict=True):
            found = cut_sets(index, v, _TOGETHER, self._failing)
            each = (self._order(found, order) for order in range(1, _TOGETHER + 1))
            rows.append((name, *(cell for pair in each for cell in pair)))
        return self._inquiry.table(_HEADS, rows)

    def _called(self, products: list[int]) -> tuple[str, ...]:
        return self._inquiry.called(products, _NAME)

    def _order(self, found: CutSets, order: int) -> tuple[int | None, str]:
        """How many sets of so many services, if that could be tried, and the likeliest of them."""
        if found.order < order:
            return None, ""
        sets = found.sets[order - 1]
        if not len(sets):
            return 0, ""
        best = np.array(
            [max(services, key=lambda v: (self._unavailable[v], -v)) for services in found.classes]
        )
        size = np.array([len(services) for services in found.classes])
        members = best[sets[np.argmax(self._unavailable[best[sets]].prod(axis=1))]].tolist()
        number = int(size[sets].prod(axis=1).sum())
        return number, listed(self._inquiry.called(members, _NAME), between=" + ")
