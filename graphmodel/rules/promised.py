"""What is said of a verdict on a promise: what can be promised, what is lacking, and what to state first."""

from __future__ import annotations

from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING, Protocol

import numpy as np

from graphmodel.algorithms import promises
from graphmodel.algorithms.hard import hard
from graphmodel.algorithms.points import FREE
from graphmodel.algorithms.promises import BROKEN, OWN, UNKNOWN
from graphmodel.algorithms.support import EVERYTHING, NOTHING, Coverage, schedules
from graphmodel.index.csr import Links, gather
from graphmodel.index.shared import shared
from graphmodel.model.durations import YEAR, text
from graphmodel.model.hours import ALWAYS, written
from graphmodel.model.words import listed
from graphmodel.rules.gaps import Gaps
from graphmodel.rules.rows import SHOWN, judged

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from graphmodel.algorithms.promises import Judged
    from graphmodel.index.arrays import Integers
    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings

DIGITS = 10**6
"""A percentage is written with six decimals, the rest left out: never more than can be promised."""
HOUR = 3600
"""Seconds."""
JUDGED = (
    "Nothing is said of what retired services and placeholders (services that are only named) promise; what they are "
    "needed for is judged by what is stated of them."
)
"""The end of what is said of each rule about promises."""
OWN_PARTS = "its own parts"
NEVER = "never"
"""What is said of a time without end: what is needed is gone for good."""
INDEPENDENT = "providers are taken to fail independently of each other"
"""What is said with every verdict on availability."""


@shared
def known(_index: Index) -> dict[tuple[str, str, int], Judged]:
    """Level, time zone and year → the verdicts that were asked for so far."""
    return {}


def verdicts(index: Index, level: str, settings: Settings) -> Judged:
    """The verdicts on one level of all services, worked out once."""
    there, key = known(index), (level, settings.timezone, settings.day.year)
    if key not in there:
        there[key] = promises.judge(index, level, None, *key[1:])
    return there[key]


class Wording:
    """The words for the verdicts on one level; support hours that are alike are compared once."""

    def __init__(self, index: Index, judged: Judged, settings: Settings) -> None:
        level = index.levels[judged.level]
        self._level, self._judged = level, judged
        self._hours = _Hours(index, judged, settings) if judged.level == "support_hours" else None

    def alike(self, at: Integers) -> Iterable[Hashable]:
        """For each of these broken promises what is equal where all that follows is the same."""
        if self._hours:
            return map(self._hours.key, at.tolist())
        return zip(self._judged.promised[at].tolist(), self._judged.best[at].tolist(), strict=True)

    def promised(self, at: int) -> str:
        """What is promised, as it is stated."""
        return self._level.text_of(int(self._judged.services[at]))

    def supported(self, at: int) -> str:
        """What can be promised: where a level is missing at best if the promise is broken, at worst if it is kept.

        Empty where that is not known.
        """
        verdict = self._judged.verdict[at]
        if verdict == UNKNOWN:
            return ""
        if self._hours:
            return self._hours.covered(at)
        value = (self._judged.best if verdict == BROKEN else self._judged.worst).item(at)
        if self._judged.level == "availability":
            return f"{floor(round(value * DIGITS, 3)) / DIGITS:.6f}".rstrip("0").rstrip(".")
        return NEVER if value == FREE else text(value)

    def short(self, at: int) -> str:
        """By how much a promise is broken; empty for another, and where what is needed is gone for good."""
        best = self._judged.best.item(at)
        if self._judged.verdict[at] != BROKEN or best == FREE:
            return ""
        if self._hours:
            hours, minutes = divmod(self._hours.open(at), 60)
            return f"{f'{hours}h' * bool(hours)}{f'{minutes}m' * bool(minutes)} a week"
        lacking = abs(self._judged.promised.item(at) - best)
        if self._judged.level == "availability":
            return f"{_points(lacking)} points, {_rounded(lacking / 100 * YEAR)} a year"
        return text(lacking)

    def lacking(self, at: int) -> str:
        """Of a promise that waits for a level which one its first provider has to state; empty for another."""
        judged = self._judged
        if judged.missing_at[at] == judged.missing_at[at + 1]:
            return ""
        first = judged.missing[judged.missing_at[at]]
        return "rto" if judged.level == "rpo" and self._level.value[first] >= 0 else judged.level


