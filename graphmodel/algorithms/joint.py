"""How likely requirements are to hold at once, when their members are up or down independently of each other.

A member of several requirements is one thing that is up or down: it counts once. Exact: counts of what is up are
carried from requirement to requirement, and only for members that several of them share.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.csr import distinct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from graphmodel.algorithms.hard import Hard

MOST = 50_000
"""States that are carried at once; of requirements that are so entangled that they need more there are bounds."""

Pair = tuple[float, float]


def at_least(needs: int, chance: NDArray[np.float64]) -> NDArray[np.float64]:
    """float64[a]: how likely at least so many of a row are up; ``chance``: float64[a, members], of each to be up."""
    rows, size = chance.shape
    if needs <= 0 or needs > size:
        return np.full(rows, float(needs <= 0))
    if needs == size:
        return np.asarray(np.prod(chance, axis=1))
    spare = size - needs + 1
    if spare < needs or needs == 1:  # fewer counts to carry: not so many down
        return 1 - at_least(spare, 1 - chance)
    up = np.zeros((needs + 1, rows))
    up[0] = 1
    for each in chance.T:
        up[needs] += up[needs - 1] * each
        up[1:needs] = up[1:needs] * (1 - each) + up[: needs - 1] * each
        up[0] *= 1 - each
    found: NDArray[np.float64] = up[needs]
    return found


def each(hard: Hard, chance: NDArray[np.float64]) -> NDArray[np.float64]:
    """float64[r]: how likely each requirement is to hold; ``chance``: float64[m], of each member to be up."""
    found = np.empty(len(hard.number))
    for those, needs, members in hard.alike:
        found[those] = at_least(needs, chance[members])
    return found


def together(
    hard: Hard, chance: NDArray[np.float64], single: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """float64[s], float64[s]: how likely all requirements of each consumer are to hold at once, at least and at most.

    The two are the same but where its requirements are too entangled. ``single``: what ``each`` gives.
    """
    low = np.ones(len(hard.services))
    starts = np.flatnonzero(np.diff(hard.consumer, prepend=-1))
    low[hard.consumer[starts]] = np.multiply.reduceat(single, starts) if len(starts) else []
    high = low.copy()
    most = int(hard.member.max(initial=0)) + 1
    pairs = np.sort(np.repeat(hard.consumer, hard.size) * most + hard.member, kind="stable")
    for at in distinct(pairs[1:][np.diff(pairs) == 0] // most).tolist():
        first, last = np.searchsorted(hard.consumer, (at, at + 1)).tolist()
        ends = hard.member_at[first : last + 1].tolist()
        begin = ends[0]
        known = dict(
            zip(hard.member[begin : ends[-1]].tolist(), chance[begin : ends[-1]].tolist(), strict=True)
        )
        groups = [hard.member[a:b].tolist() for a, b in pairwise(ends)]
        low[at], high[at] = shared(hard.needs[first:last].tolist(), groups, known)
    return low, high


def shared(needs: Sequence[int], groups: Sequence[Sequence[int]], chance: Mapping[int, float]) -> Pair:
    """How likely they are to hold at once, at least and at most, where groups share members."""
    sure = {m for k, members in zip(needs, groups, strict=True) if k == len(members) for m in members}
    whole = prod(chance[m] for m in sure)
    left = [
        (k - len(sure.intersection(members)), [m for m in members if m not in sure])
        for k, members in zip(needs, groups, strict=True)
    ]
    left = [(k, members) for k, members in left if k > 0]
    times = Counter(m for _, members in left for m in members)
    states: dict[tuple[int, ...], float] = {tuple(k for k, _ in left): whole}
    done: set[int] = set()
    for at, (_, members) in enumerate(left):
        for m in members:
            if times[m] > 1 and m not in done:
                done.add(m)
                states = _with(states, [m in others for _, others in left], chance[m])
                if len(states) > MOST:
                    return _bounds(left, whole, chance)
        alone = np.array([[chance[m] for m in members if times[m] == 1]])
        states = _settled(states, at, alone)
    found = sum(states.values())
    return found, found


def _with(
    states: Mapping[tuple[int, ...], float], among: Sequence[bool], chance: float
) -> dict[tuple[int, ...], float]:
    """One more member, up or down: what each group still needs."""
    found: dict[tuple[int, ...], float] = {}
    for state, likely in states.items():
        up = tuple(max(0, k - there) for k, there in zip(state, among, strict=True))
        found[state] = found.get(state, 0.0) + likely * (1 - chance)
        found[up] = found.get(up, 0.0) + likely * chance
    return found


def _settled(
    states: Mapping[tuple[int, ...], float], at: int, alone: NDArray[np.float64]
) -> dict[tuple[int, ...], float]:
    """A group whose shared members are all decided: what it still needs has to come from those that it has alone."""
    holds = {k: float(at_least(k, alone)[0]) for k in {state[at] for state in states}}
    found: dict[tuple[int, ...], float] = {}
    for state, likely in states.items():
        rest = (*state[:at], 0, *state[at + 1 :])
        found[rest] = found.get(rest, 0.0) + likely * holds[state[at]]
    return found


def _bounds(left: Sequence[tuple[int, list[int]]], whole: float, chance: Mapping[int, float]) -> Pair:
    """Requirements that share members hold together at least as often as if they did not (J. D. Esary, F. Proschan,
    D. W. Walkup, Association of Random Variables, Ann. Math. Statist. 38, 1967), and never more often than one of them.
    """
    single = [float(at_least(k, np.array([[chance[m] for m in members]]))[0]) for k, members in left]
    return whole * prod(single), whole * min(single)
