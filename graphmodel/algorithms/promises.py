"""Promises against what underpins them: what services promise, and what their direct hard requirements can keep.

A provider's promise includes what lies below it, so only direct requirements are asked; providers are taken as
independent of each other. A verdict is *unknown* exactly when a level is missing and some value of it would change the
verdict: all verdicts get worse or better with each level, so two values of what is missing, the best and the worst,
decide. A provider that is gone is down for good.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from graphmodel.algorithms import joint, points
from graphmodel.algorithms.hard import Hard, hard
from graphmodel.algorithms.offsets import this_year
from graphmodel.algorithms.support import EVERYTHING, NOTHING, Coverage, schedules
from graphmodel.index.levels import NOBODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graphmodel.algorithms.support import Schedule
    from graphmodel.index.arrays import Array, Integers
    from graphmodel.index.index import Index

LEVELS: Final = ("availability", "rto", "rpo", "support_hours")
"""What is promised and judged."""
KEPT, UNKNOWN, BROKEN = range(3)
VERDICTS: Final = ("kept", "unknown", "broken")
"""As ``Judged.verdict`` numbers them, from good to bad."""
OWN: Final = -2
"""In place of a requirement: the service's own parts."""
PLACES: Final = 10
"""Decimals of a percentage up to which availabilities are compared: 0.03 milliseconds of a year."""


@dataclass(frozen=True)
class Judged:
    """The verdicts on one level of the s services that promise something of it."""

    level: str
    """One of ``LEVELS``."""
    services: NDArray[np.int32]
    """int32[s], ascending."""
    promised: Array
    """What each promises, as ``Level.value`` has it: percent, seconds, or the number of a schedule."""
    verdict: NDArray[np.int8]
    """int8[s]: ``KEPT``, ``UNKNOWN`` or ``BROKEN``."""
    best: Array
    """What it can promise if all that is missing is as good as can be: float64[s] percent, or int64[s] seconds. Of
    support hours int64[s]: the promised minutes of a week that the requirement which covers least leaves open."""
    worst: Array
    """The same if it is as bad as can be; seconds without end are ``points.FREE``."""
    blamed: NDArray[np.int64]
    """int64[s]: the requirement that allows least at best, as the index numbers it, or ``OWN``; -1 without any."""
    missing_at: NDArray[np.int64]
    """int64[s + 1]: where the members of ``missing`` begin that each promise waits for."""
    missing: NDArray[np.int32]
    """int32[…]: of the unknown promises the providers whose level is missing, the first one to state first: those of
    the requirement with the least to spare, then by id."""
    entangled: NDArray[np.bool_]
    """bool[s]: unknown only because its requirements share too many members to be exact about."""


def judge(
    index: Index, level: str, services: Integers | None = None, timezone: str = "UTC", year: int | None = None
) -> Judged:
    """The verdicts on one level of these services, ascending; of all where none are given.

    ``timezone``: that of schedules which name none; ``year``: the one whose offsets count, by default this year. Raises
    UsageError for a time zone that this machine does not know.
    """
    asked = np.arange(index.n, dtype=np.int32) if services is None else np.asarray(services, np.int32)
    promising = (index.levels[level].origin[asked] != NOBODY) & ~index.gone[asked]
    below = hard(index, asked[promising])
    if level == "availability":
        return _availability(index, below)
    if level == "rto":
        return _rto(index, below)
    if level == "rpo":
        return _rpo(index, below)
    return _support_hours(index, below, Coverage(timezone, this_year() if year is None else year))


def _availability(index: Index, below: Hard) -> Judged:
    value = index.levels["availability"].value
    own = np.nan_to_num(index.levels["own_availability"].value[below.services], nan=100)
    member, promised = value[below.member] / 100, value[below.services]
    member[index.gone[below.member]] = 0
    missing = np.isnan(member)
    found = []
    for chance in (1, 0)[: 1 + bool(missing.any())]:
        filled = np.where(missing, chance, member)
        single = joint.each(below, filled)
        found.append((single, *joint.together(below, filled, single)))
    (single, exact, high), (doubtful, low, other) = found[0], found[-1]
    best, worst = np.round(own * high, PLACES), np.round(own * low, PLACES)
    verdict = _verdict(worst >= promised, best < promised)
    blamed = _blamed(below, -single)
    blamed[own / 100 < np.append(single, 1.0)[blamed]] = OWN
    unsettled = np.repeat(doubtful < single, below.size) & missing
    spare = below.size - below.needs
    entangled = (verdict == UNKNOWN) & ((exact != high) | (low != other))
    return _judged("availability", below, promised, verdict, best, worst, blamed, unsettled, spare, entangled)


def _rto(index: Index, below: Hard) -> Judged:
    value = index.levels["rto"].value
    member, promised = value[below.member], value[below.services]
    member[index.gone[below.member]] = points.FREE
    missing = member < 0
    best = points.kth(below, np.where(missing, 0, member))
    worst = points.kth(below, np.where(missing, points.FREE, member))
    at_best, at_worst = points.worst_of(below, best), points.worst_of(below, worst)
    verdict = _verdict(at_worst <= promised, at_best > promised)
    limit = promised[below.consumer]
    unsettled = np.repeat((best <= limit) & (worst > limit), below.size) & missing
    fitting = (missing | (member <= np.repeat(limit, below.size))).astype(np.int64)
    spare = (np.add.reduceat(fitting, below.member_at[:-1]) if len(best) else best) - below.needs
    return _judged("rto", below, promised, verdict, at_best, at_worst, _blamed(below, best), unsettled, spare)


