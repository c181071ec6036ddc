"""How likely services are to be up, when each fails of itself with a probability of its own, independently.

Exact: *down* is a Boolean function of what has failed of itself, kept as a binary decision diagram, in which what
several ways share stands once and so counts once. What alone takes a service down is a factor and in no diagram
(``graphmodel.algorithms.conditioned``). Where a diagram outgrows its limit there are bounds, which hold for every
coherent structure of independent parts (R. E. Barlow, F. Proschan, Statistical Theory of Reliability and Life Testing,
1975, chapter 2).
"""

from __future__ import annotations

from functools import cached_property
from math import inf, prod
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms.apart import Apart
from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.conditioned import conditioned
from graphmodel.algorithms.functions import OUTGROWN, Functions, Room, bottom_up, failing, fits
from graphmodel.algorithms.hard import needed
from graphmodel.algorithms.required import required

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from oxidd.bdd import BDDFunction

    from graphmodel.algorithms.conditioned import Conditioned
    from graphmodel.algorithms.functions import Pair
    from graphmodel.index.index import Index

PIECE = 20_000
"""Nodes of a diagram that is large enough where the whole outgrows its limit."""
SMALL = 1 << 14
"""Nodes that are tried first: most diagrams are small, and room for a large one takes time to make."""

_NOTHING = np.zeros(0, np.int32)


class Likely(NamedTuple):
    """How likely a service is to be up: between these two."""

    low: float
    high: float
    exact: bool
    """Both ends are exact: they differ only by what is not known of services."""


class Importance(NamedTuple):
    """What the services below a product mean for it."""

    down: float
    """How likely the product is to be down."""
    service: NDArray[np.int32]
    """int32[s]: the services that matter, ascending."""
    birnbaum: NDArray[np.float64]
    """float64[s]: how much likelier it is to be down when the service is down than when that is up."""


