"""Which way relations go, by their names; and columns that say it of what stands beside them, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from graphmodel.importers.mapping.guess import TRUSTED
from graphmodel.importers.mapping.headers import split_words
from graphmodel.importers.mapping.profile import Profile
from graphmodel.importers.mapping.synonyms import says

_NOT_SAYING: Final = frozenset({"relationship", "relation", "archi", "mate"})
"""Words of which the name of a relation has another meaning with none: ``ArchiMate_Serving``."""
_IS: Final = frozenset({"is", "are", "ist", "wird", "werden", "est", "sont", "es", "esta", "son"})
"""Words before what a relation is called."""

INVERSE: Final = {"depends": "underpins", "underpins": "depends"}


def way(value: str) -> str:
    """depends, underpins, unrelated or, unknown, empty. ``Runs on::Runs`` goes by its first part."""
    words = [word for word in split_words(value) if word not in _NOT_SAYING]
    bare = words[1:] if words[:1] and words[0] in _IS else words  # est utilisé par
    for text in (value, value.partition("::")[0], " ".join(words), " ".join(bare)):
        for said in ("depends", "underpins", "unrelated"):
            if says(said, text):
                return said
    return ""


def tells_ways(column: Profile) -> bool:
    """Do most of its values say how two services are related?"""
    ways = [*map(way, column.values)]
    return any(way in {"depends", "underpins"} for way in ways) and ways.count("") < TRUSTED * len(ways)


def values_of(types: Profile, column: Profile, *ways: str) -> tuple[str, ...]:
    """The values of a column of types, or its empty cell, that say one of these where another column is filled."""
    said = dict.fromkeys(v for v, cell in zip(types.cells, column.cells, strict=True) if cell)
    return tuple(value for value in said if way(value) in ways)


def beside(column: Profile, columns: Sequence[Profile]) -> Profile | None:
    """The nearest of these columns that says how the row's service is related to what a column names, if any does."""
    able = [c for c in columns if c.few and c.name.number == column.name.number and tells_ways(c)]
    able = [c for c in able if _covers(c, column)]
    return min(able, key=lambda c: abs(c.at - column.at), default=None)


def _covers(types: Profile, column: Profile) -> bool:
    """Is the one filled where the other is, at least mostly?"""
    beside = [bool(said) for said, cell in zip(types.cells, column.cells, strict=True) if cell]
    return sum(beside) > TRUSTED * len(beside)
