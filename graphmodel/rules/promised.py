"""What is said of a verdict on a promise: what can be promised, what is lacking, and what to state first."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms import promises
from graphmodel.algorithms.hard import hard
from graphmodel.algorithms.points import FREE
from graphmodel.algorithms.promises import BROKEN, OWN, UNKNOWN
from graphmodel.algorithms.support import EVERYTHING, NOTHING, Coverage, schedules
from graphmodel.index.shared import shared
from graphmodel.model.durations import YEAR, text
from graphmodel.model.hours import ALWAYS, written
from graphmodel.model.words import called, label, listed
from graphmodel.rules.rows import SHOWN, judged
from graphmodel.rules.rule import Gap

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from graphmodel.algorithms.promises import Judged
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
        self.services: list[int] = judged.services.tolist()
        """The services, as the verdicts have them."""
        self._verdict = judged.verdict.tolist()
        self._texts = level.text(judged.services)
        self._missing_at = judged.missing_at.tolist()
        self._hours = _Hours(index, judged, settings) if judged.level == "support_hours" else None
        self._best, self._worst = judged.best.tolist(), judged.worst.tolist()
        self._value = judged.promised.tolist()

    def promised(self, at: int) -> str:
        """What is promised, as it is stated."""
        return self._texts[at]

    def supported(self, at: int) -> str:
        """What can be promised: where a level is missing at best if the promise is broken, at worst if it is kept.

        Empty where that is not known.
        """
        verdict = self._verdict[at]
        if verdict == UNKNOWN:
            return ""
        if self._hours:
            return self._hours.covered(at)
        value = (self._best if verdict == BROKEN else self._worst)[at]
        if self._judged.level == "availability":
            return f"{floor(round(value * DIGITS, 3)) / DIGITS:.6f}".rstrip("0").rstrip(".")
        return NEVER if value == FREE else text(value)

    def short(self, at: int) -> str:
        """By how much a promise is broken; empty for another, and where what is needed is gone for good."""
        if self._verdict[at] != BROKEN or self._best[at] == FREE:
            return ""
        if self._hours:
            hours, minutes = divmod(self._hours.open(at), 60)
            return f"{hours}h{f'{minutes}m' if minutes else ''} a week"
        lacking = abs(self._value[at] - self._best[at])
        if self._judged.level == "availability":
            return f"{_points(lacking)} points, {_rounded(lacking / 100 * YEAR)} a year"
        return text(lacking)

    def lacking(self, at: int) -> str:
        """Of a promise that waits for a level which one its first provider has to state; empty for another."""
        judged = self._judged
        if self._missing_at[at] == self._missing_at[at + 1]:
            return ""
        first = judged.missing[self._missing_at[at]]
        return "rto" if judged.level == "rpo" and self._level.value[first] >= 0 else judged.level


class _Hours:
    """What is covered of the hours that services promise, by all that they need."""

    def __init__(self, index: Index, judged: Judged, settings: Settings) -> None:
        level = index.levels["support_hours"]
        below = hard(index, judged.services)
        self._coverage = Coverage(settings.timezone, settings.day.year)
        self._values = [*schedules(level.values), NOTHING]
        self._verdict, self._promised = judged.verdict.tolist(), judged.promised.tolist()
        self._at = np.searchsorted(below.consumer, np.arange(len(judged.services) + 1)).tolist()
        self._needs, self._member_at = below.needs.tolist(), below.member_at.tolist()
        self._member: list[int] = promises.supporting(index, below).tolist()
        self._known: dict[object, tuple[str, int]] = {}

    def covered(self, at: int) -> str:
        """The schedule that could be promised; its time zone is said unless it is that of the catalogue."""
        return self._found(at)[0]

    def open(self, at: int) -> int:
        """The promised minutes of a week that are not covered."""
        return self._found(at)[1]

    def _found(self, at: int) -> tuple[str, int]:
        best = self._verdict[at] == BROKEN
        needed = frozenset(
            (self._needs[r], (*sorted(self._member[self._member_at[r] : self._member_at[r + 1]]),))
            for r in range(self._at[at], self._at[at + 1])
        )
        key = self._promised[at], best, needed
        if key not in self._known:
            self._known[key] = self._compared(*key)
        return self._known[key]

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
    return np.format_float_positional(percent, precision=3, fractional=False, trim="-")


def _rounded(seconds: float) -> str:
    """A length of time; of more than an hour without the seconds."""
    whole = round(seconds)
    return text(whole if whole < HOUR else whole - whole % 60)


def requirement(index: Index, judged: Judged, at: int) -> tuple[str, list[int]]:
    """What allows least, in words (empty for a provider alone, which is named beside), and the services in it."""
    number = int(judged.blamed[at])
    if number == OWN:
        return OWN_PARTS, [int(judged.services[at])]
    if number < 0:
        return "", []
    members = index.member[index.member_at[number] : index.member_at[number + 1]].tolist()
    group = index.group[number]
    return (f"{index.needs[number]} of {len(members)} in group {group}" if group else ""), members


def broken(index: Index, level: str, settings: Settings, said: str, detail: str = "") -> Iterator[Gap]:
    """A finding for each broken promise of a service of which something is expected, by id; from the service's row.

    ``said`` has places for what is ``promised`` and ``supported``, and by how much the promise is too ``much``.
    """
    found = verdicts(index, level, settings)
    wording = Wording(index, found, settings)
    wrong = np.flatnonzero((found.verdict == BROKEN) & judged(index)[found.services])
    origins = index.records("service").origins(found.services[wrong])
    ids, names = index.service_id.list(), index.service_name.list()
    for at, origin in zip(wrong.tolist(), origins, strict=True):
        v = wording.services[at]
        group, members = requirement(index, found, at)
        others = [m for m in members if m != v]
        those = listed([label(ids[m], names[m]) for m in others], SHOWN)
        blamed = f"{group} ({those})" if group and those else group or those or "itself"
        promised, supported = wording.promised(at), wording.supported(at)
        if supported == NEVER:
            promise = f"{level} {promised}, and what it needs is gone for good"
        else:
            promise = said.format(promised=promised, supported=supported, much=wording.short(at))
        least = f"{blamed} {'allow' if group == OWN_PARTS else 'allows'} least"
        yield Gap(
            ids[v],
            names[v],
            f"{called(ids[v], names[v])} promises {promise}; {least}",
            origin,
            detail,
            tuple(ids[m] for m in others),
            tuple(names[m] for m in others),
        )
