"""The states of a world as it stands: what is gone in it is down for good, and so is who cannot do without it.

Questions about failures ask what *more* fails. A failure carries on as if what is bad already were not there: it is a
member that has failed, and its own state cannot get there again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms import states
from graphmodel.index.csr import among
from graphmodel.index.shared import shared

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.csr import Links
    from graphmodel.index.index import Index


@shared
def standing(index: Index) -> NDArray[np.uint8]:
    """uint8[n]: the state of each service while nothing fails; all ``UP`` where nothing is gone."""
    if not index.gone.any():
        return np.zeros(index.n, np.uint8)
    return states.fail(index, ()).state


def bad(index: Index, state: int) -> NDArray[np.bool_]:
    """bool[n]: is it at least in that state while nothing fails?"""
    found: NDArray[np.bool_] = standing(index) >= state
    return found


def reaching(index: Index) -> Links:
    """Consumer → the providers that take it from up to not up, as any that is not up does."""
    return among(index, ~bad(index, states.AT_RISK))
