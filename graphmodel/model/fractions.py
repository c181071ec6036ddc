"""Percentages that may be fractions: 0.999, as spreadsheets keep a cell that shows 99.9%."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from graphmodel.model.numbers import number

HINT: Final = "write 99.9 or 99.9% for percentages, and 0.5% where you mean that"


def may_be_fraction(percentage: str) -> bool:
    """Is a percentage, as a catalogue keeps it, above 0 and not above 1?

    >>> may_be_fraction("0.999"), may_be_fraction("1"), may_be_fraction("0"), may_be_fraction("")
    (True, True, False, False)
    """
    return bool(percentage) and 0 < float(percentage) <= 1


def as_percentage(fraction: str) -> str:
    """The percentage that a fraction is.

    >>> as_percentage("0.999"), as_percentage("1")
    ('99.9', '100')
    """
    return number(str(Decimal(fraction) * 100))


def signed(percentage: str) -> str:
    """A percentage so written that nobody takes it for a fraction.

    >>> signed("99.9"), signed("0.5")
    ('99.9', '0.5%')
    """
    return f"{percentage}%" if may_be_fraction(percentage) else percentage
