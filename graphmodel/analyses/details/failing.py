"""What a failed product weighs, and who answers for it: shared by the questions about failures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graphmodel.algorithms import states
from graphmodel.algorithms.functions import fits
from graphmodel.algorithms.recovery import UNKNOWN
from graphmodel.index.duties import holding
from graphmodel.index.stated import LEAST, criticality
from graphmodel.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.index.arrays import Integers
    from graphmodel.index.index import Index

DIGITS = 14
"""Decimals of a probability: of one that is stated as a percentage they are exact."""
PLACES = 10
"""Decimals of a percentage that was worked out."""


def weight(index: Index) -> NDArray[np.int64]:
    """int64[n]: 6 - criticality; 1 where nobody states it."""
    stated = criticality(index)
    return np.where(stated > 0, LEAST + 1 - stated, 1)


class Harm(NamedTuple):
    """What became of products."""

    down: NDArray[np.intp]
    degraded: int
    """How many are degraded."""
    at_risk: int
    """How many are at risk."""
    weight: int
    """What those that are down weigh together."""


def harm(state: NDArray[np.uint8], products: NDArray[np.bool_], weights: NDArray[np.int64]) -> Harm:
    """What became of these products; ``state``, ``products`` and ``weights`` are of every service."""
    down = np.flatnonzero(products & (state == states.DOWN))
    counted = np.bincount(state[products], minlength=len(states.NAMES)).tolist()
    return Harm(down, counted[states.DEGRADED], counted[states.AT_RISK], int(weights[down].sum()))


def percent(likely: float) -> float:
    """How likely something is, as a percentage."""
    return round(100 * likely, PLACES)


NODES: Final = 2_000_000
"""Nodes of a diagram where nobody asks for more: half a gigabyte, and seconds."""


def checked_nodes(nodes: int) -> int:
    """So many nodes of a diagram; fewer where there is no memory for what nobody asked for. Raises UsageError."""
    if nodes < 1:
        raise UsageError("a diagram needs at least one node", "--nodes 500000")
    while 1 < nodes <= NODES and not fits(nodes):
        nodes //= 2
    if nodes > 1 and not fits(nodes):
        raise UsageError(
            f"there is no memory for {nodes:,} nodes of a diagram", "a smaller --nodes needs less"
        )
    return nodes


class Accountable:
    """The roles that are accountable for each service."""

    def __init__(self, index: Index) -> None:
        held = np.flatnonzero(holding(index, "A"))
        self.service: NDArray[np.int32] = index.held_service[held]
        """Ascending; once for each of its roles."""
        self._role = index.held_role[held]

    def __getitem__(self, service: int) -> list[int]:
        """The numbers of those of one service, mostly one; none of -1, which is no service."""
        first, last = np.searchsorted(self.service, (service, service + 1)).tolist()
        roles: list[int] = self._role[first:last].tolist()
        return roles

    def of(self, services: Integers) -> Iterator[list[int]]:
        """The same of many services, faster than one by one."""
        first, last = (np.searchsorted(self.service, services + more).tolist() for more in (0, 1))
        roles = self._role.tolist()
        return (roles[begin:end] for begin, end in zip(first, last, strict=True))


def unavailability(index: Index) -> NDArray[np.float64]:
    """float64[n]: how likely each service is to be down of itself, 0 … 1; NaN where nobody states it.

    By its own availability; where that is absent, by the promised one for a service without hard requirements; others
    have no parts of their own and never fail of themselves. What is gone is sure to be down.
    """
    own = index.levels["own_availability"].value
    promised = index.levels["availability"].value
    stated = np.where(np.isnan(own), np.where(_needing(index), 100.0, promised), own)
    found: NDArray[np.float64] = np.where(index.gone, 1.0, np.round((100 - stated) / 100, DIGITS))
    return found


def own_time(index: Index) -> NDArray[np.int64]:
    """int64[n]: seconds until each service's own parts are back once all it needs is, or ``UNKNOWN``.

    Its ``own_rto``; where that is absent, the ``rto`` of a service without hard requirements, and zero for the others.
    """
    own, promised = index.levels["own_rto"].value, index.levels["rto"].value
    absent: NDArray[np.int64] = np.where(_needing(index), 0, promised)
    return np.where(own == UNKNOWN, absent, own)


def _needing(index: Index) -> NDArray[np.bool_]:
    """bool[n]: has it hard requirements?"""
    needing = np.zeros(index.n, np.bool_)
    needing[index.consumer[index.hard]] = True
    return needing
