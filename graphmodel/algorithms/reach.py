"""What underpins what: everything that can be reached, with distances."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.bfs import bfs
from graphmodel.index.csr import consumers, providers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.index.index import Index


def distances(
    index: Index, starts: Sequence[int], *, up: bool, limit: int | None = None
) -> NDArray[np.int32]:
    """int32[n]: dependencies on a shortest way from any of these services, at most ``limit``; -1 where there is none.

    ``up`` goes towards consumers (what do they underpin), else towards providers (what underpins them).
    """
    distance = np.full(index.n, -1, np.int32)
    bfs(consumers(index) if up else providers(index), np.array(starts, np.int32), distance, limit)
    return distance


def underpinning_pairs(
    index: Index, products: Sequence[int]
) -> Iterator[tuple[int, NDArray[np.int32], NDArray[np.int32]]]:
    """For each of these, in that order: it, the services that underpin it, and their distances.

    By distance, then number; one product's services are held at a time. A service is not paired with itself.
    """
    towards = providers(index)
    distance = np.full(index.n, -1, np.int32)
    for product in products:
        reached = bfs(towards, np.array([product], np.int32), distance)
        far = distance[reached]
        distance[reached] = -1
        yield int(product), reached[1:], far[1:]
