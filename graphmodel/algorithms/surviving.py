"""How many failures a group of alternatives really survives: one fewer than the fewest services that make it fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graphmodel.algorithms.cut_sets import cut_sets
from graphmodel.algorithms.extended import foundation, topped
from graphmodel.algorithms.hard import below

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.index import Index

MOST: Final = 6
"""Services that fail together of more are not tried."""


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

    def __init__(self, index: Index, able: NDArray[np.bool_]) -> None:
        """``able``: bool[n], the services that can fail of themselves."""
        self._index, self._able = index, able
        self._known: dict[tuple[tuple[int, ...], int, int], Surviving] = {}

    def surviving(self, group: int) -> Surviving:
        """What a requirement survives; a failure of its consumer does not count, which would be down anyway."""
        index = self._index
        members = index.member[index.member_at[group] : index.member_at[group + 1]]
        found = foundation(index, members)
        consumer = int(index.consumer[group])
        at = int(np.searchsorted(found.services, consumer))
        inside = at < len(found.services) and found.services[at] == consumer
        key = (tuple(members.tolist()), int(index.needs[group]), consumer if inside else -1)
        if key not in self._known:
            able = np.append(self._able[found.services], False)
            if inside:
                able[at] = False
            made = topped(found.index, found.chosen, key[1])
            result = _smallest(made, able)
            self._known[key] = result._replace(by=tuple(found.services[list(result.by)].tolist()))
        return self._known[key]


def _smallest(index: Index, able: NDArray[np.bool_]) -> Surviving:
    """Of the last service of an index."""
    top = index.n - 1
    for order in range(1, min(MOST, int(able.sum())) + 1):
        found = cut_sets(index, top, order, able)
        if found.order < order:
            return Surviving(found.order, ())
        if len(found):
            first = min(tuple(sorted(found.classes[at][0] for at in row)) for row in found.sets[-1].tolist())
            return Surviving(order - 1, first)
    return Surviving(min(MOST, int(able.sum())), ())
