"""How many failures a group of alternatives really survives: one fewer than the fewest services that make it fail."""

from __future__ import annotations

from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graphmodel.algorithms.cut_sets import cut_sets
from graphmodel.algorithms.extended import foundation, topped
from graphmodel.algorithms.functions import OUTGROWN, Functions, Room
from graphmodel.algorithms.hard import below
from graphmodel.algorithms.required import required

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graphmodel.index.index import Index

MOST: Final = 6
"""Services that fail together of more are not tried one by one."""
PAIRS: Final = 2
"""Up to so many are tried before there is a diagram."""
TRIED: Final = 1_000_000
"""So many candidates of one order are tried."""
NODES: Final = 1 << 14
"""Of a larger diagram the fewest are not looked for."""


class Surviving(NamedTuple):
    """What a group survives."""

    failures: int
    """Whatever so many services fail together, the group holds, …"""
    by: tuple[int, ...]
    """… and these, one more, fail it; none where no such set was found: it may survive more than that."""


def groups(index: Index, product: int) -> NDArray[np.int64]:
    """int64[·]: the hard requirements of several members that a service rests on over hard ones, ascending."""
    _, ways = below(index, np.array([product], np.int32))
    return ways[np.diff(index.member_at)[ways] > 1]


class Groups:
    """The groups of one index; those of the same members are worked out once."""

    def __init__(self, index: Index, able: NDArray[np.bool_], end: float = inf) -> None:
        """``able``: bool[n], the services that can fail of themselves.

        ``end``: the time (``monotonic``) after which nothing is tried.
        """
        self._index, self._able, self._end = index, able, end
        self._room: Room | None = None
        self._first: dict[int, Surviving] = {}
        self._known: dict[tuple[tuple[int, ...], int, int], Surviving] = {}

    def surviving(self, group: int) -> Surviving:
        """What a requirement survives; a failure of its consumer does not count, which would be down anyway."""
        first = self._first.get(group, Surviving(0, ()))
        if first.by or monotonic() > self._end:
            return first
        index, members = self._index, self._index.members(group)
        found = foundation(index, members)
        consumer = int(index.consumer[group])
        at = int(np.searchsorted(found.services, consumer))
        inside = at < len(found.services) and found.services[at] == consumer
        key = (tuple(members.tolist()), int(index.needs[group]), consumer if inside else -1)
        if key not in self._known:
            able = np.append(self._able[found.services], False)
            if inside:
                able[at] = False
            made = topped(found.index, [(found.chosen, key[1])])
            result = self._smallest(made, able)
            self._known[key] = result._replace(by=tuple(found.services[list(result.by)].tolist()))
        return self._known[key]

    def fail_alone(self, groups: Sequence[int]) -> None:
        """Find out of all of these at once whether one service fails them: no more takes little time."""
        index = self._index
        if index.gone.any():  # what fails anyway does not fail by one service
            return
        made = topped(index, [(index.members(group), int(index.needs[group])) for group in groups])
        tops = range(index.n, index.n + len(groups))
        for group, (_, found) in zip(groups, required(made, tops), strict=True):
            by = found[(found < index.n) & (found != index.consumer[group])]
            by = by[self._able[by]]
            self._first[group] = Surviving(0, (int(by[0]),)) if len(by) else Surviving(1, ())

    def _smallest(self, index: Index, able: NDArray[np.bool_]) -> Surviving:
        """Of the last service of an index."""
        few = _tried(index, able, 1, PAIRS)
        if few.by or few.failures < PAIRS:
            return few
        try:
            fewest = self._drawn(index, able)
        except OUTGROWN:
            self._room = None  # what it holds would be in the way of the next
            return _tried(index, able, PAIRS + 1, MOST)
        if fewest is None:
            return Surviving(int(able.sum()), ())
        return Surviving(len(fewest) - 1, tuple(sorted(fewest)))

    def _drawn(self, index: Index, able: NDArray[np.bool_]) -> frozenset[int] | None:
        """The fewest that fail the last service, from the diagram of its failure; None where nothing does."""
        if self._room is None:
            self._room = Room(NODES)
        functions = Functions(index, np.where(able, 0.5, 0.0), self._room, self._end)
        return functions.fewest(functions.down(index.n - 1))


def _tried(index: Index, able: NDArray[np.bool_], first: int, last: int) -> Surviving:
    """Of the last service of an index, sets from so many to so many tried; the smaller are known to hold."""
    top = index.n - 1
    last = min(last, int(able.sum()))
    for order in range(first, last + 1):
        found = cut_sets(index, top, order, able, TRIED)
        if found.order < order:
            return Surviving(max(found.order, first - 1), ())
        if len(found):
            by = min(tuple(sorted(found.classes[at][0] for at in row)) for row in found.sets[-1].tolist())
            return Surviving(order - 1, by)
    return Surviving(max(last, 0), ())
