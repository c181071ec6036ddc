"""When services are down, as functions of what has failed of itself: binary decision diagrams.

What several ways share stands once in a diagram. On a cycle the functions are the least fixed point, reached from all
up. The last variables are joined first: a join then only adds at the top.
"""

from __future__ import annotations

from functools import reduce
from mmap import mmap
from operator import and_, or_
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.condensed import condensed
from graphmodel.algorithms.hard import needed
from graphmodel.algorithms.topological import topological_levels
from graphmodel.index.csr import Links, gather, links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray
    from oxidd.bdd import BDDFunction

    from graphmodel.index.index import Index

    Pair = tuple[float, float]

MOST: Final = (1 << 32) - 3
"""Nodes that OxiDD can count."""
BYTES: Final = 64
"""For each node: what OxiDD keeps of it, its tables included."""
MADE: Final = -2
"""In place of a distance: its function is made."""
OUTGROWN: Final = (MemoryError, TimeoutError)
"""What is raised where a diagram outgrows its nodes, or its time."""


BESIDE: Final = (1 << 30) + (1 << 27)
"""Bytes of address space besides: OxiDD's thread takes a stack of a gibibyte; the rest is for what comes later."""


def fits(nodes: int) -> bool:
    """Is there memory for a diagram of so many nodes? Without it OxiDD ends the process."""
    if nodes > MOST:
        return False
    try:
        mmap(-1, BESIDE + nodes * BYTES).close()
    except OSError:
        return False
    return True


class Room:
    """Where diagrams are made. Those that are no longer held leave it: a thread and memory are taken only once."""

    def __init__(self, nodes: int) -> None:
        """``nodes``: so many there may be. Raises MemoryError where there is no memory for them."""
        if not fits(nodes):
            raise MemoryError
        from oxidd.bdd import BDDManager  # which few questions need

        self.manager = BDDManager(nodes, 1 << nodes.bit_length(), 1)

    def variable(self, number: int) -> BDDFunction:
        """The variable of that number, of which the one before was asked for."""
        if number == self.manager.num_vars():
            self.manager.add_vars(1)
        return self.manager.var(number)


