"""What ``improve`` is to reach: how far a set of changes is from it, and what it lacks."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from graphmodel.algorithms import states
from graphmodel.algorithms.availability import Model
from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.cheapest import NEAR, Cut
from graphmodel.algorithms.extended import foundation, needs_alone
from graphmodel.algorithms.hard import needed
from graphmodel.algorithms.spof import down_alone, taken_down_by
from graphmodel.analyses.details.failing import percent, unavailability
from graphmodel.analyses.details.offers import AVAILABLE, PROVIDER, Offer, Offers, better, providers
from graphmodel.analyses.details.selection import Names
from graphmodel.index.stated import able
from graphmodel.model.errors import UsageError
from graphmodel.model.words import count, listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from numpy.typing import NDArray

    from graphmodel.algorithms.extended import Foundation
    from graphmodel.analyses.details.prices import Prices
    from graphmodel.index.index import Index

    Chosen = NDArray[np.bool_]

PROVED: Final = 300
"""Of more services that fail alone only the nearest of each product are looked into at once."""
PRODUCTS: Final = 20
"""Products of each of these."""
TIMES: Final = 2
"""So many more providers beside one service are considered where availability counts."""
NINES: Final = 3
"""So many times a service may be made to be down a tenth of the time."""


class Goal(Protocol):
    """A target, and the changes that are considered for it."""

    offers: Offers
    sign: int
    """1 where more is better, -1 where less is."""

    def lacking(self, chosen: Chosen, end: float) -> list[Cut]:
        """What a set of changes lacks; nothing where it reaches the target. ``chosen``: bool[offers].

        After ``end`` (``monotonic``) only some of it. Raises TimeoutError where nothing is known by then.
        """

    def reaches(self, chosen: Chosen, end: float) -> float:
        """How far the catalogue is with these changes, asked anew. Raises TimeoutError after ``end``."""

    def shown(self, reached: float) -> float | str:
        """The same as a cell of a row."""

    def in_words(self, reached: float) -> str:
        """The same in words."""

    def notes(self) -> Iterator[str]:
        """What the reader must know besides."""


class NoSpof:
    """No service alone takes one of the products down."""

    sign = -1

    def __init__(self, index: Index, part: Foundation, prices: Prices, *, alike: bool) -> None:
        self.products = part.chosen
        offered = list(providers(part.index, prices.provider[part.services], 1))
        self.offers = Offers(part.index, offered, alike=alike)
        self._able = able(index)[part.services]

    def lacking(self, chosen: Chosen, end: float) -> list[Cut]:
        """Of every proof that a product is down when a service fails: one of the changes that undo it.

        What a product needs alone is looked at first: no other change makes up for it.
        """
        part = self.offers.part(chosen, self.products)
        if found := self._direct(part, chosen):
            return as_cuts(found)
        outcome, down = self._down(part)
        proof = Undoing(self.offers, chosen, outcome, part.requirements)
        found = {proof.of([product]) for product in down.tolist()}
        for service, down, _ in nearest(part, self._single(part)):
            if monotonic() > end:
                if found:
                    break
                raise TimeoutError
            proof = Undoing(self.offers, chosen, states.fail(part.index, [service]), part.requirements)
            found |= {proof.of([product]) for product in down[:PRODUCTS].tolist()}
        return as_cuts(found)

    def reaches(self, chosen: Chosen, end: float) -> float:
        """How many single points of failure are left, and products that are down for want of what is gone."""
        if monotonic() > end:
            raise TimeoutError
        part = foundation(self.offers.changed(chosen), self.products)
        return len(self._single(part)) + len(self._down(part)[1])

    def shown(self, reached: float) -> float:
        """As it is."""
        return reached

    def in_words(self, reached: float) -> str:
        """How many single points of failure."""
        return count(int(reached), "single point of failure is left", "single points of failure are left")

    def notes(self) -> Iterator[str]:
        """Nothing: every service is known to fail."""
        return iter(())

    def _down(self, part: Foundation) -> tuple[states.States, NDArray[np.int32]]:
        """What is while nothing fails, and the products that are down then."""
        outcome = states.fail(part.index, ())
        return outcome, part.chosen[outcome.state[part.chosen] == states.DOWN]

    def _able_in(self, part: Foundation) -> NDArray[np.bool_]:
        """bool[n]: those that may fail of themselves; new ones do no harm alone."""
        old = part.services < len(self._able)
        return old & self._able[np.where(old, part.services, 0)]

    def _direct(self, part: Foundation, chosen: Chosen) -> set[frozenset[int]]:
        """Of each product, what it needs alone and may fail of itself: that another provider stands beside it."""
        index, ways = part.index, needs_alone(part.index)
        consumer, member = index.consumer[ways], index.member[index.member_at[ways]]
        product = np.zeros(index.n, np.bool_)
        product[part.chosen] = True
        ways = ways[product[consumer] & self._able_in(part)[member] & (consumer != member)]
        helping = {self.offers.helping(r, chosen) for r in part.requirements[ways].tolist()}
        return {frozenset({at} - {-1}) for at in helping}

    def _single(self, part: Foundation) -> NDArray[np.int32]:
        down = down_alone(part.index, part.chosen)
        single = np.flatnonzero(self._able_in(part) & (down > 0)).astype(np.int32)
        return single[np.argsort(-down[single], kind="stable")]


def nearest(part: Foundation, services: NDArray[np.int32]) -> Iterator[tuple[int, NDArray[np.int32], None]]:
    """Of these, which take products down alone: each, and those products; of many, for each product the nearest.

    Where the nearest has another provider, what lies below that alone takes the product down no more.
    """
    taken = taken_down_by(part.index, services, part.chosen)
    if len(services) > PROVED:
        distance = np.full(part.index.n, -1, np.int32)
        bfs(needed(part.index), part.chosen, distance)
        closest = np.full(part.index.n, -1)
        for at in np.argsort(-distance[services], kind="stable").tolist():
            closest[taken[at]] = at
        taken = [down[closest[down] == at] for at, down in enumerate(taken)]
    return ((v, down, None) for v, down in zip(services.tolist(), taken, strict=True) if len(down))


def as_cuts(sets: Collection[frozenset[int]]) -> list[Cut]:
    """One of each of these sets of changes is needed."""
    return [Cut(np.array(sorted(those), np.int64), np.ones(len(those))) for those in sorted(sets, key=sorted)]


class Undoing:
    """What undoes that services are down."""

    def __init__(
        self, offers: Offers, chosen: Chosen, outcome: states.States, numbers: NDArray[np.int64]
    ) -> None:
        """``numbers``: int64[requirements], what each is called among the offers."""
        self._numbers = numbers
        self._offers, self._chosen, self._index = offers, chosen, outcome.index
        self._down = outcome.state == states.DOWN
        down = np.flatnonzero(self._down)
        self._requirement = np.full(outcome.index.n, -1, np.int32)
        self._requirement[down] = outcome.causes(down).requirement

    def of(self, services: Iterable[int]) -> frozenset[int]:
        """The next changes to what stands in one proof that these are down: without any of them the proof stands."""
        index, found = self._index, set()
        seen, waiting = set(), list(services)
        while waiting:
            v = waiting.pop()
            if v in seen:
                continue
            seen.add(v)
            r = int(self._requirement[v])
            if r < 0:
                continue
            found.add(self._offers.helping(int(self._numbers[r]), self._chosen))
            members = index.member[index.member_at[r] : index.member_at[r + 1]]
            waiting += members[self._down[members]].tolist()
        return frozenset(found - {-1})


class Available:
    """Each product is so available, percent; what states no availability counts as always down."""

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
        today = self._unavailable if alike else self._today(set(beside))
        self._new = today[beside]
        nothing = np.zeros(len(offered), np.bool_)
        self._model = Model(self.offers.index, self._values(nothing), nodes, end)
        self._wanted: dict[int, list[int]] = {}

    def lacking(self, chosen: Chosen, end: float) -> list[Cut]:
        """Of each product that is down too often: changes that may gain as much as it lacks.

        A change gains at most what it changes where the product is down and so is what it is about; that only gets
        less with more changes. So these gains of any set that reaches the target add up to what is lacking.
        """
        found: list[Cut] = []
        self._model.again(self._values(chosen))
        for product in self._products:
            if monotonic() > end:
                if found:
                    break
                raise TimeoutError
            low = self._exactly(self._model, product)
            if percent(low) < self._target:
                found.append(self._cut(product, chosen, self._target / 100 - low))
        return found

    def reaches(self, chosen: Chosen, end: float) -> float:
        """How available the least available product is, percent."""
        model = Model(self.offers.changed(chosen), self._values(chosen), self._nodes)
        least = 100.0
        for product in self._products:
            if monotonic() > end:
                raise TimeoutError
            least = min(least, percent(self._exactly(model, product)))
        return least

    def shown(self, reached: float) -> float:
        """As it is."""
        return reached

    def in_words(self, reached: float) -> str:
        """How available."""
        return f"the least available product is up {reached:g} percent of the time"

    def notes(self) -> Iterator[str]:
        """What is not known counts as down."""
        if self._unknown:
            names = listed(self._unknown, 3)
            yield f"no availability is stated of what counts as always down: {names}"

    def _cut(self, product: int, chosen: Chosen, lacking: float) -> Cut:
        gains: dict[int, float] = {}
        down: dict[tuple[int, bool], float] = {}
        done = Counter((o.change, o.service, o.requirement) for o in self._done(chosen))
        for at in self._of(product):
            offer = self.offers.offers[at]
            if chosen[at]:
                continue
            itself = offer.change == AVAILABLE
            if (offer.service, itself) not in down:
                down[offer.service, itself] = self._model.both_down(offer.service, product, of_itself=itself)
            gain = down[offer.service, itself]
            more = offer.step - 1 - done[offer.change, offer.service, offer.requirement]
            if itself:
                gain *= 0.9 * 0.1**more
            elif offer.change == PROVIDER and not self.offers.alike:
                gain *= self._new[self._place[at]] ** more * (1 - self._new[self._place[at]])
            gains[at] = gain
        share = np.minimum(np.array([*gains.values()]) / lacking * (1 + NEAR) + NEAR, 1.0)
        return Cut(np.array([*gains], np.int64), share)

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

    def _values(self, chosen: Chosen) -> NDArray[np.float64]:
        """float64[services with new ones]: how likely each is to be down of itself; new ones not chosen are."""
        own = self._unavailable.copy()
        for offer in self._done(chosen):
            if offer.change == AVAILABLE:
                own[offer.service] /= 10
        return np.append(own, np.where(chosen[self.offers.new], self._new, 1.0))

    def _today(self, services: set[int]) -> NDArray[np.float64]:
        """How likely these services are to be down as it is: new ones are as available, and need nothing."""
        index = self.offers.base
        model, found = Model(index, self._unavailable, self._nodes, self._end), np.zeros(index.n)
        for product in self._products:
            self._exactly(model, product)
        for v in sorted(services):
            found[v] = 1 - model.likely(v).low
        return found

    def _exactly(self, model: Model, product: int) -> float:
        """How likely the product is to be up. Raises UsageError where its diagram is too large."""
        found = model.likely(product)
        if not found.exact:
            raise UsageError(
                f"the diagram of {self._names[self._products.index(product)]} with all that may change is too large",
                "a larger --nodes needs more memory, a larger --within more time; --prices may leave changes out",
            )
        return found.low
