"""The changes that ``improve`` considers, and the catalogue with those that are chosen."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import numpy as np

from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.extended import ALONE, Extra, extended, foundation, needs_alone, relaxed, without
from graphmodel.algorithms.hard import needed
from graphmodel.index.csr import gather

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.algorithms.extended import Foundation
    from graphmodel.index.index import Index

T = TypeVar("T", bound=np.generic)

PROVIDER: Final = "another provider"
SPARE: Final = "one more in the group"
AVAILABLE: Final = "better own availability"
TIME: Final = "better own time"
SPARES: Final = 3
"""So many more in one group are considered."""


class Offer(NamedTuple):
    """One change."""

    change: str
    service: int
    """The service that it is about; of a group its consumer."""
    requirement: int
    """The group that gets one more, or ``ALONE``."""
    beside: int
    """The service that a new provider is like; else -1."""
    step: int
    """The first, second, … time that this is done."""
    cost: float


class Offers:
    """Changes to a part of a catalogue, by its numbers, and what becomes of it with some of them."""

    def __init__(self, index: Index, offers: Sequence[Offer], *, alike: bool) -> None:
        self.base = index
        self.offers = tuple(offers)
        self.alike = alike
        self.cost = np.array([offer.cost for offer in offers], np.float64)
        key = {(o.change, o.service, o.requirement, o.step): at for at, o in enumerate(offers)}
        self.number = key
        """(change, service, requirement, step) → the position of the offer."""
        self.before = np.array(
            [key.get((o.change, o.service, o.requirement, o.step - 1), -1) for o in offers], np.int64
        )
        """int64[offers]: the one that each presumes, or -1."""
        self.new = np.array([at for at, offer in enumerate(offers) if offer.beside >= 0], np.int64)
        """int64[·]: the offers that are new providers: the first of them has the number n, and so on."""

    def ring(self, products: NDArray[np.int32]) -> NDArray[np.int64]:
        """int64[offers]: how far below the products each is."""
        distance = np.full(self.base.n, -1, np.int32)
        bfs(needed(self.base), products, distance)
        return np.array([distance[o.service] + (o.requirement != ALONE) for o in self.offers], np.int64)

    @cached_property
    def index(self) -> Index:
        """The catalogue with every provider that is offered."""
        offers = [self.offers[at] for at in self.new.tolist()]
        return extended(self.base, [Extra(o.beside, o.requirement) for o in offers], alike=self.alike)

    def within(self, part: Foundation, values: NDArray[T], new: float) -> NDArray[T]:
        """Of the services of a part: ``values`` of those of the catalogue, ``new`` of new ones."""
        whole = np.append(values, np.full(len(self.new), new, values.dtype))
        found: NDArray[T] = whole[part.services]
        return found

    def missing(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """bool[services of ``index``]: the providers that are not chosen."""
        return np.append(np.zeros(self.base.n, np.bool_), ~chosen[self.new])

    def changed(self, chosen: NDArray[np.bool_]) -> Index:
        """The catalogue with those that are chosen; the numbers of services stay."""
        return without(self.index, self.missing(chosen))

    def part(self, chosen: NDArray[np.bool_], products: NDArray[np.int32]) -> Foundation:
        """What the products rest on that one failure may take down, with the changes that are chosen.

        New providers that stand on their own and are enough for a requirement are not all down when one service is.
        """
        index = self.changed(chosen)
        if not self.alike:
            new = np.append(0, np.cumsum(index.member >= self.base.n))[index.member_at]
            index = relaxed(index, np.diff(new) >= index.needs)
        return foundation(index, products)

    def next(self, change: str, service: int, requirement: int, chosen: NDArray[np.bool_]) -> int:
        """The first of these that is not chosen, or -1."""
        step = 1
        while (at := self.number.get((change, service, requirement, step), -1)) >= 0 and chosen[at]:
            step += 1
        return at

    @cached_property
    def _origin(self) -> NDArray[np.int64]:
        """int64[requirements of ``index``]: the one of the catalogue that each is, or is a copy of."""
        own = np.arange(len(self.base.needs))
        if not self.alike:
            return own
        beside = np.array([self.offers[at].beside for at in self.new.tolist()], np.int64)
        return np.append(own, gather(self.base.requirement_at, own, beside))

    def helping(self, requirement: int, chosen: NDArray[np.bool_]) -> int:
        """The next new provider for that requirement of ``index``, or -1."""
        index, requirement = self.base, int(self._origin[requirement])
        first = int(index.member_at[requirement])
        if int(index.member_at[requirement + 1]) - first == 1:
            return self.next(PROVIDER, int(index.member[first]), ALONE, chosen)
        return self.next(SPARE, int(index.consumer[requirement]), requirement, chosen)


def providers(index: Index, price: NDArray[np.float64], times: int) -> Iterator[Offer]:
    """New providers for hard requirements: beside one that is needed alone up to ``times``, or in a group."""
    first = index.member[index.member_at[needs_alone(index)]]
    for v in np.unique(first).tolist():
        yield from _offered(PROVIDER, v, ALONE, v, float(price[v]), times)
    for r in np.flatnonzero(np.diff(index.member_at) > 1).tolist():
        members = index.members(r)
        beside = int(members[np.argmin(price[members])])
        most = min(int(index.needs[r]), SPARES)
        yield from _offered(SPARE, int(index.consumer[r]), r, beside, float(price[beside]), most)


def better(
    change: str, services: NDArray[np.intp], price: NDArray[np.float64], times: int
) -> Iterator[Offer]:
    """A better level of each of these services, up to ``times``."""
    for v in services.tolist():
        yield from _offered(change, v, ALONE, -1, float(price[v]), times)


def _offered(
    change: str, service: int, requirement: int, beside: int, cost: float, times: int
) -> Iterator[Offer]:
    if np.isfinite(cost):
        for step in range(1, times + 1):
            yield Offer(change, service, requirement, beside, step, cost)
