"""The target of ``improve`` that every product is so available."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Final

import numpy as np

from graphmodel.algorithms.apart import Apart
from graphmodel.algorithms.availability import Model
from graphmodel.algorithms.cheapest import NEAR, Cut
from graphmodel.algorithms.extended import ALONE, foundation
from graphmodel.analyses.details.failing import percent, unavailability
from graphmodel.analyses.details.offers import AVAILABLE, PROVIDER, Offers, better, providers
from graphmodel.analyses.details.selection import Names
from graphmodel.model.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.algorithms.extended import Foundation
    from graphmodel.analyses.details.offers import Offer
    from graphmodel.analyses.details.prices import Prices
    from graphmodel.index.index import Index

    Chosen = NDArray[np.bool_]

TIMES: Final = 2
"""So many more providers beside one service are considered where availability counts."""
NINES: Final = 3
"""So many times a service may be made to be down a tenth of the time."""
FEW: Final = 2_000
"""Of more new providers at once it is not worked out how available those beside them are: they do not count."""
DEEP: Final = 60
"""So deep redundant requirements are looked at."""


class Available:
    """Each product is so available, percent; what states no availability counts as always down.

    Exact, or, where the diagram of a product with all that may change is too large, by bounds: what is proven to be so
    available at least is enough, and what is proven not to be lacks something.
    """

    sign = 1

    def __init__(
        self,
        index: Index,
        part: Foundation,
        prices: Prices,
        target: float,
        nodes: int,
        end: float,
        *,
        alike: bool,
    ) -> None:
        self._target, self._nodes, self._end, self._products = target, nodes, end, part.chosen.tolist()
        self._names = [Names(index).called(v) for v in part.services[part.chosen].tolist()]
        unavailable = unavailability(index)[part.services]
        unknown = part.services[np.isnan(unavailable)].tolist()
        self._unknown = [Names(index).called(v) for v in unknown]
        self._unavailable = np.nan_to_num(unavailable, nan=1.0)
        failing = np.flatnonzero((self._unavailable > 0) & (self._unavailable < 1))
        offered = [
            *providers(part.index, prices.provider[part.services], TIMES),
            *better(AVAILABLE, failing, prices.own_availability[part.services], NINES),
        ]
        self.offers = Offers(part.index, offered, alike=alike)
        beside = [self.offers.offers[at].beside for at in self.offers.new.tolist()]
        self._beside = np.array(beside, np.int64)
        self._bounded = False
        """Is a diagram too large?"""
        today = self._unavailable if alike else self._today(set(beside))
        self._new = np.full(len(beside), np.nan) if today is None else today[beside]
        nothing = np.zeros(len(offered), np.bool_)
        self._model = Model(self.offers.index, self._values(nothing), nodes, end)
        self._wanted: dict[int, list[int]] = {}

    def lacking(self, chosen: Chosen, end: float) -> list[Cut]:
        """Of each product that is down too often: changes that may gain as much as it lacks.

        A change gains at most what it changes where the product is down and so is what it is about; that only gets
        less with more changes. So these gains of any set that reaches the target add up to what is lacking.
        """
        if self._bounded:
            return self._lacking_by_bounds(chosen, end)
        found: list[Cut] = []
        self._model.again(self._values(chosen))
        for product in self._products:
            if monotonic() > end:
                if found:
                    break
                raise TimeoutError
            low, self._bounded = self._exactly(self._model, product)
            if self._bounded:
                return self._lacking_by_bounds(chosen, end)
            if percent(low) < self._target:
                found.append(self._cut(product, chosen, self._target / 100 - low))
        return found

    def _lacking_by_bounds(self, chosen: Chosen, end: float) -> list[Cut]:
        """The same where a diagram is too large. Raises TimeoutError where that is not known, too."""
        found: list[Cut] = []
        clear = True
        self._known(chosen)
        best = Apart(self.offers.changed(chosen), self._values(chosen, new=0.0), DEEP)
        chosen = chosen.copy()
        chosen[self.offers.new] &= ~np.isnan(self._new)
        worst = Apart(self.offers.changed(chosen), self._values(chosen), DEEP)
        for product in self._products:
            if monotonic() > end:
                clear = False
                break
            if percent(worst.bounds(product)[0]) >= self._target:
                continue
            high = best.bounds(product)[1]
            if percent(high) < self._target:
                found.append(self._cut(product, chosen, self._target / 100 - high))
            else:
                clear = False
        if not found and not clear:
            raise TimeoutError
        return found

    def reaches(self, chosen: Chosen, end: float) -> float:
        """How available the least available product is, percent; at least, where its diagram is too large."""
        part = foundation(self.offers.changed(chosen), np.array(self._products, np.int32))
        values = self._values(chosen)[part.services]
        model, apart = Model(part.index, values, self._nodes, end), Apart(part.index, values, DEEP)
        least = 100.0
        for product in part.chosen.tolist():
            if monotonic() > end:
                raise TimeoutError
            low = apart.bounds(product)[0] if self._bounded else model.likely(product).low
            least = min(least, percent(low))
        return least

    def shown(self, reached: float) -> float:
        """As it is."""
        return reached

    def in_words(self, reached: float) -> str:
        """How available."""
        least = "at least " * self._bounded
        return f"the least available product is up {least}{reached:g} percent of the time"

    def notes(self) -> Iterator[str]:
        """What is not known counts as down."""
        if self._unknown:
            names = listed(self._unknown, 3)
            yield f"no availability is stated of what counts as always down: {names}"
        if self._bounded:
            yield "the diagram with all that may change is too large: the products are at least so available"

    def _cut(self, product: int, chosen: Chosen, lacking: float) -> Cut:
        gains: dict[int, float] = {}
        down: dict[tuple[int, bool], float] = {}
        done = Counter((o.change, o.service, o.requirement) for o in self._done(chosen))
        for at in self._of(product):
            offer = self.offers.offers[at]
            if chosen[at]:
                continue
            itself = offer.change == AVAILABLE
            if self._bounded:
                down[offer.service, itself] = self._of_itself(offer.service, chosen) if itself else 1.0
            elif (offer.service, itself) not in down:
                down[offer.service, itself] = self._model.both_down(offer.service, product, of_itself=itself)
            gain = down[offer.service, itself]
            more = offer.step - 1 - done[offer.change, offer.service, offer.requirement]
            if itself:
                gain *= 0.9 * 0.1**more
            elif offer.change == PROVIDER and not self.offers.alike and not self._bounded:
                gain *= self._new[self._place[at]] ** more * (1 - self._new[self._place[at]])
            gains[at] = gain
        share = np.minimum(np.array([*gains.values()]) / lacking * (1 + NEAR) + NEAR, 1.0)
        return Cut(np.array([*gains], np.int64), share)

    def _of_itself(self, service: int, chosen: Chosen) -> float:
        """How likely it is to fail of itself with these changes."""
        own = float(self._unavailable[service])
        step = 1
        while (at := self.offers.number.get((AVAILABLE, service, ALONE, step), -1)) >= 0 and chosen[at]:
            own, step = own / 10, step + 1
        return own

    def _done(self, chosen: Chosen) -> Iterator[Offer]:
        return (self.offers.offers[at] for at in np.flatnonzero(chosen).tolist())

    def _of(self, product: int) -> list[int]:
        """The changes that the product may gain by."""
        if product not in self._wanted:
            inside = set(foundation(self.offers.base, np.array([product], np.int32)).services.tolist())
            self._wanted[product] = [
                at for at, offer in enumerate(self.offers.offers) if offer.service in inside
            ]
        return self._wanted[product]

    @cached_property
    def _place(self) -> dict[int, int]:
        return {at: place for place, at in enumerate(self.offers.new.tolist())}

    def _values(self, chosen: Chosen, new: float | None = None) -> NDArray[np.float64]:
        """float64[services with new ones]: how likely each is to be down of itself; new ones not chosen are.

        ``new``: how likely new ones are; else as those beside them are today, at most.
        """
        own = self._unavailable.copy()
        for offer in self._done(chosen):
            if offer.change == AVAILABLE:
                own[offer.service] /= 10
        those = chosen[self.offers.new]
        today = np.nan_to_num(self._new, nan=1.0) if new is None else np.full(len(those), new)
        return np.append(own, np.where(those, today, 1.0))

    def _known(self, chosen: Chosen) -> None:
        """Work out how unavailable new providers are at most, if these are not too many."""
        unknown = np.flatnonzero(chosen[self.offers.new] & np.isnan(self._new))
        for at in unknown.tolist() if len(unknown) <= FEW else []:
            self._new[at] = 1 - self._apart.bounds(int(self._beside[at]))[0]

    @cached_property
    def _apart(self) -> Apart:
        return Apart(self.offers.base, self._unavailable)

    def _today(self, services: set[int]) -> NDArray[np.float64] | None:
        """How likely these services are to be down as it is: new ones are as available, and need nothing.

        None where the diagram of a product is too large.
        """
        index = self.offers.base
        model, found = Model(index, self._unavailable, self._nodes, self._end), np.zeros(index.n)
        for product in self._products:
            _, self._bounded = self._exactly(model, product)
            if self._bounded:
                return None
        for v in sorted(services):
            found[v] = 1 - model.likely(v).low
        return found

    def _exactly(self, model: Model, product: int) -> tuple[float, bool]:
        """How likely the product is to be up, and whether its diagram is too large to know."""
        found = model.likely(product)
        return found.low, not found.exact
