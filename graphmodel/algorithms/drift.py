"""Dependencies that are declared and those that were observed, compared pair by pair.

A declared pair was *never observed* where both of its services are known to the observed sources and no observation
has them in that order: of a service that nobody watches, silence says nothing. Known is what any observation names; one
of a service on itself says only that it is watched. An observed pair was *never declared* where no dependency has it,
whatever its strength or group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.index import ends
from graphmodel.index.csr import dependencies, distinct
from graphmodel.index.shared import shared

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.index import Index


class Drift(NamedTuple):
    """What differs, and what does not; each pair once, by consumer, then provider; a service and itself are no pair."""

    unobserved: NDArray[np.int32]
    """int32[…, 2]: (consumer, provider) declared and never observed."""
    undeclared: NDArray[np.int32]
    """int32[…, 2]: (consumer, provider) observed and never declared."""
    seen: NDArray[np.intp]
    """intp[…]: the observation of each of the second, a row of its records."""
    agreed: NDArray[np.int32]
    """int32[…, 2]: (consumer, provider) declared and observed."""


@shared
def drift(index: Index) -> Drift:
    """What is declared and was never observed, and the other way round."""
    if not len(index.records("observation")):
        none = np.zeros((0, 2), np.int32)
        return Drift(none, none, np.zeros(0, np.intp), none)
    consumer, provider = (ends.numbers(index, "observation", name) for name in ("service", "depends_on"))
    watched = np.zeros(index.n, np.bool_)
    watched[consumer] = watched[provider] = True
    observed = _pairs(index, consumer, provider)
    declared = distinct(_pairs(index, *dependencies(index)))
    known = declared[watched[declared // max(index.n, 1)] & watched[declared % max(index.n, 1)]]
    rows = np.flatnonzero(~np.isin(observed, declared) & (consumer != provider))
    rows = rows[np.argsort(observed[rows], kind="stable")]
    missing = known[~np.isin(known, observed)]
    agreed = declared[np.isin(declared, observed)]
    return Drift(_split(index, missing), _split(index, observed[rows]), rows, _split(index, agreed))


def turned(index: Index, pairs: NDArray[np.int32]) -> NDArray[np.bool_]:
    """bool[…]: which of these pairs are declared the other way round."""
    declared = _pairs(index, *dependencies(index))
    return np.isin(_pairs(index, pairs[:, 1], pairs[:, 0]), declared)


def _pairs(index: Index, consumer: NDArray[np.int32], provider: NDArray[np.int32]) -> NDArray[np.int64]:
    found: NDArray[np.int64] = consumer.astype(np.int64) * max(index.n, 1) + provider
    return found


def _split(index: Index, pairs: NDArray[np.int64]) -> NDArray[np.int32]:
    """Without those of a service and itself."""
    both = np.stack([pairs // max(index.n, 1), pairs % max(index.n, 1)], axis=1).astype(np.int32)
    kept: NDArray[np.int32] = both[both[:, 0] != both[:, 1]]
    return kept
