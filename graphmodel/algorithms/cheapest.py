"""The cheapest set of changes that reaches a target which more changes never take further away.

An implicit hitting set (E. Moreno-Centeno, R. M. Karp, Operations Research 61, 2013): of a set that does not reach the
target it is asked what any set that does must have of the others, a *cut*, and the cheapest set within all cuts so far
is tried next. The first that reaches the target costs least. HiGHS (scipy's ``milp``) finds it. In between a set is
grown greedily until it reaches the target: many cuts for one run of the solver, and a set that will do early.
"""

from __future__ import annotations

from heapq import heapify, heapreplace
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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
MOMENT: Final = 1.0
"""Seconds that there are to find less than all changes."""
SEARCH: Final = 0.7
"""The share of the time for the search; what is left of it is for leaving out what a set can do without."""
SURELY: Final = 0.9
"""The same where nothing else was found yet."""
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
    cost: NDArray[np.float64],
    before: NDArray[np.int64],
    ring: NDArray[np.int64],
    lacking: Lacking,
    end: float,
) -> Cheapest | None:
    """The cheapest set, or the best found until ``end`` (``monotonic``); None where all changes do not reach it.

    ``cost``: float64[changes], at least 0. ``before``: int64[changes], the change that each presumes, or -1. ``ring``:
    int64[changes], how far each is from what is to get better; where nothing else is found, all that are near are.
    Raises TimeoutError where it is not known until then whether all changes reach it; that may take ``GRACE``,
    and the search takes a ``MOMENT``.
    """
    search, begin = _Hitting(cost, before, ring, lacking), monotonic()
    late = max(end, begin + GRACE)
    try:
        if lacking(search.best, late):
            return None
    except TimeoutError:
        if not search.near(late):
            raise
    asking, begin = monotonic() - begin, monotonic()
    end = max(end - 2 * asking, begin + MOMENT)  # what is found is asked once more
    proven = search.run(begin + SEARCH * (end - begin), begin + SURELY * (end - begin))
    search.leave_out(end, only_free=proven)
    return Cheapest(search.best, search.least, proven)


