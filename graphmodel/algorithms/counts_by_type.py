"""What underpins products, counted by type: once for all questions that are asked about all products."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.counts import underpinning_counts
from graphmodel.index.shared import shared

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.algorithms.counts import Counts
    from graphmodel.index.index import Index


def counts_by_type(index: Index, consumers: NDArray[np.int32]) -> Counts:
    """What underpins these consumers, each named once: a bucket for each type, the last for services of none."""
    if np.array_equal(consumers, np.flatnonzero(index.product)):
        return _of_products(index)
    return _counted(index, consumers)


@shared
def _of_products(index: Index) -> Counts:
    return _counted(index, np.flatnonzero(index.product).astype(np.int32))


def _counted(index: Index, consumers: NDArray[np.int32]) -> Counts:
    types = np.flatnonzero(index.category_parent < 0)
    bucket = np.full(len(index.category_parent) + 1, len(types))
    bucket[types] = np.arange(len(types))
    return underpinning_counts(index, consumers, bucket[index.type], len(types) + 1)
