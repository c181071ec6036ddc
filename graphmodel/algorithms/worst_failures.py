"""Which services do most harm to products when they fail alone, of all services of an estate.

The states of one failure (``graphmodel.algorithms.states``) are three sets, each the least fixed point of

    in the set(v) = v itself | at least ``failing`` members of one of its requirements are in the set

- *down*: of the hard requirements, ``failing`` = n - k + 1;
- *degraded or down*: of all requirements, n - k + 1 (one that fails has more than n - k members that are not usable,
  so at least degraded);
- *not up*: of all requirements, 1: all that can be reached.

The number of products in such a set has bounds that are counted for all services at once
(``graphmodel.algorithms.counts``): what is reached over requirements with ``failing`` = 1 is in the set, what is not
reached at all is not. Only services whose upper bound reaches the lower bounds of those sought fail one by one, in
columns of bits (``graphmodel.algorithms.single_failures``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.counts import weighed_counts
from graphmodel.algorithms.single_failures import weight_down
from graphmodel.algorithms.standing import reaching
from graphmodel.algorithms.states import DEGRADED, DOWN
from graphmodel.algorithms.sure import Carrying, Sure, live, users, within
from graphmodel.index.csr import distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.csr import Links
    from graphmodel.index.index import Index

    Weights = NDArray[np.int64]


@dataclass(frozen=True)
class Asked:
    """Whom failures are counted at."""

    index: Index
    products: NDArray[np.int32]
    """The services that count, each once."""
    weight: NDArray[np.int64]
    """int64, aligned with ``products``: what each counts."""


def worst(asked: Asked, most: int, among: NDArray[np.int32] | None = None) -> NDArray[np.int32]:
    """Up to ``most`` services whose failure does most harm, each to others than itself, ascending.

    By the weight of the products that go down, then get at least degraded, then not up, then the smallest number. Those
    that harm nobody are left out. ``among``: only these services, ascending.
    """
    index = asked.index
    reached = _reached(asked, reaching(index))
    open_ = np.arange(index.n, dtype=np.int32) if among is None else among
    felt, above = reached, reached
    if index.gone.any():  # what is at risk already may yet be degraded, what is degraded go down
        above = _reached(asked, Carrying(index, DEGRADED).links(index))
        felt = reached + above + _reached(asked, Carrying(index, DOWN).links(index))
    open_ = open_[felt[open_] > 0]
    taken = [open_[:0]]
    for state, most_taken in ((DOWN, None), (DEGRADED, above)):
        left = most - sum(map(len, taken))
        if len(open_) <= left:
            break
        open_ = _possible(asked, state, open_, left, most_taken)
        values = _harmed(asked, state, open_)
        better, open_ = _parted(open_, values, left)
        taken.append(better)
    better, open_ = _parted(open_, reached[open_], most - sum(map(len, taken)))
    taken += [better, open_[: most - sum(map(len, taken)) - len(better)]]
    return np.sort(np.concatenate(taken)).astype(np.int32)


def most_required(asked: Asked, most: int, among: NDArray[np.int32]) -> tuple[NDArray[np.int32], Weights]:
    """Up to ``most`` of these services that take most products down alone: they, and the weight of those products.

    The greatest first, then the one that is required or not by most, then the smallest number.
    """
    index = asked.index
    possible = _possible(asked, DOWN, among, min(most, len(among)))
    values = _harmed(asked, DOWN, possible)
    reached = _reached(asked, reaching(index))[possible]
    order = np.lexsort((possible, -reached, -values))[:most]
    return possible[order], values[order]


def _possible(
    asked: Asked,
    state: int,
    services: NDArray[np.int32],
    most: int,
    above: Weights | None = None,
) -> NDArray[np.int32]:
    """Those of the services that may be among the ``most`` whose failure takes most to that state."""
    if len(services) <= most:
        return services
    carrying = Carrying(asked.index, state)
    if above is None:
        above = _reached(asked, carrying.links(asked.index))
    below = _reached(asked, carrying.links(asked.index, surely=True))
    least = np.partition(below[services], -most)[-most] if most else np.iinfo(np.int64).max
    return services[above[services] >= least]


def _parted(
    services: NDArray[np.int32], values: Weights, most: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Those that are among the ``most`` with the greatest values, and those that are even at its end."""
    if len(services) <= most:
        return services, services[:0]
    if not most:
        return services[:0], services[:0]
    least = np.partition(values, -most)[-most]
    return services[values > least], services[values == least]


def _reached(asked: Asked, towards: Links) -> Weights:
    """int64[n]: the weight of the products from which each service can be reached."""
    found: Weights = weighed_counts(towards, asked.products, asked.weight)[0]
    return found


def _harmed(asked: Asked, state: int, services: NDArray[np.int32]) -> Weights:
    """int64, aligned with ``services``: the weight of the products in the set of each one's failure, but itself."""
    index = asked.index
    sure = Sure(index, state)
    tops = sure.component[asked.products]
    columns = distinct(sure.component[services])
    below = within(sure.components, tops, np.ones(sure.count, np.bool_))
    inside = within(users(sure, below), columns, below)
    asking = np.flatnonzero(inside[sure.owner])
    columns = columns[inside[columns]]
    found = np.zeros(sure.count, np.int64)
    needs, _ = live(sure, asking, inside)
    found[columns] = weight_down(needs, columns, tops, asked.weight)
    harmed = found[sure.component[services]]
    own = np.zeros(index.n, np.int64)
    own[asked.products] = asked.weight
    return harmed - own[services]
