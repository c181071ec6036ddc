"""The target of ``improve`` that every product is back in time, whichever service fails."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms import states
from graphmodel.algorithms.cheapest import Cut
from graphmodel.algorithms.cycles import cycles_of
from graphmodel.algorithms.extended import ALONE
from graphmodel.algorithms.recovery import NEVER, UNKNOWN, recover
from graphmodel.algorithms.spof import down_alone
from graphmodel.analyses.details.failing import own_time
from graphmodel.analyses.details.offers import TIME, Offers, better, providers
from graphmodel.analyses.details.selection import Names
from graphmodel.analyses.details.targets import PRODUCTS, PROVED, as_cuts, undoing
from graphmodel.index.csr import carried
from graphmodel.index.stated import able
from graphmodel.model import durations
from graphmodel.model.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.algorithms.extended import Foundation
    from graphmodel.algorithms.recovery import Recovery
    from graphmodel.analyses.details.prices import Prices
    from graphmodel.index.index import Index

    Chosen = NDArray[np.bool_]


class Restored:
    """Whichever service fails alone, a product itself included, each product is back within so many seconds.

    As only one service fails, only its own parts take time: a product that is down is back when these are, or never,
    where services wait for each other.
    """

    sign = -1

    def __init__(self, index: Index, part: Foundation, prices: Prices, seconds: int, *, alike: bool) -> None:
        self._seconds, self._products = seconds, part.chosen
        self._own = own_time(index)[part.services]
        self._able = able(index)[part.services]
        self._cyclic = bool(cycles_of(carried(part.index, part.index.hard)))
        slow = np.flatnonzero(self._able & (self._own > seconds))
        offered = [
            *providers(part.index, prices.provider[part.services], 1),
            *better(TIME, slow, prices.own_rto[part.services], 1),
        ]
        self.offers = Offers(part.index, offered, alike=alike)
        unknown = part.services[self._able & (self._own == UNKNOWN)].tolist()
        self._unknown = [Names(index).called(v) for v in unknown]

    def lacking(self, chosen: Chosen, end: float) -> list[Cut]:
        """Of every product that is back too late: a change that undoes why it is down, or why it takes so long."""
        index = self.offers.changed(chosen)
        found: set[frozenset[int]] = set()
        late = 0
        for service, recovery in self._recoveries(index, chosen):
            if found and (late == PROVED or monotonic() > end):
                break
            if monotonic() > end:
                raise TimeoutError
            if not (products := self._late(recovery)):
                continue
            late += 1
            outcome = states.fail(index, [service])
            for product in products[:PRODUCTS]:
                changes, stuck = self._unlocking(recovery, product, chosen)
                changes |= undoing(self.offers, chosen, outcome, [product, *stuck])
                changes.add(self.offers.next(TIME, service, ALONE, chosen))
                found.add(frozenset(changes - {-1}))
        return as_cuts(found)

    def reaches(self, chosen: Chosen, end: float) -> float:
        """The longest that a product is down, seconds; infinite where one never is back."""
        longest = 0.0
        for _, recovery in self._recoveries(self.offers.changed(chosen), chosen, every=True):
            if monotonic() > end:
                raise TimeoutError
            times = recovery.restore[self._products]
            longest = max(longest, np.inf if (times == NEVER).any() else float(times.max()))
        return longest

    def shown(self, reached: float) -> str:
        """As a duration."""
        return "never" if np.isinf(reached) else durations.text(int(reached))

    def in_words(self, reached: float) -> str:
        """How long it takes."""
        if np.isinf(reached):
            return "there are products that no order brings back"
        return f"the product that is down longest is back after {durations.text(int(reached))}"

    def notes(self) -> Iterator[str]:
        """What is not known counts as no time."""
        if self._unknown:
            yield f"no own time is stated of what counts as back at once: {listed(self._unknown, 3)}"

    def _recoveries(
        self, index: Index, chosen: Chosen, *, every: bool = False
    ) -> Iterator[tuple[int, Recovery]]:
        """How everything comes back from each failure that may take a product down (``every``), or for too long."""
        own = self._own.copy()
        for at in np.flatnonzero(chosen).tolist():
            if self.offers.offers[at].change == TIME:
                own[self.offers.offers[at].service] = self._seconds
        felt = down_alone(index, self._products)[: len(own)] > 0
        felt[self._products] = True
        felt &= self._able
        if not every and not self._cyclic:
            felt &= own > self._seconds
        own = np.append(own, np.zeros(len(self.offers.new), np.int64))
        for service in np.flatnonzero(felt).tolist():
            yield service, recover(index, [service], own)

    def _late(self, recovery: Recovery) -> list[int]:
        times = recovery.restore[self._products]
        late: list[int] = self._products[(times == NEVER) | (times > self._seconds)].tolist()
        return late

    def _unlocking(self, recovery: Recovery, product: int, chosen: Chosen) -> tuple[set[int], set[int]]:
        """The next changes to what never holds again below a product that is never back, and what is never back there.

        As long as all of that is down, and none of these changes is made, it stays so.
        """
        index, never = recovery.index, recovery.failed[recovery.met == NEVER]
        found: set[int] = set()
        seen: set[int] = set()
        waiting = [product] if recovery.restore[product] == NEVER else []
        while waiting:
            v = waiting.pop()
            if v in seen:
                continue
            seen.add(v)
            for r in never[index.consumer[never] == v][:1].tolist():
                found.add(self.offers.helping(r, chosen))
                members = index.member[index.member_at[r] : index.member_at[r + 1]]
                waiting += members[recovery.restore[members] == NEVER].tolist()
        return found, seen
