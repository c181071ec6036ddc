"""Canonical texts of fields as cells of their type: a workbook calculates with numbers and days, not with texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from graphmodel.workbooks.cells import Percent, Value, text

_MADE: Final[dict[str, Callable[[str], Value]]] = {
    "percent": lambda said: Percent(Decimal(said) / 100),
    "number": float,
    "needs": int,
    "criticality": int,
    "date": date.fromisoformat,
    "statement": date.fromisoformat,
    "flag": "yes".__eq__,
}
"""Type of a field → its cell. Of other types a cell is the text: an id ``0341``, a duration ``4h``."""


def typed(texts: Sequence[str], type: str) -> Sequence[Value]:
    """The canonical texts of a field of that type (``model.values.TYPES``) as cells; empty ones stay empty.

    What a cell would not give back as it is stays text: a number of more than 15 digits, a date before 1900.

    >>> typed(["99.9", "", "12345678901234567", "x"], "number"), typed(["0341", "4h"], "text")
    ([99.9, '', '12345678901234567', 'x'], ['0341', '4h'])
    >>> typed(["2025-01-02", "yes"], "date"), text(typed(["99.95"], "percent")[0])
    ([datetime.date(2025, 1, 2), 'yes'], '99.95%')
    """
    make = _MADE.get(type)
    if make is None:
        return texts
    cells = {said: _cell(said, make, "%" * (type == "percent")) for said in set(texts)}
    return [cells[said] for said in texts]


def _cell(said: str, make: Callable[[str], Value], sign: str) -> Value:
    try:
        made = make(said) if said else said
    except (ValueError, InvalidOperation):
        return said
    return made if not said or text(made) == said + sign else said
