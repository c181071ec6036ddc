"""The recovery times and points that requirements allow.

A requirement is back when the *k*-th of its members is, and what is lost then is the worst point of the *k* members
that are back first: by time, then by point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.algorithms.hard import Hard

FREE: Final = np.iinfo(np.int64).max
"""Seconds without end: what is missing, at its worst, and a requirement that needs more members than it has."""


def kth(hard: Hard, times: NDArray[np.int64]) -> NDArray[np.int64]:
    """int64[r]: when each requirement is back; ``times``: int64[m], seconds, when each member is."""
    found = np.full(len(hard.number), FREE)
    for those, needs, members in hard.alike:
        if needs <= members.shape[1]:
            found[those] = np.partition(times[members], needs - 1, axis=1)[:, needs - 1]
    return found


def last(hard: Hard, times: NDArray[np.int64], points: NDArray[np.int64]) -> NDArray[np.int64]:
    """int64[r]: the worst point of the members of each requirement that are back first; both int64[m], seconds."""
    found = np.full(len(hard.number), FREE)
    for those, needs, members in hard.alike:
        point = points[members]
        if needs > members.shape[1]:
            continue
        if needs < members.shape[1]:
            first = np.lexsort((point, times[members]), axis=1)[:, :needs]
            point = np.take_along_axis(point, first, axis=1)
        found[those] = point.max(axis=1)
    return found


def last_within(
    hard: Hard, times: NDArray[np.int64], points: NDArray[np.int64], limit: NDArray[np.int64], *, best: bool
) -> NDArray[np.int64]:
    """int64[r]: ``last`` where -1 stands for what is missing, that being what is best (or worst) for staying within.

    ``limit``: int64[s], seconds, of each consumer. It is best when members that lose no more are back at once, others
    never, and what is lost is nothing; and the other way round.
    """
    wanted = np.repeat(limit[hard.consumer], hard.size)
    meant = np.where(points < 0, 0 if best else FREE, points)
    early = (meant <= wanted) == best
    return last(hard, np.where(times < 0, np.where(early, 0, FREE), times), meant)


def least(
    hard: Hard, times: NDArray[np.int64], points: NDArray[np.int64], *, best: bool
) -> NDArray[np.int64]:
    """int64[s]: the smallest limit that all requirements of a consumer stay within, at best or at worst; of none 0.

    ``times``, ``points``: int64[m], seconds, -1 where it is missing. Found by halving: what stays within a limit stays
    within a longer one.
    """
    known = np.unique(np.append(points[points >= 0], (0, FREE)))
    low = np.zeros(len(hard.services), np.int64)
    high = np.full(len(hard.services), len(known) - 1)
    while (low < high).any():
        middle = (low + high) // 2
        limit = known[middle]
        within = worst_of(hard, last_within(hard, times, points, limit, best=best)) <= limit
        low, high = np.where(within, low, middle + 1), np.where(within, middle, high)
    found: NDArray[np.int64] = known[low]
    return found


def worst_of(hard: Hard, values: NDArray[np.int64]) -> NDArray[np.int64]:
    """int64[s]: the largest value of the requirements of each consumer, at least 0."""
    found = np.zeros(len(hard.services), np.int64)
    starts = np.flatnonzero(np.diff(hard.consumer, prepend=-1))
    if len(starts):
        found[hard.consumer[starts]] = np.maximum(np.maximum.reduceat(values, starts), 0)
    return found
