"""A service, given that all it cannot do without is up: the requirements that may still fail.

It is up only together with what alone takes it down, so that P(up) = P(all of that is up) P(what is left holds). They
are independent: what alone takes it down fails of itself in the first only. What is left is small and tangles far less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.extended import renumbered
from graphmodel.algorithms.hard import below
from graphmodel.algorithms.required import required
from graphmodel.index.csr import Links, gather, links

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.index import Index


class Conditioned(NamedTuple):
    """What is left of a service's requirements."""

    sure: NDArray[np.int32]
    """int32[·]: the services that alone take it down, itself included, ascending."""
    left: Index
    """The requirements that may still fail, among services numbered anew; it has no texts."""
    services: NDArray[np.int32]
    """int32[n of ``left``]: the number of each in the catalogue, ascending."""
    top: int
    """The number of the service in ``left``: it has the requirements of all that is sure."""


def conditioned(index: Index, service: int) -> Conditioned:
    """What is left for a service."""
    ((_, found),) = required(index, [service])
    sure = np.sort(np.append(found, np.int32(service)))
    up = np.zeros(index.n, np.bool_)
    up[sure] = True
    _, ways = below(index, np.array([service], np.int32))
    size = np.diff(index.member_at)[ways]
    way: NDArray[np.int64] = np.repeat(np.arange(len(ways)), size)
    member = gather(index.member_at, index.member, ways)
    way, member = way[~up[member]], member[~up[member]]
    left = np.bincount(way, minlength=len(ways))
    failing = size - index.needs[ways] + 1
    consumer = np.where(up[index.consumer[ways]], service, index.consumer[ways])
    reached = _reached(index.n, service, consumer, way, member, left >= failing)
    ways_left = np.flatnonzero((left >= failing) & reached[consumer])
    ways_left = ways_left[np.argsort(consumer[ways_left], kind="stable")]
    number = np.full(len(ways), -1)
    number[ways_left] = np.arange(len(ways_left))
    kept = number[way] >= 0
    order = np.argsort(number[way[kept]], kind="stable")
    services = np.flatnonzero(reached).astype(np.int32)
    place = np.cumsum(reached, dtype=np.int32) - 1
    nothing = np.zeros(len(services), np.bool_)
    made = renumbered(
        index,
        nothing,
        nothing,
        place[consumer[ways_left]],
        (left - failing + 1)[ways_left].astype(np.int32),
        np.ones(len(ways_left), np.bool_),
        number[way[kept]][order],
        place[member[kept][order]],
    )
    return Conditioned(sure, made, services, int(place[service]))


def _reached(
    n: int,
    service: int,
    consumer: NDArray[np.int32],
    way: NDArray[np.int64],
    member: NDArray[np.int32],
    able: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """bool[n]: what it rests on over the requirements that are ``able`` to fail, itself included."""
    distance = np.full(n, -1, np.int32)
    kept = able[way]
    steps: Links = links(n, consumer[way[kept]], member[kept])
    bfs(steps, np.array([service], np.int32), distance)
    return distance >= 0
