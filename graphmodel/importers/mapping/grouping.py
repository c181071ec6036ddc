"""Columns in which a value stands once, above blank cells that mean the same: what merged cells leave in a CSV file."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile, takewhile
from typing import Final

from graphmodel.importers.mapping.headers import Name
from graphmodel.importers.mapping.profile import written_as_words
from graphmodel.importers.mapping.synonyms import level, means, otherwise, shortest

_GROUPS: Final = ("id", "name", "consumer", "category", "scope", "role", "kind", "group")
"""What columns of groups are for."""
_LEAST: Final = 2
"""Groups of which a column has so many at least, unless it names the service of each row."""

Body = Sequence[Sequence[str]]
"""The rows of a table, as long as its header."""


def grouping(names: Sequence[str], body: Body) -> list[int]:
    """The positions of these columns, the widest group first: all stand before the first that has no blank cell."""
    found = _outline(names, body)
    for at, name in enumerate(names):
        cells = [row[at] for row in body]
        if any(cells) and at not in found:
            if all(cells) or not _groups(Name.of(name), cells, names, body, at):
                break
            found.append(at)
    # Beside a shorter table another one goes on.
    return sorted(found) if found and all(map(any, _of_first(names, body))) else []


def _of_first(names: Sequence[str], body: Body) -> list[Sequence[str]]:
    """The cells of the rows before the first blank column that is behind a filled one."""
    filled = [any(row[at] for row in body) for at in range(len(names))]
    rest = dropwhile(lambda at: not filled[at], range(len(names)))
    width = [*takewhile(lambda at: names[at] or filled[at], rest)][-1] + 1
    return [row[:width] for row in body]


def _groups(name: Name, cells: Sequence[str], names: Sequence[str], body: Body, at: int) -> bool:
    filled = [cell for cell in cells if cell]
    if not cells[0] or len(set(map(str.casefold, filled))) < len(filled):
        return False
    said = max(means(name, one) for one in _GROUPS)
    # What is only left out in some rows is no heading of the rows below.
    if otherwise(name, _GROUPS) > said or (not said and 2 * len(filled) > len(cells)):
        return False
    behind = [(n, Name.of(names[n])) for n in range(at + 1, len(names))]
    if called := {one for one in ("id", "name") if means(name, one) > 1}:
        other = {"id": "name", "name": "id"}
        named = [n for n, one in behind if any(means(one, other[word]) > 1 for word in called)]
        # Where a row has its own name, or id, the other one is lacking.
        return not any(row[n] for row, cell in zip(body, cells, strict=True) if not cell for n in named)
    if len(filled) < _LEAST or not all(map(written_as_words, filled)):
        return False
    return any(
        max(means(one, word) for word in ("id", "name", "consumer")) > 1 or all(row[n] for row in body)
        for n, one in behind
    )


def _outline(names: Sequence[str], body: Body) -> list[int]:
    """The positions of the levels whose blank cells mean what is above them; the lowest is none of these.

    So it is where the uppermost begins the first row, and a name is never written again below itself.
    """
    ranked = [(at, *level(Name.of(name))) for at, name in enumerate(names)]
    at = [n for n, _, rank in ranked if rank]
    ranks = [rank for *_, rank in ranked if rank]
    words = {word for _, word, rank in ranked if rank}
    # An id and a name of one level are no two.
    if (
        len({shortest(word, words) for word in words}) < 2
        or ranks != sorted(ranks)
        or not body
        or not body[0][at[0]]
    ):
        return []
    upper = [n for n in at[:-1] if not all(row[n] for row in body)]
    first = upper == at[: len(upper)]
    return upper if first and all(_once(body, at[: order + 1]) for order in range(len(upper))) else []


def _once(body: Body, at: Sequence[int]) -> bool:
    """Is no name of the last of these columns the next one below it again, within what is above it?"""
    *above, own = at
    last = ""
    for row in body:
        if any(row[n] for n in above):
            last = ""
        if row[own]:
            if row[own] == last:
                return False
            last = row[own]
    return True
