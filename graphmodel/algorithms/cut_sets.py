"""Minimal cut sets: which services, failing together, take a product down, and no fewer of them do.

Services that go down with the same effect on the product are one *class*: those of a cycle of sure needs, and those of
whose consumers only one needs them, and surely (``graphmodel.algorithms.trial``). Sets of classes are tried order
by order, in columns of bits: a candidate holds no set that is known to be a cut, so whatever goes down is minimal. A
set of classes stands for all sets with one member of each.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graphmodel.algorithms.single_failures import Together
from graphmodel.algorithms.sure import below, surely, within
from graphmodel.algorithms.trial import question
from graphmodel.index.csr import distinct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.algorithms.single_failures import Needs
    from graphmodel.index.index import Index

    Sets = NDArray[np.int32]

TRIED: Final = 100_000_000
"""So many candidates of one order are tried; where there are more, that order is not."""
HELD: Final = 20_000_000
"""So many that are grown are held in memory."""
SAMPLES: Final = 8
"""Steps by which it is judged how many there are."""
BLOCK: Final = 100_000
"""Candidates that are made at once."""
STEP: Final = 500
"""Sets to which classes are added at once."""
CLOSE: Final = 3
"""Up to this order only classes are tried together that touch a common requirement."""


class CutSets(NamedTuple):
    """The minimal cut sets of one product, as classes."""

    classes: list[list[int]]
    """The services of each class that can fail of themselves, ascending."""
    sets: list[Sets]
    """For each order 1, 2, …: int32[sets, order], classes, ascending."""
    sure: NDArray[np.bool_]
    """bool[classes]: does the product need it surely? One of order 1 that it does not is false redundancy."""

    @property
    def order(self) -> int:
        """Up to which order they are complete."""
        return len(self.sets)

    def __len__(self) -> int:
        """How many sets of services there are."""
        size = np.array([len(services) for services in self.classes], object)
        return int(sum(np.prod(size[sets], axis=1).sum() for sets in self.sets if len(sets)))


def cut_sets(
    index: Index, product: int, order: int, able: NDArray[np.bool_], most: int | None = None
) -> CutSets:
    """The minimal cut sets of a product up to an order, or up to the highest that can be tried.

    ``able``: bool[n], the services that can fail of themselves. The product itself is in no set. ``most``: so many
    candidates of one order are tried (``TRIED``).
    """
    hard = surely(index)
    top = hard.component[[product]]
    needed = within(hard.sure_components, top, np.ones(hard.count, np.bool_))
    needs, asked, columns, leader = question(hard, top, below(hard, top), np.ones(hard.count, np.bool_))
    led = needed.copy()
    led[columns] = True
    able = able.copy()
    able[product] = False
    members: dict[int, list[int]] = {}
    of = leader[hard.component]
    inside = np.flatnonzero(able & (led[of] | needed[hard.component]))
    for service in inside.tolist():
        component = int(hard.component[service])
        at = int(of[service]) if led[of[service]] else component
        members.setdefault(int(top[0]) if needed[component] else at, []).append(service)
    return _found(needs if len(asked) else None, members, int(top[0]), order, most or TRIED)


def _found(needs: Needs | None, members: dict[int, list[int]], top: int, order: int, most: int) -> CutSets:
    node = np.array(sorted(members), np.int32)
    classes = [members[at] for at in node.tolist()]
    alone = sure = node == top
    together = Together(needs, top, node) if needs is not None else None
    if together:
        alone = sure | together.down(node[:, None])
    sets = [np.flatnonzero(alone).astype(np.int32)[:, None]]
    others = np.flatnonzero(~alone).astype(np.int32)
    grown = _Grown(together, node, others) if together and order <= CLOSE else None
    kept = others[:, None]
    while together and len(sets) < order:
        width = len(sets) + 1
        known = _Known(sets[1:], len(node))
        more = grown.more(kept) if grown else _all(kept, others)
        if more is None or more.number > most:
            return CutSets(classes, sets, sure)
        found, left = [np.zeros((0, width), np.int32)], [np.zeros((0, width), np.int32)]
        for block in more.blocks:
            block = block[known.none_in(block)]
            down = together.down(node[block])
            found.append(block[down])
            if width < order:
                left.append(block[~down])
        sets.append(np.concatenate(found))
        kept = np.concatenate(left)
    sets += [np.zeros((0, width), np.int32) for width in range(len(sets) + 1, order + 1)]
    return CutSets(classes, sets, sure)


class _More(NamedTuple):
    """Candidates that are made from sets by one more class, each once."""

    number: int
    """No fewer than there are."""
    blocks: Iterator[Sets]


def _all(sets: Sets, others: Sets) -> _More:
    """Each set with each greater class."""
    more = len(others) - np.searchsorted(others, sets[:, -1], side="right")
    return _More(int(more.sum()), _longer(sets, others, more))


class _Grown:
    """Candidates of up to three classes that can be a cut, grown from one class to the next.

    The first requirement that fails by several classes of a set together, and by none alone, has lost members to two of
    them, or to all. With those two failed, the next has lost members to them together and to the third alone. So a set
    of two touches one redundant requirement with both, and a set of three holds such a pair and a third class that
    touches what the pair does. (Of four, two pairs may fail what only together meets.)
    """

    def __init__(self, together: Together, node: NDArray[np.int32], others: Sets) -> None:
        self._together, self._node, self._others = together, node, others
        self._touching = together.touched(node[others][:, None]).astype(np.float32)
        """float32[others, r]: 1 where a class alone takes a member of a requirement down."""

    def more(self, sets: Sets) -> _More | None:
        """Each set with each class that touches what it touches; None where there are too many to be held."""
        spread = -(-len(sets) // (SAMPLES * STEP))
        if spread > 1 and len(self._longer(sets[::spread])) * spread > HELD:
            return None
        numbers = [np.zeros(0, np.int64)]
        number, classes = 0, len(self._node)
        for first in range(0, len(sets), STEP):
            numbers.append(self._longer(sets[first : first + STEP]))
            number += len(numbers[-1])
            if number > 2 * HELD:
                return None
        found = distinct(np.concatenate(numbers))
        width = sets.shape[1] + 1
        return _More(
            number, (_sets(found[at : at + BLOCK], classes, width) for at in range(0, len(found), BLOCK))
        )

    def _longer(self, some: Sets) -> NDArray[np.int64]:
        """Each of these sets with each such class, by number; one may come more than once."""
        found = [np.zeros(0, np.int64)]
        for first in range(0, len(some), STEP):
            part = some[first : first + STEP]
            touched = self._together.touched(self._node[part]).astype(np.float32)
            at, other = np.nonzero(touched @ self._touching.T)
            longer = np.sort(np.column_stack((part[at], self._others[other])), axis=1)
            found.append(_number(longer[(np.diff(longer, axis=1) > 0).all(axis=1)], len(self._node)))
        return np.concatenate(found)


def _number(sets: Sets, classes: int) -> NDArray[np.int64]:
    """One number for each set."""
    number = np.zeros(len(sets), np.int64)
    for column in sets.T:
        number = number * classes + column
    return number


def _sets(numbers: NDArray[np.int64], classes: int, width: int) -> Sets:
    """The sets of these numbers."""
    columns = []
    for _ in range(width):
        numbers, column = np.divmod(numbers, max(classes, 1))
        columns.append(column)
    return np.column_stack(columns[::-1]).astype(np.int32)


def _longer(sets: Sets, others: Sets, more: NDArray[np.int64]) -> Iterator[Sets]:
    """Each set with each greater class, of which it has so ``more``, block by block."""
    at = 0
    ends = np.cumsum(more)
    while at < len(sets):
        end = max(at + 1, int(np.searchsorted(ends, (ends[at - 1] if at else 0) + BLOCK, side="right")))
        times = more[at:end]
        first = np.repeat(len(others) - times, times)
        step = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)
        yield np.column_stack((np.repeat(sets[at:end], times, axis=0), others[first + step]))
        at = end


class _Known:
    """The cuts found so far, of order 2 and more: no candidate may hold one."""

    def __init__(self, sets: list[Sets], classes: int) -> None:
        self._classes = classes
        self._numbers = [np.sort(_number(found, classes)) for found in sets]

    def none_in(self, sets: Sets) -> NDArray[np.bool_]:
        """bool[sets]: does it hold none of them?"""
        free = np.ones(len(sets), np.bool_)
        for order, numbers in enumerate(self._numbers, 2):
            if not len(numbers) or order >= sets.shape[1]:
                continue
            for columns in combinations(range(sets.shape[1]), order):
                number = _number(sets[:, columns], self._classes)
                at = np.minimum(np.searchsorted(numbers, number), len(numbers) - 1)
                free &= numbers[at] != number
        return free
