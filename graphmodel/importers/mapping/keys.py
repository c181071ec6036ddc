"""Which columns identify services, and which cells refer to them: found by values, across all files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from graphmodel.importers.mapping.guess import TRUSTED
from graphmodel.importers.mapping.labels import Labels
from graphmodel.importers.mapping.profile import Profile, all_alike, known_share
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import SURE, means
from graphmodel.importers.names import same_name

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
    """6, 5 called like an id; 4, 3 like a name; 1 only unique."""
    whole: bool = True
    """Every row has one."""

    @cached_property
    def known(self) -> frozenset[str]:
        """Its values as references are compared."""
        return frozenset(all_alike(self.column.values))


@dataclass(frozen=True, eq=False)
class Reference:
    """A column whose cells name services."""

    found: Sample
    column: Profile
    key: Key | None
    """The column that has them, if any."""
    separator: str
    share: float
    """So many of the items are known there."""
    upwards: bool
    """The cells name what depends on the row's service, not what it depends on."""
    sure: int
    """As ``synonyms.means``, 0: by values alone."""

    @property
    def why(self) -> str:
        """In words."""
        known = f"{self.share:.0%} of its items are in {self.key.column.header}" if self.key else ""
        if self.sure:
            return "; ".join(filter(None, (f"{'sure' if self.sure > 1 else 'likely'}: by its name", known)))
        return f"likely: {known}"


def keys(found: Sample) -> list[Key]:
    """The columns of a file of services that tell them apart, the likeliest first."""
    named: list[Key] = []
    for column in found.columns:
        sure = max(
            2 * means(column.name, "id") if means(column.name, "id") > 1 else 0,
            means(column.name, "name") + 1 if means(column.name, "name") > 1 else 0,
        )
        names_others = max(means(column.name, "providers"), means(column.name, "consumers")) > 1
        if (column.lettered or column.flagged) and not sure:
            continue
        if column.unique and (sure or (column.wordy and not names_others and not _otherwise(column))):
            named.append(Key(found, column, sure or 1))
    if not named or max(key.sure for key in named) == 1:
        # Rows that repeat a service, one for each thing it has.
        named += [
            Key(found, column, 0)
            for column in [*found.called("id", 3), *found.called("name", 3)]
            if column.filled == found.rows > 0
        ]
    named += [
        Key(found, column, 2 * means(column.name, "id"), whole=False)
        for column in found.called("id", 2)
        if named and column.filled < found.rows < 2 * column.filled == 2 * len(column.values)
    ]
    return sorted(named, key=lambda key: -key.sure)


def _otherwise(column: Profile) -> bool:
    return any(means(column.name, field) > 1 for field in OTHERWISE)


def references(found: Sample, known: Sequence[Key]) -> list[Reference]:
    """The columns that name services, by what they are called or by their values."""
    mine = [key for key in known if key.found is found]
    own = {key.column for at, key in enumerate(mine) if not at or key.sure > 1}
    made = []
    for column in found.columns:
        down, up = means(column.name, "providers"), means(column.name, "consumers")
        if not column.some or (column in own and not max(down, up) > 1):
            continue
        best, separator, share = _nearest(column, known)
        sure = max(down, up)
        # Numbers say how many there are.
        named = sure == SURE and column.share("number") <= TRUSTED
        if share < TRUSTED and not (named or (sure > 1 and column.wordy and column not in own)):
            continue
        few = column.filled < 2 < found.rows
        if not sure and (_otherwise(column) or not column.wordy or few or _same(column, best)):
            continue
        separator = separator if best else column.separator()
        made.append(Reference(found, column, best, separator, share, up > down, sure))
    return made


def _nearest(column: Profile, known: Sequence[Key]) -> tuple[Key | None, str, float]:
    best: tuple[Key | None, str, float] = None, "", 0.0
    for key in known:
        if key.column is column:
            continue
        separator = column.separator(key.known)
        share = known_share(column.items(separator), key.known)
        if share > best[2]:
            best = key, separator, share
    return best if best[2] >= TRUSTED or not column.wordy else _by_label(column, known, best)


def _by_label(
    column: Profile, known: Sequence[Key], best: tuple[Key | None, str, float]
) -> tuple[Key | None, str, float]:
    """The same where cells name services by id and name together, if more of them do."""
    for found, first in {key.found: key for key in reversed(known)}.items():
        share, separator = Labels(found, [key.column for key in known if key.found is found]).share(column)
        if share > best[2]:
            best = first, separator, share
    return best


def _same(column: Profile, key: Key | None) -> bool:
    """Does the column only repeat the key of its own row?"""
    if key is None or len(key.column.cells) != len(column.cells):
        return False
    pairs = zip(column.cells, key.column.cells, strict=True)
    return sum(same_name(a) == same_name(b) for a, b in pairs) > TRUSTED * len(column.cells)


def identity(own: Sequence[Key], referring: Sequence[Reference]) -> Key:
    """The key that references use most; if they use none, the likeliest."""
    uses = {key: sum(r.column.filled for r in referring if r.key is key) for key in own}
    return max(own, key=lambda key: (key.whole, uses[key], key.sure))
