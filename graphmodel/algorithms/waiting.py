"""Which services on cycles wait for each other after a failure, for many failures at once.

A service that is down comes back once all its hard requirements hold again. Those on a cycle that went down may wait
for each other for ever: they are the largest set of which each has a requirement that the others in it keep from
holding. Only what stands on a cycle, or between two, can keep anything waiting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.functions import bottom_up
from graphmodel.algorithms.hard import needed
from graphmodel.index.csr import links, sources

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.index import Index


def waiting(index: Index, circular: NDArray[np.int32], down: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """bool[circular, failures]: which are never back.

    ``circular``: the services on cycles of hard requirements, ascending. ``down``: bool[circular, failures], which of
    them each failure takes down; nothing is gone (``Index.gone``).
    """
    between = _between(index, circular)
    place = np.full(index.n, -1)
    place[between] = np.arange(len(between))
    never = np.ones((len(between), down.shape[1]), np.bool_)
    never[place[circular]] = down
    ways = _ways(index, place, between)
    users: list[list[int]] = [[] for _ in ways]
    for v, own in enumerate(ways):
        for member in {int(m) for members, _ in own for m in members}:
            users[member].append(v)
    order = [int(place[v]) for cycle in bottom_up(needed(index), between) for v in cycle]
    judged = set(order)
    while judged:
        again: set[int] = set()
        for v in [v for v in order if v in judged]:
            kept = np.zeros(down.shape[1], np.bool_)
            for members, failing in ways[v]:
                rows = never[members]
                kept |= rows.any(axis=0) if failing == 1 else rows.sum(axis=0) >= failing
            kept &= never[v]
            if not np.array_equal(kept, never[v]):
                never[v] = kept
                again.update(users[v])
        judged = again
    found: NDArray[np.bool_] = never[place[circular]]
    return found


def _between(index: Index, circular: NDArray[np.int32]) -> NDArray[np.int32]:
    """What stands on a cycle or between two, ascending."""
    forward = needed(index)
    below, above = (np.full(index.n, -1, np.int32) for _ in range(2))
    bfs(forward, circular, below)
    bfs(links(index.n, forward.values, sources(forward)), circular, above)
    return np.flatnonzero((below >= 0) & (above >= 0)).astype(np.int32)


def _ways(
    index: Index, place: NDArray[np.int64], between: NDArray[np.int32]
) -> list[list[tuple[NDArray[np.int64], int]]]:
    """Of each of these the requirements that members among them can fail: those members, and how many it takes."""
    found = []
    for v in between.tolist():
        own = []
        for r in range(int(index.requirement_at[v]), int(index.requirement_at[v + 1])):
            members = index.members(r)
            inside = place[members]
            inside = inside[inside >= 0]
            failing = len(members) - int(index.needs[r]) + 1
            if index.hard[r] and len(inside) >= failing:
                own.append((inside, failing))
        found.append(own)
    return found
