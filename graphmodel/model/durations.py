"""Durations: ISO 8601 (``PT4H``, ``P1DT12H``, ``P2W``), short (``4h``, ``1h30m``, ``2d``, ``90s``, ``1w``), in words.

In words: ``4 hours``, ``30 min``, ``2 Tage``, ``1 jour``, ``4 horas``. ``0`` needs no unit. What is calculated is
written short.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

SECONDS: Final = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
"""A day is 24 hours; months and years have no fixed length and are refused."""
YEAR: Final = 365 * SECONDS["d"]
"""Seconds: what is not available is said as time of such a year."""

_NUMBER = r"([0-9]{1,9}(?:[.,][0-9]{1,9})?)"
_TIME = rf"(?:{_NUMBER}h)?(?:{_NUMBER}m)?(?:{_NUMBER}s)?"
_WORDS = {
    "w": r"weeks?|wks?|wochen?|semaines?|semanas?",
    "d": r"days?|tage?n?|tg\.?|jours?|j|d[ií]as?",
    "h": r"hours?|hrs?\.?|std\.?|stdn\.?|stunden?|heures?|horas?",
    "m": r"minutes?|minuten?|minutos?|mins?\.?|mn",
    "s": r"seconds?|sekunden?|secs?\.?|sek\.?|secondes?|segundos?",
}
_WORD = re.compile(rf"(?<=[0-9])(?:{'|'.join(f'(?P<{unit}>{words})' for unit, words in _WORDS.items())})")
_ISO = re.compile(rf"p(?:{_NUMBER}w)?(?:{_NUMBER}d)?(?:t(?=[0-9]){_TIME})?")
_SHORT = re.compile(rf"(?:{_NUMBER}w)?(?:{_NUMBER}d)?{_TIME}")
_MINUTES = re.compile(r"(?<=[0-9]h)([0-5][0-9])$")
"""After hours: ``4h30``."""
_CLOCK = re.compile(r"([0-9]{1,6}):([0-5][0-9])(?::([0-5][0-9]))?")
"""As spreadsheets show them."""
_NONE = re.compile(r"0+([.,]0+)?")
"""Of any unit."""
_INEXACT = re.compile(r"p[^t]*[0-9][ym].*")


def seconds(text: str) -> int:
    """The seconds of a duration; letters of either case, a fraction where it comes to whole seconds.

    Raises ValueError where it is no duration, or one of months or years, whose length is not fixed.

    >>> seconds("PT4H"), seconds("4h"), seconds("1h30m"), seconds("P1DT12H"), seconds("1.5h"), seconds("4 hours")
    (14400, 14400, 5400, 129600, 5400, 14400)
    """
    plain = _WORD.sub(lambda word: str(word.lastgroup), re.sub(r"\s+", "", text).lower())
    plain = _MINUTES.sub(r"\1m", plain)
    if clock := _CLOCK.fullmatch(plain):
        plain = f"{clock[1]}h{clock[2]}m{clock[3] or 0}s"
    found = (_ISO if plain.startswith("p") else _SHORT).fullmatch(plain)
    if not found or not any(found.groups()):
        if _NONE.fullmatch(plain):
            return 0
        if _INEXACT.fullmatch(plain):
            raise ValueError(
                f"{text!r} counts months or years, whose length is not fixed: write days or weeks"
            )
        if plain.isdecimal():
            raise ValueError(
                f'{text!r} is not a duration: write {plain}h or {plain}m; in a mapping, unit = "h" or "m"'
            )
        raise ValueError(f"{text!r} is not a duration: write 4h, 30m, 2d, or ISO 8601 (PT4H, P2D)")
    units = zip(found.groups(), SECONDS.values(), strict=True)
    from fractions import Fraction

    total = sum(Fraction(number.replace(",", ".")) * unit for number, unit in units if number)
    if total.denominator != 1:
        raise ValueError(f"{text!r} is not a whole number of seconds")
    return int(total)


@lru_cache(maxsize=4096)
def text(length: int) -> str:
    """A length in seconds, short; hours up to two days, as people say them. What ``seconds`` reads again.

    >>> text(0), text(14_400), text(5_400), text(86_400), text(183_600), text(90)
    ('0s', '4h', '1h30m', '24h', '2d3h', '1m30s')
    """
    units = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)][length < 2 * 86_400 :]
    parts = []
    for unit, size in units:
        number, length = divmod(length, size)
        parts += [f"{number}{unit}"] if number else []
    return "".join(parts) or "0s"
