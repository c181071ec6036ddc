"""What the cells of a foreign column are like, whatever it is called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from graphmodel.importers.lists import JSON, LOOKUP, Signs, is_json, likely_items
from graphmodel.importers.mapping.headers import Name
from graphmodel.importers.mapping.nesting import Nesting, nesting
from graphmodel.importers.mapping.synonyms import nothing, says
from graphmodel.importers.names import same_name
from graphmodel.model.durations import seconds

JUDGED: Final = 2_000
"""So many distinct cells of a column are looked at for what they are."""

LETTERS: Final = re.compile(r"[RACI]([\s/,;|+&]*[RACI]){0,3}", re.IGNORECASE)
FEW: Final = 20
"""A column of so few different values sorts the rows."""

COMPARED: Final = 5_000
"""So many distinct cells of a column are looked up among those of another."""

SEPARATORS: Final = (";", ",", "|", "\n", "/", " + ")

_SPACED: Final = re.compile(r"[^\S ]|  |(?:^|\0) | (?:\0|$)")
_MONEY: Final = r"(?:[€$£¥]|EUR|USD|CHF|GBP)?"
_NUMBER: Final = re.compile(
    rf"[+-]?{_MONEY}\s*(\d[\d.,'’\s]*|\.\d+)(?:(?<=[.,])[-–—]{{1,2}})?\s*{_MONEY}", re.IGNORECASE
)
_PERCENT: Final = re.compile(r"\d{1,3}([.,]\d+)?\s*%")
_DATE: Final = re.compile(
    r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ](\d{1,2}|[A-Za-z]{3})[-/. ]\d{4})([T ].*)?"
)
_MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]+>?", re.IGNORECASE)


def _lasts(cell: str) -> bool:
    """Is it a duration with its unit?"""
    if not cell[:1].isdigit() or cell[-1:].isdigit():
        return False
    try:
        seconds(cell)
    except ValueError:
        return False
    return True


_FORMS: Final[dict[str, Callable[[str], object]]] = {
    "number": _NUMBER.fullmatch,
    "percent": _PERCENT.fullmatch,
    "date": _DATE.fullmatch,
    "duration": _lasts,
    "mail": _MAIL.search,
}


class Distinct:
    """The distinct cells of a column that say something, as they come: looked for no further than somebody asks."""

    def __init__(self, cells: Sequence[str]) -> None:
        self._cells = cells
        self._at = 0
        self._met: set[str] = set()
        self._found: list[str] = []

    def first(self, count: int) -> list[str]:
        """So many of them, or all."""
        while len(self._found) < count and self._at < len(self._cells):
            end = max(2 * self._at, JUDGED)
            new = [cell for cell in dict.fromkeys(self._cells[self._at : end]) if cell not in self._met]
            self._met.update(new)
            empty = {"", *nothing(new)}
            self._found += [cell for cell in new if cell not in empty]
            self._at = end
        return self._found[:count]

    def __bool__(self) -> bool:
        return bool(self.first(1))

    def __iter__(self) -> Iterator[str]:
        at = 0
        while more := self.first(max(2 * at, JUDGED))[at:]:
            yield from more
            at += len(more)


@dataclass(frozen=True, eq=False)
class Profile:
    """One column of a sample."""

    at: int
    """Position in the file."""
    header: str
    """As a mapping names it."""
    name: Name
    cells: Sequence[str]
    """Trimmed."""
    parts: tuple[str, ...] = ()
    """The columns that it is joined of, if it is none of the file's own."""

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The distinct cells that say something, as they come."""
        return tuple(self.some.first(len(self.cells)))

    @cached_property
    def some(self) -> Distinct:
        """The same for who need not know all of them."""
        return Distinct(self.cells)

    @cached_property
    def few(self) -> bool:
        """They are some, and so few that they sort the rows."""
        return 0 < len(self.some.first(FEW + 1)) <= FEW

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(self.cells)

    @cached_property
    def _empty(self) -> set[str]:
        """What its cells hold that says nothing."""
        return {"", *nothing(self._counts)}

    @cached_property
    def filled(self) -> int:
        """How many cells say something."""
        return len(self.cells) - sum(self._counts[word] for word in self._empty)

    @cached_property
    def unique(self) -> bool:
        """Every cell says something, and no two the same."""
        judged = self.cells[:JUDGED]
        return len(set(judged)) == len(judged) and len(self.values) == len(self.cells) > 0

    def share(self, form: str) -> float:
        """Of the distinct values, how many are a number, percent, date, duration or hold a mail address."""
        judged = self.some.first(JUDGED)
        return sum(1 for v in judged if _FORMS[form](v)) / len(judged) if judged else 0.0

    @cached_property
    def wordy(self) -> bool:
        """Its values are words: not numbers, dates and the like, and no prose."""
        judged = self.some.first(JUDGED)
        if not judged or any(self.share(form) > 1 / 2 for form in _FORMS):
            return False
        return sum(map(len, judged)) / len(judged) <= 60

    @cached_property
    def lettered(self) -> bool:
        """Its values are the letters R, A, C and I, one or several."""
        return bool(self.some) and all(map(LETTERS.fullmatch, self.some))

    @cached_property
    def flagged(self) -> bool:
        """Its values are words for yes and no."""
        return bool(self.some) and all(says("yes", v) or says("no", v) for v in self.some)

    @property
    def counts_time(self) -> bool:
        """Its name says the unit of durations."""
        return bool(self.name.unit and self.name.unit.duration)

    @cached_property
    def json(self) -> bool:
        """At least half of its values are JSON lists."""
        judged = self.some.first(JUDGED)
        return bool(judged) and sum(map(is_json, judged)) >= len(judged) / 2

    @cached_property
    def nesting(self) -> Nesting | None:
        """How its cells are divided where they hold items with attributes."""
        return nesting(self.some.first(JUDGED))

    @cached_property
    def form(self) -> str:
        """Where its lists have a form of their own: ``JSON``, or ``LOOKUP`` of SharePoint; else empty."""
        lookups = any(LOOKUP in value for value in self.values[:JUDGED])
        return JSON if self.json else LOOKUP if lookups else ""

    @cached_property
    def nothing(self) -> list[str]:
        """Its words for an empty cell, or for an empty item of a JSON list."""
        cells = (likely_items(cell, JSON) if self.json else [cell] for cell in self._counts)
        return list(dict.fromkeys(v for items in cells for v in items if v and says("nothing", v)))

    def nothing_among(self, separator: Signs) -> list[str]:
        """The words for an empty item of its cells."""
        items = (item.strip() for cell in self.some for item in likely_items(cell, separator))
        return list(dict.fromkeys(item for item in items if item and says("nothing", item)))

    def items(self, separator: Signs) -> frozenset[str]:
        """The items of the first distinct cells, split there, as references are compared."""
        if separator not in self._items:
            cells = self.some.first(COMPARED)
            if separator:
                items = {item.strip() for cell in cells for item in likely_items(cell, separator)}
                cells = list(items - nothing(items) - {""})
            self._items[separator] = frozenset(all_alike(cells))
        return self._items[separator]

    @cached_property
    def _items(self) -> dict[Signs, frozenset[str]]:
        return {}

    @cached_property
    def separators(self) -> tuple[str, ...]:
        """What may separate the items of its cells; empty: nothing does."""
        if self.form:
            return (self.form,)
        together = "\0".join(self.some.first(COMPARED))
        return ("", *(s for s in SEPARATORS if s in together))  # another one divides nothing

    def separator(self, among: AbstractSet[str] | None = None) -> str:
        """What separates the items of its cells, or empty: what leaves the most items ``among`` known ones."""
        if self.form:
            return self.form
        if among is not None:
            return max(self.separators, key=lambda s: (known_share(self.items(s), among), -len(s)))
        together = "\0".join(self.values)
        signs = [s for s in SEPARATORS[:4] if s in together]
        return max(signs, key=lambda s: sum(s in v for v in self.values), default="")


def all_alike(values: Sequence[str]) -> list[str]:
    """Each as ``same_name`` gives it; trimmed ones without white space but single blanks all at once."""
    together = "\0".join(values)
    plain = together.isascii() and together.count("\0") + 1 == len(values) and not _SPACED.search(together)
    return together.casefold().split("\0") if plain else list(map(same_name, values))


def known_share(items: AbstractSet[str], among: AbstractSet[str]) -> float:
    """Of these items, the share that is known."""
    return len(items & among) / len(items) if items else 0.0


def is_form(form: str, cell: str) -> bool:
    """Is this a number, percent, date or duration, or does it hold a mail address?"""
    return bool(_FORMS[form](cell))


def written_as_words(cell: str) -> bool:
    """Is this no number, date, percentage or mail address?"""
    return not any(match(cell) for match in _FORMS.values())
