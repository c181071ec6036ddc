"""The cheapest set of changes that reaches a target which more changes never take further away.

An implicit hitting set (E. Moreno-Centeno, R. M. Karp, Operations Research 61, 2013): of a set that does not reach the
target it is asked what any set that does must have of the others, a *cut*, and the cheapest set within all cuts so far
is tried next. The first that reaches the target costs least. HiGHS (scipy's ``milp``) finds it.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Chosen = NDArray[np.bool_]
    Lacking = Callable[[Chosen, float], list["Cut"]]
    """What a set lacks (bool[changes]), nothing where it reaches the target; some of it after a time (``monotonic``).

    Raises TimeoutError where nothing is known by then.
    """

LONGEST: Final = 10.0
"""Seconds that the solver may take for one set; an interrupt waits for it."""
GRACE: Final = 10.0
"""Seconds that there are for any answer at all."""
NEAR: Final = 1e-9
"""Coefficients of a cut are made so much larger: rounding may not shut out what reaches the target."""


class Cut(NamedTuple):
    """What every set that reaches the target has: chosen ones of these changes whose shares are 1 together."""

    changes: NDArray[np.int64]
    share: NDArray[np.float64]
    """float64[changes]: above 0, at most 1."""


class Cheapest(NamedTuple):
    """What was found."""

    chosen: Chosen
    """bool[changes]."""
    least: float
    """No set that reaches the target costs less."""
    proven: bool
    """Nothing is cheaper."""


def cheapest(
    cost: NDArray[np.float64], before: NDArray[np.int64], lacking: Lacking, end: float
) -> Cheapest | None:
    """The cheapest set, or the best found until ``end`` (``monotonic``); None where all changes do not reach it.

    ``cost``: float64[changes], at least 0. ``before``: int64[changes], the change that each presumes, or -1.
    Raises TimeoutError where it is not known until then whether all changes reach it; that, and to find any smaller
    set, may take ``GRACE``.
    """
    late = max(end, monotonic() + GRACE)
    if lacking(np.ones(len(cost), np.bool_), late):
        return None
    chosen = np.zeros(len(cost), np.bool_)
    cuts: list[Cut] = []
    least = 0.0
    soon = monotonic() + (end - monotonic()) / 2
    while new := _asked(lacking, chosen, soon):
        cuts += new
        solved = _solved(cost, before, cuts, soon)
        if solved is None:
            break
        chosen = solved
        least = float(cost[chosen].sum())
    if new is None or new:
        late = max(end, monotonic() + GRACE)
        chosen = _smaller(_completed(chosen, cost, before, lacking, late), cost, before, lacking, end)
        return Cheapest(chosen, least, proven=False)
    free = np.where(chosen & (cost > 0), np.inf, cost)
    return Cheapest(_smaller(chosen, free, before, lacking, end), least, proven=True)


def _solved(
    cost: NDArray[np.float64], before: NDArray[np.int64], cuts: list[Cut], end: float
) -> Chosen | None:
    """The cheapest set within these cuts; None where that takes too long."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # which few questions need
    from scipy.sparse import csr_array

    presuming = np.flatnonzero(before >= 0)
    row = np.concatenate(
        [np.full(len(cut.changes), at) for at, cut in enumerate(cuts)]
        + [np.repeat(len(cuts) + np.arange(len(presuming)), 2)]
    )
    column = np.concatenate(
        [cut.changes for cut in cuts] + [np.column_stack((before[presuming], presuming)).ravel()]
    )
    value = np.concatenate([cut.share for cut in cuts] + [np.tile((1.0, -1.0), len(presuming))])
    rows = len(cuts) + len(presuming)
    matrix = csr_array((value, (row, column)), shape=(rows, len(cost)))
    low = np.append(np.ones(len(cuts)), np.zeros(len(presuming)))
    if (left := end - monotonic()) <= 0:
        return None
    found = milp(
        cost,
        integrality=np.ones(len(cost), np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, low, np.inf),
        options={"time_limit": min(LONGEST, left), "mip_rel_gap": 0.0},
    )
    return np.asarray(found.x > 0.5, np.bool_) if found.status == 0 else None


def _asked(lacking: Lacking, chosen: Chosen, end: float) -> list[Cut] | None:
    """What a set lacks; None where nothing of it is known in time."""
    try:
        return lacking(chosen, end)
    except TimeoutError:
        return None


def _completed(
    chosen: Chosen, cost: NDArray[np.float64], before: NDArray[np.int64], lacking: Lacking, end: float
) -> Chosen:
    """A set that reaches the target, by adding of each cut what has the largest share for its cost.

    All changes where there is no time left to find a smaller one.
    """
    chosen = chosen.copy()
    while (now := monotonic()) < end:
        new = _asked(lacking, chosen, now + (end - now) / 4)
        if not new:
            return chosen if new is not None else np.ones(len(cost), np.bool_)
        for cut in new:
            if not chosen[cut.changes].any():
                at = int(cut.changes[np.argmax(cut.share / (cost[cut.changes] + NEAR))])
                while at >= 0:
                    chosen[at] = True
                    at = int(before[at])
    return np.ones(len(cost), np.bool_)


def _smaller(
    chosen: Chosen, cost: NDArray[np.float64], before: NDArray[np.int64], lacking: Lacking, end: float
) -> Chosen:
    """The set without what it can do without, the dearest first; what costs infinitely much is kept."""
    for at in np.argsort(-cost, kind="stable").tolist():
        if chosen[at] and np.isfinite(cost[at]) and not chosen[before == at].any():
            if monotonic() > end:
                break
            smaller = chosen.copy()
            smaller[at] = False
            if _asked(lacking, smaller, end) == []:
                chosen = smaller
    return chosen
