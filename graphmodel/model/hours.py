"""Weekly schedules: ``24x7``, ``Mon-Fri 08:00-18:00``, ``Sat,Sun 10:00-14:00``, several separated by ``;``.

A schedule is the set of minutes of a week that it covers, as the bits of one integer: that set is what two schedules
are compared by, however they are written. Schedule *a* is covered by schedule *b* when ``a & ~b == 0``.
"""

from __future__ import annotations

import re
from typing import Final

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY: Final = 24 * 60
WEEK: Final = 7 * DAY
"""Minutes of a week: bit 0 is the first minute of Monday."""
ALWAYS: Final = (1 << WEEK) - 1

_SPAN = re.compile(r"([a-z,\s-]+?)\s+([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})", re.IGNORECASE)


def weekly(text: str) -> int:
    """The minutes of a week that a schedule covers, bit 0 being Monday 00:00.

    Days are English, at least three letters, ranges (over the week's end too) and lists. Times are 00:00 to 24:00; a
    span that ends before it starts goes on after midnight. Raises ValueError where the text is not of that form.

    >>> weekly("24x7") == ALWAYS
    True
    >>> weekly("Mon-Fri 08:00-18:00").bit_count() // 60
    50
    >>> weekly("Sun 22:00-06:00") == weekly("Sun 22:00-24:00; Mon 00:00-06:00")
    True
    """
    covered = 0
    for part in filter(None, (p.strip() for p in text.replace("–", "-").split(";"))):
        covered |= ALWAYS if part.casefold() in {"24x7", "24/7"} else _span(part)
    if not covered:
        raise ValueError("no hours are given: write 24x7 or Mon-Fri 08:00-18:00")
    return covered


def _span(text: str) -> int:
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValueError(
            f"{text!r} is not a schedule: write 24x7 or Mon-Fri 08:00-18:00, several separated by ;"
        )
    start, end = _minute(found[2], found[3]), _minute(found[4], found[5])
    if start in {end, DAY}:
        raise ValueError(f"{text!r} starts where it ends: a whole day is 00:00-24:00")
    length = end - start if end > start else end - start + DAY
    covered = 0
    for day in _days(found[1]):
        covered |= ((1 << length) - 1) << (day * DAY + start)
    return (covered & ALWAYS) | (covered >> WEEK)


def _minute(hour: str, minute: str) -> int:
    at = int(hour) * 60 + int(minute)
    if at > DAY or int(minute) > 59:
        raise ValueError(f"{hour}:{minute} is not a time of day: they go from 00:00 to 24:00")
    return at


def _days(text: str) -> list[int]:
    found: list[int] = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        start = _day(first)
        end = _day(last) if dash else start
        found += [(start + step) % 7 for step in range((end - start) % 7 + 1)]
    return found


def _day(text: str) -> int:
    name = text.strip().casefold()
    for number, day in enumerate(DAYS):
        if len(name) >= 3 and day.startswith(name):
            return number
    raise ValueError(f"{text.strip()!r} is not a day: write Mon, Tue, Wed, Thu, Fri, Sat or Sun")
