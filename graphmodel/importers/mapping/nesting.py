"""Cells of several items, each with attributes (``id:3;role:db|id:4``): by which signs, found by what they hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product
from typing import Final

from graphmodel.importers.mapping.document import Nested
from graphmodel.importers.mapping.nested import items
from graphmodel.importers.names import folded

_PAIRS: Final = (":", "=")
_ITEMS: Final = ("|", ";", ",", "\n")
_ATTRIBUTES: Final = (";", ",", "|")
_NAME: Final = re.compile(r"[^\W\d][\w .>-]{0,39}")
_MOST: Final = 8
"""Attributes that items have at most: with more the cells are prose."""
_ALIKE: Final = 0.9
"""So many items begin with the same attribute."""


@dataclass(frozen=True)
class Nesting:
    """How the cells of a column are divided."""

    items: str
    attributes: str
    pair: str
    names: tuple[str, ...]
    """The attributes, as they are written first; the one that items begin with before the others."""

    def read(self, cell: str, key: str) -> list[dict[str, str]]:
        """The items of a cell, each as attribute (folded) → value."""
        said = Nested("", self.items, self.attributes, self.pair, key, "")
        return [dict(item) for item in items(said, cell)]


def nesting(cells: Sequence[str]) -> Nesting | None:
    """How these cells, which say something, are divided; None where they are no such lists."""
    for pair in _PAIRS:
        if cells and all(pair in cell for cell in cells):
            ways = (_way(cells, *signs, pair) for signs in product(_ITEMS, _ATTRIBUTES))
            best = max(filter(None, ways), key=lambda way: way[0], default=None)
            if best:
                return best[1]
    return None


def _way(
    cells: Sequence[str], items: str, attributes: str, pair: str
) -> tuple[tuple[float, bool, int], Nesting] | None:
    """The cells divided by these signs: how much speaks for it; None where they are not divided so."""
    if items == attributes:
        return None
    every = [
        list(_names(item, attributes, pair)) for cell in cells for item in cell.split(items) if item.strip()
    ]
    if not all(every) or any(not all(names) or len(set(names)) < len(names) for names in every):
        return None
    names = Counter(chain.from_iterable(every))
    (first, begin), *_ = Counter(names[0] for names in every).most_common(1)
    several = max(map(len, every)) > 1
    # Alone is a field's code: no word, and no kind of what follows.
    alone = len(names) == 1 and "_" in first and len(every) > 1
    if not (alone or (several and 1 < len(names) <= _MOST)) or begin < _ALIKE * len(every):
        return None
    written: dict[str, str] = {}
    for cell in cells:
        for part in re.split(f"[{re.escape(items + attributes)}]", cell):
            name = part.partition(pair)[0].strip()
            written.setdefault(folded(name), name)
    order = [first, *(name for name in names if name != first)]
    return (begin / len(every), several, len(every)), Nesting(
        items, attributes, pair, tuple(written[name] for name in order)
    )


def _names(item: str, attributes: str, pair: str) -> Iterator[str]:
    """The names of an item's attributes, folded; empty where a part has none."""
    for part in item.split(attributes):
        name, sign, value = part.partition(pair)
        good = sign and _NAME.fullmatch(name.strip()) and not value.startswith("//")
        yield folded(name) if good else ""
