"""Which columns identify services: found by what they are called and by their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from graphmodel.importers.lists import held
from graphmodel.importers.mapping.guess import TRUSTED
from graphmodel.importers.mapping.profile import SEPARATORS, Profile, all_alike, known_share
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import called, means

OTHERWISE: Final = (
    "description", "category", "criticality", "lifecycle", "availability", "support_hours", "rto", "rpo", "response",
    "resolution", "cost", "reviewed", "mapped", "tags", "aliases", "A", "R", "C", "I", "note", "relation",
)  # fmt: skip
"""A column surely called so is no reference, whatever its values."""


@dataclass(frozen=True, eq=False)
class Key:
    """A column whose cells tell services apart."""

    found: Sample
    column: Profile
    sure: int
    """6, 5 called like an id; 4, 3 like a name; 2 perhaps like an id; 1 only unique."""
    whole: bool = True
    """Every row has one."""

    @cached_property
    def is_id(self) -> bool:
        """It is called like an id, surely or so that its values decide: codes; and no number of the row."""
        said = 0 if self.counts else means(self.column.name, "id")
        return said > means(self.column.name, "name") or (
            said > 0 and not any(map(str.isspace, "".join(self.column.values)))
        )

    @cached_property
    def counts(self) -> bool:
        """Its values number the rows."""
        return set(self.column.values) == set(map(str, range(1, len(self.column.values) + 1)))

    @cached_property
    def known(self) -> frozenset[str]:
        """Its values as references are compared."""
        return frozenset(all_alike(self.column.values))

    @cached_property
    def signed(self) -> frozenset[str]:
        """Those of them that hold a sign which may separate items."""
        return held(self.known, SEPARATORS)


def keys(found: Sample) -> list[Key]:
    """The columns of a file of services that tell them apart, the likeliest first."""
    named: list[Key] = []
    for column in found.columns:
        if found.is_one_of_several(column):
            continue
        sure = max(
            2 * means(column.name, "id") if means(column.name, "id") > 1 else 0,
            means(column.name, "name") + 1 if means(column.name, "name") > 1 else 0,
        )
        names_others = max(means(column.name, "providers"), means(column.name, "consumers")) > 1
        names_others &= column.at > 0  # there it may be the corner of a matrix
        if (column.lettered or column.flagged) and not sure:
            continue
        if column.unique and not sure and means(column.name, "id"):
            sure = 2
        if column.unique and (sure or (column.wordy and not names_others and not is_otherwise(column))):
            named.append(Key(found, column, sure or 1))
    if not named or max(key.sure for key in named) == 1:
        # Rows that repeat a service, one for each thing it has.
        named += [
            Key(found, column, 0)
            for column in [*found.called("id", 3), *(found.called("name", 3) or found.called("name"))]
            if column.filled == found.rows > 0 and not found.is_one_of_several(column)
        ]
    named += [
        Key(found, column, 2 * means(column.name, "id"), whole=False)
        for column in found.called("id", 2)
        if named and column.filled < found.rows < 2 * column.filled == 2 * len(column.values)
    ]
    return sorted(named, key=lambda key: -key.sure)


def of_others(found: Sample, others: Sequence[Key]) -> list[Key]:
    """The columns that tell its rows apart by what the services of other files are called."""
    return [
        Key(found, column, 1)
        for column in found.columns
        if column.unique and any(known_share(column.items(""), key.known) > TRUSTED for key in others)
    ]


def is_otherwise(column: Profile) -> bool:
    """Is a column surely called after something that is no reference?"""
    supplies = means(column.name, "supplier") > max(1, means(column.name, "provider"))
    other = called(column.name, "other") or called(column.name, "unrelated")
    return supplies or other or any(means(column.name, field) > 1 for field in OTHERWISE)
