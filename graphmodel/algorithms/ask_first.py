"""Which services to ask about first: whose being mapped rules out most products.

A product is ruled out when all that it is and rests on is mapped, so its *doubt* is the set of the open and dark
services there. ``most`` answers rule out the products whose doubt is among the services asked about; larger doubts are
out of reach. To find the best ``most`` services is a densest-subhypergraph problem, NP-hard; here the doubts are small
(``most`` services at most), so it is tried to the end by branch and bound: a union of doubts grows by one doubt at a
time, and a branch is left when even the best it could still gain is not more than what was found. A gain is bounded by
what each service would carry of every doubt in reach, in equal shares. Where that takes more than ``STEPS`` steps the
best that was found until then is taken, which is at least what always taking the best next doubt gives.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from heapq import nlargest
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.condensed import condensed
from graphmodel.algorithms.topological import topological_levels
from graphmodel.index.csr import among, consumers, distinct, providers, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from graphmodel.index.index import Index

    Doubts = Mapping[frozenset[int], int]

STEPS: Final = 500_000
"""Doubts looked at in a search: less than a second."""
BLOCK: Final = 256
"""Services whose labels are put up before it is looked at what still lacks some."""


class First(NamedTuple):
    """The services to ask about first."""

    services: list[int]
    """In the order in which each rules out most together with those before it."""
    ruled_out: list[int]
    """How many products are ruled out when the services up to each are mapped."""
    exact: bool
    """No other services, as many as these, rule out more."""


def small_doubts(
    index: Index, unseen: NDArray[np.bool_], products: NDArray[np.int32]
) -> Counter[frozenset[int]]:
    """The doubts of these products → of how many of them; ``unseen``: bool[n], open or dark.

    Products whose doubts are large take much memory: ask only about those of which it is known that they are small.
    """
    reached = np.full(index.n, -1, np.int32)
    bfs(providers(index), products, reached)
    doubted = np.full(index.n, -1, np.int32)
    bfs(consumers(index), np.flatnonzero(unseen & (reached >= 0)).astype(np.int32), doubted)
    there = (reached >= 0) & (doubted >= 0)
    towards = among(index, there)
    graph = condensed(towards)
    below = graph.between(sources(towards), towards.values)
    own: dict[int, list[int]] = {}
    for service in np.flatnonzero(there & unseen).tolist():
        own.setdefault(int(graph.component[service]), []).append(service)
    components = distinct(graph.component[there])
    order = components[np.argsort(-topological_levels(below)[components], kind="stable")]
    found: dict[int, frozenset[int]] = {}
    at, values = below.at.data, below.values.data
    for component in order.tolist():
        sets = {found[c] for c in values[at[component] : at[component + 1]].tolist()}
        mine = own.get(component)
        if mine:
            sets.add(frozenset(mine))
        found[component] = next(iter(sets)) if len(sets) == 1 else frozenset().union(*sets)
    return Counter(found.get(c, frozenset()) for c in graph.component[products].tolist())


def first(doubts: Doubts, resting: NDArray[np.int64], most: int) -> First:
    """The services to ask about first; ``resting``: int64[n], on how many products in doubt each is a part.

    Where fewer than ``most`` services rule out all that can be, those on which most products rest follow.
    """
    chosen, exact = best(doubts, most)
    order: list[int] = []
    ruled_out: list[int] = []
    while len(order) < len(chosen):
        having = {s: covered(doubts, {*order, s}) for s in chosen.difference(order)}
        order.append(min(having, key=lambda s: (-having[s], -resting[s], s)))
        ruled_out.append(having[order[-1]])
    ranked = np.lexsort((np.arange(len(resting)), -resting))[: most + len(order)].tolist()
    for service in [s for s in ranked if resting[s] and s not in chosen][: most - len(order)]:
        order.append(service)
        ruled_out.append(covered(doubts, {*order}))
    return First(order, ruled_out, exact)


def covered(doubts: Doubts, mapped: set[int]) -> int:
    """How many products are ruled out when these are mapped."""
    return sum(times for doubt, times in doubts.items() if doubt <= mapped)


def best(doubts: Doubts, most: int) -> tuple[frozenset[int], bool]:
    """The ``most`` services, or fewer, that rule out most products; and whether no others rule out more."""
    search = _Branching({doubt: times for doubt, times in doubts.items() if len(doubt) <= most}, most)
    search.greedily()
    exact = search.all_of(frozenset(), list(search.doubts.items()), 0)
    return search.chosen, exact


def _worth(chosen: frozenset[int], one: tuple[frozenset[int], int]) -> tuple[float, list[int]]:
    """What a doubt gains for each service that it adds; of equal ones any, but always the same."""
    return one[1] / len(one[0] - chosen), sorted(one[0])


class _Branching:
    def __init__(self, doubts: Doubts, most: int) -> None:
        self.doubts = doubts
        self.most = most
        self.chosen: frozenset[int] = frozenset()
        self.value = 0
        self.steps = 0

    def greedily(self) -> None:
        """Always the doubt that gains most for each service that it adds."""
        chosen: frozenset[int] = frozenset()
        while fitting := [
            one for one in self.doubts.items() if 0 < len(one[0] - chosen) <= self.most - len(chosen)
        ]:
            chosen |= max(fitting, key=partial(_worth, chosen))[0]
        self._try(chosen, covered(self.doubts, {*chosen}))

    def all_of(self, chosen: frozenset[int], left: list[tuple[frozenset[int], int]], value: int) -> bool:
        """Try every union of ``chosen`` and doubts that are ``left``, none of them in it; False: given up."""
        while True:
            room = self.most - len(chosen)
            left = [(d, times) for d, times in left if len(d - chosen) <= room]
            self.steps += 1 + len(left)
            if self.steps > STEPS:
                return False
            if not left or value + self._bound(chosen, left, room) <= self.value:
                return True
            taken, _ = max(left, key=partial(_worth, chosen))
            more = chosen | taken
            value_then = value + sum(times for d, times in left if d <= more)
            self._try(more, value_then)
            if not self.all_of(more, [one for one in left if not one[0] <= more], value_then):
                return False
            left = [one for one in left if one[0] != taken]

    def _try(self, chosen: frozenset[int], value: int) -> None:
        if value > self.value:
            self.chosen, self.value = chosen, value

    def _bound(self, chosen: frozenset[int], left: Iterable[tuple[frozenset[int], int]], room: int) -> float:
        """No more than that many products are gained by any ``room`` services."""
        shares: Counter[int] = Counter()
        for doubt, times in left:
            new = doubt - chosen
            for service in new:
                shares[service] += times / len(new)  # type: ignore[assignment]
        return sum(nlargest(room, shares.values())) + 1e-9


def labels(
    index: Index, order: NDArray[np.int32], products: NDArray[np.int32], most: int
) -> NDArray[np.int32]:
    """int32[products, most]: the first ``most`` services of ``order`` that each product is or rests on, then -1.

    Each service is carried up to what rests on it, up to where ``most`` better ones have been: so a service is entered
    ``most`` times at most.
    """
    n, up = index.n, consumers(index)
    put = np.full((n, most), -1, np.int32)
    filled = np.zeros(n, np.int64)
    shut = np.full(n, -1, np.int32)
    for begin in range(0, len(order), BLOCK):
        lacking = products[filled[products] < most]
        if not len(lacking):
            break
        wanted = np.full(n, -1, np.int32)
        wanted[bfs(providers(index), lacking, wanted)] = 0
        block = order[begin : begin + BLOCK]
        for service in block[wanted[block] >= 0]:
            reached = bfs(up, np.array([service], np.int32), shut)
            put[reached, filled[reached]] = service
            filled[reached] += 1
            shut[reached] = np.where(filled[reached] < most, np.int32(-1), np.int32(0))
    return put[products]


def oldest(index: Index, days: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """datetime64[D][n]: the first of these ``days`` (NaT: none) among a service and what it rests on."""
    found = np.full(index.n, "NaT", "datetime64[D]")
    entered = np.full(index.n, -1, np.int32)
    up = consumers(index)
    known = np.flatnonzero(~np.isnat(days)).astype(np.int32)
    order = known[np.argsort(days[known], kind="stable")]
    ends = [*(np.flatnonzero(np.diff(days[order])) + 1).tolist(), len(order)]
    for begin, end in zip([0, *ends], ends, strict=False):
        found[bfs(up, order[begin:end], entered)] = days[order[begin : begin + 1]]
    return found
