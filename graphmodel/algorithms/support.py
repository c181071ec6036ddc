"""Which promised support hours are covered by those of what is needed, minute by minute of a year.

Weekly schedules in several time zones are compared under every combination of offsets that occurs in the year, at the
minutes of the week at which it occurs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from graphmodel.algorithms.offsets import offsets, turned
from graphmodel.model.hours import ALWAYS, Hours

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

Schedule = tuple[Hours, ...]

EVERYTHING: Schedule = (Hours("", ALWAYS),)
NOTHING: Schedule = ()


def schedules(values: Iterable[Hashable]) -> list[Schedule]:
    """The values of the field ``support_hours`` as what they cover zone by zone."""
    return [value if isinstance(value, tuple) else (Hours("", cast("int", value)),) for value in values]


class Covered(NamedTuple):
    """Minutes of a week by the clocks of ``zone``; bit 0 is Monday 00:00."""

    zone: str
    promised: int
    """Minutes that are promised in some week of the year."""
    missing: int
    """Those of them that too few cover in some week of the year."""
    always: int
    """All minutes, promised or not, that enough cover in every week of the year."""


class Coverage:
    """How schedules cover each other in one year. ``timezone``: of schedules that name none."""

    def __init__(self, timezone: str, year: int) -> None:
        self.timezone, self._year = timezone, year

    def of(self, promised: Schedule, members: Sequence[Sequence[Schedule]], needs: Sequence[int]) -> Covered:
        """By at least so many members of each requirement; by the clocks of the promise where it has one zone."""
        own = {self._named(zone) for zone, _ in promised}
        frame = own.pop() if len(own) == 1 else "UTC"
        every = {self._named(zone) for schedules in members for one in schedules for zone, _ in one}
        zones = (frame, *sorted((every | {self._named(zone) for zone, _ in promised}) - {frame}))
        said = missing = 0
        always = ALWAYS
        for combination, minutes in self._combinations(zones):
            at = {zone: combination[0] - offset for zone, offset in zip(zones, combination, strict=True)}
            occurs = turned(minutes, combination[0])
            wanted = self._in_frame(promised, at) & occurs
            covered = ALWAYS
            for schedules, k in zip(members, needs, strict=True):
                covered &= at_least(k, (self._in_frame(one, at) for one in schedules))
            said |= wanted
            missing |= wanted & ~covered
            always &= covered | ~occurs
        return Covered(frame, said, missing, always)

    def _named(self, zone: str) -> str:
        return zone or self.timezone

    def _combinations(self, zones: tuple[str, ...]) -> Iterable[tuple[tuple[int, ...], int]]:
        if len(zones) == 1:  # one clock: every minute of its week comes, whatever it is
            return (((0,), ALWAYS),)
        return offsets(zones, self._year).items()

    def _in_frame(self, schedule: Schedule, later: dict[str, int]) -> int:
        covered = 0
        for zone, minutes in schedule:
            covered |= _turned(minutes, later[self._named(zone)])
        return covered


@lru_cache(4096)
def _turned(minutes: int, later: int) -> int:
    return turned(minutes, later) if later else minutes


def at_least(needs: int, sets: Iterable[int]) -> int:
    """The minutes that at least so many of these sets of minutes have: added up in binary, all minutes at once."""
    planes: list[int] = []
    for carry in sets:
        for i, plane in enumerate(planes):
            planes[i], carry = plane ^ carry, plane & carry
            if not carry:
                break
        if carry:
            planes.append(carry)
    more, equal = 0, ALWAYS
    for i in reversed(range(max(len(planes), needs.bit_length()))):
        plane = planes[i] if i < len(planes) else 0
        if needs >> i & 1:
            equal &= plane
        else:
            more |= equal & plane
            equal &= ~plane
    return more | equal