class _Hours:
    """What is covered of the hours that services promise, by all that they need."""

    def __init__(self, index: Index, judged: Judged, settings: Settings) -> None:
        self._judged = judged
        self._below = below = hard(index, judged.services)
        self._coverage = Coverage(settings.timezone, settings.day.year)
        self._values = [*schedules(index.levels["support_hours"].values), NOTHING]
        self._at = np.searchsorted(below.consumer, np.arange(len(judged.services) + 1))
        self._member = promises.supporting(index, below)
        self._known: dict[object, tuple[str, int]] = {}

    def covered(self, at: int) -> str:
        """The schedule that could be promised; its time zone is said unless it is that of the catalogue."""
        return self._found(at)[0]

    def open(self, at: int) -> int:
        """The promised minutes of a week that are not covered."""
        return self._found(at)[1]

    def _found(self, at: int) -> tuple[str, int]:
        key = self.key(at)
        if key not in self._known:
            self._known[key] = self._compared(*key)
        return self._known[key]

    def key(self, at: int) -> tuple[int, bool, frozenset[tuple[int, tuple[int, ...]]]]:
        """What is compared: what is promised, whether at best, and the schedules of what is needed."""
        best = bool(self._judged.verdict[at] == BROKEN)
        first, last = self._at[at], self._at[at + 1]
        ends = self._below.member_at[first : last + 1].tolist()
        member, begin = self._member[ends[0] : ends[-1]].tolist(), ends[0]
        needed = frozenset(
            (needs, (*sorted(member[a - begin : b - begin]),))
            for needs, (a, b) in zip(self._below.needs[first:last].tolist(), pairwise(ends), strict=True)
        )
        return self._judged.promised.item(at), best, needed

    def _compared(
        self,
        promised: int,
        best: bool,
        needed: Collection[tuple[int, tuple[int, ...]]],
    ) -> tuple[str, int]:
        filled = EVERYTHING if best else NOTHING
        members = [[self._values[c] if c >= 0 else filled for c in codes] for _, codes in needed]
        found = self._coverage.of(self._values[promised], members, [k for k, _ in needed])
        plain = found.always in (0, ALWAYS) or found.zone == self._coverage.timezone
        said = written(found.always)
        return said if plain else f"{found.zone} {said}", found.missing.bit_count()


def _points(percent: float) -> str:
    """Three digits of it, whatever its size."""
    if 0.001 < percent < 100:  # where both round alike, and one is quick
        return f"{percent:.3g}"
    return np.format_float_positional(percent, precision=3, fractional=False, trim="-")


def _rounded(seconds: float) -> str:
    """A length of time; of more than an hour without the seconds."""
    whole = round(seconds)
    return text(whole if whole < HOUR else whole - whole % 60)


def requirement(index: Index, judged: Judged, at: int) -> tuple[str, list[int]]:
    """What allows least, in words (empty for a provider alone, which is named beside), and the services in it."""
    blamed = judged.blamed[at : at + 1]
    if blamed[0] == OWN:
        members = judged.services[at : at + 1]
    else:
        members = gather(index.member_at, index.member, blamed[blamed >= 0])
    return _parts(index, blamed)[0], members.tolist()


def _parts(index: Index, numbers: NDArray[np.int64]) -> list[str]:
    """Requirements in words, or what allows least in their place; empty for a provider alone."""
    found: list[str] = np.where(numbers == OWN, OWN_PARTS, "").tolist()
    stated = np.flatnonzero(numbers >= 0)
    those = numbers[stated]
    size = np.diff(index.member_at)[those].tolist()
    rows = zip(stated.tolist(), index.needs[those].tolist(), size, index.group.of_rows(those), strict=True)
    for at, needs, members, group in rows:
        if group:
            found[at] = f"{needs} of {members} in group {group}"
    return found


