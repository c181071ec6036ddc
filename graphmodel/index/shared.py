"""Work that several questions to one index share: done when it is first asked for, then kept with the index."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphmodel.index.index import Index

T = TypeVar("T")


def shared(work: Callable[[Index], T]) -> Callable[[Index], T]:
    """The same function, which works once for each index.

    Arrays that it gives, also in tuples, are read-only from then on: whoever writes into one has to copy it first.
    """

    @wraps(work)
    def once(index: Index) -> T:
        if once not in index.worked:
            index.worked[once] = _locked(work(index))
        return index.worked[once]  # type: ignore[no-any-return]

    return once


def _locked(found: Any) -> Any:
    if isinstance(found, np.ndarray):
        found.flags.writeable = False
    elif isinstance(found, tuple):
        for part in found:
            _locked(part)
    return found
