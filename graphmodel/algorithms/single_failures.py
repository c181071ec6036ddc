"""Many failures at once: what goes down when each of some nodes fails alone.

Every failure has its column of bits; the row of a node says in which of them it is down:

    down(v) = v itself | at least ``failing`` of the members' down(m), for each of its requirements

Rows are computed from providers to consumers, level by level, ``WORDS`` x 64 columns at a time. Nodes on a cycle have
a level of their own, which is computed until nothing changes: from all up, that ends in the least fixed point. A level
is visited only where something it needs has gone down, and on it only the rows that need what has: a failure that is
soon caught costs little in a deep graph and in a wide one.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms import bits
from graphmodel.algorithms.condensed import condensed
from graphmodel.algorithms.topological import bounds, topological_levels
from graphmodel.index.csr import Links, distinct, gather, links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

WORDS = 16
"""Rows of 128 bytes: those of an estate of 110,000 services fit the processor's cache."""


SPACE = 1 << 19
"""Words for the rows where many sets fail together: 4 MB."""


class Needs(NamedTuple):
    """Requirements between nodes 0 … nodes - 1."""

    owner: NDArray[np.int32]
    """int32[r]: who has it."""
    failing: NDArray[np.int64]
    """int64[r]: so many members that are down take the owner down."""
    members: Links
    """Of each at least ``failing``; one may come twice. Requirements of one member must not form a cycle."""
    nodes: int
    late: NDArray[np.int32] | None = None
    """int32[2, …]: owners, and one member of each, whose failure is only looked at when asked to go on."""


def takes_down(needs: Needs, failing: NDArray[np.int32], tops: NDArray[np.int32]) -> list[NDArray[np.intp]]:
    """For each of the nodes ``failing``, which it takes down alone: positions in ``tops``, ascending."""
    found: dict[int, NDArray[np.intp]] = {}
    for block, seen, taken in _swept(needs, failing, tops):
        columns = np.ascontiguousarray(bits.unpack(taken).T)
        found.update(zip(block.tolist(), (seen[np.flatnonzero(column)] for column in columns), strict=False))
    return [found[v] for v in failing.tolist()]


def weight_down(
    needs: Needs, failing: NDArray[np.int32], tops: NDArray[np.int32], weight: NDArray[np.int64]
) -> NDArray[np.int64]:
    """int64[failing]: what the tops weigh together that each of the nodes ``failing`` takes down alone.

    ``weight``: int64[tops], none below 0.
    """
    found = np.zeros(needs.nodes, np.int64)
    for block, seen, taken in _swept(needs, failing, tops):
        found[block] = bits.column_weights(taken, weight[seen])[: len(block)]
    return found[failing]


