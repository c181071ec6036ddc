"""Values of Python, and of data frames, as the text of a cell."""

from __future__ import annotations

import numbers
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from graphmodel.model.errors import UsageError

_NOTHING: Final = frozenset({"NoneType", "NAType", "NaTType"})
"""Types of values that are none: of Python and of pandas, which is not imported for it."""


def as_text(value: Any) -> str:
    """The text of a cell: None, NaN and NaT are empty, items are separated by ``;``, whole numbers have no point.

    Raises UsageError for what no cell can hold.

    >>> as_text(None), as_text(float("nan")), as_text(341.0), as_text(99.95), as_text(True)
    ('', '', '341', '99.95', 'yes')
    >>> as_text(["pci", "core"]), as_text(date(2025, 4, 3)), as_text(timedelta(hours=4))
    ('pci;core', '2025-04-03', 'PT14400S')
    """
    if isinstance(value, str):
        return str(value)
    if type(value).__name__ in _NOTHING:
        return ""
    if isinstance(value, bool) or type(value).__name__ in {"bool_", "bool"}:
        return "yes" if value else "no"
    if isinstance(value, numbers.Number):
        return _number(value)
    if isinstance(value, timedelta):
        return f"PT{value.total_seconds():.9g}S"
    if isinstance(value, date | time):
        return _moment(value)
    if hasattr(value, "tolist"):  # an array of NumPy, or one of its values
        return as_text(value.tolist())
    if isinstance(value, Collection) and not isinstance(value, bytes | dict):
        return _items(value)
    raise UsageError(
        f"{value!r} cannot be a value: it is a {type(value).__name__}",
        "give a text, a number, a date, True or False, or a list of them",
    )


def _number(value: Any) -> str:
    """Without the point of a whole number, and without loss."""
    if value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _moment(value: date | time) -> str:
    """A day without its time where that is midnight."""
    if isinstance(value, datetime):
        midnight = value.time() == time() and value.tzinfo is None
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    return value.isoformat()


def _items(values: Collection[Any]) -> str:
    texts = [as_text(item) for item in (sorted(values, key=str) if isinstance(values, set) else values)]
    for text in texts:
        if ";" in text:
            raise UsageError(f"the item {text!r} holds a ;, which separates items", "write it without")
    return ";".join(texts)
