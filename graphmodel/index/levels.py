"""Effective service levels: a service's own, else its category's, else that of the nearest category above.

Nothing is read before it is asked for. Of one service a few cells are looked up; the arrays of all services are made of
the numbers of the texts, so that each distinct text is parsed once.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graphmodel.index.strings import coded
from graphmodel.model.metamodel import SERVICE

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from graphmodel.index.arrays import Array
    from graphmodel.index.records import Records
    from graphmodel.index.tree import CategoryTree
    from graphmodel.model.values import Type

NAMES: Final = tuple(field.name for field in SERVICE.fields if field.level)
"""Every service level, in the order of the columns; all are inherited alike."""

OWN: Final = -1
"""It is stated by the service itself."""
NOBODY: Final = -2
"""It is stated by nobody."""


class Effective(NamedTuple):
    """One effective level of one service or category."""

    text: str
    """Canonical, never empty."""
    origin: int
    """The category that states it, or ``OWN``."""


class Level:
    """One level of every service."""

    def __init__(self, name: str, services: Records, categories: Records, levels: Levels) -> None:
        self.name = name
        self._own = services.column(name)
        self._stated = categories.column(name)
        self._levels = levels

    def of(self, service: int) -> Effective | None:
        """That of one service, or None where nobody states it."""
        if own := self._own[service]:
            return Effective(own, OWN)
        category = int(self._levels.category[service])
        return self.of_category(category) if category >= 0 else None

    def of_category(self, category: int) -> Effective | None:
        """What a category hands down to its services, or None."""
        at = int(self.handed[category])
        return Effective(self._stated[at], at) if at >= 0 else None

    @cached_property
    def handed(self) -> NDArray[np.int32]:
        """int32[c]: the category, itself or above, whose statement each category hands down; -1 where there is none."""
        return self._levels.tree.nearest(self._stated.where(bool))

    @cached_property
    def origin(self) -> NDArray[np.int32]:
        """int32[n]: where each service has it from: the number of a category, ``OWN`` or ``NOBODY``."""
        handed = np.append(self.handed, np.int32(-1))[self._levels.category]
        return np.where(self._own.where(bool), OWN, np.where(handed < 0, NOBODY, handed)).astype(np.int32)

    @cached_property
    def _coded(self) -> tuple[list[str], NDArray[np.int32]]:
        """The distinct texts, and for each service the number of its own; -1 where nobody states it."""
        (own, own_code), (stated, stated_code) = coded(self._own), coded(self._stated)
        texts = list(dict.fromkeys(filter(None, (*own, *stated))))
        number = {text: i for i, text in enumerate(texts)} | {"": -1}
        numbers = [np.array([number[text] for text in known], np.int32) for known in (own, stated)]
        mine, theirs = numbers[0][own_code], np.append(numbers[1][stated_code], np.int32(-1))
        return texts, np.where(self.origin == OWN, mine, theirs[np.maximum(self.origin, -1)])

    def text_of(self, service: int) -> str:
        """The canonical text of one service, empty where nobody states it."""
        texts, code = self._coded
        at = code.item(service)
        return texts[at] if at >= 0 else ""

    @cached_property
    def texts(self) -> NDArray[np.object_]:
        """object[n]: the canonical texts, empty where nobody states it."""
        texts, code = self._coded
        return np.array([*texts, ""], object)[code]

    @cached_property
    def values(self) -> tuple[Hashable, ...]:
        """The distinct values that ``value`` numbers, as they come; none where ``value`` has the values themselves."""
        meant = () if self._typed.array != "int32" else map(self._typed.value, self._coded[0])
        return tuple(dict.fromkeys(meant))

    @cached_property
    def value(self) -> Array:
        """What the texts mean, per service.

        Percentages and numbers: float64[n], NaN where nobody states it. Durations: int64[n], seconds, or -1. All else,
        also schedules: int32[n], a position in ``values``, or -1. Raises ValueError for a text that no import lets in.
        """
        texts, code = self._coded
        meant: list[object] = [self._typed.value(text) for text in texts]
        if self._typed.array == "int32":
            place = {value: i for i, value in enumerate(self.values)}
            meant = [place[value] for value in meant]
        none = np.nan if self._typed.array == "float64" else -1
        return np.array([*meant, none], self._typed.array)[code]

    @cached_property
    def _typed(self) -> Type:
        from graphmodel.model.values import type_of  # which those do not need who read texts

        return type_of(SERVICE, self.name)


class Levels:
    """See the head of this file. ``category``: int32[n], of each service, -1 for none."""

    def __init__(
        self, services: Records, categories: Records, category: NDArray[np.int32], tree: CategoryTree
    ) -> None:
        self.category = category
        self.tree = tree
        self._records = services, categories
        self._made: dict[str, Level] = {}

    def __getitem__(self, name: str) -> Level:
        """One of ``NAMES``."""
        if name not in self._made:
            self._made[name] = Level(name, *self._records, self)
        return self._made[name]

    def of(self, service: int) -> dict[str, Effective]:
        """Every effective level of one service, by name; levels that nobody states are absent."""
        return {name: found for name in NAMES if (found := self[name].of(service))}

    def of_category(self, category: int) -> dict[str, Effective]:
        """What a category hands down, by name: its own levels and those from above."""
        return {name: found for name in NAMES if (found := self[name].of_category(category))}

    def default(self, category: int) -> bool:
        """Is it a shipped type, which the catalogue did not bring itself?"""
        return not self._records[1].lines[category]
