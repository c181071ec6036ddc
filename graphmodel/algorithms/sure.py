"""Which requirements one failure is sure to break, and which need several members down: one graph of both.

A requirement that needs all its n members is *sure*: each of them alone takes the consumer with it. One that needs
k < n is *redundant*: it takes n - k + 1 members that are down together. A member that is bad already, in a world where
services are gone, is one of these; nothing more becomes of a consumer that is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.condensed import condensed
from graphmodel.algorithms.single_failures import Needs
from graphmodel.algorithms.standing import bad
from graphmodel.algorithms.states import DOWN
from graphmodel.index.csr import Links, gather, links, sources
from graphmodel.index.shared import shared

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.index import Index


class Carrying:
    """The requirements of an index that carry a state to their consumers."""

    def __init__(self, index: Index, state: int) -> None:
        """``state``: as ``Sure`` has it."""
        size = np.diff(index.member_at)
        self.counting = index.hard if state == DOWN else np.ones(len(index.hard), np.bool_)
        """bool[r]."""
        self.failing: NDArray[np.int64] = (size - index.needs + 1).astype(np.int64)
        """int64[r]: so many members in that state pass it on, at least 1 where ``counting``."""
        self.members = Links(index.member_at, index.member)
        """Requirement → its members, those that may yet get there."""
        there = bad(index, state)
        if there.any():
            kept = ~there[index.member]
            of: NDArray[np.int64] = np.repeat(np.arange(len(size)), size)[kept]
            left: NDArray[np.int64] = np.bincount(of, minlength=len(size))
            self.counting = self.counting & ~there[index.consumer]
            self.failing = (self.failing - (size - left)).astype(np.int64)
            self.members = Links(np.append(0, np.cumsum(left)), index.member[kept])

    def links(self, index: Index, *, surely: bool = False) -> Links:
        """Consumer → the members of its requirements; ``surely``: of those that pass on the state of each of them."""
        size = np.diff(self.members.at)
        kept = np.repeat(self.counting & ((self.failing == 1) | (not surely)), size)
        return links(index.n, np.repeat(index.consumer, size)[kept], self.members.values[kept])


class Sure:
    """Some requirements of an index. A *component* is a set of services that surely need each other."""

    def __init__(self, index: Index, state: int) -> None:
        """``state``: ``DOWN``, which hard requirements carry to consumers, or ``DEGRADED``, and worse: all do."""
        carrying = Carrying(index, state)
        counting, failing, size = carrying.counting, carrying.failing, np.diff(carrying.members.at)
        redundant = counting & (failing > 1)
        consumer, member = np.repeat(index.consumer, size), carrying.members.values
        surely = np.repeat(counting & (failing == 1), size)
        self.sure = links(index.n, consumer[surely], member[surely])
        """Service → the services it surely needs."""
        graph = condensed(self.sure)
        self.component = graph.component
        """int32[n]: the component of each service, of those that surely need each other."""
        self.count = graph.size
        self.sure_components = graph.between(consumer[surely], member[surely])
        """Component → the components it surely needs."""
        carried = np.repeat(counting, size)
        self.components = graph.between(consumer[carried], member[carried])
        """Component → the components it needs, surely or not."""
        self.redundant = np.flatnonzero(redundant)
        """intp[q]: the redundant requirements."""
        self.owner = self.component[index.consumer[redundant]]
        """int32[q]: the component of the consumer of each redundant requirement."""
        self.failing = failing[redundant]
        """int64[q]: so many members must be down."""
        self.members = Links(
            np.append(0, np.cumsum(size[redundant])),
            self.component[gather(*carrying.members, np.flatnonzero(redundant))],
        )
        """Redundant requirement → the components of its members; one may come twice."""


@shared
def surely(index: Index) -> Sure:
    """Of all hard requirements."""
    return Sure(index, DOWN)


def within(steps: Links, starts: NDArray[np.int32], limits: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """bool[components]: what can be reached from these without leaving ``limits``."""
    distance = np.where(limits, np.int32(-1), np.int32(-2))
    bfs(steps, starts, distance)
    return distance >= 0


def below(sure: Sure, tops: NDArray[np.int32]) -> NDArray[np.intp]:
    """intp[…]: the redundant requirements of what these components need, and of theirs."""
    found: NDArray[np.intp] = np.flatnonzero(
        within(sure.components, tops, np.ones(sure.count, np.bool_))[sure.owner]
    )
    return found


def users(sure: Sure, below: NDArray[np.bool_]) -> Links:
    """Component → the components of ``below`` (bool[components]) that need it, surely or not."""
    source = sources(sure.components)
    kept = below[source]
    return links(sure.count, sure.components.values[kept], source[kept])


def live(sure: Sure, asking: NDArray[np.intp], inside: NDArray[np.bool_]) -> tuple[Needs, NDArray[np.intp]]:
    """The requirements among the components inside that can fail; and which of ``asking`` do, the last of them.

    A member outside cannot go down and does not count; where too few members are left, the requirement holds.
    """
    source, target = sources(sure.sure_components), sure.sure_components.values
    kept = inside[source] & inside[target]
    members = gather(*sure.members, asking)
    number = np.repeat(np.arange(len(asking)), np.diff(sure.members.at)[asking])[inside[members]]
    size = np.bincount(number, minlength=len(asking))
    failing = sure.failing[asking]
    able = size >= failing
    needs = Needs(
        np.append(source[kept], sure.owner[asking[able]]),
        np.append(np.ones(kept.sum(), np.int64), failing[able]),
        Links(
            np.append(0, np.cumsum(np.append(np.ones(kept.sum(), np.int64), size[able]))),
            np.append(target[kept], members[inside[members]][able[number]]),
        ),
        sure.count,
    )
    return needs, asking[able]
