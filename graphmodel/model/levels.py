"""Effective service levels: a service's own, else its category's, else the parent category's, up to the type."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeVar

from graphmodel.model.metamodel import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")

NAMES = tuple(level.name for level in LEVELS)
"""Every service level, in the order of the columns; all are inherited alike."""


class ColumnTexts(Protocol):
    """The texts of one column."""

    def __getitem__(self, row: int, /) -> str | None:
        """That of one record."""


class Columns(Protocol):
    """Records of one kind, as a ``Table`` or column by column from an index."""

    @property
    def lines(self) -> Iterable[int]:
        """Of each record; 0 where it was not read from a file."""

    def column(self, name: str) -> ColumnTexts:
        """One column; empty or absent texts where there is none of that name."""

    def texts(self, name: str) -> list[str]:
        """One column, without absent texts."""


class Level(NamedTuple):
    """One effective level of one service."""

    value: str
    """Canonical text, never empty."""
    source: Literal["own", "category", "default"]
    """The service itself, a category of the catalogue, or a shipped type that the catalogue did not bring itself."""
    id: str
    """The service or category that states it."""


@dataclass(frozen=True)
class Levels:
    """Of every service of a catalogue; what is inherited is worked out once, when first asked for."""

    services: Columns
    categories: Columns

    def level(self, row: int, name: str) -> Level | None:
        """One effective level of one service, or None where nobody states it."""
        if own := self.services.column(name)[row]:
            return Level(own, "own", self.services.column("id")[row] or "")
        return self._inherited[name].get(self.services.column("category")[row] or "")

    def of(self, row: int) -> dict[str, Level]:
        """Every effective level of one service, by name; levels that nobody states are absent."""
        return {name: level for name in NAMES if (level := self.level(row, name))}

    def of_category(self, category: str) -> dict[str, Level]:
        """What a category hands down to its services: its own levels and those from above, by name."""
        return {name: level for name in NAMES if (level := self._inherited[name].get(category))}

    def column(self, name: str) -> list[str]:
        """The effective values of one level for all services, empty where nobody states it."""
        inherited = {category: level.value for category, level in self._inherited[name].items()}
        categories = self.services.texts("category")
        return [
            own or inherited.get(category, "")
            for own, category in zip(self.services.texts(name), categories, strict=True)
        ]

    @cached_property
    def _inherited(self) -> dict[str, dict[str, Level]]:
        """Level → category → what it hands down."""
        ids, lines = self.categories.texts("id"), self.categories.lines
        parents = dict(zip(ids, self.categories.texts("parent"), strict=True))
        found: dict[str, dict[str, Level]] = {}
        for name in NAMES:
            stated = {
                category: Level(value, "category" if line else "default", category)
                for category, value, line in zip(ids, self.categories.texts(name), lines, strict=True)
                if value
            }
            found[name] = nearest(stated, parents)
        return found


def nearest(stated: dict[str, T], parents: dict[str, str]) -> dict[str, T]:
    """Category → what it, or else the nearest category above it, states; without an entry where none does."""
    found = dict(stated)
    done = set(stated)
    for category in parents:
        chain: list[str] = []
        while category and category not in done:
            done.add(category)
            chain.append(category)
            category = parents.get(category, "")
        if category in found:
            found |= dict.fromkeys(chain, found[category])
    return found
