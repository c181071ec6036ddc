"""What the cells of a workbook are, and what they say as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final


class Percent(float):
    """A number whose cell shows it as a percentage: 0.999 as 99.9%."""


Value = str | float | bool | datetime | date | time | timedelta
Sheets = Mapping[str, Iterable[Sequence[Value]]]
"""Name of a sheet → its rows."""

_WHOLE: Final = 1e15
"""Whole numbers from here on are not exact."""


def text(value: Value, decimal: str = ".") -> str:
    """A cell as a delimited file would have it; ``decimal`` is the sign that its reader expects.

    A number has the 15 digits that spreadsheets show, a percentage its sign, a date is ISO 8601, and a boolean is yes
    or no.

    >>> text(0.999), text(0.1 + 0.2), text(3.0), text(1.5, ","), text(True), text(1e-7), text("0341")
    ('0.999', '0.3', '3', '1,5', 'yes', '0.0000001', '0341')
    >>> text(Percent(0.999)), text(Percent(0.9995), ","), text(Percent(1))
    ('99.9%', '99,95%', '100%')
    >>> text(date(2025, 1, 2)), text(datetime(2025, 1, 2)), text(timedelta(hours=30)), text(time(4, 30))
    ('2025-01-02', '2025-01-02', '30:00:00', '04:30:00')
    """
    if type(value) is str:
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Percent):
        return f"{_number(float(f'{value * 100:.15g}'), decimal)}%"
    if isinstance(value, (int, float)):
        return _number(value, decimal)
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _number(value: float, decimal: str) -> str:
    if abs(value) < _WHOLE and value == int(value):
        return str(int(value))
    shown = f"{value:.15g}"
    if "e" in shown:
        shown = f"{Decimal(shown):f}"
    return shown.replace(".", decimal)


def letters(column: int) -> str:
    """The name of a column, from its position.

    >>> letters(0), letters(25), letters(26), letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def texts(row: Sequence[Value], decimal: str) -> list[str]:
    """The cells of a row."""
    return [value if type(value) is str else text(value, decimal) for value in row]
