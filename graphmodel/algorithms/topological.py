"""The levels of an acyclic graph: what can be computed together, in which order.

The level of a node is the number of links on the longest way to it, so whatever a node is computed from lies on lower
levels. Found by peeling off nodes of which nothing waits (A. B. Kahn, Topological sorting of large networks, CACM
1962), a level at a time; wide and narrow levels as in ``graphmodel.algorithms.bfs``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.bfs import NARROW
from graphmodel.index.csr import gather, tally

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.arrays import Integers
    from graphmodel.index.csr import Links


def topological_levels(links: Links) -> NDArray[np.int32]:
    """int32[n]: the level of each node, where links lead to higher levels; -1 for a node on a cycle or behind one."""
    n = len(links.at) - 1
    level = np.zeros(n, np.int32)
    pending = np.bincount(links.values, minlength=n)
    front = np.flatnonzero(pending == 0)
    done = 0
    while len(front):
        if len(front) + int((links.at[front + 1] - links.at[front]).sum()) < NARROW:
            found, done = _narrow(links, front.tolist(), pending, level, done)
            front = np.array(found, np.int64)
        else:
            done += 1
            reached, times = tally(gather(*links, front))
            pending[reached] -= times
            front = reached[pending[reached] == 0]
            level[front] = done
    level[pending > 0] = -1
    return level


def _narrow(
    links: Links, front: list[int], pending: NDArray[np.int64], level: NDArray[np.int32], done: int
) -> tuple[list[int], int]:
    """One level and as many more as are narrow: the last one found, and its number."""
    at, values = links.at.data, links.values.data
    waits, on = pending.data, level.data
    width = 0
    while front and width < NARROW:
        done += 1
        found = []
        width = 0
        for v in front:
            for w in values[at[v] : at[v + 1]]:
                waits[w] -= 1
                if not waits[w]:
                    on[w] = done
                    found.append(w)
                    width += 1 + at[w + 1] - at[w]
        front = found
    return front, done


def bounds(level: Integers) -> list[int]:
    """Where each level begins among nodes sorted by level, and where the last one ends."""
    return [0, *np.cumsum(np.bincount(level)).tolist()] if len(level) else [0]
