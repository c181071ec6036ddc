"""Sheets of keys and values: which keys there are, and what has none of some."""

from __future__ import annotations

from collections.abc import Collection

from graphmodel.importers.mapping.document import Pivot
from graphmodel.importers.names import folded
from graphmodel.importers.tables.header import Heading


def keys_of(said: Pivot | None, heading: Heading) -> dict[str, str]:
    """The keys that stand in a sheet of keys and values, folded → as they are written first."""
    at = next((i for i, cell in enumerate(heading.cells) if said and folded(cell) == folded(said.key)), -1)
    found: dict[str, str] = {}
    for key in heading.values(at) if at >= 0 else ():
        found.setdefault(folded(key), key)
    return found


def without(keys: Collection[str], heading: Heading, named: int, key: int) -> frozenset[str]:
    """What the column ``named`` names, and what has none of these keys (folded)."""
    pairs = heading.pairs(named, key)
    return frozenset({one for one, _ in pairs} - {one for one, said in pairs if folded(said) in keys})
