"""What several records of one identity say together of a field to which each adds its own."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal, InvalidOperation
from typing import Final, Literal

Uniting = Literal["", "items", "sum", "latest"]

_EXACT: Final = Context(prec=100)


def items(one: str, other: str) -> str:
    """The items of both lists, those of the first before the others.

    >>> items("a;b", "c;a"), items("a;b", "")
    ('a;b;c', 'a;b')
    """
    return ";".join(item for item in dict.fromkeys(f"{one};{other}".split(";")) if item)


def total(one: str, other: str) -> str:
    """The sum of two numbers, exactly; of what is none the first that says something.

    >>> total("1.5", "10"), total("", "3"), total("x", "3")
    ('11.5', '3', 'x')
    """
    try:
        found = f"{_EXACT.add(Decimal(one), Decimal(other)):f}"
    except InvalidOperation:
        return one or other
    return found.rstrip("0").rstrip(".") if "." in found else found


UNITE: Final[dict[str, Callable[[str, str], str]]] = {"items": items, "sum": total, "latest": max}
"""How two texts of a field become one, by ``Field.united``; of ISO dates the latest is the greatest text."""
