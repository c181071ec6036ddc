"""Columns in which a value stands once, above blank cells that mean the same: what merged cells leave in a CSV file."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile, takewhile
from typing import Final

from graphmodel.importers.mapping.headers import Name
from graphmodel.importers.mapping.profile import written_as_words
from graphmodel.importers.mapping.synonyms import means, otherwise

_GROUPS: Final = ("id", "name", "consumer", "category", "scope", "role", "kind", "group")
"""What columns of groups are for."""
_LEAST: Final = 2
"""Groups of which a column has so many at least, unless it names the service of each row."""


def grouping(names: Sequence[str], body: Sequence[Sequence[str]]) -> list[int]:
    """The positions of these columns, the widest group first: all stand before the first that has no blank cell."""
    found = []
    columns = list(zip(*body, strict=True))
    if not all(map(any, zip(*_first(names, columns), strict=True))):
        return []  # it goes on beside a table that is shorter
    for at, cells in enumerate(columns):
        if any(cells):
            if all(cells) or not _groups(Name.of(names[at]), cells, names, columns[at + 1 :], at):
                break
            found.append(at)
    return found


def _first(names: Sequence[str], columns: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The columns before the first blank one that are behind a filled one."""
    rest = dropwhile(lambda one: not any(one[1]), zip(names, columns, strict=False))
    return [cells for _, cells in takewhile(lambda one: one[0] or any(one[1]), rest)]


def _groups(
    name: Name, cells: Sequence[str], names: Sequence[str], others: Sequence[Sequence[str]], at: int
) -> bool:
    filled = [cell for cell in cells if cell]
    if not cells[0] or len(set(map(str.casefold, filled))) < len(filled):
        return False
    said = max(means(name, one) for one in _GROUPS)
    if otherwise(name, _GROUPS) > said:
        return False
    called = {one for one in ("id", "name") if means(name, one) > 1}
    if called:
        blank = [row for row, cell in enumerate(cells) if not cell]
        other = {"id": "name", "name": "id"}
        # Where a row has its own name, or id, the other one is lacking.
        return not any(
            any(means(Name.of(names[n]), other[one]) > 1 for one in called)
            and any(column[row] for row in blank)
            for n, column in enumerate(others, at + 1)
        )
    grouped = any(all(column) for column in others) or any(
        max(means(Name.of(other), one) for one in ("id", "name", "consumer")) > 1 for other in names[at + 1 :]
    )
    return grouped and len(filled) >= _LEAST and all(map(written_as_words, filled))
