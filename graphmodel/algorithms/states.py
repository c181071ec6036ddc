"""What happens when services fail: the state of everything, how it came about, and the proof.

The states are the least fixed point of the rules in ``verdict``, reached by synchronous rounds from all up: a round
judges every requirement by the states that its members had after the round before. Only requirements of which a member
changed in the last round are judged again, so a service costs work only for its (at most three) changes, never for a
round.

What is kept of each service is, for every state, the first round in which it was at least as bad. From that follow

- its cause: a requirement that gave its final state s in the round in which it reached s. Some member of that
  requirement was at least as bad as s one round earlier (see ``verdict``: the count that exceeds counts such members).
  Passing to that member, the state never gets milder, and while it stays the same its round falls; so following
  ``via`` ends, and it can end only in a service that failed;
- its distance: a requirement with a member that is not up is not up either, so whatever can be reached towards the
  consumers is affected, and the round in which it stopped being up is the number of dependencies on a shortest way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graphmodel.index.csr import distinct, gather, positions, tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.index.arrays import Integers
    from graphmodel.index.index import Index

UP, AT_RISK, DEGRADED, DOWN = range(4)
NAMES = ("up", "at-risk", "degraded", "down")

NARROW = 100
"""Rounds that touch fewer services and dependencies are done one by one (see ``graphmodel.algorithms.bfs``)."""


def verdict(hard: Any, spare: Any, not_up: Any, degraded: Any, down: Any) -> Any:
    """The state that a requirement gives; of numbers or of arrays.

    ``spare`` is n - k; ``not_up``, ``degraded`` and ``down`` count the members that are at least that bad. Fewer than
    k members are usable when more than ``spare`` are down; where they are, more than ``spare`` are at least degraded
    too, and where those are, some are not up: so the state is the number of these that hold.
    """
    return 1 * (not_up > 0) + (degraded > spare) + (hard & (down > spare))


class Causes(NamedTuple):
    """Why several services are in their states, as arrays aligned with them; for what failed itself or is up -1."""

    requirement: NDArray[np.int32]
    via: NDArray[np.int32]
    """The member to follow; repeated, it ends in a service that failed."""
    because_at: NDArray[np.int64]
    """int64[len + 1]: where ``because`` of each begins."""
    because: NDArray[np.int32]
    """The members of the requirement that are not up, ascending."""


class Proof(NamedTuple):
    """One line of a proof."""

    depth: int
    service: int
    requirement: int
    """The requirement of this service that gave its state, or -1 where it failed itself."""
    state: int
    repeated: bool
    """It was drawn above, with what follows from it."""


@dataclass(frozen=True)
class States:
    """The state of every service after a failure."""

    index: Index
    since: NDArray[np.int32]
    """int32[4, n]: the first round in which a service was at least in that state, or -1; those that failed have 0."""
    state: NDArray[np.uint8]
    """uint8[n]."""

    @property
    def distance(self) -> NDArray[np.int32]:
        """int32[n]: dependencies on a shortest way from a service that failed; -1 where there is none (it is up)."""
        distance: NDArray[np.int32] = self.since[AT_RISK]
        return distance

    def causes(self, services: Integers) -> Causes:
        """Why these services are in their states.

        Of the requirements that gave the state, the one whose ``via`` was earliest at least as bad, then the one
        whose ``via``, then which itself has the smallest number.
        """
        index = self.index
        caused = np.flatnonzero(self.since[self.state[services], services] > 0)
        requirement, via = (np.full(len(services), -1, np.int32) for _ in range(2))
        requirement[caused], via[caused] = self._ways(services[caused])
        chosen = requirement[caused]
        members = gather(index.member_at, index.member, chosen)
        bad = self.state[members] != UP
        length = np.zeros(len(services), np.int64)
        if len(chosen):
            starts = np.cumsum(index.member_at[chosen + 1] - index.member_at[chosen])
            length[caused] = np.add.reduceat(bad.astype(np.int64), np.append(0, starts[:-1]))
        return Causes(requirement, via, np.append(0, np.cumsum(length)), members[bad])

    def carriers(self, services: Integers) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """(consumer, provider) of all dependencies that alone, or with their alternatives, gave one of these its state.

        All causes, where ``causes`` has one of them. Of what failed itself there are none; nor does a member of a
        cycle count that was affected only when its consumer was.
        """
        from graphmodel.algorithms.cycles import components

        index = self.index
        caused = services[self.since[self.state[services], services] > 0]
        owned = index.requirement_at[caused + 1] - index.requirement_at[caused]
        ways = positions(index.requirement_at, caused)
        size = index.member_at[ways + 1] - index.member_at[ways]
        if not len(ways):
            return np.zeros(0, np.int32), np.zeros(0, np.int64)
        members = gather(index.member_at, index.member, ways)
        consumer = np.repeat(caused, owned)
        state, owner = self.state[consumer], np.repeat(consumer, size)
        rank = self.since[self.state[owner], owner]
        together = components(index)
        apart = together[members] != together[owner]
        early = [(row[members] >= 0) & (apart | (row[members] < rank)) for row in self.since[AT_RISK:]]
        counts = [np.add.reduceat(those.astype(np.int64), np.cumsum(size) - size) for those in early]
        given = verdict(index.hard[ways], size - index.needs[ways], *counts) >= state
        found = np.repeat(given, size) & early[0]
        return owner[found], members[found]

    def _ways(self, services: Integers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(requirement, via) of services that are not up and did not fail, so have requirements."""
        if not len(services):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        index, never = self.index, np.iinfo(np.int64).max
        owned = index.requirement_at[services + 1] - index.requirement_at[services]
        first = np.cumsum(owned) - owned
        ways = positions(index.requirement_at, services)
        size = index.member_at[ways + 1] - index.member_at[ways]
        starts = np.cumsum(size) - size
        members = gather(index.member_at, index.member, ways)
        state = np.repeat(self.state[services], owned)
        rank = np.repeat(np.repeat(self.since[self.state[services], services], owned), size)
        counts = []
        for row in self.since[AT_RISK:]:
            since = row[members]
            counts.append(np.add.reduceat(((since >= 0) & (since < rank)).astype(np.int64), starts))
        given = verdict(index.hard[ways], size - index.needs[ways], *counts) >= state
        since = self.since[np.repeat(state, size), members].astype(np.int64)
        witness = np.where((since >= 0) & (since < rank), since * index.n + members, never)
        earliest = np.where(given, np.minimum.reduceat(witness, starts), never)
        best = np.minimum.reduceat(earliest, first)
        matching = np.flatnonzero(earliest == np.repeat(best, owned))
        return ways[matching[np.searchsorted(matching, first)]], best % index.n


