"""The earliest time at which each service is back after a failure, and the services that no order can bring back.

A service that is down is back when its own parts are, which takes time only where it failed itself, after all its hard
requirements hold again: of k of n, once the k-th member is back. That is a superior function over alternatives, whose
least solution D. E. Knuth's generalization of Dijkstra's algorithm finds (Information Processing Letters 6, 1977): the
next service back is always the one of least time among those whose requirements hold. What is never reached waits for
itself. A failure costs the services that are down, and their dependencies.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms import states
from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.cycles import cycles_of
from graphmodel.algorithms.topological import topological_levels
from graphmodel.index.csr import Links, dependencies, gather, links, sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graphmodel.algorithms.cycles import Cycle
    from graphmodel.index.arrays import Integers
    from graphmodel.index.index import Index

NEVER = -1
"""No order brings it back."""
UNKNOWN = -1
"""An own time that nobody states."""


class _Members(NamedTuple):
    """The members of the requirements that failed, as arrays of one length."""

    consumer: NDArray[np.int32]
    member: NDArray[np.int32]
    met: NDArray[np.int64]
    """When the requirement holds again."""


@dataclass(frozen=True)
class Recovery:
    """How everything comes back after a failure."""

    index: Index
    down: NDArray[np.bool_]
    """bool[n]: what is down, with what failed itself; without what is gone (``Index.gone``), which is never back."""
    restore: NDArray[np.int64]
    """int64[n]: seconds until each service is back, 0 where it is up, or ``NEVER``, as of what is gone. Own times that
    nobody states count as zero: it is at least so much."""
    latest: NDArray[np.int64]
    """int64[n]: the same where such times have no end: ``NEVER`` of what waits for one. Where both are equal, they are
    exact."""
    wave: NDArray[np.int32]
    """int32[n]: 1 … by ``restore``, then by dependency; 0 of what is not down, ``NEVER`` of what is never back."""
    failed: NDArray[np.intp]
    """intp[f]: the hard requirements of what is down that failed, ascending."""
    met: NDArray[np.int64]
    """int64[f]: seconds until each of these holds again, or ``NEVER``."""

    @cached_property
    def waits(self) -> Links:
        """Consumer → what must be back first: of k of n the members that are back by the time that the k-th is.

        Of a service that is never back: the members that never are, of the requirements that never hold.
        """
        consumer, member, met = self._members
        back = self.restore[member]
        stuck = (met == NEVER) & (back == NEVER)
        kept = np.where(self.restore[consumer] == NEVER, stuck, self._before & (back <= met))
        return links(self.index.n, consumer[kept], member[kept])

    @cached_property
    def chain(self) -> Links:
        """Consumer → those of ``waits`` that are back last, so that it would be back no earlier without the others."""
        consumer, member, met = self._members
        last = np.full(self.index.n, NEVER, np.int64)
        np.maximum.at(last, consumer, met)
        kept = self._before & (self.restore[member] == met) & (met == last[consumer])
        return links(self.index.n, consumer[kept], member[kept])

    def critical(self, services: Integers) -> NDArray[np.bool_]:
        """bool[n]: on the critical chain of one of these services; they are themselves, if they come back."""
        distance = np.full(self.index.n, -1, np.int32)
        bfs(self.chain, services[self.wave[services] > 0].astype(np.int32), distance)
        critical: NDArray[np.bool_] = distance >= 0
        return critical

    @cached_property
    def cold(self) -> list[Cycle]:
        """The cycles that cannot be started cold: each member waits for another one. By their smallest service."""
        waits = self.waits
        consumer = sources(waits)
        kept = self.restore[consumer] == NEVER
        return cycles_of(links(self.index.n, consumer[kept], waits.values[kept]))

    @cached_property
    def _members(self) -> _Members:
        index = self.index
        size = np.diff(index.member_at)[self.failed]
        consumer = np.repeat(index.consumer[self.failed], size)
        member = gather(index.member_at, index.member, self.failed)
        return _Members(consumer, member, np.repeat(self.met, size))

    @cached_property
    def _before(self) -> NDArray[np.bool_]:
        """Which of the members are back before their consumer, and were down; not what is back only because of it."""
        consumer, member, _ = self._members
        wave = self.wave[member]
        before: NDArray[np.bool_] = (wave > 0) & (wave < self.wave[consumer])
        return before


def recover(index: Index, failed: Sequence[int], own: NDArray[np.int64]) -> Recovery:
    """How everything comes back when these have failed together.

    ``own``: int64[n], seconds that each service's own parts take once all that it needs is back, or ``UNKNOWN``; it
    counts for what failed itself.
    """
    down = states.fail(index, failed).state == states.DOWN
    spare = np.diff(index.member_at) - index.needs
    missing = np.where(index.hard & down[index.consumer], _members_in(index, down) - spare, 0)
    counted = np.zeros(index.n, np.int64)
    counted[failed] = own[failed]
    found = _recovery(index, down, missing, np.maximum(counted, 0))
    if (counted != UNKNOWN).all():
        return found
    return replace(found, latest=_earliest(index, down, missing, counted).restore)


def cold_cycles(index: Index, there: NDArray[np.bool_]) -> list[Cycle]:
    """The cycles that no order can start when everything is down; without services that are not ``there`` (bool[n]).

    A requirement that needs more members than are there needs those.
    """
    consumer, provider = dependencies(index)
    counting = np.repeat(index.hard, np.diff(index.member_at)) & there[provider] & there[consumer]
    ends, between = (provider[counting], consumer[counting]), there
    for _ in ("behind cycles", "before cycles, too"):
        between = topological_levels(links(index.n, *ends)) < 0
        inside = between[ends[0]] & between[ends[1]]
        ends = ends[1][inside], ends[0][inside]
    if index.gone.any():  # which nothing starts, nor what needs it
        between = there
    if not between.any():
        return []
    members = _members_in(index, there)
    spare = members - np.minimum(index.needs, members)
    missing = np.where(index.hard & between[index.consumer], _members_in(index, between) - spare, 0)
    return _recovery(index, between, missing, np.zeros(index.n, np.int64)).cold


def _members_in(index: Index, some: NDArray[np.bool_]) -> NDArray[np.int64]:
    """int64[r]: how many members of each requirement are among these."""
    return np.bincount(gather(index.used_at, index.used, np.flatnonzero(some)), minlength=len(index.needs))


def _recovery(
    index: Index, down: NDArray[np.bool_], missing: NDArray[np.int64], own: NDArray[np.int64]
) -> Recovery:
    found = _earliest(index, down, missing, own)
    wave = np.where(down & ~index.gone, NEVER, 0).astype(np.int32)
    back = np.flatnonzero(down & (found.restore != NEVER))
    order = back[np.lexsort((found.after[back], found.restore[back]))]
    new = np.diff(found.restore[order], prepend=-1).astype(np.bool_) | (
        np.diff(found.after[order], prepend=-1) != 0
    )
    wave[order] = np.cumsum(new)
    failed = np.flatnonzero(missing > 0)
    return Recovery(index, down & ~index.gone, found.restore, found.restore, wave, failed, found.met[failed])


class _Earliest(NamedTuple):
    """When everything is back at the earliest."""

    restore: NDArray[np.int64]
    """int64[n]."""
    after: NDArray[np.int32]
    """int32[n]: on the longest way so many services are back at the same time, but before."""
    met: NDArray[np.int64]
    """int64[r]: of each requirement that failed."""


def _earliest(
    index: Index, down: NDArray[np.bool_], missing: NDArray[np.int64], own: NDArray[np.int64]
) -> _Earliest:
    """``missing``: int64[r], how many members each requirement waits for; ``own``: int64[n], ``UNKNOWN`` never ends."""
    restore = np.where(down, NEVER, 0)
    after = np.zeros(index.n, np.int32)
    met = np.full(len(missing), NEVER)
    missing = np.maximum(missing, 0)
    pending = np.bincount(index.consumer[missing > 0], minlength=index.n) + index.gone
    used_at, used, consumer = index.used_at.data, index.used.data, index.consumer.data
    times, found, same, holds, lacks, waits = (a.data for a in (own, restore, after, met, missing, pending))
    ready = np.flatnonzero(down & (pending == 0) & (own != UNKNOWN))
    queue = [(times[v], 0, v) for v in ready.tolist()]
    heapify(queue)
    while queue:
        now, place, v = heappop(queue)
        found[v], same[v] = now, place
        for r in used[used_at[v] : used_at[v + 1]]:
            if lacks[r]:
                lacks[r] -= 1
                if not lacks[r]:
                    holds[r] = now
                    w = consumer[r]
                    waits[w] -= 1
                    if not waits[w] and times[w] != UNKNOWN:
                        heappush(queue, (now + times[w], 0 if times[w] else place + 1, w))
    return _Earliest(restore, after, met)
