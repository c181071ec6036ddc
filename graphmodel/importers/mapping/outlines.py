"""What a sheet says in a form that no mapping reads: fields as rows, and rows that stand within the one above."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from graphmodel.importers.mapping.guess import TRUSTED
from graphmodel.importers.mapping.headers import Name
from graphmodel.importers.mapping.keys import OTHERWISE, is_otherwise
from graphmodel.importers.mapping.profile import JUDGED, LETTERS, Profile
from graphmodel.importers.mapping.proposal import short
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import SURE, means, says
from graphmodel.model.words import listed

_FIELDS: Final = ("name", "providers", "consumers", *OTHERWISE)
_NUMBERED: Final = re.compile(r"\d+(\.\d+)*\.?")
_ARROW: Final = re.compile(r"[^<>→⇒]*[^\W\d_][^<>→⇒]*?\s*(?:[-=]+>+|→|⇒)\s*[^\W\d_][^<>→⇒]*")
_PART: Final = re.compile(r"\s*[/\\>]\s*")
_LEAST: Final = 2
_MOST: Final = 200
"""Fields of a table whose rows these are."""


def turned(found: Sample) -> str:
    """Why a table is none with a service in each row: its first column names fields; empty where it does not."""
    first, *others = found.columns
    if len(first.values) > _MOST:
        return ""
    named = {value: field for value in first.some.first(JUDGED) if (field := _field(value))}
    names, kinds = [*named], len({*named.values()})  # APP-1 and APP-2 are ids, and no fields
    if kinds < max(_LEAST, TRUSTED * len(names)) or len(names) < TRUSTED * len(first.values):
        return ""
    says_more = any(
        len(value) > 1 and not LETTERS.fullmatch(value) for c in others for value in c.some.first(JUDGED)
    )
    if not says_more or any(_field(c.header) for c in others):
        return ""
    return (
        f"its first column names fields ({listed([*map(short, names)], 3)}), and no services: "
        "make a row of each service (copy, paste transposed)"
    )


def _field(text: str) -> str:
    """The field that is surely called so, or empty."""
    return next((field for field in _FIELDS if means(Name.of(text), field) == SURE), "")


def outlined(found: Sample) -> Iterator[str]:
    """What says that rows stand within others, and how that can be read."""
    for column in found.columns:
        how = (
            "indented"
            if column.header in found.indented
            else "numbered as an outline"
            if _numbers(column)
            else ""
        )
        if _are_pairs(column) or _names_ends(column):
            yield (
                f"{found.place}: the cells of {column.header} hold two names each ({short(column.values[0])}), and are "
                "read as one: with a column for each of both ends relations are read"
            )
        elif _are_paths(column):
            yield (
                f"{found.place}: {column.header} holds paths ({short(column.values[0])}): what stands within what is "
                "not read; with a column for each level it is"
            )
        if how:
            yield (
                f"{found.place}: {column.header} is {how}: what stands within what is not read; a column that names "
                "for each row the one above (Parent) is"
            )


def lists_of_names(found: Sample, column: Profile) -> Iterator[str]:
    """What says that cells of the column which tells services apart hold several names each."""
    if (sign := column.separator()) and len(column.some.first(JUDGED)) > 1:
        cells = [[item.strip() for item in cell.split(sign)] for cell in column.some.first(JUDGED)]
        times = Counter(item for cell in cells for item in {*cell})
        several = next((c for c in cells if len(c) > 1 and any(times[item] > 1 for item in c)), None)
        if several:
            yield (
                f"{found.place}: a cell of {column.header} holds several names ({short((sign + ' ').join(several))}), "
                "and is read as one: with a row for each of them, each is a service"
            )


def _are_pairs(column: Profile) -> bool:
    """Is an arrow between two names in each cell?"""
    return column.unique and all(map(_ARROW.fullmatch, column.some.first(JUDGED)))


def _names_ends(column: Profile) -> bool:
    """Is it called after both ends of a relation: ``Source/Target``?"""
    ends = [Name.of(part) for part in _PART.split(column.header)]
    fields = ("consumer", "provider"), ("provider", "consumer")
    both = len(ends) == _LEAST and any(all(map(means, ends, pair)) for pair in fields)
    return both and bool(column.some) and all(len(_PART.split(cell)) == _LEAST for cell in column.some)


def _are_paths(column: Profile) -> bool:
    """Are most cells of several parts, of which the first is that of others, too?"""
    if not column.unique or not column.wordy:
        return False
    cells = column.some.first(JUDGED)
    firsts = [parts[0] for cell in cells if len(parts := _PART.split(cell)) > 1 and "://" not in cell]
    return len(firsts) > TRUSTED * len(cells) and 2 * len({*firsts}) <= len(firsts) + 1 < 2 * len(firsts)


def _numbers(column: Profile) -> bool:
    """Are these ``1, 1.1, 1.1.1``, each below the one that it is within; or depths (``1, 2, 3, 2``)?"""
    cells = column.cells[:JUDGED]
    if not column.some or not all(map(_NUMBERED.fullmatch, cells)):
        return False
    numbers = [cell.rstrip(".") for cell in cells]
    if any("." in number for number in numbers):
        known = set[str]() if is_otherwise(column) else {""}
        for number in numbers:
            if number in known or number.rpartition(".")[0] not in known:
                return False
            known.add(number)
        return True
    depth = any(says("depth", word) for word in column.name.words[-1:])
    return depth and _are_depths([int(number) for number in numbers])


def _are_depths(numbers: Sequence[int]) -> bool:
    """Does each row stand at most one deeper than the one before, and some do?"""
    steps = {two - one for one, two in pairwise(numbers)}
    return bool(steps) and max(steps) == 1 and numbers[0] == min(numbers)
