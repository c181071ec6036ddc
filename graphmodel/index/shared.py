"""Work that several questions to one index share: done when it is first asked for, then kept with the index."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np

from graphmodel.model.beside import beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graphmodel.index.index import Index

T = TypeVar("T")


LARGE: Final = 10_000
"""Services from which on a second process is worth its start."""


@contextmanager
def ahead(work: Callable[[Index], T], index: Index, *, wanted: bool) -> Iterator[Callable[[], T]]:
    """Begin shared work of a large index in a process beside, where it is wanted; gives the function that waits for it.

    What is asked for before that is worked out here. ``work``: what ``shared`` made.
    """
    worth = wanted and index.n > LARGE and work not in index.worked
    with beside(partial(work, index), worth=worth) as there:

        def wait() -> T:
            if work not in index.worked:
                index.worked[work] = _locked(there())
            return work(index)

        yield wait


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