def proof(outcome: States, services: Sequence[int]) -> Iterator[Proof]:
    """The proof of these services' states, depth first, ``because`` in ascending order; each is drawn out once."""
    found = outcome.causes(np.arange(outcome.index.n))
    requirement, at, because = found.requirement.data, found.because_at.data, found.because.data
    drawn: set[int] = set()
    waiting = [(0, service) for service in reversed(services)]
    while waiting:
        depth, v = waiting.pop()
        yield Proof(depth, v, requirement[v], int(outcome.state[v]), v in drawn)
        if v not in drawn:
            waiting += ((depth + 1, m) for m in reversed(because[at[v] : at[v + 1]].tolist()))
        drawn.add(v)


def fail(
    index: Index, failed: Sequence[int], state: int = DOWN, gone: NDArray[np.bool_] | None = None
) -> States:
    """The state of every service when these are in that state (``DOWN`` or ``DEGRADED``) together.

    What is gone is down with them; ``gone``: bool[n], by default ``Index.gone``.
    """
    return _Run(index, failed, state, index.gone if gone is None else gone).outcome()


class _Run:
    """The rounds of one failure. Arrays and loops work on the same memory."""

    def __init__(self, index: Index, failed: Sequence[int], state: int, without: NDArray[np.bool_]) -> None:
        self.index = index
        self.since = np.full((4, index.n), -1, np.int32)
        self.since[UP] = 0
        self.state = np.zeros(index.n, np.uint8)
        self.bad = np.zeros((4, len(index.needs)), np.int32)
        """Members at least that bad, per state and requirement."""
        self.round = 0
        gone = np.flatnonzero(without)
        self.changed = distinct(np.append(np.array(failed, np.int32), gone.astype(np.int32)))
        """The services that changed in the last round …"""
        self.before = np.zeros(len(self.changed), np.uint8)
        """… and their states before it."""
        self.state[self.changed] = state
        self.since[: state + 1, self.changed] = 0
        self.state[gone] = DOWN
        self.since[:, gone] = 0

    def outcome(self) -> States:
        while len(self.changed):
            touched = self.index.used_at[self.changed + 1] - self.index.used_at[self.changed]
            if len(touched) + int(touched.sum()) < NARROW:
                self._narrow()
            else:
                self._wide()
        return States(self.index, self.since, self.state)

    def _wide(self) -> None:
        """One round with arrays."""
        index, now = self.index, self.state[self.changed]
        self.round += 1
        for s in (AT_RISK, DEGRADED, DOWN):
            worse = self.changed[(self.before < s) & (s <= now)]
            touched, times = tally(gather(index.used_at, index.used, worse))
            self.bad[s, touched] += times
        judged = distinct(gather(index.used_at, index.used, self.changed))
        spare = index.member_at[judged + 1] - index.member_at[judged] - index.needs[judged]
        given = verdict(index.hard[judged], spare, *self.bad[AT_RISK:, judged]).astype(np.uint8)
        consumer = index.consumer[judged]
        worse = given > self.state[consumer]
        given, consumer = given[worse], consumer[worse]
        first = np.flatnonzero(np.diff(consumer, prepend=-1))
        self.changed = consumer[first]
        self.before = self.state[self.changed]
        now = np.maximum.reduceat(given, first) if len(first) else given
        self.state[self.changed] = now
        for s in (AT_RISK, DEGRADED, DOWN):
            self.since[s, self.changed[(self.before < s) & (s <= now)]] = self.round

    def _narrow(self) -> None:
        """One round and as many more as are narrow, dependency by dependency."""
        index = self.index
        used_at, used = index.used_at.data, index.used.data
        member_at, needs, hard = index.member_at.data, index.needs.data, index.hard.data
        consumer, state = index.consumer.data, self.state.data
        bad = [row.data for row in self.bad]
        since = [row.data for row in self.since]
        changed = list(zip(self.changed.tolist(), self.before.tolist(), strict=True))
        width = 0
        while changed and width < NARROW:
            self.round += 1
            judged = set()
            for v, before in changed:
                requirements = used[used_at[v] : used_at[v + 1]].tolist()
                for s in range(before + 1, state[v] + 1):
                    for r in requirements:
                        bad[s][r] += 1
                judged.update(requirements)
            worse: dict[int, int] = {}
            for r in judged:
                spare = member_at[r + 1] - member_at[r] - needs[r]
                given = verdict(hard[r], spare, bad[AT_RISK][r], bad[DEGRADED][r], bad[DOWN][r])
                if given > worse.get(consumer[r], state[consumer[r]]):
                    worse[consumer[r]] = given
            changed = []
            width = 0
            for v, given in worse.items():
                changed.append((v, state[v]))
                for s in range(state[v] + 1, given + 1):
                    since[s][v] = self.round
                state[v] = given
                width += 1 + used_at[v + 1] - used_at[v]
        self.changed = np.array([v for v, _ in changed], np.int32)
        self.before = np.array([before for _, before in changed], np.uint8)
