"""When two texts of a field mean the same: ``4h`` and ``PT4H``; lists in another order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from graphmodel.model.metamodel import Kind


def reader(kind: Kind, name: str) -> Callable[[str], Hashable] | None:
    """What the texts of that field mean; None where texts that differ mean different things."""
    field = kind.field(name)
    return _READERS.get(field.type) if field else None


def same(read: Callable[[str], Hashable] | None, one: str, other: str) -> bool:
    """Do they mean the same? ``read`` as ``reader`` gives it."""
    return one == other or (read is not None and bool(one) and bool(other) and read(one) == read(other))


def united(one: str, other: str, but: str = "") -> str:
    """The items of both lists, those of the first before the others.

    >>> united("a;b", "c;a"), united("a;b", "", but="a")
    ('a;b;c', 'b')
    """
    return ";".join(item for item in dict.fromkeys(f"{one};{other}".split(";")) if item not in ("", but))


def _items(text: str) -> Hashable:
    return frozenset(text.split(";"))


def _seconds(text: str) -> Hashable:
    from graphmodel.model.durations import seconds

    return _or_text(seconds, text)


def _minutes(text: str) -> Hashable:
    from graphmodel.model.hours import weekly

    return _or_text(weekly, text)


def _or_text(read: Callable[[str], int], text: str) -> Hashable:
    try:
        return read(text)
    except ValueError:
        return text


_READERS: Final[dict[str, Callable[[str], Hashable]]] = {
    "ids": _items,
    "list": _items,
    "duration": _seconds,
    "hours": _minutes,
}
