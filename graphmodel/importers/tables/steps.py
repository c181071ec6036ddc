"""What a mapping does with rows before their cells are read: rows left out, repeated, and columns made of others.

Each step takes the columns of some rows and the place of each row, and gives the same; a column that it makes comes
after all others. ``says``: what tells whether a cell says something.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from graphmodel.importers.lists import Signs, held, likely_items
from graphmodel.importers.names import folded

Columns = Sequence[Sequence[str]]
Rows = tuple[Columns, Sequence[int]]
Step = Callable[[Columns, Sequence[int]], Rows]


def says(empty: frozenset[str]) -> Callable[[str], bool]:
    """Does a cell say something: is it neither blank nor one of these words (casefolded)?"""
    return lambda cell: bool(word := cell.strip()) and word.casefold() not in empty


def admitted(at: int, admits: Callable[[str], object]) -> Step:
    """The rows whose cell is admitted; where there is no such column (-1) all or none."""
    if at < 0:
        every = bool(admits(""))
        return lambda columns, lines: (columns, lines) if every else _taken(columns, lines, [])

    def step(columns: Columns, lines: Sequence[int]) -> Rows:
        good = {value for value in set(columns[at]) if admits(value)}
        return _taken(columns, lines, [i for i, value in enumerate(columns[at]) if value in good])

    return step


def split(at: int, signs: Signs, values: Mapping[str, str], words: Collection[str] = ()) -> Step:
    """One row for each item of a cell, none for an empty one. Whole cells are translated before, items after.

    An item that is translated, here or later as one of those ``words``, is not divided.

    A broken list stays one item, which is rejected where cells are read.
    """
    kept = held([*values, *words], signs)

    def items(cell: str) -> list[str]:
        whole = values.get(cell.strip().casefold())
        if whole is not None:
            return _filled(likely_items(whole, signs, kept))
        every = values.get("*")
        return _filled(
            values.get(item.casefold(), item if every is None else every)
            for item in _filled(likely_items(cell, signs, kept))
        )

    def step(columns: Columns, lines: Sequence[int]) -> Rows:
        cut = {cell: items(cell) for cell in set(columns[at])}
        rows = [i for i, cell in enumerate(columns[at]) for _ in cut[cell]]
        made = [item for cell in columns[at] for item in cut[cell]]
        taken, lines = _taken(columns, lines, rows)
        return [*taken[:at], made, *taken[at + 1 :]], lines

    return step


def joined(
    from_: Sequence[int],
    join: Callable[[Sequence[str]], str],
    filled: Callable[[str], bool],
    needed: Sequence[int] = (),
) -> Step:
    """A column of the filled cells of others, joined; empty where none of those ``needed`` is filled, if there are."""

    def step(columns: Columns, lines: Sequence[int]) -> Rows:
        rows = zip(*(columns[at] for at in from_), strict=True)
        made = [join([cell.strip() for cell in row if filled(cell)]) for row in rows]
        if needed:
            says = [any(map(filled, row)) for row in zip(*(columns[at] for at in needed), strict=True)]
            made = [cell if said else "" for cell, said in zip(made, says, strict=True)]
        return [*columns, made], lines

    return step


def first(from_: Sequence[int], filled: Callable[[str], bool]) -> Step:
    """A column of the first filled cell of others."""

    def step(columns: Columns, lines: Sequence[int]) -> Rows:
        rows = zip(*(columns[at] for at in from_), strict=True)
        return [*columns, [next(filter(filled, row), "") for row in rows]], lines

    return step


def each(from_: Sequence[int], filled: Callable[[str], bool]) -> Step:
    """One row for each filled cell of some columns, and a column of it."""

    def step(columns: Columns, lines: Sequence[int]) -> Rows:
        rows = [i for i in range(len(lines)) for at in from_ if filled(columns[at][i])]
        made = [columns[at][i] for i in range(len(lines)) for at in from_ if filled(columns[at][i])]
        taken, lines = _taken(columns, lines, rows)
        return [*taken, made], lines

    return step


def unpivoted(from_: Sequence[tuple[int, str]], filled: Callable[[str], object]) -> Step:
    """One row for each filled cell of some columns, and two columns: the name of its column, and the cell.

    ``from_``: position and name of each column.
    """

    def step(columns: Columns, lines: Sequence[int]) -> Rows:
        found = [
            (i, name, cell) for i in range(len(lines)) for at, name in from_ if filled(cell := columns[at][i])
        ]
        taken, lines = _taken(columns, lines, [i for i, _, _ in found])
        return [*taken, [name for _, name, _ in found], [cell for _, _, cell in found]], lines

    return step


def pivoted(key: int, value: int, keys: Mapping[str, int], bare: tuple[int, AbstractSet[str]]) -> Step:
    """The rows whose key is one of these, and a column for each key: its value in the rows of that key, else empty.

    ``keys``: folded key → which of the columns that are made is its own. ``bare``: a column, and what it names of which
    the first row is kept, too, whatever its key.
    """
    named, left = bare[0], set(bare[1])

    def step(columns: Columns, lines: Sequence[int]) -> Rows:
        at = {cell: keys.get(folded(cell), -1) for cell in set(columns[key])}
        kept = []
        for i, cell in enumerate(columns[key]):
            first = left and (name := columns[named][i].strip()) in left
            if first:
                left.remove(name)
            if first or at[cell] >= 0:
                kept.append(i)
        taken, lines = _taken(columns, lines, kept)
        own = [[""] * len(lines) for _ in keys]
        for i, (cell, said) in enumerate(zip(taken[key], taken[value], strict=True)):
            if at[cell] >= 0:
                own[at[cell]][i] = said
        return [*taken, *own], lines

    return step


def nested(at: int, items: Callable[[str], Sequence[Mapping[str, str]]], attributes: Sequence[str]) -> Step:
    """One row for each item of a cell, and a column for each of these attributes (folded)."""

    def step(columns: Columns, lines: Sequence[int]) -> Rows:
        cut = {cell: items(cell) for cell in set(columns[at])}
        taken, lines_ = _taken(columns, lines, [i for i, cell in enumerate(columns[at]) for _ in cut[cell]])
        made = [[item.get(name, "") for cell in columns[at] for item in cut[cell]] for name in attributes]
        return [*taken, *made], lines_

    return step


def directed(
    at: int,
    ends: tuple[int, int],
    way_of: Callable[[str], int],
    met: Counter[str],
) -> Step:
    """Two columns, consumer and provider, of the ends of relations whose way a cell tells; others are left out.

    ``way_of``: 1 where the first end is the consumer, -1 where the second is, else 0; ``met`` counts the cells.
    """

    def step(columns: Columns, lines: Sequence[int]) -> Rows:
        met.update(columns[at])
        way = {cell: way_of(cell) for cell in set(columns[at])}
        rows = [i for i, cell in enumerate(columns[at]) if way[cell]]
        taken, lines = _taken(columns, lines, rows)
        one, two = (taken[end] for end in ends)
        straight = [way[cell] > 0 for cell in taken[at]]
        consumers = [a if right else b for a, b, right in zip(one, two, straight, strict=True)]
        providers = [b if right else a for a, b, right in zip(one, two, straight, strict=True)]
        return [*taken, consumers, providers], lines

    return step


def distinct(of: Sequence[int]) -> Step:
    """The rows that say something new in these columns; it remembers all that it has seen."""
    seen: set[tuple[str, ...]] = set()

    def step(columns: Columns, lines: Sequence[int]) -> Rows:
        rows = []
        for i, said in enumerate(zip(*(columns[at] for at in of), strict=True)):
            if said not in seen:
                seen.add(said)
                rows.append(i)
        return _taken(columns, lines, rows)

    return step


def _filled(items: Iterable[str]) -> list[str]:
    return [item for part in items if (item := part.strip())]


def _taken(
    columns: Columns, lines: Sequence[int], rows: Sequence[int]
) -> tuple[list[Sequence[str]], Sequence[int]]:
    if len(rows) == len(lines) and rows == list(range(len(lines))):
        return list(columns), lines
    return [[column[i] for i in rows] for column in columns], [lines[i] for i in rows]
