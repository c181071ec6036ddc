"""Which services a product cannot do without: down alone, they take it down.

Only hard requirements can take anything down. One that needs all its n members is *sure*: each of them takes the
consumer down alone. One that needs k < n is *redundant*: it takes n - k + 1 members that are down together. So what is
reached over sure requirements is required; whether more is, where redundant ones meet again further down (two servers
in one building), is found by trying: every service in question fails alone, in its own column of bits, and the rows

    down(v) = v itself | down(m) of the members of sure requirements | at least n - k + 1 of the members' down(m)

are computed from providers to consumers, thousands of failures at once. What makes that small enough:

- services that surely need each other go down together and share a row;
- services of whose consumers only one needs them, and surely, need no column: when such a service fails, the same
  goes down as when its consumer fails (and the service itself);
- only what lies below a redundant requirement is in question, and only what lies above that can go down with it.

Cycles that lead over redundant requirements are computed again and again until nothing changes: from all up, that ends
in the least fixed point.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.graph import bits
from graphmodel.graph.csr import Links, distinct, gather, links, sources
from graphmodel.graph.layers import bounds, levels
from graphmodel.graph.search import spread
from graphmodel.graph.strong import strong

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.graph.index import Index

PRODUCTS = 2_000
"""So many are answered together: their answers are held until the last column is computed."""

WORDS = 16
"""Columns are computed 64 x WORDS at a time."""


def required(index: Index, products: Sequence[int]) -> Iterator[tuple[int, NDArray[np.int32]]]:
    """For each of these, in that order: it, and the services that alone take it down, ascending; never itself."""
    hard = _Hard(index)
    distance = np.full(index.n, -1, np.int32)
    for first in range(0, len(products), PRODUCTS):
        chosen = np.array(products[first : first + PRODUCTS], np.int32)
        more = _more(hard, chosen)
        for product, further in zip(chosen.tolist(), more, strict=True):
            reached = spread(hard.sure, np.array([product], np.int32), distance)
            distance[reached] = -1
            found = distinct(np.concatenate((reached, further)))
            yield product, found[found != product]


class _Hard:
    """The hard requirements of an index. A *knot* is a set of services that surely need each other."""

    def __init__(self, index: Index) -> None:
        size = np.diff(index.member_at)
        failing = size - index.needs + 1
        redundant = index.hard & (failing > 1)
        consumer, member = np.repeat(index.consumer, size), index.member
        surely = np.repeat(index.hard & (failing == 1), size)
        self.sure = links(index.n, consumer[surely], member[surely])
        """Service → the services it surely needs."""
        self.knot = strong(self.sure)
        """int32[n]: the knot of each service."""
        self.count = int(self.knot.max(initial=-1)) + 1
        self.sure_knots = self._between(consumer[surely], member[surely])
        """Knot → the knots it surely needs."""
        hard = np.repeat(index.hard, size)
        self.knots = self._between(consumer[hard], member[hard])
        """Knot → the knots it needs, surely or not."""
        self.owner = self.knot[index.consumer[redundant]]
        """int32[q]: the knot of the consumer of each redundant requirement."""
        self.failing = failing[redundant]
        """int64[q]: so many members must be down."""
        self.members = Links(
            np.append(0, np.cumsum(size[redundant])),
            self.knot[gather(index.member_at, member, np.flatnonzero(redundant))],
        )
        """Redundant requirement → the knots of its members; one may come twice."""

    def _between(self, consumer: NDArray[np.int32], member: NDArray[np.int32]) -> Links:
        source, target = self.knot[consumer], self.knot[member]
        other = source != target
        return links(self.count, source[other], target[other])


def _more(hard: _Hard, products: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
    """For each product, the services in question that take it down."""
    tops = hard.knot[products]
    below = _reach(hard.knots, tops, np.ones(hard.count, np.bool_))
    asking = np.flatnonzero(below[hard.owner])
    if not len(asking):
        yield from (np.zeros(0, np.int32) for _ in products)
        return
    members = gather(*hard.members, asking)
    source = sources(hard.knots)
    users = links(hard.count, hard.knots.values[below[source]], source[below[source]])
    leader = _leaders(users, members)
    columns = distinct(leader[_reach(hard.knots, members, below)])
    sweep = _Sweep(hard, asking, _reach(users, columns, below))
    found = sweep.columns(columns, tops)
    led = np.argsort(leader[hard.knot], kind="stable").astype(np.int32)
    led_at = np.searchsorted(leader[hard.knot][led], np.arange(hard.count + 1))
    for position in range(len(products)):
        yield gather(led_at, led, found[position])


def _reach(steps: Links, starts: NDArray[np.int32], within: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """bool[knots]: what can be reached from these without leaving ``within``."""
    distance = np.where(within, np.int32(-1), np.int32(-2))
    spread(steps, starts, distance)
    return distance >= 0


def _leaders(users: Links, doubted: NDArray[np.int32]) -> NDArray[np.int32]:
    """int32[knots]: the knot in whose column each is found: the last upwards of those that are alone in needing it."""
    led = np.diff(users.at) == 1
    led[doubted] = False
    leader = np.arange(len(led), dtype=np.int32)
    leader[led] = users.values[users.at[:-1][led]]
    while not np.array_equal(further := leader[leader], leader):
        leader = further
    return leader


class _Term(NamedTuple):
    """Requirements of one shape whose consumers lie on one level."""

    owner: NDArray[np.int64]
    """The rows they add to, each once, ascending."""
    at: NDArray[np.int64]
    """Where the requirements of each owner begin."""
    members: NDArray[np.int64]
    """int64[requirements, n]: rows."""
    failing: int

    def add(self, rows: NDArray[np.uint64]) -> None:
        """Add what takes these requirements down to what takes their consumers down."""
        given = bits.at_least(self.failing, [rows[column] for column in self.members.T])
        rows[self.owner] |= np.bitwise_or.reduceat(given, self.at, axis=0)


class _Sweep:
    """The rows of some knots, in the order of their levels, cyclic ones after the others of a level."""

    def __init__(self, hard: _Hard, asking: NDArray[np.int64], inside: NDArray[np.bool_]) -> None:
        self.inside = inside
        level = _levels(hard.knots, inside)
        order = np.flatnonzero(inside)
        order = order[np.argsort(level[order], kind="stable")]
        self.place = np.zeros(hard.count, np.int64)
        """Knot → row."""
        self.place[order] = np.arange(len(order))
        self.bounds = bounds(level[order])
        """Where the rows of each level begin; every other level is cyclic."""
        self.terms: list[list[_Term]] = [[] for _ in self.bounds[1:]]
        source = sources(hard.sure_knots)
        kept = inside[source] & inside[hard.sure_knots.values]
        self._add(source[kept], hard.sure_knots.values[kept][:, np.newaxis], 1)
        self._add_redundant(hard, asking)

    def _add_redundant(self, hard: _Hard, asking: NDArray[np.int64]) -> None:
        """Members that cannot go down do not count; where too few are left, the requirement holds."""
        asking = asking[self.inside[hard.owner[asking]]]
        members = gather(*hard.members, asking)
        number = np.repeat(np.arange(len(asking)), np.diff(hard.members.at)[asking])
        can = self.inside[members]
        members = members[can]
        size = np.bincount(number[can], minlength=len(asking))
        at = np.append(0, np.cumsum(size))
        failing = hard.failing[asking]
        for n, k in sorted(set(zip(size.tolist(), failing.tolist(), strict=True))):
            if n >= k:
                alike = np.flatnonzero((size == n) & (failing == k))
                self._add(hard.owner[asking[alike]], gather(at, members, alike).reshape(-1, n), k)

    def _add(self, owner: NDArray[np.int32], members: NDArray[np.int32], failing: int) -> None:
        row = self.place[owner]
        order = np.argsort(row, kind="stable")
        row, rows = row[order], self.place[members[order]]
        level = np.searchsorted(self.bounds, row, side="right") - 1
        begins = np.flatnonzero(np.diff(level, prepend=-1))
        for first, last in pairwise([*begins.tolist(), len(row)]):
            at = np.flatnonzero(np.diff(row[first:last], prepend=-1))
            self.terms[level[first]].append(_Term(row[first:last][at], at, rows[first:last], failing))

    def columns(self, failing: NDArray[np.int32], tops: NDArray[np.int32]) -> list[NDArray[np.int32]]:
        """For each of these tops (knots), which of the knots that fail alone take it down."""
        failing = failing[np.argsort(self.place[failing], kind="stable")]
        seen = np.flatnonzero(self.inside[tops])
        found: list[list[NDArray[np.int32]]] = [[np.zeros(0, np.int32)] for _ in tops]
        rows = np.empty((self.bounds[-1], WORDS), np.uint64)
        for first in range(0, len(failing), WORDS * 64):
            block = failing[first : first + WORDS * 64]
            rows.fill(0)
            bits.put(rows, self.place[block], np.arange(len(block)))
            self._sweep(rows, int(self.place[block[0]]))
            taken = bits.unpack(rows[self.place[tops[seen]]])
            for position, row in zip(seen.tolist(), taken, strict=True):
                found[position].append(block[np.flatnonzero(row)])
        return [np.concatenate(parts) for parts in found]

    def _sweep(self, rows: NDArray[np.uint64], lowest: int) -> None:
        """Compute the rows; those before the level of ``lowest`` are empty and stay so."""
        start = int(np.searchsorted(self.bounds, lowest, side="right")) - 1
        for level in range(start, len(self.terms)):
            part = rows[self.bounds[level] : self.bounds[level + 1]]
            changing = True
            while changing:
                before = part.copy() if level % 2 else part
                for term in self.terms[level]:
                    term.add(rows)
                changing = not np.array_equal(before, part)


def _levels(knots: Links, inside: NDArray[np.bool_]) -> NDArray[np.int64]:
    """int64[knots]: twice the level among the knots inside, from providers to consumers; odd for those on a cycle."""
    source = sources(knots)
    kept = inside[source] & inside[knots.values]
    source, target = source[kept], knots.values[kept]
    ring = strong(links(len(inside), source, target))
    other = ring[source] != ring[target]
    count = int(ring.max(initial=-1)) + 1
    level = levels(links(count, ring[target[other]], ring[source[other]]))
    return 2 * level[ring].astype(np.int64) + (np.bincount(ring)[ring] > 1)
