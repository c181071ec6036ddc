"""What ``improve`` is to reach: how far a set of changes is from it, and what it lacks."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from graphmodel.algorithms import states
from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.cheapest import Cut
from graphmodel.algorithms.extended import foundation, needs_alone
from graphmodel.algorithms.hard import needed
from graphmodel.algorithms.spof import down_alone, taken_down_by
from graphmodel.analyses.details.offers import Offers, providers
from graphmodel.index.stated import able
from graphmodel.model.words import count

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
        return self.offers.within(part, self._able, new=False)

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
            members = index.members(r)
            waiting += members[self._down[members]].tolist()
        return frozenset(found - {-1})
