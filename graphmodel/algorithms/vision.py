"""What the catalogue can see: whether it says of a service all that the service depends on.

A service is *mapped* when its row says so, *open* when it has dependencies and nobody states that they are all, *dark*
when it has none and nobody states that this is right. A type that expects nothing below it states it for the services
of it that have no dependencies: these count as mapped. Placeholders are dark, whatever else is said.

A product is *in doubt* when it, or anything that it rests on (soft requirements and alternatives too), is open or dark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms.bfs import bfs
from graphmodel.index.csr import consumers, providers
from graphmodel.index.shared import shared
from graphmodel.index.strings import coded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.arrays import Integers
    from graphmodel.index.index import Index

MAPPED, OPEN, DARK = range(3)
NAMES = ("mapped", "open", "dark")


@shared
def vision(index: Index) -> NDArray[np.uint8]:
    """uint8[n]: ``MAPPED``, ``OPEN`` or ``DARK``."""
    stated = index.records("service").column("mapped").where(says_so)
    depends = np.diff(index.requirement_at) > 0
    found = np.where(depends, OPEN, np.where(expects_nothing(index), MAPPED, DARK)).astype(np.uint8)
    found[stated] = MAPPED
    found[index.placeholder] = DARK
    return found


def says_so(text: str) -> bool:
    """Does a text of ``mapped`` state that the dependencies listed are all?"""
    return text not in ("", "no")


def expects_nothing(index: Index) -> NDArray[np.bool_]:
    """bool[n]: those whose type expects no other type below it; an unclassified one has no type that says so."""
    nothing = index.records("category").column("expects").where(lambda text: not text)
    return np.append(nothing, False)[index.type]


def stated(index: Index) -> NDArray[np.datetime64]:
    """datetime64[D][n]: when it was stated that a service is mapped; NaT where nobody says when."""
    texts, code = coded(index.records("service").column("mapped"))
    days = [text if text not in ("", "yes", "no") else "NaT" for text in texts]
    return np.array(days, "datetime64[D]")[code]


class Doubt(NamedTuple):
    """Which services cannot be ruled out, and why."""

    services: NDArray[np.int32]
    """int32[…]: those of the services asked about that are in doubt, ascending."""
    dark: NDArray[np.int32]
    """int32[…]: the dark services that any of these is or rests on."""
    open: NDArray[np.int32]
    """int32[…]: the open ones."""


def doubt(index: Index, services: Integers) -> Doubt:
    """Which of these services, ascending, are in doubt: at most two searches over the whole catalogue."""
    seen = vision(index)
    unsure = seen != MAPPED
    if not unsure[services].all():
        above = np.full(index.n, -1, np.int32)
        unsure[bfs(consumers(index), np.flatnonzero(unsure).astype(np.int32), above)] = True
    doubted = services[unsure[services]].astype(np.int32)
    below = np.full(index.n, -1, np.int32)
    reached = np.sort(bfs(providers(index), doubted, below))
    return Doubt(doubted, reached[seen[reached] == DARK], reached[seen[reached] == OPEN])
