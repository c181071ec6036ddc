"""What the cells of a foreign column are like, whatever it is called."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final

from graphmodel.importers.lists import JSON, is_json, likely_items
from graphmodel.importers.mapping.headers import Name
from graphmodel.importers.mapping.synonyms import says

JUDGED: Final = 2_000
"""So many distinct cells of a column are looked at for what they are."""

LETTERS: Final = re.compile(r"[RACI]([\s/,;|+&]*[RACI]){0,3}", re.IGNORECASE)
COMPARED: Final = 5_000
"""So many distinct cells of a column are looked up among those of another."""

SEPARATORS: Final = (";", ",", "|", "\n", "/", " + ")

_NUMBER: Final = re.compile(r"[+-]?[€$£]?\s*(\d[\d.,'’\s]*|\.\d+)\s*([€$£]|EUR|USD|CHF|GBP)?", re.IGNORECASE)
_PERCENT: Final = re.compile(r"\d{1,3}([.,]\d+)?\s*%")
_DATE: Final = re.compile(
    r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ](\d{1,2}|[A-Za-z]{3})[-/. ]\d{4})([T ].*)?"
)
_DURATION: Final = re.compile(r"\d+([.,]\d+)?\s*(h|m|d|min|hours?|days?|std\.?|stunden|tage)", re.IGNORECASE)
_MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]+>?", re.IGNORECASE)
_FORMS: Final[dict[str, Callable[[str], object]]] = {
    "number": _NUMBER.fullmatch,
    "percent": _PERCENT.fullmatch,
    "date": _DATE.fullmatch,
    "duration": _DURATION.fullmatch,
    "mail": _MAIL.search,
}


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
        return tuple(v for v in self._counts if v and not says("nothing", v))

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(self.cells)

    @cached_property
    def filled(self) -> int:
        """How many cells say something."""
        return sum(self._counts[value] for value in self.values)

    @cached_property
    def unique(self) -> bool:
        """Every cell says something, and no two the same."""
        return len(self.values) == len(self.cells) > 0

    def share(self, form: str) -> float:
        """Of the distinct values, how many are a number, percent, date, duration or hold a mail address."""
        judged = self.values[:JUDGED]
        return sum(1 for v in judged if _FORMS[form](v)) / len(judged) if judged else 0.0

    @cached_property
    def wordy(self) -> bool:
        """Its values are words: not numbers, dates and the like, and no prose."""
        if not self.values or any(self.share(form) > 1 / 2 for form in _FORMS):
            return False
        judged = self.values[:JUDGED]
        return sum(map(len, judged)) / len(judged) <= 60

    @cached_property
    def lettered(self) -> bool:
        """Its values are the letters R, A, C and I, one or several."""
        return bool(self.values) and all(map(LETTERS.fullmatch, self.values))

    @cached_property
    def flagged(self) -> bool:
        """Its values are words for yes and no."""
        return bool(self.values) and all(says("yes", v) or says("no", v) for v in self.values)

    @cached_property
    def json(self) -> bool:
        """At least half of its values are JSON lists."""
        judged = self.values[:JUDGED]
        return bool(judged) and sum(map(is_json, judged)) >= len(judged) / 2

    @cached_property
    def nothing(self) -> list[str]:
        """Its words for an empty cell, or for an empty item of a JSON list."""
        cells = (likely_items(cell, JSON) if self.json else [cell] for cell in self._counts)
        return list(dict.fromkeys(v for items in cells for v in items if v and says("nothing", v)))

    def items(self, separator: str) -> Counter[str]:
        """Folded item → how often, of the first distinct cells, split there."""
        found: Counter[str] = Counter()
        for cell, count in islice(self._counts.items(), COMPARED):
            if says("nothing", cell):  # as a whole: n/a is no list
                continue
            for item in likely_items(cell, separator) if separator else (cell,):
                if (word := item.strip()) and not says("nothing", word):
                    found[alike(word)] += count
        return found

    def separator(self, among: Collection[str] | None = None) -> str:
        """What separates the items of its cells, or empty: what leaves the most items ``among`` known ones."""
        if self.json:
            return JSON
        if among is not None:
            return max(("", *SEPARATORS), key=lambda s: (known_share(self.items(s), among), -len(s)))
        counts = {s: sum(s in v for v in self.values) for s in SEPARATORS[:4]}
        best = max(counts, key=lambda s: counts[s])
        return best if counts[best] else ""


def alike(value: str) -> str:
    """A value as references are compared: Unicode form, case and white space do not matter."""
    text = value if value.isascii() else unicodedata.normalize("NFKC", value)
    return " ".join(text.casefold().split())


def known_share(items: Counter[str], among: Collection[str]) -> float:
    """Of these items, the share that is known."""
    return sum(1 for item in items if item in among) / len(items) if items else 0.0


def written_as_words(cell: str) -> bool:
    """Is this no number, date, percentage or mail address?"""
    return not any(match(cell) for match in _FORMS.values())
