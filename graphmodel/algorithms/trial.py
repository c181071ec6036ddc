"""Which services break requirements with alternatives when they fail alone, and what each of those takes down.

Over sure requirements (``graphmodel.algorithms.sure``) what a failure takes down is what is reached, so only failures
that break redundant ones have to be tried, each in its own column of bits. What makes that small enough:

- services that surely need each other go down together and share a row;
- services of whose consumers only one needs them, and surely, need no column: when such a service fails, the same
  goes down as when its consumer fails (and the service itself);
- only what lies below a redundant requirement is in question, and only what lies above that can go down with it;
- whether a failure breaks one shows in what is sure alone, since up to the first that breaks nothing else goes down;
  and where one breaks some, so does all that it surely needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.single_failures import Needs, Sweep, in_blocks
from graphmodel.algorithms.sure import live, users, within
from graphmodel.index.csr import distinct, gather

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.algorithms.sure import Sure
    from graphmodel.index.csr import Links


class Question(NamedTuple):
    """What has to be tried to know what takes some components down, since it lies below redundant requirements."""

    needs: Needs
    """Among the components."""
    asked: NDArray[np.intp]
    """intp[asked]: the redundant requirements among them that can fail, the last ones in ``needs``."""
    columns: NDArray[np.int32]
    """int32[columns]: the components that are tried, ascending."""
    leader: NDArray[np.int32]
    """int32[components]: the last of those with the same effect, upwards, that is able; -1 where none is."""


def question(
    sure: Sure, tops: NDArray[np.int32], asking: NDArray[np.intp], able: NDArray[np.bool_]
) -> Question:
    """``tops``: the components asked about. ``asking``: which redundant requirements. ``able``: bool[components]."""
    below = within(sure.components, np.append(tops, sure.owner[asking]), np.ones(sure.count, np.bool_))
    members = gather(*sure.members, asking)
    above = users(sure, below)
    leader = _last(_led_by(above, np.append(members, tops)), able)
    columns = distinct(leader[within(sure.components, members, below) & (leader >= 0)])
    needs, asked = live(sure, asking, within(above, columns, below))
    return Question(needs, asked, columns, leader)


class Trial:
    """The classes of services that break any of some redundant requirements; each fails alone, block by block."""

    def __init__(
        self, sure: Sure, tops: NDArray[np.int32], asking: NDArray[np.intp], able: NDArray[np.bool_]
    ) -> None:
        """As ``question`` has it."""
        needs, asked, columns, leader = question(sure, tops, asking, able)
        self.leader = leader
        """int32[components]: as ``Question`` has it."""
        self.asked = asked
        """intp[asked]: the redundant requirements that can fail."""
        first = len(needs.owner) - len(asked)
        self.owner = needs.owner[first:]
        """int32[asked]: the component of the consumer of each."""
        self.broken = np.arange(needs.nodes, needs.nodes + len(asked), dtype=np.int32)
        """int32[asked]: the node of each, which is down where it is broken."""
        self._sweep = Sweep(
            needs._replace(
                owner=np.append(needs.owner[:first], self.broken),
                nodes=needs.nodes + len(asked),
                late=np.stack((self.owner, self.broken)),
            ),
            columns,
        )
        self._sure = sure
        order = self._sweep.order
        self.order = order[self._breaking()[order]]
        """int32[…]: the classes that break one."""

    @property
    def blocks(self) -> Iterator[NDArray[np.int32]]:
        """All of them in that order, as many as may fail at once."""
        return in_blocks(self.order)

    def fail(self, block: NDArray[np.int32]) -> None:
        """Fail each of these alone, as if redundant requirements took nobody down."""
        self._sweep.fail(block)

    def go_on(self) -> None:
        """What they take down."""
        self._sweep.go_on()

    def all_down(self, nodes: NDArray[np.int32]) -> Iterator[tuple[NDArray[np.int32], NDArray[np.uint64]]]:
        """Block by block: they, and the rows of these nodes, which are reached."""
        for block in self.blocks:
            self.fail(block)
            self.go_on()
            yield block, self.down(nodes)

    def down(self, nodes: NDArray[np.int32]) -> NDArray[np.uint64]:
        """uint64[nodes, words]: bit j of a row: the j-th of the block takes down that node, which is reached."""
        return self._sweep.down(nodes)

    def reached(self, nodes: NDArray[np.int32]) -> NDArray[np.bool_]:
        """bool[nodes]: can it go down at all?"""
        return self._sweep.reached(nodes)

    def _breaking(self) -> NDArray[np.bool_]:
        """bool[components]: those that break any of these requirements, when only what is sure goes down.

        From the highest to the lowest, so that few are asked that need one that does.
        """
        found = np.full(self._sure.count, -1, np.int32)
        waiting = self._sweep.order[::-1]
        while len(waiting):
            block = next(in_blocks(waiting))
            self._sweep.fail(block)
            bfs(self._sure.sure_components, block[self._sweep.taking(self.broken)], found)
            waiting = waiting[len(block) :]
            waiting = waiting[found[waiting] < 0]
        return found >= 0


def _led_by(users: Links, doubted: NDArray[np.int32]) -> NDArray[np.int32]:
    """int32[components]: the only one that needs it, surely; itself where there are others, or none."""
    led = np.diff(users.at) == 1
    led[doubted] = False
    leader = np.arange(len(led), dtype=np.int32)
    leader[led] = users.values[users.at[:-1][led]]
    return leader


def _last(step: NDArray[np.int32], there: NDArray[np.bool_]) -> NDArray[np.int32]:
    """int32[nodes]: the last that is there of those on the way of these steps, which a step to itself ends; else -1."""
    last = np.where(there, np.arange(len(step), dtype=np.int32), np.int32(-1))
    while True:
        further = last[step]
        last = np.where(further >= 0, further, last)
        if np.array_equal(step, step[step]):
            return last
        step = step[step]
