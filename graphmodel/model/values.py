"""What the text of a cell may be, by the type of its field: the canonical text that it becomes, and what that means.

The text is what people read and what is kept; the value is what is compared, sorted, selected and calculated with.
``4h`` and ``PT4H`` are two texts of one value.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from graphmodel.model.suggest import closest

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from graphmodel.model.metamodel import Kind, ValueType

MAX_DIGITS: Final = 30
"""A number of more digits is none that a catalogue needs."""

MAX_ID: Final = 255
"""Characters of an id, after normalising."""

_MARKED: Final = 4 * MAX_ID
"""Characters that are normalised: the time that takes grows with the square of a run of combining marks."""
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)(e[+-]?[0-9]{1,4})?", re.IGNORECASE)
_SPACE = re.compile(r"\s")
_APOSTROPHES = "'’"
_CURRENCY = re.compile(r"^(?:[$€£¥]|CHF|EUR|GBP|USD)\s*|\s*(?:[$€£¥]|CHF|EUR|GBP|USD)$", re.IGNORECASE)
_WHOLE = re.compile(r"[0-9]{1,30}")
_UNSEEN: Final = {
    "Cc": "control",
    "Cf": "invisible",
    "Cs": "surrogate",
    "Zl": "line-breaking",
    "Zp": "line-breaking",
}
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


@dataclass(frozen=True)
class Notation:
    """How a source writes numbers and dates."""

    decimal: str = "."
    """The decimal sign, ``.`` or ``,``. With ``,`` a number that has only a dot is read with the dot; whether it may be
    one is for the file to say: one of them that has a comma rules it out."""
    thousands: str = ""
    """The sign between groups of three digits, or none."""
    dates: tuple[str, ...] = ()
    """Formats of ``datetime.strptime``, tried before ISO 8601."""


class BadValue(ValueError):  # noqa: N818  (a value that is refused, reported as a problem)
    """A cell that its field cannot take. ``code`` is a key of ``graphmodel.model.codes.CODES``."""

    def __init__(self, message: str, hint: str = "", code: str = "E208") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code


def identifier(text: str, _reading: Notation = Notation()) -> str:
    """Trimmed and NFC-normalised. Raises BadValue for control, zero-width and bidirectional characters, and for more
    than ``MAX_ID`` characters.
    """
    found = text.strip()
    if len(found) <= _MARKED:
        found = unicodedata.normalize("NFC", found)
    if len(found) > MAX_ID:
        raise BadValue(f"has {len(found):,} characters; an id has at most {MAX_ID}", "shorten it", "E211")
    if found.isprintable():
        return found
    for at, char in enumerate(found, 1):
        if what := _UNSEEN.get(unicodedata.category(char)):
            name = unicodedata.name(char, "")
            raise BadValue(
                f"character {at} of the id is the {what} character U+{ord(char):04X} {name}".rstrip(),
                "ids hold no control, zero-width or bidirectional characters: type it again",
                "E202",
            )
    return found


def items(text: str, reading: Notation = Notation()) -> str:
    """``a;b``: items trimmed, empty ones and repetitions left out. Raises BadValue for a NUL character."""
    parts = _verbatim(text, reading).split(";")
    return ";".join(dict.fromkeys(item for part in parts if (item := part.strip())))


def _identifiers(text: str, _reading: Notation) -> str:
    return items(";".join(identifier(item) for item in text.split(";")))


def _verbatim(text: str, _reading: Notation) -> str:
    if "\0" in text:
        raise BadValue(
            "the text holds a NUL character", "remove it; a file full of them is likely UTF-16", "E209"
        )
    return text


def number(text: str, reading: Notation = Notation()) -> str:
    """The shortest decimal text. Raises BadValue for NaN, infinities and more than ``MAX_DIGITS`` digits.

    >>> number("+099.90"), number("1e3"), number("-0.0"), number("1.234,5", Notation(",", "."))
    ('99.9', '1000', '0', '1234.5')
    """
    plain = text.strip()
    if reading.thousands:
        plain = _ungrouped(plain, reading)
    if reading.decimal == ",":
        plain = plain.replace(",", ".", 1)
    if not plain:
        return ""
    if len(plain) > 2 * MAX_DIGITS and _NUMBER.fullmatch(plain):
        raise _too_long()
    if not _NUMBER.fullmatch(plain):
        hint = "write digits with a decimal point, as 1250.5"
        if reading.decimal == "." and "," in plain:
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


def _ungrouped(plain: str, reading: Notation) -> str:
    """The number without its thousands signs. Raises BadValue where they stand elsewhere than before three digits."""
    sign, spelled = reading.thousands, plain
    if sign.isspace():
        spelled = _SPACE.sub(sign, spelled)
    elif sign in _APOSTROPHES:
        spelled = spelled.replace(_APOSTROPHES[0], sign).replace(_APOSTROPHES[1], sign)
    whole, point, part = spelled.partition(reading.decimal)
    if sign not in spelled:
        return spelled
    if sign in part or not re.fullmatch(rf"[+-]?[0-9]{{1,3}}({re.escape(sign)}[0-9]{{3}})+", whole):
        hint = f"{sign!r} stands between groups of three digits and {reading.decimal!r} before decimals here"
        raise BadValue("is not a number", f"{hint}: see thousands and decimal of the mapping", "E203")
    return whole.replace(sign, "") + point + part


def _amount(text: str, reading: Notation) -> str:
    """A number, with or without the sign of a currency before or after it."""
    plain = text.strip()
    if not (plain[:1].isdigit() and plain[-1:].isdigit()):
        plain = _CURRENCY.sub("", plain)
    return number(plain, reading)


def _too_long() -> BadValue:
    return BadValue(f"is a number of more than {MAX_DIGITS} digits", "round it", "E204")


def _percent(text: str, reading: Notation) -> str:
    found = number(text.strip().removesuffix("%"), reading)
    if found and not 0 <= Decimal(found) <= 100:
        raise BadValue("is not between 0 and 100 percent", "write 99.9 or 99.9%", "E204")
    return found


def _needs(text: str, _reading: Notation) -> str:
    plain = text.strip()
    if not plain:
        return ""
    if not _WHOLE.fullmatch(plain) or int(plain) == 0:
        raise BadValue("is not a whole number of at least 1", "say how many of the group must be up", "E204")
    return str(int(plain))


def day(text: str, reading: Notation = Notation()) -> str:
    """An ISO 8601 date, from one of the formats of ``reading`` or ISO 8601. Raises BadValue for anything else."""
    plain = text.strip()
    if not plain:
        return ""
    for form in reading.dates:
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


def _duration(text: str, _reading: Notation) -> str:
    return _checked(text, _seconds, "E206")


def _hours(text: str, _reading: Notation) -> str:
    return _checked(text, _minutes, "E207")


def _checked(text: str, check: Callable[[str], int], code: str) -> str:
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

    def parse(text: str, _reading: Notation) -> str:
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


def _minutes(text: str) -> int:
    from graphmodel.model.hours import weekly

    return weekly(text)


def _exact(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{text!r} is not a number")
    return Decimal(text)


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
        return one == other or (self.several and self.meaning(one) == self.meaning(other))

    def canonical(self, text: str) -> str:
        """The canonical text, or the text itself where it is no value."""
        try:
            return self.parse(text, Notation())
        except BadValue:
            return text

    def meaning(self, text: str) -> Hashable:
        """The value, or the text where that is empty or no value."""
        try:
            return self.value(text) if text else text
        except ValueError:
            return text


TYPES: Final[dict[ValueType, Type]] = {
    "id": Type(identifier),
    "ids": Type(_identifiers, _items, several=True),
    "text": Type(_verbatim),
    "list": Type(items, _items, several=True),
    "number": Type(_amount, _exact, array="float64"),
    "percent": Type(_percent, _exact, array="float64"),
    "needs": Type(_needs, int),
    "date": Type(day, date.fromisoformat),
    "duration": Type(_duration, _seconds, several=True, array="int64"),
    "hours": Type(_hours, _minutes, several=True),
    **{name: Type(_one_of(name)) for name in _ENUMERATED},
    "criticality": Type(_one_of("criticality"), int, array="int64"),
    "flag": Type(_one_of("flag"), "yes".__eq__),
}
"""Every type of field: a duration is seconds, a schedule the minutes of a week as the bits of an integer, a number or
percentage an exact ``Decimal``, a list the set of its items."""


def type_of(kind: Kind, name: str) -> Type:
    """The type of a field; a free attribute is text."""
    field = kind.field(name)
    return TYPES[field.type if field else "text"]
