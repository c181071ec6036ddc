"""Weekly schedules: ``24x7``, ``Mon-Fri 08:00-18:00``, ``Sat,Sun 10:00-14:00``, several separated by ``;``.

A schedule is the set of minutes of a week that it covers, as the bits of one integer: that set is what two schedules
are compared by, however they are written. Schedule *a* is covered by schedule *b* when ``a & ~b == 0``, where both
keep the same time. A time zone stands before the days, ``Europe/Berlin Mon-Fri 08:00-18:00``, and holds for what comes
after it until another one is named; without one a schedule keeps the time of the catalogue. Public holidays are no
part of a schedule.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from graphmodel.model.suggest import did_you_mean

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
_DAYLONG: Final = r"24(?:h|hours|horas|stunden|heures|h?/24)"
_WEEKLONG: Final = r"7(?:d|j|days|jours|días|tage|[dj]?/7)?"
_AND: Final = r"(?:[x×*/,-]|et|and|und|y)?"
_ROUND: Final = re.compile(
    rf"(?:24[x×*/]7|{_DAYLONG}(?:{_AND}{_WEEKLONG})?)(?:[x/]365)?|7[x×*/]24|{_WEEKLONG}{_AND}{_DAYLONG}|h24|rundumdieuhr"
)
"""Around the clock, without blanks."""
_EVERY: Final = {
    "weekdays": "mon-fri",
    "weekend": "sat,sun",
    "weekends": "sat,sun",
    "daily": "mon-sun",
    "every day": "mon-sun",
    "täglich": "mon-sun",
    "l-v": "mon-fri",
    "l a v": "mon-fri",
    "l-s": "mon-sat",
    "l-d": "mon-sun",
}
_DASHES: Final = str.maketrans(dict.fromkeys("–—‑‒−", "-"))

_LONGEST: Final = 200
"""Characters of one span."""

_TIME: Final = r"[0-9]{1,2}(?:(?:[:.]|\s?h)[0-9]{2})?(?:\s?h|\s?[ap]\.?m\b\.?)?"
_TIMES: Final = rf"({_TIME})\s*(?:-|to|bis|à|a)\s*({_TIME})(?:\s*(?:uhr|hrs?|h))?"
_SPAN: Final = re.compile(
    rf"([^\W\d_][^\W\d_,.\s-]*[^0-9:]*?)(?<!,)[:,]?\s+((?:{_TIMES})(?:\s*(?:,|and|und|et|y|&)\s*(?:{_TIMES}))*)",
    re.IGNORECASE,
)
_HOURS: Final = re.compile(_TIMES, re.IGNORECASE)
_WHOLE: Final = re.compile(r"(.*[^\W\d_.])\s+(?:24\s?h(?:ours|rs)?|all day|ganztägig)", re.IGNORECASE)
"""Days from midnight to midnight."""
_NOON: Final = re.compile(r"([ap])\.?m", re.IGNORECASE)
_HOLIDAYS: Final = re.compile(r"holiday|feiertag|férié|festivo|\bPH\b", re.IGNORECASE)
_ZONED: Final = re.compile(r"([A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*)\s+(\S.*)", re.DOTALL)
_WITHOUT_PLACE: Final = frozenset({"UTC", "GMT", "CET", "EET", "MET", "WET", "EST", "HST", "MST"})
"""The names of time zones that have no / in them and are in use."""
_NEXT: Final = re.compile(
    r"[;\n]|(?:(?<=[0-9hHrRmM])|(?<=\.m\.))\s*(?:,|&|\+|\s(?:and|und|et|y)\s)\s*(?=[^\W\d_])", re.IGNORECASE
)
_FROM: Final = re.compile(r"^(?:de|du|von|from)\s+|\s+(?:de|von|from)$")
_LISTED: Final = re.compile(r"\s*(?:,|&|\+|\s(?:and|und|et|y)\s)\s*")
_BETWEEN: Final = re.compile(r"\s*(?:-|\b(?:to|bis|à|au|a)\b)\s*")
_ASCII: Final = re.compile(r"[0-9]+")


class Hours(NamedTuple):
    """What a schedule covers in one time zone."""

    zone: str
    """As the IANA time zone database names it; empty: that of the catalogue."""
    minutes: int
    """The minutes of a week, on the clocks of that zone; bit 0 is Monday 00:00."""


def schedule(text: str) -> tuple[Hours, ...]:
    """What a schedule covers in each of its time zones, each once, by name. Whether there is such a zone is not asked.

    Raises ValueError where the text is of no such form. What covers all is the same in every zone.

    >>> [(zone, minutes.bit_count() // 60) for zone, minutes in schedule("Asia/Tokyo Mon 8-18; Tue 8-9; UTC Fri 0-4")]
    [('Asia/Tokyo', 11), ('UTC', 4)]
    """
    covered: dict[str, int] = {}
    zone = ""
    for part in filter(None, _parts(text)):
        named, hours = _apart(part)
        zone = named or zone
        everything = _ROUND.fullmatch("".join(hours.casefold().split()))
        covered[zone] = covered.get(zone, 0) | (ALWAYS if everything else _span(hours))
    if not covered:
        raise ValueError("no hours are given: write 24x7 or Mon-Fri 08:00-18:00")
    if ALWAYS in covered.values():
        return (Hours("", ALWAYS),)
    return tuple(Hours(zone, covered[zone]) for zone in sorted(covered))


def checked(text: str) -> tuple[Hours, ...]:
    """The same. Raises ValueError for a time zone that this machine does not know, too."""
    found = schedule(text)
    for named in dict.fromkeys(_apart(part)[0] for part in _parts(text)):
        if named and named not in zones():
            raise ValueError(f"{text!r} names the time zone {named!r}, which is not known: {near(named)}")
    return found


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _NEXT.split(text.translate(_DASHES))]


@cache
def zones() -> frozenset[str]:
    """The names of the time zones that this machine knows; none where it has no time zone database."""
    from zoneinfo import available_timezones  # which reads the head of every file of the database

    return frozenset(available_timezones())


def near(zone: str) -> str:
    """What to write in place of a time zone that is not known."""
    if not zones():
        return "this machine knows no time zones: pip install tzdata"
    return did_you_mean(zone, sorted(zones()), "write one like Europe/Berlin, or leave it out")


def written(minutes: int) -> str:
    """A schedule that covers these minutes of a week; of none ``none``. Hours after midnight stand on their own day.

    >>> written(weekly("Mo-Fr 8-18, Sa 22-2")), written(ALWAYS), written(0)
    ('Mon-Fri 08:00-18:00; Sat 22:00-24:00; Sun 00:00-02:00', '24x7', 'none')
    """
    if minutes == ALWAYS:
        return "24x7"
    days = [_spans(minutes >> (day * DAY) & ((1 << DAY) - 1)) for day in range(7)]
    parts: list[str] = []
    for times in dict.fromkeys(filter(None, days)):
        alike = [day for day in range(7) if days[day] == times]
        runs = [day for day in alike if day - 1 not in alike]
        ends = [day for day in alike if day + 1 not in alike]
        names = [_name(a) if a == b else f"{_name(a)}-{_name(b)}" for a, b in zip(runs, ends, strict=True)]
        parts.append(f"{','.join(names)} {times}")
    return "; ".join(parts) or "none"


def _spans(minutes: int) -> str:
    """The times of one day: ``08:00-12:00, 13:00-18:00``."""
    found, at = [], 0
    while rest := minutes >> at:
        start = at + (rest & -rest).bit_length() - 1
        on = minutes >> start
        at = start + (~on & (on + 1)).bit_length() - 1
        found.append(f"{start // 60:02}:{start % 60:02}-{at // 60:02}:{at % 60:02}")
    return ", ".join(found)


def _name(day: int) -> str:
    return DAYS[day][:3].title()


def _apart(part: str) -> tuple[str, str]:
    """The time zone before the days, empty where there is none, and what is left."""
    found = _ZONED.fullmatch(part)
    if not found or not ("/" in found[1] or found[1] in _WITHOUT_PLACE):
        return "", part
    first = found[1].partition("/")[0].casefold()
    if any(_named([first], language) for language in _LANGUAGES):  # Mo/Di 8-18
        return "", part
    return found[1], found[2]


def weekly(text: str) -> int:
    """The minutes of a week that a schedule without time zone covers, bit 0 being Monday 00:00.

    Days are English, German, French or Spanish, two letters at least; ranges (over the week's end too) and lists. Times
    are 00:00 to 24:00, with or without minutes, or with am and pm; a span that ends before it starts goes on after
    midnight. Raises ValueError where the text is not of that form, or a day could be two.

    >>> weekly("24x7") == ALWAYS
    True
    >>> weekly("Mon-Fri 08:00-18:00").bit_count() // 60
    50
    >>> weekly("Mo-Fr 8-18") == weekly("lun. à ven. 8h-18h") == weekly("Mon-Fri 08:00-18:00")
    True
    >>> weekly("Sun 22:00-06:00") == weekly("Sun 22:00-24:00; Mon 00:00-06:00")
    True
    """
    found = schedule(text)
    if found[0].zone or len(found) > 1:
        raise ValueError(f"{text!r} names a time zone: the minutes of the week are those of its clocks")
    return found[0].minutes


def _span(text: str) -> int:
    if len(text) <= _LONGEST and (whole := _WHOLE.fullmatch(text)):
        text = f"{whole[1]} 00:00-24:00"
    found = _SPAN.fullmatch(text) if len(text) <= _LONGEST else None
    if not found:
        if _HOLIDAYS.search(text[:_LONGEST]):
            raise ValueError(f"{text!r}: public holidays are no part of a schedule, leave them out")
        raise ValueError(
            f"{text!r} is not a schedule: write 24x7 or Mon-Fri 08:00-18:00, several separated by ; "
            "(a time zone stands first: Europe/Berlin Mon-Fri 08:00-18:00)"
        )
    days, covered = _days(found[1]), 0
    for times in _HOURS.finditer(found[2]):
        if bool(_NOON.search(times[1])) != bool(_NOON.search(times[2])):
            raise ValueError(f"{times[0]} may be two times: write am or pm behind both, or 24 hours")
        start, end = _minute(times[1]), _minute(times[2])
        if start in {end, DAY}:
            raise ValueError(f"{text!r} starts where it ends: a whole day is 00:00-24:00")
        length = end - start if end > start else end - start + DAY
        for day in days:
            covered |= ((1 << length) - 1) << (day * DAY + start)
    return (covered & ALWAYS) | (covered >> WEEK)


def _minute(text: str) -> int:
    hour, minute = (*map(int, _ASCII.findall(text)), 0)[:2]
    if half := _NOON.search(text):
        if not 1 <= hour <= 12:
            raise ValueError(f"{text} is not a time of day: with am and pm they go from 1 to 12")
        hour = hour % 12 + 12 * (half[1] in "pP")
    at = hour * 60 + minute
    if at > DAY or minute > 59:
        raise ValueError(f"{text} is not a time of day: they go from 00:00 to 24:00")
    return at


def _days(text: str) -> list[int]:
    said = _FROM.sub("", text.strip().casefold())
    parts = [_BETWEEN.split(part.strip()) for part in _LISTED.split(_EVERY.get(said, said))]
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
