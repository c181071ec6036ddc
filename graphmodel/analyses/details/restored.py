"""The target of ``improve`` that every product is back in time, whichever service fails."""

from __future__ import annotations

from itertools import chain
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms import states
from graphmodel.algorithms.cheapest import Cut
from graphmodel.algorithms.cycles import cycles_of
from graphmodel.algorithms.extended import ALONE, foundation, needs_alone
from graphmodel.algorithms.recovery import NEVER, UNKNOWN, recover
from graphmodel.algorithms.spof import down_alone, taken_down_by
from graphmodel.algorithms.waiting import waiting
from graphmodel.analyses.details.failing import own_time
from graphmodel.analyses.details.offers import TIME, Offers, better, providers
from graphmodel.analyses.details.selection import Names
from graphmodel.analyses.details.targets import PRODUCTS, PROVED, Undoing, as_cuts, nearest
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
        part = self.offers.part(chosen, self._products)
        felt = self._felt(part)
        slow = felt & (self._own_in(part, chosen) > self._seconds)
        if found := self._direct(part, chosen, slow):
            return as_cuts(found)
        late = (nearest(part, np.flatnonzero(slow).astype(np.int32)), self._stuck(part, felt))
        for count, (service, products, recovery) in enumerate(chain(*late)):
            if found and (count >= PROVED or monotonic() > end):
                break
            if monotonic() > end:
                raise TimeoutError
            outcome = states.fail(part.index, [service])
            proof = Undoing(self.offers, chosen, outcome, part.requirements)
            for product in products[:PRODUCTS].tolist():
                if recovery is None:
                    itself = self.offers.next(TIME, int(part.services[service]), ALONE, chosen)
                    found.add(proof.of([product]) | {itself} - {-1})
                else:
                    changes, stuck = self._unlocking(recovery, product, part, chosen)
                    found.add(proof.of([product, *stuck]) | changes)
        return as_cuts(found)

    def reaches(self, chosen: Chosen, end: float) -> float:
        """The longest that a product is down, seconds; infinite where one never is back."""
        part = foundation(self.offers.changed(chosen), self._products)
        if monotonic() > end:
            raise TimeoutError
        felt = self._felt(part)
        if any(True for _ in self._stuck(part, felt)):
            return np.inf
        return float(np.max(self._own_in(part, chosen)[felt], initial=0))

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

    def _own_in(self, part: Foundation, chosen: Chosen) -> NDArray[np.int64]:
        """int64[n]: how long the own parts of each service take; new ones do not fail."""
        own = self._own.copy()
        for at in np.flatnonzero(chosen).tolist():
            if self.offers.offers[at].change == TIME:
                own[self.offers.offers[at].service] = self._seconds
        return self.offers.within(part, own, new=0)

    def _felt(self, part: Foundation) -> NDArray[np.bool_]:
        """bool[n]: what may fail of itself and is a product, or takes one down alone."""
        able = self.offers.within(part, self._able, new=False)
        felt = down_alone(part.index, part.chosen) > 0
        felt[part.chosen] = True
        felt &= able
        return felt

    def _direct(self, part: Foundation, chosen: Chosen, slow: NDArray[np.bool_]) -> set[frozenset[int]]:
        """Of what is slow and a product, or needed by one alone: what undoes that and nothing else does."""
        index, ways = part.index, needs_alone(part.index)
        member = index.member[index.member_at[ways]]
        product = np.zeros(index.n, np.bool_)
        product[part.chosen] = True
        kept = product[index.consumer[ways]] & slow[member] & ~product[member]
        number = part.requirements[ways[kept]].tolist()
        needed = zip(number, member[kept].tolist(), strict=True)
        pairs = {(self.offers.helping(r, chosen), v) for r, v in needed}
        pairs |= {(-1, v) for v in np.flatnonzero(product & slow).tolist()}
        service = part.services
        return {
            frozenset({at, self.offers.next(TIME, int(service[v]), ALONE, chosen)} - {-1}) for at, v in pairs
        }

    def _stuck(
        self, part: Foundation, felt: NDArray[np.bool_]
    ) -> Iterator[tuple[int, NDArray[np.int32], Recovery]]:
        """Failures after which products are never back, those products, and how all else comes back.

        What waits for itself stands on a cycle. Where failures leave the same services on cycles waiting, one is
        enough, and where they leave more of them waiting than one that is shown already, none is.
        """
        index = part.index
        shown: list[frozenset[int]] = []
        for waits, v in self._kinds(part, np.flatnonzero(felt).astype(np.int32)):
            if any(less <= waits for less in shown):
                continue
            recovery = recover(index, [v], np.zeros(index.n, np.int64))
            never = part.chosen[recovery.restore[part.chosen] == NEVER]
            if len(never):
                shown.append(waits)
                yield v, never, recovery

    def _kinds(self, part: Foundation, services: NDArray[np.int32]) -> list[tuple[frozenset[int], int]]:
        """What is left waiting when one of these fails, fewest first, and one of those failures."""
        index = part.index
        if index.gone.any():  # what it takes down is never back, whatever else fails
            return [(frozenset({v}), v) for v in services.tolist()]
        cycles = cycles_of(carried(index, index.hard))
        if not cycles:
            return []
        circular = np.array(sorted(v for cycle in cycles for v in cycle.members), np.int32)
        itself = np.where(np.isin(services, circular), services, -1).tolist()
        kinds: dict[tuple[bytes, int], tuple[int, NDArray[np.int32]]] = {}
        taken = taken_down_by(index, services, circular)
        for v, own, down in zip(services.tolist(), itself, taken, strict=True):
            kinds.setdefault((down.tobytes(), own), (v, down))
        columns = np.zeros((len(circular), len(kinds)), np.bool_)
        for at, (v, down) in enumerate(kinds.values()):
            columns[np.searchsorted(circular, down), at] = True
            columns[circular == v, at] = True
        left = waiting(index, circular, columns)
        found: dict[frozenset[int], int] = {}
        for at, (v, _) in enumerate(kinds.values()):
            found.setdefault(frozenset(np.flatnonzero(left[:, at]).tolist()), v)
        found.pop(frozenset(), None)
        return sorted(found.items(), key=lambda one: (len(one[0]), one[1]))

    def _unlocking(
        self, recovery: Recovery, product: int, part: Foundation, chosen: Chosen
    ) -> tuple[set[int], set[int]]:
        """The next changes to what never holds again below a product that is never back, and what is never back there.

        As long as all of that is down, and none of these changes is made, it stays so.
        """
        index, never = recovery.index, recovery.failed[recovery.met == NEVER]
        found: set[int] = set()
        seen: set[int] = set()
        waiting = [product]
        while waiting:
            v = waiting.pop()
            if v in seen:
                continue
            seen.add(v)
            for r in never[index.consumer[never] == v][:1].tolist():
                found.add(self.offers.helping(int(part.requirements[r]), chosen))
                members = index.members(r)
                waiting += members[recovery.restore[members] == NEVER].tolist()
        return found - {-1}, seen