def _rpo(index: Index, below: Hard) -> Judged:
    times, value = index.levels["rto"].value[below.member], index.levels["rpo"].value
    member, promised = value[below.member], value[below.services]
    times[index.gone[below.member]] = member[index.gone[below.member]] = points.FREE
    any_of = np.repeat(below.size > below.needs, below.size)
    missing = (member < 0) | ((times < 0) & any_of)
    best = points.last_within(below, times, member, promised, best=True)
    worst = points.last_within(below, times, member, promised, best=False)
    if missing.any():
        at_best = points.least(below, times, member, best=True)
        at_worst = points.least(below, times, member, best=False)
    else:
        at_best = at_worst = points.worst_of(below, best)
    verdict = _verdict(at_worst <= promised, at_best > promised)
    limit = promised[below.consumer]
    unsettled = np.repeat((best <= limit) & (worst > limit), below.size) & missing
    spare = below.size - below.needs
    return _judged("rpo", below, promised, verdict, at_best, at_worst, _blamed(below, best), unsettled, spare)


def _support_hours(index: Index, below: Hard, coverage: Coverage) -> Judged:
    level = index.levels["support_hours"]
    known = [*schedules(level.values), NOTHING]
    member, promised = supporting(index, below), level.value[below.services]
    missing = member < 0
    best = _open(below, member, promised, [*known, EVERYTHING], coverage)
    worst = _open(below, member, promised, [*known, NOTHING], coverage) if missing.any() else best
    at_best, at_worst = points.worst_of(below, best), points.worst_of(below, worst)
    verdict = _verdict(at_worst == 0, at_best > 0)
    unsettled = np.repeat((best == 0) & (worst > 0), below.size) & missing
    spare = below.size - below.needs
    blamed = _blamed(below, best)
    return _judged("support_hours", below, promised, verdict, at_best, at_worst, blamed, unsettled, spare)


def supporting(index: Index, below: Hard) -> NDArray[np.int32]:
    """int32[m]: the schedule of each member, as ``Level.value`` numbers it; -1 where it is missing.

    The number after the last one is that of a member that is gone, and of no hours.
    """
    level = index.levels["support_hours"]
    return np.where(index.gone[below.member], np.int32(len(level.values)), level.value[below.member])


def _open(
    below: Hard, member: Array, promised: Array, known: list[Schedule], coverage: Coverage
) -> NDArray[np.int64]:
    """int64[r]: the promised minutes of a week that each requirement leaves open; alike ones are compared once.

    ``member``, ``promised``: int32[m] and int32[s], positions in ``known``; -1 is the last.
    """
    found = np.zeros(len(below.number), np.int64)
    for those, needs, members in below.alike:
        rows = [promised[below.consumer[those]], *np.sort(member[members], axis=1).T]
        first, which = _alike(rows)
        left = [
            coverage.of(known[own], [[known[one] for one in others]], [needs]).missing.bit_count()
            for own, *others in zip(*(row[first].tolist() for row in rows), strict=True)
        ]
        found[those] = np.array(left, np.int64)[which]
    return found


def _alike(columns: Sequence[Array]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Of rows of numbers ≥ -1, two or more, one of each kind; and intp[rows]: the kind of each."""
    which, *further = columns
    first = np.zeros(0, np.intp)
    for column in further:
        pair = which.astype(np.int64) * (int(column.max(initial=0)) + 2) + column
        _, first, which = np.unique(pair, return_index=True, return_inverse=True)
    return first, which


def _verdict(kept: NDArray[np.bool_], broken: NDArray[np.bool_]) -> NDArray[np.int8]:
    return np.where(kept, KEPT, np.where(broken, BROKEN, UNKNOWN)).astype(np.int8)


def _blamed(below: Hard, harm: Array) -> NDArray[np.int64]:
    """int64[s]: the position of the requirement that does most harm to each consumer, of several the first; or -1."""
    found = np.full(len(below.services), -1)
    starts = np.flatnonzero(np.diff(below.consumer, prepend=-1))
    if len(starts):
        most = np.maximum.reduceat(harm, starts)
        worst = np.flatnonzero(harm == np.repeat(most, np.diff(starts, append=len(harm))))
        found[below.consumer[starts]] = worst[np.searchsorted(worst, starts)]
    return found


def _judged(
    level: str,
    below: Hard,
    promised: Array,
    verdict: NDArray[np.int8],
    best: Array,
    worst: Array,
    blamed: NDArray[np.int64],
    unsettled: NDArray[np.bool_],
    spare: Array,
    entangled: NDArray[np.bool_] | None = None,
) -> Judged:
    owner = np.repeat(below.consumer, below.size)
    waiting = np.flatnonzero(unsettled & (verdict[owner] == UNKNOWN))
    waiting = waiting[
        np.lexsort((below.member[waiting], np.repeat(spare, below.size)[waiting], owner[waiting]))
    ]
    pair = (
        owner[waiting].astype(np.int64) * max(1, int(below.member.max(initial=0)) + 1) + below.member[waiting]
    )
    waiting = waiting[np.sort(np.unique(pair, return_index=True)[1])]
    counts = np.bincount(owner[waiting], minlength=len(below.services))
    return Judged(
        level,
        below.services,
        promised,
        verdict,
        best,
        worst,
        np.where(blamed < 0, blamed, np.append(below.number, -1)[np.maximum(blamed, -1)]),
        np.append(0, np.cumsum(counts)),
        below.member[waiting],
        np.zeros(len(verdict), np.bool_) if entangled is None else entangled,
    )
