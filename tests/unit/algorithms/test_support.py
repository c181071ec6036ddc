"""Support hours against a walk through every minute of a year, by the clocks of each zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphmodel.algorithms.offsets import offsets
from graphmodel.algorithms.support import Coverage, at_least
from graphmodel.model.errors import UsageError
from graphmodel.model.hours import DAY, WEEK, Hours, schedule, written

if TYPE_CHECKING:
    from numpy.typing import NDArray

YEAR = 2026
MINUTES = 365 * DAY
ZONES = (
    *("UTC", "Europe/Berlin", "America/New_York", "America/Chicago", "Asia/Kolkata", "Asia/Kathmandu"),
    *("Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca"),
)
"""Half hours, quarter hours, a change of half an hour, winter in July, and two that change an hour apart."""


@cache
def clock(zone: str) -> NDArray[np.int64]:
    """int64[minutes of the year]: the minute of the week that the clocks of the zone show."""
    tz, start, step = ZoneInfo(zone), datetime(YEAR, 1, 1, tzinfo=UTC), 15
    shown = []
    for at in range(0, MINUTES, step):
        then = (start + timedelta(minutes=at)).astimezone(tz)
        shown.append(then.weekday() * DAY + then.hour * 60 + then.minute)
    return ((np.repeat(shown, step).reshape(-1, step) + np.arange(step)) % WEEK).reshape(-1)


def on(hours: tuple[Hours, ...], default: str) -> NDArray[np.bool_]:
    """bool[minutes of the year]: is it covered?"""
    found = np.zeros(MINUTES, np.bool_)
    for zone, minutes in hours:
        bits = np.unpackbits(
            np.frombuffer(minutes.to_bytes(WEEK // 8, "little"), np.uint8), bitorder="little"
        )
        found |= bits.astype(np.bool_)[clock(zone or default)]
    return found


def shown(at: NDArray[np.bool_], zone: str) -> int:
    """The minutes of the week that the clocks of a zone show at those minutes of the year."""
    return sum(1 << int(m) for m in np.unique(clock(zone)[at]))


@st.composite
def schedules(draw: st.DrawFn) -> tuple[Hours, ...]:
    parts = []
    for _ in range(draw(st.integers(1, 2))):
        zone = draw(st.sampled_from(("", "", *ZONES)))
        days = draw(st.sampled_from(["Mon-Fri", "Sun", "Sat-Mon", "Mon-Sun"]))
        start = draw(st.sampled_from([0, 30, 60, 90, 120, 180, 360, 480, 485]))
        length = draw(st.sampled_from([60, 61, 300, 600, 900, 1380]))
        end = (start + length) % DAY
        times = f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
        parts.append(f"{zone} {days} {times}".strip())
    return schedule("; ".join(parts))


@settings(max_examples=40)
@given(
    schedules(),
    st.lists(st.lists(schedules(), min_size=1, max_size=3), max_size=2),
    st.sampled_from(ZONES),
    st.data(),
)
def test_every_minute_of_the_year(
    promised: tuple[Hours, ...], members: list[list[tuple[Hours, ...]]], default: str, data: st.DataObject
) -> None:
    needs = [data.draw(st.integers(1, len(those))) for those in members]
    found = Coverage(default, YEAR).of(promised, members, needs)
    covered = np.ones(MINUTES, np.bool_)
    for those, k in zip(members, needs, strict=True):
        covered &= sum(on(one, default).astype(int) for one in those) >= k
    wanted, own = on(promised, default), {zone or default for zone, _ in promised}
    assert found.zone == (own.pop() if len(own) == 1 else "UTC")
    assert found.promised == shown(wanted, found.zone)
    assert found.missing == shown(wanted & ~covered, found.zone)
    assert found.always == (1 << WEEK) - 1 & ~shown(~covered, found.zone)


def test_two_zones_that_change_their_clocks_on_different_days() -> None:
    """For four weeks of a year New York is an hour nearer to Berlin than in the others."""
    needed = schedule("America/New_York Mon-Fri 02:00-12:00")
    found = Coverage("UTC", YEAR).of(schedule("Europe/Berlin Mon-Fri 08:00-18:00"), [[needed]], [1])
    assert written(found.missing) == "Mon-Fri 17:00-18:00"
    assert written(found.always) == "Mon-Fri 08:00-17:00"


def test_the_hour_between_two_changes_counts() -> None:
    """Chicago changes its clocks an hour after New York: twice a year, on a Sunday, they show the hour alike."""
    found = offsets(("America/New_York", "America/Chicago"), YEAR)
    assert {zones: minutes.bit_count() for zones, minutes in found.items()} == {
        (-300, -360): WEEK,
        (-240, -360): 60,
        (-240, -300): WEEK,
        (-300, -300): 60,
    }


@given(st.lists(st.integers(0, 2**20 - 1), max_size=9), st.integers(1, 10))
def test_minutes_that_enough_have(sets: list[int], needs: int) -> None:
    counted = sum(1 << bit for bit in range(WEEK) if bit < 20 and sum(s >> bit & 1 for s in sets) >= needs)
    assert at_least(needs, sets) == counted


def test_a_zone_that_the_machine_does_not_know_is_told() -> None:
    with pytest.raises(UsageError, match="no time zone 'Europe/Berln'") as error:
        Coverage("Europe/Berln", YEAR).of(schedule("Mon 8-9"), [[schedule("UTC Mon 8-9")]], [1])
    assert "Europe/Berlin" in error.value.hint
