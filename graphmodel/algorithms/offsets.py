"""Which offsets from UTC several time zones have at once, in the course of a year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from graphmodel.model.errors import UsageError
from graphmodel.model.hours import ALWAYS, WEEK, near

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP: Final = 360
"""Minutes between two looks at a clock: no zone changes its offset and changes it back within six hours."""


@cache
def offsets(zones: tuple[str, ...], year: int) -> dict[tuple[int, ...], int]:
    """Minutes east of UTC, zone by zone → the minutes of a week (UTC, bit 0: Monday 00:00) at which they come.

    All combinations of that year: also those of the weeks, or of the hours, between two zones' changes of the clock.
    Raises UsageError for a zone that this machine does not know.
    """
    start = datetime(year, 1, 1, tzinfo=UTC)
    end = int((datetime(year + 1, 1, 1, tzinfo=UTC) - start) / timedelta(minutes=1))
    found: dict[tuple[int, ...], int] = {}
    changes = [dict(_changes(zone, year)) for zone in zones]
    borders = sorted({at for change in changes for at in change} | {0, end})
    now = [0] * len(zones)
    first = start.weekday() * (WEEK // 7)
    for at, until in pairwise(borders):
        now = [change.get(at, before) for change, before in zip(changes, now, strict=True)]
        length = until - at
        covered = ALWAYS if length >= WEEK else turned((1 << length) - 1, first + at)
        found[tuple(now)] = found.get(tuple(now), 0) | covered
    return found


def turned(minutes: int, later: int) -> int:
    """The minutes of a week, all so many minutes later (or earlier, where that is negative), round the week's end."""
    by = later % WEEK
    moved = minutes << by
    return (moved & ALWAYS) | (moved >> WEEK)


def this_year() -> int:
    """The year whose offsets count."""
    return datetime.now(UTC).year


@cache
def _changes(zone: str, year: int) -> tuple[tuple[int, int], ...]:
    """Minute of the year (UTC) → the offset from then on; the first is minute 0."""
    return tuple(_changing(zone, year))


def _changing(zone: str, year: int) -> Iterator[tuple[int, int]]:
    try:
        clock = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        raise UsageError(f"there is no time zone {zone!r}", near(zone)) from None
    start = datetime(year, 1, 1, tzinfo=UTC)
    minutes = int((datetime(year + 1, 1, 1, tzinfo=UTC) - start) / timedelta(minutes=1))

    def offset(at: int) -> int:
        found = (start + timedelta(minutes=at)).astimezone(clock).utcoffset()
        assert found is not None
        return found // timedelta(minutes=1)

    before = offset(0)
    yield 0, before
    for at in range(_STEP, minutes, _STEP):
        then = offset(at)
        if then != before:
            yield next((m, then) for m in range(at - _STEP + 1, at + 1) if offset(m) == then)
            before = then
