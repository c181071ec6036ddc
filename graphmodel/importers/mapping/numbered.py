"""What columns beside references say of these: ``Dependency 1, Strength 1, Dependency 2, Strength 2``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graphmodel.importers.mapping.guess import OF_DEPENDENCIES, fits, says_strength, values
from graphmodel.importers.mapping.profile import Profile
from graphmodel.importers.mapping.proposal import SuggestedTable, source
from graphmodel.importers.mapping.references import Reference
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import SURE, means


def beside_numbers(found: Sample, related: Sequence[Reference]) -> dict[Profile, list[Profile]]:
    """Column of references that has a number → the other columns of that number; nothing where only one has any.

    Where there is but one column of references, what is called strength, or begins as it is called, is theirs.
    """
    if len(related) == 1:
        own = related[0].column
        words, strengths = own.name.words, found.called("strength", SURE)
        starts = {words, words[:-1]} - {()}
        others = [c for c in found.columns if c is not own and c.name.words[:-1] in starts]
        return {own: [*strengths, *others]} if strengths or others else {}
    references = [one.column for one in related if one.column.name.number]
    made: dict[Profile, list[Profile]] = {}
    for column in references if len(references) > 1 else ():
        number = column.name.number
        others = [c for c in found.columns if c not in references and c.name.number == number]
        if others and sum(one.name.number == number for one in references) == 1:
            made[column] = others
    return made


def said_of_dependencies(columns: Sequence[Profile]) -> dict[str, Profile]:
    """Field of a dependency → the one of these columns that says it."""
    made: dict[str, Profile] = {}
    for column in columns:
        called = (name for name in OF_DEPENDENCIES if means(column.name, name) > 1 and fits(name, column))
        name = "strength" if says_strength(column) else next(called, "")
        if name and column.some:
            made.setdefault(name, column)
    return made


def say(table: SuggestedTable, columns: Mapping[str, Profile]) -> None:
    """Add what these columns say of a dependency."""
    for name, column in columns.items():
        table.columns[name] = source(column)
        if translated := values(name, column):
            table.values[name] = translated
