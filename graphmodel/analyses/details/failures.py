"""The worst single failures: which services, failing alone, do most harm to products."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graphmodel.algorithms import states
from graphmodel.algorithms.standing import standing
from graphmodel.algorithms.worst_failures import Asked, worst
from graphmodel.analyses.details.failing import weight

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.index import Index

WORST: Final = 10
"""How many are shown: as many as a page has room for beside each other."""


class Failures(NamedTuple):
    """The failures of single services, the worst first."""

    service: NDArray[np.int32]
    """int32[f]: the services."""
    state: NDArray[np.uint8]
    """uint8[f, products]: the state of each product when that service alone is down."""
    other: NDArray[np.bool_]
    """bool[f, products]: the product is not that service itself, and is in a better state when nothing fails."""

    def counts(self, state: int) -> NDArray[np.int64]:
        """int64[f]: how many other products get into that state."""
        found: NDArray[np.int64] = ((self.state == state) & self.other).sum(axis=1, dtype=np.int64)
        return found


def worst_failures(index: Index, products: NDArray[np.int32], most: int = WORST) -> Failures:
    """Up to ``most`` of all services, failing alone, that harm these products.

    Ranked by the weight of the products that are down, then of those that are degraded, then at risk, then by id.
    """
    weighed = weight(index)[products]
    found = worst(Asked(index, products, weighed), most)
    state = np.zeros((len(found), len(products)), np.uint8)
    for at, service in enumerate(found.tolist()):
        state[at] = states.fail(index, [service]).state[products]
    other = (products != found[:, np.newaxis]) & (state > standing(index)[products])
    harm = [((state == bad) & other) @ weighed for bad in (states.AT_RISK, states.DEGRADED, states.DOWN)]
    order = np.lexsort((found, *(-counted for counted in harm)))
    return Failures(found[order], state[order], other[order])
