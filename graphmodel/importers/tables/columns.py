"""Where the values of a table come from, and cells turned into canonical values, each distinct one once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple

from graphmodel.importers.lists import JSON, Signs, held, items
from graphmodel.importers.tables.days import Days
from graphmodel.importers.tables.steps import Step
from graphmodel.importers.unread import VALUE
from graphmodel.model.fractions import may_be_fraction
from graphmodel.model.identifiers import MAX_ID
from graphmodel.model.metamodel import Kind
from graphmodel.model.notation import BadValue, Notation
from graphmodel.model.numbers import number
from graphmodel.model.values import DATED, TYPES

_GROUP: Final = re.compile(r"(?<![0-9.])[1-9][0-9]{0,2}\.[0-9]{2}0(?![0-9.])")
"""A text: no cell of a workbook that is a number ends with a zero behind the point."""
_COUNT: Final = re.compile(r"[0-9]+([.,][0-9]+)?")


@dataclass(frozen=True)
class Memo:
    """What is known of the cells of a column, or of several.

    A dict of its own each: a set takes the keys of a subclass one by one.
    """

    values: dict[str, str] = field(default_factory=dict)
    """Text of a cell → its canonical value."""
    fixed: dict[str, str] = field(default_factory=dict)
    """What is read as something else, ids without blanks around them, words in other languages: → as read."""


@dataclass(frozen=True)
class SourceColumn:
    """One column of a table: a field or a free attribute."""

    name: str
    at: int = -1
    """Position in the file; -1: the same value everywhere, ``default``."""
    header: str = ""
    """Its name in the file."""
    type: str = "text"
    required: bool = False
    default: str = ""
    """The value of an empty cell."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Foreign value, casefolded → ours; ``*`` for all others."""
    split: Signs = ""
    """What separates the items of a list, or the ids of which each makes a record of its own."""
    only: str = ""
    """The one value that is allowed, where the file says it already."""
    unit: str = ""
    """The unit of numbers that are durations: ``h``."""
    factor: str = ""
    """What numbers are multiplied by."""
    listed: bool = False
    """Only values that ``values`` lists are allowed."""
    words: Callable[[str], str] | None = None
    """What says which of our values a word means that is none of them; empty where nobody knows."""

    @property
    def plain(self) -> bool:
        """Its cells mean the same as any other column's of that type."""
        return not (
            self.default or self.values or self.split or self.only or self.at < 0
            or self.unit or self.factor or self.listed
        )  # fmt: skip


@dataclass(frozen=True)
class Ways:
    """Relations whose way is in a value of their own."""

    header: str
    """The column that has it."""
    read_as: Callable[[str], str]
    """Such a value → what is made of it, in words; empty where nobody says."""
    met: Counter[str] = field(default_factory=Counter)
    """The values of the rows that were read so far."""


class Drop(NamedTuple):
    """Why a step leaves a row out of its table, other than that the mapping does not choose it."""

    header: str
    """The column; empty where it is no one column."""
    at: int = -1
    """The position of the cell whose value the mapping skips; -1: the row is left out because it says nothing."""


class MatrixCells(NamedTuple):
    """The cells of a matrix, as one table reads them."""

    at: frozenset[int]
    """The positions of its columns."""
    reads: Callable[[str], object]
    """Is a cell of these read, or empty, or does it say no?"""


class Condition(NamedTuple):
    """A column by which a table chooses its rows."""

    at: int
    """Its position; -1 where the sheet lacks it."""
    admits: Callable[[str], object]
    """Does it want a row with that cell?"""


@dataclass(frozen=True)
class Shape:
    """One table that a file holds: what every one of its rows says."""

    kind: Kind
    columns: tuple[SourceColumn, ...]
    steps: tuple[Step, ...] = ()
    """What is done with rows before their cells are read."""
    drops: Mapping[Step, Drop] = field(default_factory=dict)
    """Those of the steps that leave out rows for a reason of their own."""
    marks: MatrixCells | None = None
    distinct: tuple[int, ...] = ()
    """Rows that say the same in these columns are one record, and no repetition."""
    conditions: tuple[Condition, ...] = ()
    """The columns by which rows are chosen, in this order."""
    belongs: str = ""
    """The field that names what a row belongs to, where rows complete records that others define; else empty."""
    ways: Ways | None = None


