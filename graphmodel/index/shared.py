"""Work that several questions to one index share: done when it is first asked for, then kept with the index."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np

from graphmodel.model.beside import beside

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from graphmodel.index.index import Index

T = TypeVar("T")


LARGE: Final = 10_000
"""Services from which on a second process is worth its start."""


@contextmanager
def ahead(works: Collection[Callable[[Index], object]], index: Index) -> Iterator[Callable[[], None]]:
    """Begin shared work of a large index in a process beside; gives the function that waits for it.

    What is asked for before that is worked out here. ``works``: what ``shared`` made.
    """
    left = [work for work in works if work not in index.worked]
    with beside(partial(_all, left, index), worth=bool(left) and index.n > LARGE) as there:

        def wait() -> None:
            if any(work not in index.worked for work in left):
                index.worked |= dict(zip(left, map(_locked, there()), strict=True))

        yield wait


def _all(works: Iterable[Callable[[Index], object]], index: Index) -> list[object]:
    return [work(index) for work in works]


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