class _Hitting:
    """What is known so far."""

    def __init__(
        self,
        cost: NDArray[np.float64],
        before: NDArray[np.int64],
        ring: NDArray[np.int64],
        lacking: Lacking,
    ) -> None:
        self._cost, self._before, self._ring, self._lacking = cost, before, ring, lacking
        self._after = {int(first): at for at, first in enumerate(before.tolist()) if first >= 0}
        self.best: Chosen = np.ones(len(cost), np.bool_)
        """The cheapest set that is known to reach the target."""
        self.least = 0.0
        """No set that reaches the target costs less."""
        self._found = self._bounded = False
        self._cuts: list[Cut] = []
        self._of: dict[int, list[int]] = {}
        """Change → the cuts that it is in."""

    def run(self, end: float, late: float) -> bool:
        """Look for the cheapest set, until ``late`` for any; is it proven that there is none cheaper?"""
        proven = self._run(end, late)
        if not proven and not self._found:
            self.near(late)
        if not proven and self._cuts and not self._bounded:
            self._solved(max(late, monotonic() + MOMENT))
        return proven

    def _run(self, end: float, late: float) -> bool:
        chosen, solved = np.zeros(len(self._cost), np.bool_), True
        bold = monotonic() + (end - monotonic()) / 2
        while True:
            known = len(self._cuts)
            new = self._asked(chosen, end if self._found else late)
            if new == [] and solved:
                self.best = chosen
                return True
            while new:
                chosen = self._covering(chosen, self._noted(new))
                if not self._found and monotonic() > bold:
                    chosen = self._with(chosen, [at for cut in new for at in cut.changes.tolist()])
                new = self._asked(chosen, end if self._found else late)
            if new is None:
                return False
            if self._spent(chosen) < self._spent(self.best):
                self.best, self._found = chosen, True
            if self._spent(self.best) <= self.least * (1 + NEAR):
                return True
            found = self._solved(end) if solved or len(self._cuts) > known else None
            if found is None:
                return False
            chosen, solved = found

    def near(self, end: float) -> bool:
        """Is it enough to make all changes up to some ring? The first such set is the best then."""
        for far in np.unique(self._ring).tolist():
            near = self._ring <= far
            if self._asked(near, end) == []:
                self.best, self._found = near, True
                return True
        return False

    def leave_out(self, end: float, *, only_free: bool) -> None:
        """The best set without what it can do without, the dearest and farthest first, or only what costs nothing.

        Blocks of it are tried: where one can be left out whole, so can each of it, one after the other.
        """
        picked = np.flatnonzero(self.best & ((self._cost == 0) | (not only_free)))
        waiting = [sorted(picked.tolist(), key=lambda at: (-self._cost[at], -self._ring[at], -at))]
        while waiting and monotonic() < end:
            block = self._loose(waiting.pop())
            if not block:
                continue
            smaller = self.best.copy()
            smaller[block] = False
            new = self._asked(smaller, end)
            if new == []:
                self.best = smaller
            else:
                self._noted(new or ())
                half = len(block) // 2
                waiting += [part for part in (block[half:], block[:half]) if len(block) > 1]

    def _loose(self, block: list[int]) -> list[int]:
        """Those that are in no known cut that needs them, and that nothing chosen presumes but others of these."""
        held = {at: self._held(at) for at in dict.fromkeys(c for b in block for c in self._of.get(b, ()))}
        loose = {
            at for at in block if not any(held[c] - self._share(c, at) < 1 for c in self._of.get(at, ()))
        }
        for at in sorted(loose, reverse=True):  # a change stands after the one that it presumes
            after = self._after.get(at)
            if after is not None and self.best[after] and after not in loose:
                loose.discard(at)
        return [at for at in block if at in loose]

    def _held(self, cut: int) -> float:
        changes, share = self._cuts[cut]
        return float(share[self.best[changes]].sum())

    def _share(self, cut: int, change: int) -> float:
        changes, share = self._cuts[cut]
        return float(share[changes == change][0])

    def _spent(self, chosen: Chosen) -> float:
        return float(self._cost[chosen].sum())

    def _noted(self, new: Iterable[Cut]) -> Sequence[int]:
        """The numbers of these cuts, which are known from now on."""
        first = len(self._cuts)
        self._cuts += new
        for number in range(first, len(self._cuts)):
            for at in self._cuts[number].changes.tolist():
                self._of.setdefault(at, []).append(number)
        return range(first, len(self._cuts))

    def _asked(self, chosen: Chosen, end: float) -> list[Cut] | None:
        """What a set lacks; None where nothing of it is known in time."""
        try:
            return self._lacking(chosen, end)
        except TimeoutError:
            return None

    def _covering(self, chosen: Chosen, cuts: Sequence[int]) -> Chosen:
        """The set and, one by one, the changes that are most of what these cuts lack for their cost."""
        chosen = chosen.copy()
        left = {cut: 1 - float(self._cuts[cut].share[chosen[self._cuts[cut].changes]].sum()) for cut in cuts}
        shares: dict[int, list[tuple[int, float]]] = {}
        for cut in cuts:
            for at, share in zip(
                self._cuts[cut].changes.tolist(), self._cuts[cut].share.tolist(), strict=True
            ):
                if not chosen[at]:
                    shares.setdefault(at, []).append((cut, share))

        def gain(at: int) -> float:
            whole = sum(min(share, max(left[cut], 0.0)) for cut, share in shares[at])
            return whole / (float(self._cost[at]) + NEAR)

        waiting = [(-gain(at), at) for at in shares]
        heapify(waiting)
        while waiting and waiting[0][0] < 0:
            at = waiting[0][1]
            now = 0.0 if chosen[at] else -gain(at)
            if now > waiting[0][0]:  # gains only fall, so those below are looked at only when they come up
                heapreplace(waiting, (now, at))
                continue
            while at >= 0 and not chosen[at]:
                chosen[at] = True
                for cut, share in shares.get(at, ()):
                    left[cut] -= share
                at = int(self._before[at])
        return chosen

    def _with(self, chosen: Chosen, more: Iterable[int]) -> Chosen:
        """The set with these, and what they presume."""
        chosen = chosen.copy()
        for at in more:
            while at >= 0 and not chosen[at]:
                chosen[at] = True
                at = int(self._before[at])
        return chosen

    def _solved(self, end: float) -> tuple[Chosen, bool] | None:
        """A set within the cuts, is it the cheapest? None where there is none in time. The bound is raised."""
        from scipy.optimize import Bounds, LinearConstraint, milp  # which few questions need
        from scipy.sparse import csr_array

        cuts, cost = self._cuts, self._cost
        presuming = np.flatnonzero(self._before >= 0)
        row = np.concatenate(
            [np.full(len(cut.changes), at) for at, cut in enumerate(cuts)]
            + [np.repeat(len(cuts) + np.arange(len(presuming)), 2)]
        )
        column = np.concatenate(
            [cut.changes for cut in cuts] + [np.column_stack((self._before[presuming], presuming)).ravel()]
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
        solved = found.status == 0
        bound = found.fun if solved else found.mip_dual_bound
        if bound is not None and np.isfinite(bound):
            whole = bool((cost == np.round(cost)).all())
            self._bounded = True
            self.least = max(self.least, float(np.ceil(bound - NEAR * max(1, bound)) if whole else bound))
        return None if found.x is None else (np.asarray(found.x > 0.5, np.bool_), solved)
