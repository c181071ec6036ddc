"""Days as programs write them where people write dates: numbers of days, and points in time."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

_SERIAL: Final = re.compile(r"[2-7][0-9]{4}([.,][0-9]+)?")
_FIRST: Final = date(1899, 12, 30)


def of_number(text: str) -> str:
    """The date, ISO 8601, that spreadsheets mean by a number, from 1954 to 2119; empty for any other text.

    >>> of_number("45123"), of_number("45123.5"), of_number("2024")
    ('2023-07-16', '2023-07-16', '')
    """
    if not _SERIAL.fullmatch(text):
        return ""
    return (_FIRST + timedelta(int(text[:5]))).isoformat()


def of_time(text: str) -> str:
    """The date of a point in time of ISO 8601; empty for any other text.

    >>> of_time("2025-04-03 10:15:00"), of_time("2025-04-03T10:15:00Z"), of_time("3 April")
    ('2025-04-03', '2025-04-03', '')
    """
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        return ""
