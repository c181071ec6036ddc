"""Strongly connected components: the nodes that can reach each other.

What lies before all cycles or behind all of them is alone. It is peeled off first, level by level from both ends
(W. McLendon et al., Finding strongly connected components in distributed graphs, J. Parallel Distrib. Comput. 2005),
and of most catalogues little is left. For the rest there are two ways to the same answer: scipy's is fast and takes a
third of a second to import; Tarjan's algorithm (Depth-first search and linear graph algorithms, SIAM J. Comput. 1972)
in Python needs no import and half a microsecond for each node and link (both measured).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.topological import topological_levels
from graphmodel.index.csr import links as linked
from graphmodel.index.csr import sources

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.csr import Links

SMALL = 200_000
"""Where fewer nodes and links are left, they are left to Python: a tenth of a second, half of what the import takes."""


def strong_components(links: Links) -> NDArray[np.int32]:
    """int32[n]: the component of each node; components are numbered by their smallest node."""
    smallest = np.arange(len(links.at) - 1, dtype=np.int32)
    left = smallest
    for _ in ("from the front", "from behind"):
        kept = topological_levels(links) < 0
        left, links = left[kept], _reversed(links, kept)
    found = _tarjan(links) if len(left) + len(links.values) < SMALL else _scipy(links)
    first = np.zeros(int(found.max(initial=-1)) + 1, np.int32)
    first[found[::-1]] = left[::-1]
    smallest[left] = first[found]
    number = np.cumsum(smallest == np.arange(len(smallest)), dtype=np.int32) - np.int32(1)
    return number[smallest]


def _reversed(links: Links, kept: NDArray[np.bool_]) -> Links:
    """The links among the nodes that are kept, which are numbered again, the other way round."""
    source = sources(links)
    inside = kept[source] & kept[links.values]
    number = np.cumsum(kept) - 1
    return linked(int(kept.sum()), number[links.values[inside]], number[source[inside]])


def _scipy(links: Links) -> NDArray[np.int32]:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    n = len(links.at) - 1
    matrix = csr_array((np.ones(len(links.values), np.int8), links.values, links.at), shape=(n, n))
    _, found = connected_components(matrix, directed=True, connection="strong")
    return found.astype(np.int32)


def _tarjan(links: Links) -> NDArray[np.int32]:
    at, values = links.at.tolist(), links.values.tolist()
    n = len(at) - 1
    component, order, low, todo = [-1] * n, [-1] * n, [-1] * n, at[:n]
    unassigned: list[int] = []
    visits = count = 0
    for root in range(n):
        path = [root] if order[root] < 0 else []
        while path:
            v = path[-1]
            if order[v] < 0:
                order[v] = low[v] = visits
                visits += 1
                unassigned.append(v)
            for i in range(todo[v], at[v + 1]):
                w = values[i]
                if order[w] < 0:
                    todo[v] = i
                    path.append(w)
                    break
                if component[w] < 0:
                    low[v] = min(low[v], low[w])
            else:
                path.pop()
                if low[v] == order[v]:
                    while component[v] < 0:
                        component[unassigned.pop()] = count
                    count += 1
    return np.array(component, np.int32)
