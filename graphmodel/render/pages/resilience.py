"""What the report says of resilience: time down in a year, what fails together, and how everything comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from graphmodel.algorithms.cut_sets import cut_sets
from graphmodel.analyses import ALL
from graphmodel.analyses.details.failing import unavailability, weight
from graphmodel.answers import resilience
from graphmodel.answers.chart import labels
from graphmodel.answers.report import Column, Report
from graphmodel.index.stated import able
from graphmodel.model.words import count, listed, short
from graphmodel.render.pages.page import LastingPart, Section, TablePart

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.algorithms.cut_sets import CutSets
    from graphmodel.answers.world import World

_PRODUCTS: Final = 8
"""Products, the most critical ones."""
_LARGE: Final = 5_000
"""Of a catalogue of more services the report has no time for pairs, nor for availability, of which only bounds are to
be had there, far apart."""
_NAME: Final = 30
"""Characters of a name; two stand in a cell."""
_ROWS: Final = 12
"""Services that come back."""
_NODES: Final = 50_000
"""Of a diagram by which availability is worked out; of a larger one the report has bounds."""
_WITHIN: Final = 2
"""Seconds."""


class Resilience:
    """The answers that the section is made of, each asked once; also what stands beside the page."""

    def __init__(self, world: World, worst: int | None) -> None:
        """``worst``: the service whose failure does most harm."""
        self._world = world
        index = world.index
        products = np.flatnonzero(index.product & ~index.gone)
        order = products[np.lexsort((products, -weight(index)[products]))]
        self._products = order[:_PRODUCTS].tolist()
        self._large = index.n > _LARGE
        self._all = len(self._products) == len(order)
        asked = tuple(f'id:"{index.service_id[v]}"' for v in self._products)
        known = asked and not self._large
        self.availability = (
            self._ask("availability", select=asked, nodes=_NODES, within=_WITHIN) if known else None
        )
        self.together = self._together()
        fails = () if worst is None else (f'id:"{index.service_id[worst]}"',)
        self.recovery = self._ask("recovery", services=fails) if fails else None

    def section(self) -> Section | None:
        """None of a catalogue without products."""
        if not self._products:
            return None
        said = "Products" if self._all else f"The {count(len(self._products), 'most critical product')}"
        parts: list[LastingPart | TablePart] = []
        if self.availability is not None:
            chart = resilience.availability([*self.availability])
            parts.append(LastingPart(chart, f"{said}: time down in a year", _PRODUCTS))
        title = f"{said}: what takes them down, alone{' or two together' * (not self._large)}"
        parts.append(TablePart(self.together, title, _PRODUCTS))
        if self.recovery is not None:
            parts.append(LastingPart(resilience.recovery(self.recovery), self.recovery.title, _ROWS))
        about = (
            "How long products are likely to be down, if services fail independently of each other as often as their "
            "availability says; which services, failing alone or two at a time, take them down; and how everything "
            "comes back after the worst single failure, if all that can be done at the same time is."
        )
        large = (
            "Which services take the most critical products down alone, and how everything comes back after the worst "
            "single failure, if all that can be done at the same time is. In so large a catalogue pairs and "
            "availability are asked product by product."
        )
        return Section("Resilience", large if self._large else about, parts, "graphmodel cutsets PRODUCT")

    def _together(self) -> Report:
        """One row for each product: how many single points of failure and pairs there are, and the likeliest."""
        index = self._world.index
        failing, unavailable = able(index), np.nan_to_num(unavailability(index))
        own = [index.service_id[v] for v in self._products]
        names = labels(own, [index.service_name[v] for v in self._products])
        rows = []
        for name, v in zip(names, self._products, strict=True):
            found = cut_sets(index, v, 1 if self._large else 2, failing)
            each = [self._order(found, order, unavailable) for order in (1, 2)[: 2 - self._large]]
            rows.append((short(name, _NAME), *(cell for pair in each for cell in pair)))
        columns = ("product", "alone", "most likely", "pairs", "most likely pair")[: 5 - 2 * self._large]
        return Report(tuple(map(Column, columns)), rows, analysis="report", revision=self._world.revision)

    def _order(self, found: CutSets, order: int, unavailable: NDArray[np.float64]) -> tuple[int | None, str]:
        """How many sets of so many services, if that could be tried, and the likeliest of them."""
        if found.order < order:
            return None, ""
        sets = found.sets[order - 1]
        if not len(sets):
            return 0, ""
        best = np.array([max(services, key=lambda v: (unavailable[v], -v)) for services in found.classes])
        size = np.array([len(services) for services in found.classes])
        members = best[sets[np.argmax(unavailable[best[sets]].prod(axis=1))]].tolist()
        index = self._world.index
        called = labels([index.service_id[v] for v in members], [index.service_name[v] for v in members])
        number = int(size[sets].prod(axis=1).sum())
        return number, listed([short(name, _NAME) for name in called], between=" + ")

    def _ask(self, analysis: str, **question: object) -> Report:
        found = ALL[analysis]
        return found.ask(self._world, found.question(**question))
