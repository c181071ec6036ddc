"""Numbers as cells have them, and as catalogues keep them: the shortest decimal text."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from graphmodel.model.notation import PLAIN, BadValue, Notation

MAX_DIGITS: Final = 30
"""A number of more digits is none that a catalogue needs."""

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)(e[+-]?[0-9]{1,4})?", re.IGNORECASE)
_SPACE = re.compile(r"\s")
_APOSTROPHES = "'’"
_CURRENCY = re.compile(r"^(?:[$€£¥]|CHF|EUR|GBP|USD)\s*|\s*(?:[$€£¥]|CHF|EUR|GBP|USD)$", re.IGNORECASE)
_NO_CENTS = re.compile(r"([0-9])[.,]\s?[-–—]{1,2}(?=[^0-9]*$)")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:([.,'’\s])[0-9]{3})(?:\1[0-9]{3})*(?!\1)[.,][0-9]+")
_COMMA = re.compile(r"[+-]?(?:[0-9]*,(?![0-9]{3}$)|0*,)[0-9]+")
"""A comma that does not stand before three digits, or after none but zeros, is a decimal sign."""
_WHOLE = re.compile(r"[0-9]{1,30}")


def number(text: str, notation: Notation = PLAIN) -> str:
    """The shortest decimal text. Raises BadValue for NaN, infinities and more than ``MAX_DIGITS`` digits.

    >>> number("+099.90"), number("1e3"), number("-0.0"), number("1.234,5", Notation(",", "."))
    ('99.9', '1000', '0', '1234.5')
    """
    plain = text.strip()
    if notation.thousands:
        plain = _ungrouped(plain, notation)
    if notation.decimal == "," or (notation.texts and _COMMA.fullmatch(plain)):
        plain = plain.replace(",", ".", 1)
    if not plain:
        return ""
    if len(plain) > 2 * MAX_DIGITS and _NUMBER.fullmatch(plain):
        raise _too_long()
    if not _NUMBER.fullmatch(plain):
        comma = notation.decimal == ","
        hint = f"write digits with a decimal {'comma, as 1250,5' if comma else 'point, as 1250.5'}"
        if _GROUPED.fullmatch(text.strip()):
            hint = "leave out the signs between thousands; in a mapping, thousands and decimal say which they are"
        elif notation.texts and "," in plain:
            hint += "; a comma before three digits may be a decimal sign or stand between thousands"
        elif notation.decimal == "." and "," in plain:
            hint += "; decimal commas are read where the delimiter is not a comma"
        raise BadValue("is not a number", hint, "E203")
    found = Decimal(plain)
    if not found:
        return "0"
    if abs(found.adjusted()) >= MAX_DIGITS:
        raise _too_long()
    shortest = f"{found:f}"
    shortest = shortest.rstrip("0").rstrip(".") if "." in shortest else shortest
    if sum(map(str.isdigit, shortest)) > MAX_DIGITS:
        raise _too_long()
    return shortest


def _ungrouped(plain: str, notation: Notation) -> str:
    """The number without its thousands signs. Raises BadValue where they stand elsewhere than before three digits."""
    sign, spelled = notation.thousands, plain
    if sign.isspace():
        spelled = _SPACE.sub(sign, spelled)
    elif sign in _APOSTROPHES:
        spelled = spelled.replace(_APOSTROPHES[0], sign).replace(_APOSTROPHES[1], sign)
    whole, point, part = spelled.partition(notation.decimal)
    if sign not in spelled:
        return spelled
    if sign in part or not re.fullmatch(rf"[+-]?[0-9]{{1,3}}({re.escape(sign)}[0-9]{{3}})+", whole):
        hint = f"{sign!r} stands between groups of three digits and {notation.decimal!r} before decimals here"
        raise BadValue("is not a number", f"{hint}: see thousands and decimal of the mapping", "E203")
    return whole.replace(sign, "") + point + part


def amount(text: str, notation: Notation) -> str:
    """A number, with or without the sign of a currency before or after it, and without cents: ``4.800,-``."""
    plain = _NO_CENTS.sub(r"\1", text.strip())
    if not (plain[:1].isdigit() and plain[-1:].isdigit()):
        plain = _CURRENCY.sub("", plain)
    return number(plain, notation)


def _too_long() -> BadValue:
    return BadValue(f"is a number of more than {MAX_DIGITS} digits", "round it", "E204")


def percent(text: str, notation: Notation) -> str:
    """A number from 0 to 100, with or without the sign. Raises BadValue."""
    found = number(text.strip().removesuffix("%"), notation)
    if found and not 0 <= Decimal(found) <= 100:
        raise BadValue("is not between 0 and 100 percent", "write 99.9 or 99.9%", "E204")
    return found


def needs(text: str, _notation: Notation) -> str:
    """A whole number of at least 1. Raises BadValue."""
    plain = text.strip()
    if not plain:
        return ""
    if not _WHOLE.fullmatch(plain) or int(plain) == 0:
        raise BadValue("is not a whole number of at least 1", "say how many of the group must be up", "E204")
    return str(int(plain))


def exact(text: str) -> Decimal:
    """The number that a text of ``number`` is. Raises ValueError for another."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{text!r} is not a number")
    return Decimal(text)
