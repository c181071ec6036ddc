"""How likely services are to be up, when each fails of itself with a probability of its own, independently.

Exact: *down* is a Boolean function of what has failed of itself, kept as a binary decision diagram, in which what
several ways share stands once and so counts once. On a cycle the functions are the least fixed point, reached from all
up. Variables stand in depth-first order. Where a diagram outgrows its limit there are bounds, which hold for every
coherent structure of independent parts (R. E. Barlow, F. Proschan, Statistical Theory of Reliability and Life Testing,
1975, chapter 2).
"""

from __future__ import annotations

from functools import cached_property, reduce
from operator import and_, or_
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.condensed import condensed
from graphmodel.algorithms.hard import needed
from graphmodel.algorithms.topological import topological_levels
from graphmodel.index.csr import Links, gather, links

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from oxidd.bdd import BDDFunction

    from graphmodel.index.index import Index

    Pair = tuple[float, float]

CACHE = 1 << 18
"""Results of operations on diagrams that are kept."""


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
    """The diagrams of the services of an index, made when asked for."""

    def __init__(self, index: Index, unavailable: NDArray[np.float64], nodes: int) -> None:
        """``unavailable``: float64[n], how likely each is to fail of itself; NaN: not known. ``nodes``: the limit."""
        self._index, self._unavailable, self._nodes = index, unavailable, nodes
        self._hard = needed(index)
        self._able = (np.nan_to_num(unavailable, nan=1) > 0).tolist()
        self._start()

    def likely(self, service: int) -> Likely:
        """How likely a service is to be up."""
        for fresh in (False, True):
            try:
                low, high = self._added_up(self._function(service, fresh=fresh))
            except MemoryError:
                continue
            return Likely(1 - high, 1 - low, exact=True)
        self._start()
        return self.bounds(service)

    def importance(self, product: int) -> Importance | None:
        """What each service below the product means for it; None where its diagram outgrows the limit.

        What is not known of a service counts as never failing. The product's own failure is among them.
        """
        try:
            top = self._function(product, fresh=True)
            down = self._added_up(top)[0]
        except MemoryError:
            self._start()
            return None
        flow, found = {top: 1.0}, dict.fromkeys(self._variable, 0.0)
        for f in self._from_the_top(top):
            whole = flow.pop(f)
            yes, no = self._branches(f)
            service = self._service[f.node_var() or 0]
            found[service] += whole * (self._added_up(yes)[0] - self._added_up(no)[0])
            likely = self._failing(service)[0]
            for branch, share in ((yes, likely), (no, 1 - likely)):
                if branch.node_var() is not None:
                    flow[branch] = flow.get(branch, 0.0) + whole * share
        those = sorted(v for v, value in found.items() if value)
        return Importance(down, np.array(those, np.int32), np.array([found[v] for v in those]))

    def again(self, unavailable: NDArray[np.float64]) -> None:
        """Go on with other probabilities: those that were 0 stay 0."""
        self._unavailable = unavailable
        self._sums.clear()

    def both_down(self, service: int, product: int, *, of_itself: bool) -> float:
        """How likely the product is to be down while the service is, or while that fails ``of_itself``; at most."""
        try:
            top = self._function(product, fresh=False)
            other = self._function(service, fresh=False)
            return self._added_up(top & (self._variable[service] if of_itself else other))[1]
        except MemoryError:
            self._start()
            return 1.0

    def _start(self) -> None:
        from oxidd.bdd import BDDManager  # which few questions need

        self._manager = BDDManager(self._nodes, CACHE, 1)
        self._functions: dict[int, BDDFunction] = {}
        self._variable: dict[int, BDDFunction] = {}
        self._service: list[int] = []
        self._sums: dict[BDDFunction, Pair] = {}

    def _function(self, service: int, *, fresh: bool) -> BDDFunction:
        """When the service is down. Raises MemoryError where the diagram outgrows the limit."""
        if fresh:
            self._start()
        if service not in self._functions:
            below, order = self._below(service)
            for v in order:
                if self._able[v] and v not in self._variable:
                    (number,) = self._manager.add_vars(1)
                    self._variable[v] = self._manager.var(number)
                    self._service.append(v)
            for cycle in _bottom_up(self._hard, below):
                self._settle([v for v in cycle if v not in self._functions])
        return self._functions[service]

    def _settle(self, services: list[int]) -> None:
        """The functions of services that need each other, or of one: from up to the least that holds."""
        false = self._manager.false()
        self._functions |= {v: self._variable.get(v, false) for v in services}
        changing = True
        while changing:
            changing = False
            for v in services:
                found = self._down(v)
                if found != self._functions[v]:
                    self._functions[v] = found
                    changing = len(services) > 1

    def _down(self, v: int) -> BDDFunction:
        index = self._index
        terms = [self._functions[v]]
        for r in range(int(index.requirement_at[v]), int(index.requirement_at[v + 1])):
            if index.hard[r]:
                members = index.member[index.member_at[r] : index.member_at[r + 1]].tolist()
                failing = len(members) - int(index.needs[r]) + 1
                terms.append(_at_least(failing, [self._functions[m] for m in members]))
        return reduce(or_, terms)

    def _below(self, service: int) -> tuple[NDArray[np.int32], list[int]]:
        """The services below, itself included, ascending; and depth first."""
        distance = np.full(self._index.n, -1, np.int32)
        below = np.sort(bfs(self._hard, np.array([service], np.int32), distance)).astype(np.int32)
        at, values = self._hard
        seen, order, waiting = set(), [], [service]
        while waiting:
            v = waiting.pop()
            if v not in seen:
                seen.add(v)
                order.append(v)
                waiting += reversed(values[at[v] : at[v + 1]].tolist())
        return below, order

    def _failing(self, service: int) -> Pair:
        """How likely it is to fail of itself: at least and at most."""
        likely = float(self._unavailable[service])
        return (0.0, 1.0) if np.isnan(likely) else (likely, likely)

    def _branches(self, f: BDDFunction) -> tuple[BDDFunction, BDDFunction]:
        branches = f.cofactors()
        assert branches is not None
        return branches

    def _added_up(self, f: BDDFunction) -> Pair:
        """How likely f is to hold, at least and at most. It only grows with what fails, so both ends are reached."""
        sums, waiting = self._sums, [f]
        while waiting:
            g = waiting[-1]
            if g in sums:
                waiting.pop()
                continue
            branches = g.cofactors()
            if branches is None:
                sums[g] = (1.0, 1.0) if g.valid() else (0.0, 0.0)
                continue
            yes, no = branches
            missing = [branch for branch in (yes, no) if branch not in sums]
            if missing:
                waiting += missing
                continue
            low, high = self._failing(self._service[g.node_var() or 0])
            (yes_low, yes_high), (no_low, no_high) = sums[yes], sums[no]
            sums[g] = (low * yes_low + (1 - low) * no_low, high * yes_high + (1 - high) * no_high)
        return sums[f]

    def _from_the_top(self, top: BDDFunction) -> Iterator[BDDFunction]:
        """Each inner node after all that lead to it."""
        levels: dict[int, list[BDDFunction]] = {}
        seen, waiting = {top}, [top]
        while waiting:
            f = waiting.pop()
            if (level := f.node_level()) is None:
                continue
            levels.setdefault(level, []).append(f)
            for branch in self._branches(f):
                if branch not in seen:
                    seen.add(branch)
                    waiting.append(branch)
        for level in sorted(levels):
            yield from levels[level]

    def bounds(self, service: int) -> Likely:
        """Sound bounds of how likely it is to be up, without a diagram.

        The parts are independent and what is up only falls with what fails, so that several are up together at least as
        likely as if they were independent, and one of several at most as likely. Nor is it less likely than that
        nothing below fails. On a cycle that alone is the lower bound, and the upper one forgets what the members need
        of each other.
        """
        reached = bfs(self._hard, np.array([service], np.int32), self._distance)
        self._distance[reached] = -1
        low, high = self._bounds[service]
        nothing_fails = float(np.prod(1 - np.nan_to_num(self._unavailable[reached], nan=1)))
        return Likely(max(low, nothing_fails), high, exact=False)

    @cached_property
    def _distance(self) -> NDArray[np.int32]:
        return np.full(self._index.n, -1, np.int32)

    @cached_property
    def _bounds(self) -> dict[int, Pair]:
        """Those of every service, from providers to consumers."""
        index = self._index
        found: dict[int, Pair] = {}
        for cycle in _bottom_up(self._hard, np.arange(index.n, dtype=np.int32)):
            for v in cycle:
                least, most = self._failing(v)
                low, high = 1 - most, 1 - least
                for r in range(int(index.requirement_at[v]), int(index.requirement_at[v + 1])):
                    if index.hard[r]:
                        given = self._requirement(r, found, cycle)
                        low, high = low * given[0], min(high, given[1])
                found[v] = (low, high)
        return found

    def _requirement(self, r: int, bounds: dict[int, Pair], cycle: Sequence[int]) -> Pair:
        """Between what a requirement is likely to hold."""
        index = self._index
        members = index.member[index.member_at[r] : index.member_at[r + 1]].tolist()
        if any(m in cycle for m in members):
            return 0.0, 1.0
        needs = int(index.needs[r])
        lows = sorted((bounds[m][0] for m in members), reverse=True)
        highs = sorted(bounds[m][1] for m in members)
        one_of = highs[: len(members) - needs + 1]
        return float(np.prod(lows[:needs])), 1 - float(np.prod([1 - high for high in one_of]))


def _at_least(k: int, functions: list[BDDFunction]) -> BDDFunction:
    """At least k of these hold, 1 ≤ k ≤ their number."""
    if k == 1:
        return reduce(or_, functions)
    if k == len(functions):
        return reduce(and_, functions)
    found: list[BDDFunction] = []
    for f in functions:
        longer = [f, *(held & f for held in found)][:k]
        found = [held | more for held, more in zip(found, longer, strict=False)] + longer[len(found) :]
    return found[-1]


def _bottom_up(hard: Links, below: NDArray[np.int32]) -> list[list[int]]:
    """The services below, those of a cycle together, each after all that it needs."""
    place = np.full(len(hard.at) - 1, -1, np.int32)
    place[below] = np.arange(len(below), dtype=np.int32)
    source = np.repeat(np.arange(len(below), dtype=np.int32), np.diff(hard.at)[below])
    target = place[gather(*hard, below)]
    graph = condensed(links(len(below), source, target))
    level = topological_levels(graph.between(target, source))
    members: list[list[int]] = [[] for _ in range(graph.size)]
    for v, component in zip(below.tolist(), graph.component.tolist(), strict=True):
        members[component].append(v)
    return [members[component] for component in np.argsort(level, kind="stable").tolist()]
