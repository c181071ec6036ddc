"""What becomes of the products when each service fails alone, counted for the whole catalogue without any pair.

A product is down, at least degraded, or not up by three rules of one form: it goes when more than so many members of a
requirement have gone (see ``graphmodel.algorithms.states.verdict``):

- *not up*: when any member has, of any requirement: whatever reaches the service;
- *degraded or down*: when more than n - k have, of any requirement: as if all were hard;
- *down*: when more than n - k have, of a hard requirement.

So the first is reached, and the others are found as what is required is (``graphmodel.algorithms.required``): over
sure requirements by counting what reaches a service, and by trying only where redundant ones are above.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms import bits
from graphmodel.algorithms.counts import weighed_counts
from graphmodel.algorithms.single_failures import takes_down
from graphmodel.algorithms.standing import reaching, standing
from graphmodel.algorithms.states import AT_RISK, DEGRADED, DOWN
from graphmodel.algorithms.sure import Sure, below, live, surely
from graphmodel.algorithms.trial import Trial
from graphmodel.index.csr import distinct
from graphmodel.index.shared import LARGE
from graphmodel.model.beside import beside

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.index import Index


class Alone(NamedTuple):
    """What becomes of products when each service fails alone: how many get into a state that were in a better one.

    One that fails itself is not counted.
    """

    down: NDArray[np.int64]
    """int64[n]: how many go down."""
    weight: NDArray[np.int64]
    """int64[n]: what those weigh together."""
    degraded: NDArray[np.int64]
    """int64[n]: how many become degraded."""
    at_risk: NDArray[np.int64]
    """int64[n]: how many become at risk."""


def alone(index: Index, products: NDArray[np.int32], weight: NDArray[np.int64]) -> Alone:
    """Fail each service alone and count what becomes of these products, each named once.

    ``weight``: int64[products], the weight ≥ 0 of each.
    """
    state = standing(index)[products]
    better, up = ((state < bad).astype(np.int64) for bad in (DEGRADED, AT_RISK))
    with beside(partial(_taken, index, DEGRADED, products, better, up), worth=index.n > LARGE) as taken:
        one = np.ones(len(products), np.int64)
        down, heavy, from_better = _taken(index, DOWN, products, one, weight, better)
        (not_up,) = weighed_counts(reaching(index), products, up)
        degraded, from_up = taken()
    return Alone(down, heavy, degraded - from_better, not_up - from_up)


def down_alone(index: Index, products: NDArray[np.int32]) -> NDArray[np.int64]:
    """int64[n]: how many of these products, each named once, each service alone takes down, itself left out.

    One that is down anyway does not count.
    """
    (down,) = _taken(index, DOWN, products, np.ones(len(products), np.int64))
    found: NDArray[np.int64] = down
    return found


def taken_down_by(
    index: Index, services: NDArray[np.int32], products: NDArray[np.int32]
) -> list[NDArray[np.int32]]:
    """For each of these services, the products that it takes down alone, ascending; never itself."""
    hard = surely(index)
    needs, _ = live(hard, np.arange(len(hard.owner)), np.ones(hard.count, np.bool_))
    failing = distinct(hard.component[services])
    found = dict(zip(failing.tolist(), takes_down(needs, failing, hard.component[products]), strict=True))
    down = [products[found[component]] for component in hard.component[services].tolist()]
    return [those[those != v] for v, those in zip(services.tolist(), down, strict=True)]


def _taken(
    index: Index, state: int, products: NDArray[np.int32], *weights: NDArray[np.int64]
) -> NDArray[np.int64]:
    """int64[weights, n]: what the products weigh together that each service alone takes there, itself left out."""
    sure = Sure(index, state)
    taken = weighed_counts(sure.sure, products, *weights)
    tops = sure.component[products]
    trial = Trial(sure, tops, below(sure, tops), np.ones(sure.count, np.bool_))
    found = np.full((len(weights), sure.count), -1)
    seen = np.flatnonzero(trial.reached(tops))
    for block, rows in trial.all_down(tops[seen]):
        for counted, weight in zip(found, weights, strict=True):
            counted[block] = bits.column_weights(rows, weight[seen])[: len(block)]
    leader = trial.leader[sure.component]
    tried = np.flatnonzero((leader >= 0) & (found[0, leader] >= 0))
    own = np.zeros((len(weights), index.n), np.int64)
    own[:, products] = weights
    taken[:, tried] = found[:, leader[tried]] - own[:, tried]
    return taken
