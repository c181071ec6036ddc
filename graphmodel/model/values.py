"""What the text of a cell may be, by the type of its field: the canonical text that it becomes, and what that means.

The text is what people read and what is kept; the value is what is compared, sorted, selected and calculated with.
``4h`` and ``PT4H`` are two texts of one value.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Literal

from graphmodel.model import identifiers, numbers
from graphmodel.model.notation import PLAIN, BadValue, Notation
from graphmodel.model.suggest import closest

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from graphmodel.model.metamodel import Kind, ValueType

_ENUMERATED: Final[dict[str, dict[str, str]]] = {
    "kind": {"service": "service", "product": "product"},
    "strength": {"hard": "hard", "soft": "soft"},
    "lifecycle": {v: v for v in ("planned", "live", "retiring", "retired")},
    "criticality": {v: v for v in "12345"},
    "flag": {"yes": "yes", "y": "yes", "true": "yes", "1": "yes", "no": "", "n": "", "false": "", "0": ""},
    "raci": {
        "r": "R", "a": "A", "c": "C", "i": "I",
        "responsible": "R", "accountable": "A", "consulted": "C", "informed": "I",
    },
}  # fmt: skip


_SAID: Final = {word: said or "no" for word, said in _ENUMERATED["flag"].items()}
"""As a flag is written, but a no is kept: it is not the same as silence."""

DATED: Final = ("date", "statement")
"""Types of which a text may be a date."""


def choices(type: str) -> tuple[str, ...]:
    """The texts that a field of that type may hold; none where it may hold others.

    >>> choices("raci"), choices("text")
    (('R', 'A', 'C', 'I'), ())
    """
    return tuple(dict.fromkeys(filter(None, _ENUMERATED.get(type, {}).values())))


def day(text: str, notation: Notation = PLAIN) -> str:
    """An ISO 8601 date, from one of the formats of ``notation`` or ISO 8601. Raises BadValue for anything else."""
    plain = text.strip()
    if not plain:
        return ""
    for form in notation.dates:
        try:
            return datetime.strptime(plain, form).date().isoformat()  # noqa: DTZ007  (a date has no zone)
        except ValueError:
            continue
    try:
        return date.fromisoformat(plain).isoformat()
    except ValueError:
        raise BadValue(
            "is not a date",
            "write it as 2024-12-31, or give the format of the file's dates in a mapping",
            "E205",
        ) from None


def _statement(text: str, notation: Notation) -> str:
    """Yes, no, or the day on which somebody said yes."""
    said = _SAID.get(text.strip().casefold())
    if said is not None:
        return said
    try:
        return day(text, notation)
    except BadValue as bad:
        raise BadValue("is neither yes, no nor a date", f"write yes or no, or {bad.hint}", bad.code) from None


def _duration(text: str, _notation: Notation) -> str:
    return _checked(text, _seconds, "E206")


def _hours(text: str, _notation: Notation) -> str:
    from graphmodel.model.hours import checked

    return _checked(text, checked, "E207")


def _checked(text: str, check: Callable[[str], object], code: str) -> str:
    plain = text.strip()
    if plain:
        try:
            check(plain)
        except ValueError as error:
            message, _, hint = str(error).removeprefix(repr(plain)).strip().partition(": ")
            raise BadValue(message, hint, code) from None
    return plain


def _one_of(name: str) -> Callable[[str, Notation], str]:
    known = _ENUMERATED[name]

    def parse(text: str, _notation: Notation) -> str:
        plain = text.strip().casefold()
        if not plain or plain in known:
            return known.get(plain, "")
        allowed = ", ".join(v for v in dict.fromkeys(known.values()) if v)
        near = known.get(closest(plain, known), "")
        hint = f"did you mean {near!r}?" if near else f"write one of {allowed}"
        raise BadValue(f"is none of {allowed}", hint)

    return parse


def _seconds(text: str) -> int:
    from graphmodel.model.durations import seconds  # which only those need who meet one, as the next

    return seconds(text)


def _minutes(text: str) -> Hashable:
    from graphmodel.model.hours import schedule

    found = schedule(text)
    return found if found[0].zone or len(found) > 1 else found[0].minutes


def _items(text: str) -> frozenset[str]:
    return frozenset(text.split(";"))


@dataclass(frozen=True)
class Type:
    """What the cells of a field may hold."""

    parse: Callable[[str, Notation], str]
    """The canonical text of a cell; of an empty or blank one ``""``. Raises BadValue."""
    value: Callable[[str], Hashable] = str
    """What a canonical text means that is not empty: equal for texts that mean the same. Raises ValueError for one that
    ``parse`` would not give."""
    several: bool = False
    """Several canonical texts may mean the same."""
    array: Literal["float64", "int64", "int32"] = "int32"
    """How an array has the values: float64 (none: NaN), int64 (none: -1), or int32: their numbers (none: -1)."""

    def same(self, one: str, other: str) -> bool:
        """Do two canonical texts mean the same? One that is no value means only itself."""
        return one == other or (self.several and self.identity(one) == self.identity(other))

    def identity(self, text: str) -> Hashable:
        """What is the same for all canonical texts that mean the same, and for no others."""
        return self.meaning(text) if self.several else text

    def canonical(self, text: str) -> str:
        """The canonical text, or the text itself where it is no value."""
        try:
            return self.parse(text, PLAIN)
        except BadValue:
            return text

    def meaning(self, text: str) -> Hashable:
        """The value, or the text where that is empty or no value."""
        try:
            return self.value(text) if text else text
        except ValueError:
            return text


TYPES: Final[dict[ValueType, Type]] = {
    "id": Type(identifiers.identifier),
    "ids": Type(identifiers.identifiers, _items, several=True),
    "text": Type(identifiers.verbatim),
    "list": Type(identifiers.items, _items, several=True),
    "number": Type(numbers.amount, numbers.exact, array="float64"),
    "percent": Type(numbers.percent, numbers.exact, array="float64"),
    "needs": Type(numbers.needs, int),
    "date": Type(day, date.fromisoformat),
    "duration": Type(_duration, _seconds, several=True, array="int64"),
    "hours": Type(_hours, _minutes, several=True),
    **{name: Type(_one_of(name)) for name in _ENUMERATED},
    "criticality": Type(_one_of("criticality"), int, array="int64"),
    "flag": Type(_one_of("flag"), "yes".__eq__),
    "statement": Type(_statement),
}
"""Every type of field: a duration is seconds, a schedule the minutes of a week as the bits of an integer (one with a
time zone what ``model.hours.schedule`` gives), a number or percentage an exact ``Decimal``, a list the set of its
items."""


def type_of(kind: Kind, name: str) -> Type:
    """The type of a field; a free attribute is text."""
    field = kind.field(name)
    return TYPES[field.type if field else "text"]
