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

_LANGUAGES: Final = (
    DAYS,
    ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
    ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
)
"""A day may be shortened to two letters as long as it is clear, with the others of its span, which language it is."""
_ROUND: Final = frozenset({"24x7", "24/7", "24×7", "24*7", "7x24", "7/24", "7×24", "24x7x365"})
_EVERY: Final = {"weekdays": "mon-fri", "daily": "mon-sun", "every day": "mon-sun", "täglich": "mon-sun"}

_LONGEST: Final = 200
"""Characters of one span."""

_TIME: Final = r"[0-9]{1,2}(?:(?:[:.]|\s?h)[0-9]{2})?(?:\s?h)?"
_TIMES: Final = rf"({_TIME})\s*(?:-|to|bis|à)\s*({_TIME})(?:\s*(?:uhr|hrs?|h))?"
_SPAN: Final = re.compile(
    rf"([^\W\d_][^\W\d_,.\s-]*[^0-9:]*?)\s+((?:{_TIMES})(?:\s*(?:,|and|und|et|y|&)\s*(?:{_TIMES}))*)",
    re.IGNORECASE,
)
_HOURS: Final = re.compile(_TIMES, re.IGNORECASE)
_NEXT: Final = re.compile(r"[;\n]|(?<=[0-9hHrR])\s*,\s*(?=[^\W\d_])")
_BETWEEN: Final = re.compile(r"\s*(?:-|\bto\b|\bbis\b|\bà\b)\s*")
_ASCII: Final = re.compile(r"[0-9]+")


def weekly(text: str) -> int:
    """The minutes of a week that a schedule covers, bit 0 being Monday 00:00.

    Days are English, German, French or Spanish, two letters at least; ranges (over the week's end too) and lists. Times
    are 00:00 to 24:00, with or without minutes; a span that ends before it starts goes on after midnight. Raises
    ValueError where the text is not of that form, or a day could be two.

    >>> weekly("24x7") == ALWAYS
    True
    >>> weekly("Mon-Fri 08:00-18:00").bit_count() // 60
    50
    >>> weekly("Mo-Fr 8-18") == weekly("lun. à ven. 8h-18h") == weekly("Mon-Fri 08:00-18:00")
    True
    >>> weekly("Sun 22:00-06:00") == weekly("Sun 22:00-24:00; Mon 00:00-06:00")
    True
    """
    covered = 0
    for part in filter(None, (p.strip() for p in _NEXT.split(text.replace("–", "-")))):
        covered |= ALWAYS if part.casefold().replace(" ", "") in _ROUND else _span(part)
    if not covered:
        raise ValueError("no hours are given: write 24x7 or Mon-Fri 08:00-18:00")
    return covered


def _span(text: str) -> int:
    found = _SPAN.fullmatch(text) if len(text) <= _LONGEST else None
    if not found:
        raise ValueError(
            f"{text!r} is not a schedule: write 24x7 or Mon-Fri 08:00-18:00, several separated by ;"
        )
    days, covered = _days(found[1]), 0
    for times in _HOURS.finditer(found[2]):
        start, end = _minute(times[1]), _minute(times[2])
        if start in {end, DAY}:
            raise ValueError(f"{text!r} starts where it ends: a whole day is 00:00-24:00")
        length = end - start if end > start else end - start + DAY
        for day in days:
            covered |= ((1 << length) - 1) << (day * DAY + start)
    return (covered & ALWAYS) | (covered >> WEEK)


def _minute(text: str) -> int:
    hour, minute = (*map(int, _ASCII.findall(text)), 0)[:2]
    at = hour * 60 + minute
    if at > DAY or minute > 59:
        raise ValueError(f"{text} is not a time of day: they go from 00:00 to 24:00")
    return at


def _days(text: str) -> list[int]:
    said = text.strip().casefold()
    parts = [_BETWEEN.split(part.strip()) for part in _EVERY.get(said, said).split(",")]
    names = [name for part in parts for name in part]
    if any(len(part) > 2 for part in parts):
        raise ValueError(f"{text.strip()!r} is not a day: write Mon, Tue, Wed, Thu, Fri, Sat or Sun")
    meanings = {tuple(days) for language in _LANGUAGES if (days := _named(names, language)) is not None}
    if len(meanings) > 1:
        raise ValueError(f"{text.strip()!r} may be two days: write Mon, Tue, Wed, Thu, Fri, Sat or Sun")
    if not meanings:
        known = {name for name in names if any(_named([name], language) for language in _LANGUAGES)}
        wrong = next((name for name in names if name not in known), text.strip())
        raise ValueError(f"{wrong!r} is not a day: write Mon, Tue, Wed, Thu, Fri, Sat or Sun")
    at, found = iter(meanings.pop()), list[int]()
    for part in parts:
        start = next(at)
        end = next(at) if len(part) > 1 else start
        found += [(start + step) % 7 for step in range((end - start) % 7 + 1)]
    return found


def _named(names: list[str], language: tuple[str, ...]) -> list[int] | None:
    """The days with these names in a language; None where one is none of them."""
    found = []
    for name in names:
        short = name.strip().rstrip(".")
        days = [day for day, known in enumerate(language) if len(short) > 1 and known.startswith(short)]
        if len(days) != 1:
            return None
        found += days
    return found