class Functions:
    """The diagrams of the services of an index, made when asked for."""

    def __init__(
        self, index: Index, unavailable: NDArray[np.float64], room: Room, end: float, *, deep: bool = True
    ) -> None:
        """``unavailable``: float64[n], how likely each is to fail of itself; NaN: not known.

        ``room``: the limit of all diagrams together. ``end``: the time (``monotonic``) after which none is made.
        ``deep``: variables stand in depth-first order, else by distance, which suits redundant layers.
        """
        self._index, self._unavailable, self._end, self._deep = index, unavailable, end, deep
        self._hard = needed(index)
        self._able = (np.nan_to_num(unavailable, nan=1) > 0).tolist()
        self._room = room
        room.manager.gc()
        self._known: dict[int, BDDFunction] = {}
        self._new = np.full(index.n, -1, np.int32)
        self.variable: dict[int, BDDFunction] = {}
        """Service → that it has failed of itself."""
        self._service: list[int] = []
        self._sums: dict[BDDFunction, Pair] = {}

    def down(self, service: int) -> BDDFunction:
        """When the service is down. Raises ``OUTGROWN``."""
        if service not in self._known:
            below, order = self._below(service)
            for v in order:
                if self._able[v]:
                    self.variable[v] = self._room.variable(len(self._service))
                    self._service.append(v)
            for cycle in bottom_up(self._hard, below):
                self._settle(cycle)
            self._new[below] = MADE
        return self._known[service]

    def failed(self, requirement: int) -> BDDFunction:
        """When the requirement fails. Raises ``OUTGROWN``."""
        return self._failed(requirement, [self.down(m) for m in self._index.members(requirement).tolist()])

    def again(self, unavailable: NDArray[np.float64]) -> None:
        """Go on with other probabilities: those that were 0 stay 0."""
        self._unavailable = unavailable
        self._sums.clear()

    def likely(self, f: BDDFunction) -> Pair:
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
            low, high = failing(self._unavailable, self._service[g.node_var() or 0])
            (yes_low, yes_high), (no_low, no_high) = sums[yes], sums[no]
            sums[g] = (low * yes_low + (1 - low) * no_low, high * yes_high + (1 - high) * no_high)
        return sums[f]

    def fewest(self, f: BDDFunction) -> frozenset[int] | None:
        """The fewest services that make f hold by failing; None where nothing does."""
        least: dict[BDDFunction, frozenset[int] | None] = {}
        waiting = [f]
        while waiting:
            g = waiting[-1]
            branches = g.cofactors()
            if g in least or branches is None:
                least.setdefault(g, frozenset() if g.valid() else None)
                waiting.pop()
                continue
            missing = [branch for branch in branches if branch not in least]
            if missing:
                waiting += missing
                continue
            yes, no = least[branches[0]], least[branches[1]]
            if yes is not None and (no is None or len(yes) + 1 < len(no)):
                no = yes | {self._service[g.node_var() or 0]}
            least[g] = no
        return least[f]

    def differences(self, top: BDDFunction) -> dict[int, float]:
        """Of each service, how much likelier ``top`` is to hold when it has failed of itself than when it has not.

        What is not known of a service counts as never failing; services that make no difference are left out.
        """
        flow, found = {top: 1.0}, dict.fromkeys(self.variable, 0.0)
        for f in self._from_the_top(top):
            whole = flow.pop(f)
            yes, no = self._branches(f)
            service = self._service[f.node_var() or 0]
            found[service] += whole * (self.likely(yes)[0] - self.likely(no)[0])
            likely = failing(self._unavailable, service)[0]
            for branch, share in ((yes, likely), (no, 1 - likely)):
                if branch.node_var() is not None:
                    flow[branch] = flow.get(branch, 0.0) + whole * share
        return {v: value for v, value in found.items() if value}

    def _settle(self, services: list[int]) -> None:
        """The functions of services that need each other, or of one: from up to the least that holds."""
        false = self._room.manager.false()
        self._known |= {v: self.variable.get(v, false) for v in services}
        changing = True
        while changing:
            changing = False
            for v in services:
                found = self._down(v)
                if found != self._known[v]:
                    self._known[v] = found
                    changing = len(services) > 1

    def _down(self, v: int) -> BDDFunction:
        index = self._index
        ways = range(int(index.requirement_at[v]), int(index.requirement_at[v + 1]))
        terms = [
            self._failed(r, [self._known[m] for m in index.members(r).tolist()])
            for r in ways
            if index.hard[r]
        ]
        return _joined(or_, [*terms, self._known[v]])

    def _failed(self, requirement: int, members: list[BDDFunction]) -> BDDFunction:
        """At least as many of the members are down as it cannot lose."""
        k = len(members) - int(self._index.needs[requirement]) + 1
        self._check()
        if k == 1:
            return _joined(or_, members)
        if k == len(members):
            return _joined(and_, members)
        found: list[BDDFunction] = []
        for f in _last_first(members):
            self._check()
            longer = [f, *(held & f for held in found)][:k]
            found = [held | more for held, more in zip(found, longer, strict=False)] + longer[len(found) :]
        return found[-1]

    def _check(self) -> None:
        if monotonic() > self._end:
            raise TimeoutError

    def _below(self, service: int) -> tuple[NDArray[np.int32], list[int]]:
        """The services below whose functions are not made, itself included, ascending; and as variables stand."""
        reached = bfs(self._hard, np.array([service], np.int32), self._new)
        below = np.sort(reached).astype(np.int32)
        if not self._deep:
            return below, reached.tolist()
        at, values = self._hard
        seen: set[int] = set()
        order, waiting = [], [service]
        while waiting:
            v = waiting.pop()
            if v not in seen and v not in self._known:
                seen.add(v)
                order.append(v)
                waiting += reversed(values[at[v] : at[v + 1]].tolist())
        return below, order

    def _branches(self, f: BDDFunction) -> tuple[BDDFunction, BDDFunction]:
        branches = f.cofactors()
        assert branches is not None
        return branches

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


def _joined(how: Callable[[Any, Any], BDDFunction], functions: list[BDDFunction]) -> BDDFunction:
    return reduce(how, _last_first(functions))


def _last_first(functions: list[BDDFunction]) -> list[BDDFunction]:
    """Those whose first variable stands last come first."""
    return sorted(functions, key=lambda f: f.node_level() or 0, reverse=True)


def failing(unavailable: NDArray[np.float64], service: int) -> Pair:
    """How likely it is to fail of itself: at least and at most."""
    likely = float(unavailable[service])
    return (0.0, 1.0) if np.isnan(likely) else (likely, likely)


def bottom_up(hard: Links, below: NDArray[np.int32]) -> list[list[int]]:
    """These services, those of a cycle together, each after all of them that it needs."""
    place = np.full(len(hard.at) - 1, -1, np.int32)
    place[below] = np.arange(len(below), dtype=np.int32)
    source = np.repeat(np.arange(len(below), dtype=np.int32), np.diff(hard.at)[below])
    target = place[gather(*hard, below)]
    source, target = source[target >= 0], target[target >= 0]
    graph = condensed(links(len(below), source, target))
    level = topological_levels(graph.between(target, source))
    members: list[list[int]] = [[] for _ in range(graph.size)]
    for v, component in zip(below.tolist(), graph.component.tolist(), strict=True):
        members[component].append(v)
    return [members[component] for component in np.argsort(level, kind="stable").tolist()]