class Cells:
    """The canonical values of one column, a window at a time."""

    def __init__(
        self, column: SourceColumn, notation: Notation, memo: Memo, *, nul: bool, trimmed: bool = False
    ) -> None:
        self.column = column
        self.bad: dict[str, BadValue] = {}
        self.fixed = memo.fixed
        self._trimmed = trimmed
        """Blanks around a text are no part of it: an id is read from the same cells."""
        self.small: dict[str | None, str] = {}
        """Percentages above 0 and not above 1, written without a sign: as read → as written."""
        self.signed = False
        """A percentage as small is written with a sign, so that it is none of these."""
        self.comma = ""
        """A number that is written with a decimal comma."""
        self.dotted: set[str] = set()
        """Numbers with a dot only, where a decimal comma may be."""
        self.days = Days(notation, TYPES[column.type].parse) if column.type in DATED else None
        self._notation = notation
        self._memo = memo.values
        self._plain = column.plain
        self._kept = held(column.values, column.split) if column.split else frozenset()
        self._free = column.type == "text" and column.plain and not column.required
        """Its texts are as they were written, blanks too."""
        self._verbatim = self._free and not nul

    def read(self, raw: Sequence[str]) -> Sequence[str | None]:
        """The canonical values; None for those in ``bad``."""
        if self._verbatim:
            return list(map(str.strip, raw)) if self._trimmed else raw
        try:
            return list(map(self._memo.__getitem__, raw))
        except KeyError:
            self._learn(set(raw).difference(self._memo, self.bad))
            return list(map(self._memo.get, raw))

    def _learn(self, new: set[str]) -> None:
        if self.column.type == "id" and self.column.plain and _clean(new):
            self._memo.update(zip(new, new, strict=True))
            return
        for raw in sorted(new):
            try:
                self._memo[raw] = self._value(raw)
            except BadValue as bad:
                self.bad[raw] = bad

    def _value(self, raw: str) -> str:
        column = self.column
        text = raw if self._plain else self._translated(raw)
        if not (self._free or text.strip()):
            text = column.default
        if column.unit and _COUNT.fullmatch(text.strip()):
            text = text.strip() + column.unit
        value = self._parsed(text)
        if column.type == "percent" and may_be_fraction(value):
            if "%" in text:
                self.signed = True
            else:
                self.small[value] = raw
        if value and column.type in {"number", "percent"}:
            self._note_decimal(raw, text)
        if column.factor and value:
            value = number(str(Decimal(value) * Decimal(column.factor)))
        if column.required and not value:
            raise BadValue("is empty", "every row needs one", "E201")
        if column.only and value != column.only:
            hint = f"move the row to {value}s.csv, or take this value away"
            raise BadValue(f"says {value}, but the file is of {column.only}s", hint, "E210")
        if column.type == "id" and value != text:
            self.fixed[raw] = value
        return value

    def _note_decimal(self, raw: str, text: str) -> None:
        notation = self._notation
        if notation.decimal != "," and not notation.texts:
            return
        if "," in text:
            self.comma = self.comma or text
        elif "." not in text or notation.thousands == ".":
            return
        elif notation.decimal == "," or (self.column.type == "number" and _GROUP.search(text)):
            self.dotted.add(raw)

    def _parsed(self, text: str) -> str:
        if self.days:
            return self.days.read(text)
        try:
            return TYPES[self.column.type].parse(text, self._notation)
        except BadValue as bad:
            if self.column.words and (meant := self.column.words(text)):
                self.fixed[text] = meant
                return meant
            if bad.code != "E208" or not self.column.values:
                raise
            raise BadValue(bad.message, f"{bad.hint}; or {VALUE}", bad.code) from None

    def _translated(self, raw: str) -> str:
        """A cell in our words: the whole of it first, then each item of a list."""
        column = self.column
        values, every, several = column.values, column.values.get("*"), bool(column.split)
        if (whole := values.get(raw.strip().casefold())) is not None:
            return ";".join(items(whole, column.split, self._kept)) if several else whole
        if several and column.type in {"list", "ids"}:
            found = items(raw, column.split, self._kept)
            if column.split == JSON and any(";" in item for item in found):
                raise BadValue("is a JSON list with a semicolon in an item", "write another sign there")
            return ";".join(values.get(i.strip().casefold(), i if every is None else every) for i in found)
        if column.split == JSON:
            items(raw, JSON)  # a list that no step could take apart
        if every is None and column.listed and raw.strip():
            raise BadValue("is no value that the mapping lists", VALUE, "E208")
        return raw if every is None else every


def _clean(ids: Collection[str]) -> bool:
    """None of these ids is empty or may need trimming, normalising or rejecting."""
    joined = "".join(ids)
    if not (joined.isascii() and joined.isprintable() and " " not in joined and "" not in ids):
        return False
    return max(map(len, ids), default=0) <= MAX_ID
