"""Bounds of how likely a service is to be up, where a diagram of it is too large.

A service is up exactly when all that alone takes it down is up (*S*), and every redundant requirement of these holds
(*G*). Each of *G* is judged as if all of *S* were up and all the others of *G* held: the first that fails of them fails
so. What is left below one of them is little, as what everybody shares stands in *S* and *G*.

    P(S up) · Π (1 - most(g))  ≤  P(up)  ≤  P(S up) · Π (1 - least(g))

The lower end holds for all that only grows with independent parts (J. D. Esary, F. Proschan, D. W. Walkup, Association
of Random Variables, Ann. Math. Statist. 38, 1967), with any upper bound ``most`` of how likely g is to fail: two
members are down together when what each surely needs of its own fails, or a redundant requirement of one. The upper end
takes only what members surely need, each service for one requirement only, so that these are independent.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import numpy as np
    from numpy.typing import NDArray

    from graphmodel.index.index import Index

    Pair = tuple[float, float]

DEEP: Final = 3
"""So deep it is looked where there are many services to look at; more makes little difference."""


class Apart:
    """The bounds of services of an index."""

    def __init__(self, index: Index, unavailable: NDArray[np.float64], deep: int = DEEP) -> None:
        """``unavailable``: float64[n], how likely each is to fail of itself.

        ``deep``: redundant requirements below so many others are taken to fail.
        """
        self._index, self.deep = index, deep
        up = 1 - unavailable
        self._up: list[float] = up.tolist()
        self._below: dict[int, tuple[list[int], list[tuple[int, int, list[int]]]]] = {}

    def bounds(self, service: int, sure: Iterable[int] = ()) -> Pair:
        """How likely it is to be up, between these; ``sure``: what is known to take it down alone."""
        given = _Given(self, [service, *sure])
        low = high = given.up(given.sure)
        used: set[int] = set()
        for failing, members in given.top.values():
            parts = [given.needs(m)[0] for m in members]
            high *= 1 - given.least(failing, parts, used)
        for r, (failing, members) in given.top.items():
            low *= 1 - given.most(r, failing, members, 0)
        return low, high

    def below(self, service: int) -> tuple[list[int], list[tuple[int, int, list[int]]]]:
        """What it surely needs, and its redundant requirements: number, how many must be down, members."""
        if service not in self._below:
            index, sure, redundant = self._index, [], []
            for r in range(int(index.requirement_at[service]), int(index.requirement_at[service + 1])):
                members = index.members(r).tolist()
                failing = len(members) - int(index.needs[r]) + 1
                if index.hard[r] and failing == 1:
                    sure += members
                elif index.hard[r]:
                    redundant.append((r, failing, members))
            self._below[service] = sure, redundant
        return self._below[service]

    def likely_up(self, services: Iterable[int]) -> float:
        """How likely all of these are to be up of themselves."""
        whole = 1.0
        for v in services:
            whole *= self._up[v]
        return whole


class _Given:
    """What is below one service, given that all it surely needs is up and its redundant requirements hold."""

    def __init__(self, apart: Apart, waiting: list[int]) -> None:
        """``waiting``: services that are sure; what these surely need is, too."""
        self.up, self._below, self._deep = apart.likely_up, apart.below, apart.deep
        sure = self.sure = set(waiting)
        while waiting:
            more = [m for m in apart.below(waiting.pop())[0] if m not in sure]
            sure.update(more)
            waiting += more
        self.top: dict[int, tuple[int, list[int]]] = {}
        """The redundant requirements that may fail: how many must be down, of these members."""
        for v in sure:
            self.top |= self._open(v)
        self._needs: dict[int, tuple[set[int], dict[int, tuple[int, list[int]]]]] = {}
        self._most: dict[int, float] = {}
        self._asked: set[int] = set()

    def needs(self, service: int) -> tuple[set[int], dict[int, tuple[int, list[int]]]]:
        """What it surely needs besides, itself included, and the redundant requirements of these."""
        if service not in self._needs:
            found: set[int] = set()
            redundant: dict[int, tuple[int, list[int]]] = {}
            waiting = [service]
            while waiting:
                v = waiting.pop()
                if v in found or v in self.sure:
                    continue
                found.add(v)
                waiting += self._below(v)[0]
                redundant |= {r: way for r, way in self._open(v).items() if r not in self.top}
            self._needs[service] = found, redundant
        return self._needs[service]

    def _open(self, service: int) -> dict[int, tuple[int, list[int]]]:
        """Its redundant requirements that may yet fail: how many must be down, of the members that may be."""
        ways = self._below(service)[1]
        left = {r: (failing, [m for m in members if m not in self.sure]) for r, failing, members in ways}
        return {r: (failing, members) for r, (failing, members) in left.items() if len(members) >= failing}

    def least(self, failing: int, parts: Collection[set[int]], used: set[int]) -> float:
        """How likely so many members are down at least; what they need is used up by it."""
        free: list[tuple[float, set[int]]] = []
        for part in parts:
            own = part - used
            used |= own
            free.append((1 - self.up(own), own))
        whole = 1.0
        for likely, _ in sorted(free, key=lambda one: -one[0])[:failing]:
            whole *= likely
        return whole

    def most(self, r: int, failing: int, members: list[int], depth: int) -> float:
        """How likely the requirement fails at most: any two of all but ``failing`` - 2 members are down together."""
        if r in self._most:
            return self._most[r]
        if depth > self._deep or r in self._asked:
            return 1.0
        self._asked.add(r)
        down = sorted((self._down(m, depth), m) for m in members)[: len(members) - failing + 2]
        found = 0.0
        for (first, a), (second, b) in combinations(down, 2):
            found += min(self._both(a, b, depth), first, second)
        found = min(found, 1.0)
        self._asked.discard(r)
        self._most[r] = found
        return found

    def _redundant(self, service: int, depth: int) -> float:
        """How likely one of its redundant requirements fails at most."""
        ways = self.needs(service)[1]
        return min(1.0, sum(self.most(r, *way, depth + 1) for r, way in ways.items()))

    def _down(self, service: int, depth: int) -> float:
        return min(1.0, 1 - self.up(self.needs(service)[0]) + self._redundant(service, depth))

    def _both(self, first: int, second: int, depth: int) -> float:
        """How likely both are down at most."""
        a, b = self.needs(first)[0], self.needs(second)[0]
        common = a & b
        shared = 1 - self.up(common)
        sure = shared + (1 - shared) * (1 - self.up(a - common)) * (1 - self.up(b - common))
        more, other = self._redundant(first, depth), self._redundant(second, depth)
        return sure + more + min(other, 1 - self.up(a))
