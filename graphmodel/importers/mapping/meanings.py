"""What single cells of a foreign column mean for a field whose values have a form: numbers, dates, durations, hours."""

from __future__ import annotations

import re
from typing import Final

from graphmodel.importers.mapping.profile import is_form, written_as_words
from graphmodel.importers.mapping.synonyms import says
from graphmodel.model.days import of_number, of_time
from graphmodel.model.notation import BadValue, Notation
from graphmodel.model.values import DATED, TYPES

DATES: Final = (
    "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d %b %Y", "%d-%b-%Y", "%Y-%m-%d %H:%M:%S",
    "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M",
)  # fmt: skip
"""Formats of dates, tried in this order."""

FREE: Final = ("text", "id", "ids", "list")
"""Types that take any text."""

_LIMIT: Final = re.compile(r"(\D+?)\s*(\d.*)")
_LIMITS: Final = {
    "duration": ("at_most", ("<", "<=", "=<", "≤", "⩽")),
    "percent": ("at_least", (">", ">=", "=>", "≥", "⩾")),
}
"""What is promised is a limit: for its type, the word list and the signs that may stand before it."""


def parses(value_type: str, cell: str, notation: Notation = Notation()) -> bool:  # noqa: B008  (frozen)
    """Is it a value of that type?"""
    try:
        TYPES[value_type].parse(cell, notation)
    except BadValue:
        return False
    return True


def reads(value_type: str, cell: str, *, unit: bool = False) -> bool:
    """Is it a value of that type in the notation of some file? ``unit``: the column's name says that of its numbers."""
    if value_type in {"number", "percent"}:
        return is_form("number", cell) or is_form("percent", cell)
    if unit and is_form("number", cell):
        return True
    if value_type in DATED and (of_number(cell) or of_time(cell)):
        return True
    return parses(value_type, cell, Notation(dates=DATES))


def meaning(value_type: str, cell: str, *, unit: bool = False) -> str:
    """What a cell says as a reader takes it: itself where it is a value, or a wrong one; empty where nobody knows.

    >>> meaning("duration", "≤ 4 h"), meaning("duration", "2-4 h"), meaning("percent", "mind. 99 %")
    ('4 h', '', '99 %')
    """
    if reads(value_type, cell, unit=unit) or not written_as_words(cell):
        return cell
    if value_type == "statement":
        return next((word for word in ("yes", "no") if says(word, cell)), "")
    words, signs = _LIMITS.get(value_type, ("", ()))
    limit = _LIMIT.fullmatch(cell)
    if limit and words and (limit[1].strip() in signs or says(words, limit[1])):
        return limit[2] if reads(value_type, limit[2], unit=unit) else ""
    return ""
