"""References that name a service twice: an id beside a name, as in ``Payroll (S-02)`` and ``S-02 - Payroll``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property
from itertools import islice
from typing import Final

from graphmodel.importers.mapping.profile import SEPARATORS, Profile, all_alike
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.names import halves

_TRIED: Final = 50
"""A column of which none of so many items is such a label has none."""


class Labels:
    """What the services of one file are called, each name with the others of its row."""

    def __init__(self, found: Sample, keys: Collection[Profile]) -> None:
        self._columns = list(dict.fromkeys([*keys, *found.called("id"), *found.called("name")]))

    @cached_property
    def _beside(self) -> Mapping[str, set[str]]:
        beside: dict[str, set[str]] = defaultdict(set)
        if len(self._columns) > 1:
            cells = [all_alike(column.cells) for column in self._columns]
            for names in map(set, zip(*cells, strict=True)):
                names.discard("")
                for name in names:
                    beside[name] |= names - {name}
        return beside

    def knows(self, label: str) -> bool:
        """Is this an id beside a name of one row?"""
        pairs = (p for pair in halves(label) for p in (pair, pair[::-1]))
        return any(two in self._beside.get(one, ()) for one, two in pairs)

    def share(self, column: Profile) -> tuple[float, str]:
        """How many of a column's items are such labels, at best, and what separates them."""
        best = 0.0, ""
        for separator in (
            "",
            *(s for s in SEPARATORS if any(s in cell for cell in column.some.first(_TRIED))),
        ):
            items = column.items(separator)
            if any(map(self.knows, islice(items, _TRIED))):
                best = max(best, (sum(map(self.knows, items)) / len(items), separator), key=lambda b: b[0])
        return best
