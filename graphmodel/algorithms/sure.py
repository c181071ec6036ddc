"""Which requirements one failure is sure to break, and which need several members down: one graph of both.

A requirement that needs all its n members is *sure*: each of them alone takes the consumer with it. One that needs
k < n is *redundant*: it takes n - k + 1 members that are down together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.condensed import condensed
from graphmodel.algorithms.single_failures import Needs
from graphmodel.index.csr import Links, gather, links, sources

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.index import Index


class Sure:
    """Some requirements of an index. A *component* is a set of services that surely need each other."""

    def __init__(self, index: Index, counting: NDArray[np.bool_]) -> None:
        """``counting``: bool[r], the requirements that carry a failure to their consumers."""
        size = np.diff(index.member_at)
        failing = size - index.needs + 1
        redundant = counting & (failing > 1)
        consumer, member = np.repeat(index.consumer, size), index.member
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
        self.owner = self.component[index.consumer[redundant]]
        """int32[q]: the component of the consumer of each redundant requirement."""
        self.failing = failing[redundant]
        """int64[q]: so many members must be down."""
        self.members = Links(
            np.append(0, np.cumsum(size[redundant])),
            self.component[gather(index.member_at, member, np.flatnonzero(redundant))],
        )
        """Redundant requirement → the components of its members; one may come twice."""


def within(steps: Links, starts: NDArray[np.int32], limits: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """bool[components]: what can be reached from these without leaving ``limits``."""
    distance = np.where(limits, np.int32(-1), np.int32(-2))
    bfs(steps, starts, distance)
    return distance >= 0


def users(sure: Sure, below: NDArray[np.bool_]) -> Links:
    """Component → the components of ``below`` (bool[components]) that need it, surely or not."""
    source = sources(sure.components)
    kept = below[source]
    return links(sure.count, sure.components.values[kept], source[kept])


def live(sure: Sure, asking: NDArray[np.int64], inside: NDArray[np.bool_]) -> Needs:
    """The requirements among the components inside that can fail.

    A member outside cannot go down and does not count; where too few members are left, the requirement holds.
    """
    source, target = sources(sure.sure_components), sure.sure_components.values
    kept = inside[source] & inside[target]
    members = gather(*sure.members, asking)
    number = np.repeat(np.arange(len(asking)), np.diff(sure.members.at)[asking])[inside[members]]
    size = np.bincount(number, minlength=len(asking))
    failing = sure.failing[asking]
    able = size >= failing
    return Needs(
        np.append(source[kept], sure.owner[asking[able]]),
        np.append(np.ones(kept.sum(), np.int64), failing[able]),
        Links(
            np.append(0, np.cumsum(np.append(np.ones(kept.sum(), np.int64), size[able]))),
            np.append(target[kept], members[inside[members]][able[number]]),
        ),
        sure.count,
    )
