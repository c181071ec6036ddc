"""Which services a product cannot do without: down alone, they take it down.

Only hard requirements can take anything down. One that needs all its n members is *sure*: each of them takes the
consumer down alone. One that needs k < n is *redundant*: it takes n - k + 1 members that are down together. So what is
reached over sure requirements is required; whether more is, where redundant ones meet again further down (two servers
in one building), is found by trying (``graphmodel.algorithms.trial``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms import bits
from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.sure import Sure, below, surely
from graphmodel.algorithms.trial import Trial
from graphmodel.index.csr import distinct, gather

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.index.index import Index

PRODUCTS = 2_000
"""So many are answered together: their answers are held until the last column is computed."""


def required(index: Index, products: Sequence[int]) -> Iterator[tuple[int, NDArray[np.int32]]]:
    """For each of these, in that order: it, and the services that alone take it down, ascending; never itself."""
    hard = surely(index)
    distance = np.full(index.n, -1, np.int32)
    for first in range(0, len(products), PRODUCTS):
        chosen = np.array(products[first : first + PRODUCTS], np.int32)
        more = _more(hard, chosen)
        for product, further in zip(chosen.tolist(), more, strict=True):
            reached = bfs(hard.sure, np.array([product], np.int32), distance)
            distance[reached] = -1
            found = distinct(np.concatenate((reached, further)))
            yield product, found[found != product]


def _more(hard: Sure, products: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
    """For each product, the services in question that take it down."""
    tops = hard.component[products]
    trial = Trial(hard, tops, below(hard, tops), np.ones(hard.count, np.bool_))
    leader = trial.leader[hard.component]
    led = np.argsort(leader, kind="stable").astype(np.int32)
    led_at = np.searchsorted(leader[led], np.arange(hard.count + 1))
    taking: list[list[NDArray[np.int32]]] = [[np.zeros(0, np.int32)] for _ in products]
    seen = np.flatnonzero(trial.reached(tops))
    for block, rows in trial.all_down(tops[seen]):
        for position, row in zip(seen.tolist(), bits.unpack(rows), strict=True):
            taking[position].append(block[np.flatnonzero(row)])
    for parts in taking:
        yield gather(led_at, led, np.concatenate(parts))