class Together:
    """What happens when several nodes fail together."""

    def __init__(self, needs: Needs, top: int, failing: NDArray[np.int32]) -> None:
        """``failing``: the nodes that may fail, ascending."""
        self._plan = _Plan(needs, distinct(np.append(failing, np.int32(top))))
        self._top = self._plan.row[[top]]
        self._words = max(WORDS, SPACE // max(self._plan.bounds[-1], 1))
        redundant = np.flatnonzero(needs.failing > 1)
        member = self._plan.row[gather(*needs.members, redundant)]
        requirement = np.repeat(np.arange(len(redundant)), np.diff(needs.members.at)[redundant])
        self._member, self._requirement = member[member >= 0], requirement[member >= 0]

    def down(self, sets: NDArray[np.int32]) -> NDArray[np.bool_]:
        """bool[sets]: is the top down when the nodes of a set fail? ``sets``: int32[sets, k]."""
        found = [bits.unpack(rows[self._top])[0] for rows in self._swept(sets)]
        return np.concatenate([*found, np.zeros(0, np.uint8)])[: len(sets)] > 0

    def touched(self, sets: NDArray[np.int32]) -> NDArray[np.bool_]:
        """bool[sets, r]: has a redundant requirement lost a member when the nodes of a set fail?

        A requirement that lost as many as it can bear, and more, has. Those that cannot lose any are left out.
        """
        at = np.flatnonzero(np.diff(self._requirement, prepend=-1))
        found = [np.zeros((len(at), 0), np.uint8)]
        if len(at):
            found += [
                bits.unpack(np.bitwise_or.reduceat(rows[self._member], at, axis=0))
                for rows in self._swept(sets)
            ]
        return np.concatenate(found, axis=1)[:, : len(sets)].T > 0

    def _swept(self, sets: NDArray[np.int32]) -> Iterator[NDArray[np.uint64]]:
        """The rows of all nodes, block by block of the sets; every block but the last is full."""
        plan = self._plan
        rows = np.zeros((plan.bounds[-1], min(self._words, -(-len(sets) // 64))), np.uint64)
        size = rows.shape[1] * 64
        for first in range(0, len(sets), max(size, 1)):
            failed = plan.row[sets[first : first + size]]
            for row in failed.T:
                bits.put(rows, row, np.arange(len(failed)))
            some = plan.sweep(rows, distinct(failed.ravel()))
            yield rows
            rows[some] = 0


def _swept(
    needs: Needs, failing: NDArray[np.int32], tops: NDArray[np.int32]
) -> Iterator[tuple[NDArray[np.int32], NDArray[np.intp], NDArray[np.uint64]]]:
    """Block by block of the nodes ``failing``: they, positions of tops that can go down, and the rows of those.

    Bit j of a row says that the j-th node of the block takes that top down alone.
    """
    sweep = Sweep(needs, failing)
    seen = np.flatnonzero(sweep.reached(tops))
    for block in sweep.blocks:
        sweep.fail(block)
        yield block, seen, sweep.down(tops[seen])


class Sweep:
    """The nodes ``failing`` fail alone, block by block."""

    def __init__(self, needs: Needs, failing: NDArray[np.int32]) -> None:
        self._plan = _Plan(needs, failing)
        self._rows = np.zeros((self._plan.bounds[-1], WORDS), np.uint64)
        self._some = np.zeros(len(self._rows), np.bool_)
        self.order = failing[np.argsort(self._plan.row[failing], kind="stable")]
        """Those that fail; the later, the higher above others. Neighbours are quick together."""

    @property
    def blocks(self) -> Iterator[NDArray[np.int32]]:
        """All of them in that order, as many as may fail at once."""
        return in_blocks(self.order)

    def reached(self, nodes: NDArray[np.int32]) -> NDArray[np.bool_]:
        """bool[nodes]: can it go down at all?"""
        return self._plan.row[nodes] >= 0

    def fail(self, block: NDArray[np.int32]) -> None:
        """Fail each of these alone, at most ``WORDS`` x 64 of the nodes ``failing``; not yet by what is late."""
        self._rows[self._some] = 0
        failed = self._plan.row[block]
        bits.put(self._rows, failed, np.arange(len(block)))
        self._some = self._plan.sweep(self._rows, failed)

    def go_on(self) -> None:
        """By what is late, too."""
        self._plan.go_on(self._rows, self._some)

    def down(self, nodes: NDArray[np.int32]) -> NDArray[np.uint64]:
        """uint64[nodes, WORDS]: bit j of a row: the j-th of the block takes down that node, which is reached."""
        return self._rows[self._plan.row[nodes]]

    def taking(self, nodes: NDArray[np.int32]) -> NDArray[np.intp]:
        """Which of the block take down any of these nodes, which are reached."""
        row = self._plan.row[nodes]
        any_ = np.bitwise_or.reduce(self._rows[row[self._some[row]]], axis=0, keepdims=True)
        return np.flatnonzero(bits.unpack(any_)[0])


def in_blocks(nodes: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
    """As many at a time as may fail at once in a ``Sweep``."""
    return (nodes[first : first + WORDS * 64] for first in range(0, len(nodes), WORDS * 64))


class _Term(NamedTuple):
    """Requirements of one shape whose owners lie on one level."""

    owner: NDArray[np.int64]
    """The row of each, ascending."""
    members: NDArray[np.int64]
    """int64[n, requirements]: rows."""
    failing: int
    single: bool
    """Has every owner one only?"""

    def add(
        self,
        rows: NDArray[np.uint64],
        some: NDArray[np.bool_],
        space: NDArray[np.uint64],
        grown: NDArray[np.bool_] | None = None,
    ) -> None:
        """Add what takes these requirements down to what takes their owners down.

        ``some``: bool[rows], which have any bit. ``space``: for as many rows as there are members; memory that is had
        anew each time would cost as much again. ``grown``: bool[rows], which have more than when this was last done;
        only what has a member among them is asked.
        """
        there = some[self.members]
        if self.failing == 1:
            asked = np.flatnonzero(there[0] if len(there) == 1 else there.any(axis=0))
        else:
            asked = np.flatnonzero(there.sum(axis=0, dtype=np.int64) >= self.failing)
        if grown is not None:
            asked = asked[grown[self.members[:, asked]].any(axis=0)]
        if not len(asked):
            return
        owner, members = self.owner, self.members
        if len(asked) < len(owner):
            owner, members = owner[asked], members[:, asked]
        held = space[: members.size].reshape(*members.shape, rows.shape[1])
        np.take(rows, members, axis=0, out=held, mode="clip")
        given = bits.at_least(self.failing, [*held])
        if not self.single:
            at = np.append(0, np.flatnonzero(owner[1:] != owner[:-1]) + 1)
            given, owner = np.bitwise_or.reduceat(given, at, axis=0), owner[at]
        if grown is not None:
            given |= rows[owner]
            more = np.flatnonzero((given != rows[owner]).any(axis=1))
            given, owner = given[more], owner[more]
            grown[owner] = True
        rows[owner] |= given
        some[owner] |= True if self.failing == 1 else given.any(axis=1)


class _Plan:
    """Which row each node has, and what is computed on each level."""

    def __init__(self, needs: Needs, failing: NDArray[np.int32]) -> None:
        late = np.zeros((2, 0), np.int32) if needs.late is None else needs.late
        same = _same(needs, np.concatenate((failing, late[0])))
        kept = np.flatnonzero(same[needs.owner] == needs.owner)
        owner, failing_of = needs.owner[kept], needs.failing[kept]
        size = np.diff(needs.members.at)[kept]
        member = same[gather(*needs.members, kept)]
        source = np.repeat(owner, size)
        late = late[:, np.isin(late[1], owner)]
        source, target = np.append(source, late[0]), np.append(member, late[1])
        level = _levels(needs.nodes, source, target)

        order = distinct(np.concatenate((source, target, failing)))
        order = order[np.argsort(level[order], kind="stable")]
        self.bounds = bounds(level[order])
        """Where the rows of each level begin; every other level is cyclic."""
        row = np.full(needs.nodes, -1)
        row[order] = np.arange(len(order))
        self.row: NDArray[np.int64] = row[same]
        """int64[nodes]: -1 where a node cannot go down."""
        self.terms: list[list[_Term]] = [[] for _ in self.bounds[1:]]
        self._late: list[list[_Term]] = [[] for _ in self.bounds[1:]]
        at = np.append(0, np.cumsum(size))
        shape = size * (int(size.max(initial=0)) + 1) + failing_of
        for one in distinct(shape):
            alike = np.flatnonzero(shape == one)
            members = row[gather(at, member, alike)].reshape(len(alike), -1)
            self._add(self.terms, row[owner[alike]], members, int(failing_of[alike[0]]))
        self._add(self._late, row[late[0]], row[late[1]][:, None], 1)
        every = chain.from_iterable(self.terms + self._late)
        self.most = max((term.members.size for term in every), default=0)
        """The most members that any term has."""
        self._waited = distinct(row[late[1]])
        other = level[source] != level[target]
        self.above = links(len(self.terms), level[target[other]], level[source[other]])
        """Level → the levels that need it."""

    def _add(
        self, terms: list[list[_Term]], owner: NDArray[np.int64], members: NDArray[np.int64], failing: int
    ) -> None:
        order = np.argsort(owner, kind="stable")
        owner, members = owner[order], members[order]
        level = self.level(owner)
        begins = np.flatnonzero(np.diff(level, prepend=-1)).tolist()
        for first, last in pairwise([*begins, len(owner)]):
            columns = np.ascontiguousarray(members[first:last].T)
            single = bool((owner[first + 1 : last] != owner[first : last - 1]).all())
            terms[level[first]].append(_Term(owner[first:last], columns, failing, single))

    def level(self, row: NDArray[np.int64]) -> NDArray[np.int64]:
        """The level of each of these rows."""
        return np.searchsorted(self.bounds, row, side="right") - 1

    def part(self, rows: NDArray[np.uint64], level: int) -> NDArray[np.uint64]:
        """The rows of a level."""
        return rows[self.bounds[level] : self.bounds[level + 1]]

    def sweep(self, rows: NDArray[np.uint64], failed: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Compute the rows when those of ``failed`` have their own bits and all others none; what is late is left out.

        Gives bool[rows]: those that then have any.
        """
        some = np.zeros(len(rows), np.bool_)
        some[failed] = True
        self._rise(rows, some, self.terms, self.level(failed))
        return some

    def go_on(self, rows: NDArray[np.uint64], some: NDArray[np.bool_]) -> None:
        """Add what is late to rows that are computed, and what comes of it; ``some``: what ``sweep`` gave, kept up."""
        begun = self._waited[some[self._waited]]
        grown = np.zeros(len(rows), np.bool_)
        grown[begun] = True
        terms = [early + late for early, late in zip(self.terms, self._late, strict=True)]
        self._rise(rows, some, terms, self.level(begun), grown)

    def _rise(
        self,
        rows: NDArray[np.uint64],
        some: NDArray[np.bool_],
        terms: list[list[_Term]],
        levels: NDArray[np.int64],
        grown: NDArray[np.bool_] | None = None,
    ) -> None:
        """Compute these levels and all that then need to be."""
        space = np.empty((self.most, rows.shape[1]), np.uint64)
        waiting = distinct(levels).tolist()
        heapify(waiting)
        known = set(waiting)
        more = some if grown is None else grown
        while waiting:
            level = heappop(waiting)
            part = self.part(rows, level)
            changing = True
            while changing:
                before = part.copy() if level % 2 else None
                for term in terms[level]:
                    term.add(rows, some, space, grown)
                changing = before is not None and not np.array_equal(before, part)
            if more[self.bounds[level] : self.bounds[level + 1]].any():
                for above in self.above.values[self.above.at[level] : self.above.at[level + 1]].tolist():
                    if above not in known:
                        known.add(above)
                        heappush(waiting, above)


def _same(needs: Needs, apart: NDArray[np.int32]) -> NDArray[np.int32]:
    """int32[nodes]: whose row each has. One with one requirement of one member, and not ``apart``: that one's."""
    alone = np.bincount(needs.owner, minlength=needs.nodes) == 1
    alone[apart] = False
    simple = np.flatnonzero(alone[needs.owner] & (np.diff(needs.members.at) == 1))
    same = np.arange(needs.nodes, dtype=np.int32)
    same[needs.owner[simple]] = needs.members.values[needs.members.at[simple]]
    while not np.array_equal(further := same[same], same):
        same = further
    return same


def _levels(count: int, owner: NDArray[np.int32], member: NDArray[np.int32]) -> NDArray[np.int64]:
    """int64[nodes]: twice the level, from members to owners; one more for those on a cycle."""
    graph = condensed(links(count, owner, member))
    component, level = graph.component, topological_levels(graph.between(member, owner))
    return 2 * level[component].astype(np.int64) + (np.bincount(component)[component] > 1)
