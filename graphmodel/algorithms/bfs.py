"""Breadth-first search over ``Links``.

Wide rounds are done with arrays, narrow ones link by link: an array operation costs some microseconds whatever its
length, so that a chain of a million would take a minute; a loop costs a third of a microsecond for each link, so that a
star would. Both fill the same memory, hence a search passes from one to the other at any round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.csr import distinct, gather

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.csr import Links

NARROW = 100
"""Rounds of fewer nodes and links than this are done link by link."""


def bfs(
    links: Links, starts: NDArray[np.int32], distance: NDArray[np.int32], limit: int | None = None
) -> NDArray[np.int32]:
    """What can be reached from these nodes within ``limit`` links, themselves included, by distance, then number.

    ``distance`` (int32[n]) is written to for what is reached. Only nodes whose distance is -1 are entered: any other
    value shuts a node out.
    """
    frontier = distinct(starts)
    frontier = frontier[distance[frontier] == -1]
    distance[frontier] = 0
    reached = [frontier]
    done = 0
    while len(frontier) and done != limit:
        if len(frontier) + int((links.at[frontier + 1] - links.at[frontier]).sum()) < NARROW:
            found, last, done = _narrow(links, frontier.tolist(), distance, done, limit)
            reached.append(np.array(found, np.int32))
            frontier = np.array(last, np.int32)
        else:
            done += 1
            frontier = gather(*links, frontier)
            frontier = distinct(frontier[distance[frontier] == -1])
            distance[frontier] = done
            reached.append(frontier)
    return np.concatenate(reached)


def _narrow(
    links: Links, frontier: list[int], distance: NDArray[np.int32], done: int, limit: int | None
) -> tuple[list[int], list[int], int]:
    """One round and as many more as are narrow: what they reached, the last frontier, and the rounds done by then."""
    at, values, far = links.at.data, links.values.data, distance.data
    reached: list[int] = []
    width = 0
    while frontier and width < NARROW and done != limit:
        done += 1
        found = []
        width = 0
        for v in frontier:
            for w in values[at[v] : at[v + 1]]:
                if far[w] == -1:
                    far[w] = done
                    found.append(w)
                    width += 1 + at[w + 1] - at[w]
        found.sort()
        reached += found
        frontier = found
    return reached, frontier, done