class OfLevel(Protocol):
    """Gaps of which each is about a promise of one level."""

    services: NDArray[np.int32]
    """int32[k]: those that promise."""
    others: Links
    """What each message speaks of, too."""

    def messages(self, at: NDArray[np.intp]) -> Iterable[str]:
        """What is said of each of these."""


def level_by_level(index: Index, parts: Mapping[str, OfLevel]) -> Gaps:
    """The gaps of several levels, one after the other; the level tells those of a service apart."""
    every = [*parts.values()]
    ends = np.cumsum([len(part.services) for part in every])

    def messages(at: NDArray[np.intp]) -> list[str]:
        texts = [""] * len(at)
        which = np.searchsorted(ends, at, "right")
        for number, part in enumerate(every):
            mine = np.flatnonzero(which == number)
            of = part.messages(at[mine] - (ends[number] - len(part.services)))
            for place, words in zip(mine.tolist(), of, strict=True):
                texts[place] = words
        return texts

    sizes = np.concatenate([np.diff(part.others.at) for part in every])
    others = Links(np.append(0, np.cumsum(sizes)), np.concatenate([part.others.values for part in every]))
    detail = [level for level, part in parts.items() for _ in part.services.tolist()]
    services = np.concatenate([part.services for part in every])
    return Gaps(index, services, messages, detail=detail if len(every) > 1 else (), others=others)


def broken(index: Index, sayings: Mapping[str, str], settings: Settings) -> Gaps:
    """The broken promises of services of which something is expected, level by level, by id; from the service's row.

    ``sayings``: level → what is said, with places for what is ``promised`` and ``supported``, and by how much the
    promise is too ``much``.
    """
    return level_by_level(
        index, {level: _Broken(index, level, settings, said) for level, said in sayings.items()}
    )


class _Broken:
    """The broken promises of one level."""

    def __init__(self, index: Index, level: str, settings: Settings, saying: str) -> None:
        self._index, self._level, self._saying = index, level, saying
        self._found = found = verdicts(index, level, settings)
        self._wording = Wording(index, found, settings)
        self._promises: dict[Hashable, str] = {}
        self._at = np.flatnonzero((found.verdict == BROKEN) & judged(index)[found.services])
        self.services = found.services[self._at]
        blamed = found.blamed[self._at]
        requirement = np.flatnonzero(blamed >= 0)
        members = Links(index.member_at, index.member)
        values = gather(*members, blamed[requirement])
        of = np.repeat(requirement, np.diff(index.member_at)[blamed[requirement]])
        other = values != self.services[of]
        sizes = np.bincount(of[other], minlength=len(blamed))
        self.others = Links(np.append(0, np.cumsum(sizes)), values[other])
        """What each blames, itself left out."""

    def messages(self, at: NDArray[np.intp]) -> Iterator[str]:
        """What is said of each of these."""
        known = self._index.names
        others = gather(*self.others, at).tolist()
        ends = np.append(0, np.cumsum(np.diff(self.others.at)[at])).tolist()
        where = self._at[at]
        groups, keys = _parts(self._index, self._found.blamed[where]), self._wording.alike(where)
        rows = zip(where.tolist(), self.services[at].tolist(), groups, keys, pairwise(ends), strict=True)
        for one, v, group, key, (first, last) in rows:
            those = listed([known.label[m] for m in others[first:last]], SHOWN)
            least = f"{group} ({those})" if group and those else group or those or "itself"
            promise = self._promises.get(key) or self._promises.setdefault(key, self._promise(one))
            yield f"{known.called[v]} promises {promise}; {least} {'allow' if group == OWN_PARTS else 'allows'} least"

    def _promise(self, at: int) -> str:
        """What is promised, and what could be."""
        wording = self._wording
        promised, supported = wording.promised(at), wording.supported(at)
        if supported == NEVER:
            return f"{self._level} {promised}, and what it needs is gone for good"
        return self._saying.format(promised=promised, supported=supported, much=wording.short(at))
