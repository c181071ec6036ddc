"""What services state that decides how failures are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from graphmodel.index.shared import shared
from graphmodel.index.strings import coded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.index import Index

LEAST: Final = 5
"""The criticality that weighs 1, as one that nobody states."""


@shared
def able(index: Index) -> NDArray[np.bool_]:
    """bool[n]: can it fail of itself? Every service can that is there, unless its ``own_availability`` is 100."""
    able: NDArray[np.bool_] = (index.levels["own_availability"].value != 100) & ~index.gone
    return able


@shared
def criticality(index: Index) -> NDArray[np.int64]:
    """int64[n]: 1 (highest) … 5, or 0 where nobody states it."""
    texts, code = coded(index.records("service").column("criticality"))
    return np.array([int(text or 0) for text in texts], np.int64)[code]