class Model:
    """How likely the services of an index are to be up."""

    def __init__(self, index: Index, unavailable: NDArray[np.float64], nodes: int, end: float = inf) -> None:
        """``unavailable``: float64[n], how likely each is to fail of itself; NaN: not known.

        ``nodes``: the limit of a diagram. ``end``: the time (``monotonic``) after which there are bounds only.
        """
        self._index, self._unavailable, self._nodes, self._end = index, unavailable, nodes, end
        self._hard = needed(index)
        self._shared: Functions | None = None
        self._rooms: dict[int, Room] = {}

    def likely(self, service: int) -> Likely:
        """How likely a service is to be up."""
        given = conditioned(self._index, service)
        made = self._made(given)
        return self._in_pieces(given) if made is None else self._likely(given, made)

    def of_many(self, services: Sequence[int], begin: float) -> dict[int, Likely]:
        """The same of many by the end: first those of small diagrams, then bounds of the others, in this order.

        What is left of the time makes those narrower, or exact.
        """
        quarter = begin + (self._end - begin) / 4
        found: dict[int, Likely] = {}
        for v in services:
            if monotonic() < quarter and (small := self._small(v)):
                found[v] = small
        rest = [v for v in services if v not in found]
        sure = self._required(rest)
        found |= {v: self.bounds(v, sure.get(v, _NOTHING)) for v in rest}
        for v in rest:
            if monotonic() < self._end and not found[v].exact:
                found[v] = self.likely(v)
        return found

    def importance(self, product: int) -> Importance | None:
        """What each service below the product means for it; None where its diagram outgrows the limit.

        What is not known of a service counts as never failing. The product's own failure is among them.
        """
        given = conditioned(self._index, product)
        made = self._made(given)
        if made is None:
            return None
        functions, top = made
        rest, found = functions.likely(top)[0], functions.differences(top)
        own = np.nan_to_num(self._unavailable[given.sure])
        up = np.cumprod(np.append(1.0, 1 - own)), np.cumprod(np.append(1.0, 1 - own[::-1]))[::-1]
        birnbaum = np.zeros(self._index.n)
        places = np.array([*found], np.int64)
        birnbaum[given.services[places]] = np.array([*found.values()]) * up[0][-1]
        able = np.nan_to_num(self._unavailable[given.sure], nan=1.0) > 0
        birnbaum[given.sure] = np.where(able, up[0][:-1] * up[1][1:] * (1 - rest), 0.0)
        those = np.flatnonzero(birnbaum).astype(np.int32)
        return Importance(self._with_sure(given, rest, rest)[0], those, birnbaum[those])

    def again(self, unavailable: NDArray[np.float64]) -> None:
        """Go on with other probabilities: those that were 0 stay 0."""
        self._unavailable = unavailable
        if self._shared:
            self._shared.again(unavailable)

    def both_down(self, service: int, product: int, *, of_itself: bool) -> float:
        """How likely the product is to be down while the service is, or while that fails ``of_itself``; at most."""
        try:
            if self._shared is None:
                self._shared = Functions(self._index, self._unavailable, Room(self._nodes), self._end)
            top, other = self._shared.down(product), self._shared.down(service)
            return self._shared.likely(top & (self._shared.variable[service] if of_itself else other))[1]
        except OUTGROWN:
            self._shared = None
            return 1.0

    def bounds(self, service: int, sure: NDArray[np.int32] | None = None) -> Likely:
        """Sound bounds of how likely it is to be up, without a diagram.

        The parts are independent and what is up only falls with what fails, so that several are up together at least as
        likely as if they were independent, and one of several at most as likely. Nor is it likelier than that nothing
        fails that takes it down alone (``sure``, if it is known), nor less likely than that nothing below fails. See
        ``graphmodel.algorithms.apart``, too, which takes longer: after the end it is left out.
        """
        if sure is None:
            ((_, sure),) = required(self._index, [service])
        if monotonic() > self._end:
            low, high = self._bounds[service]
            high = min(high, float(np.prod(1 - np.nan_to_num(self._unavailable[sure]))))
            return Likely(low, high, exact=low == high)
        reached = bfs(self._hard, np.array([service], np.int32), self._distance)
        self._distance[reached] = -1
        nothing_fails = float(np.prod(1 - np.nan_to_num(self._unavailable[reached], nan=1)))
        worst, best = (apart.bounds(service, sure.tolist()) for apart in self._apart)
        low, high = max(nothing_fails, worst[0]), best[1]
        return Likely(min(low, high), high, exact=low == high)

    def _required(self, services: Sequence[int]) -> dict[int, NDArray[np.int32]]:
        """What alone takes each of them down; of all that there is time for."""
        found = {}
        for v, sure in required(self._index, services):
            found[v] = sure
            if monotonic() > self._end:
                break
        return found

    def _small(self, service: int) -> Likely | None:
        """How likely a service is to be up, where a small diagram says so."""
        given = conditioned(self._index, service)
        made = self._made(given, most=1)
        return made and self._likely(given, made)

    def _likely(self, given: Conditioned, made: tuple[Functions, BDDFunction]) -> Likely:
        functions, top = made
        low, high = self._with_sure(given, *functions.likely(top))
        return Likely(1 - high, 1 - low, exact=True)

    def _made(self, given: Conditioned, most: int = 3) -> tuple[Functions, BDDFunction] | None:
        """When what is left fails; None where that outgrows a limit in either order, in so many tries at most."""
        tries = ((min(SMALL, self._nodes), True), (self._nodes, True), (self._nodes, False))
        for nodes, deep in dict.fromkeys(tries[:most]):  # of which two may be one
            functions = None  # so that what it holds leaves the room
            try:
                functions = self._functions(given, nodes, deep=deep)
                return functions, functions.down(given.top)
            except MemoryError:
                self._rooms.pop(
                    nodes, None
                )  # it is emptied beside us, and may be full when it is needed next
            except TimeoutError:
                break
        return None

    def _functions(self, given: Conditioned, nodes: int, *, deep: bool = True) -> Functions:
        if nodes not in self._rooms:
            self._rooms[nodes] = Room(nodes)
        return Functions(given.left, self._left(given), self._rooms[nodes], self._end, deep=deep)

    def _left(self, given: Conditioned) -> NDArray[np.float64]:
        own = self._unavailable[given.services].copy()
        own[given.top] = 0
        return own

    def _with_sure(self, given: Conditioned, low: float, high: float) -> Pair:
        """How likely it is to be down, where what is left is down so likely."""
        for v in given.sure.tolist():
            least, most = failing(self._unavailable, v)
            low, high = low + least * (1 - low), high + most * (1 - high)
        return low, high

    def _in_pieces(self, given: Conditioned) -> Likely:
        """Bounds by diagrams that are small enough, each of some requirements of the service.

        Requirements hold together at least as likely as if they were independent (see ``bounds``).
        """
        crude = Model(given.left, self._left(given), self._nodes)
        bounds = crude.bounds(given.top)
        least, most = 1.0, bounds.high
        for low, high in self._pieces(given, crude):
            least, most = least * (1 - high), min(most, 1 - low)
        low, high = self._with_sure(given, 1 - most, 1 - max(least, bounds.low))
        return Likely(1 - high, 1 - low, exact=False)

    def _pieces(self, given: Conditioned, crude: Model) -> Iterator[Pair]:
        """How likely one of some requirements is to fail, at least and at most; each requirement is among some."""
        at = given.left.requirement_at
        nodes = min(self._nodes, 10 * PIECE)
        functions = held = None
        for r in range(int(at[given.top]), int(at[given.top + 1])):
            failed = _failed(functions, held, r) if functions else None
            if failed is None:
                if functions and held is not None:
                    yield functions.likely(held)
                functions = held = None
            if functions is None and monotonic() < self._end and fits(nodes):
                functions = self._functions(given, nodes)
                failed = _failed(functions, None, r)
            if functions is None or failed is None:
                functions = None
                low, high = crude._requirement(r, crude._bounds, ())
                yield 1 - high, 1 - low
            elif failed.node_count() > PIECE:
                yield functions.likely(failed)
                held = None
            else:
                held = failed
        if functions and held is not None:
            yield functions.likely(held)

    @cached_property
    def _distance(self) -> NDArray[np.int32]:
        return np.full(self._index.n, -1, np.int32)

    @cached_property
    def _apart(self) -> tuple[Apart, Apart]:
        """Where what is not known always fails, and where it never does."""
        worst = Apart(self._index, np.nan_to_num(self._unavailable, nan=1.0))
        if not np.isnan(self._unavailable).any():
            return worst, worst
        return worst, Apart(self._index, np.nan_to_num(self._unavailable))

    @cached_property
    def _bounds(self) -> dict[int, Pair]:
        """Those of every service, from providers to consumers."""
        index = self._index
        at, hard = index.requirement_at.tolist(), index.hard.tolist()
        found: dict[int, Pair] = {}
        for cycle in bottom_up(self._hard, np.arange(index.n, dtype=np.int32)):
            for v in cycle:
                least, most = failing(self._unavailable, v)
                low, high = 1 - most, 1 - least
                for r in range(at[v], at[v + 1]):
                    if hard[r]:
                        given = self._requirement(r, found, cycle)
                        low, high = low * given[0], min(high, given[1])
                found[v] = (low, high)
        return found

    @cached_property
    def _ways(self) -> tuple[list[int], list[int], list[int]]:
        index = self._index
        return index.member_at.tolist(), index.member.tolist(), index.needs.tolist()

    def _requirement(self, r: int, bounds: dict[int, Pair], cycle: Sequence[int]) -> Pair:
        """Between what a requirement is likely to hold."""
        at, member, needed = self._ways
        members = member[at[r] : at[r + 1]]
        if any(m in cycle for m in members):
            return 0.0, 1.0
        lows = sorted((bounds[m][0] for m in members), reverse=True)
        highs = sorted(bounds[m][1] for m in members)
        one_of = highs[: len(members) - needed[r] + 1]
        return prod(lows[: needed[r]]), 1 - prod(1 - high for high in one_of)


def _failed(functions: Functions, held: BDDFunction | None, requirement: int) -> BDDFunction | None:
    """That a requirement fails, or what is held already; None where that outgrows a limit."""
    try:
        failed = functions.failed(requirement)
        return failed if held is None else held | failed
    except OUTGROWN:
        return None
