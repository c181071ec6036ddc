"""Where the table stands in a sheet: titles above its header, blank rows within it, totals and footnotes below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import pairwise, starmap
from typing import Final, NamedTuple

from graphmodel.importers.importer import BLANK
from graphmodel.importers.mapping.asides import MARK, Row, apart, asides, filled_cells
from graphmodel.importers.mapping.headers import Name, unit_of
from graphmodel.importers.mapping.profile import written_as_words
from graphmodel.importers.mapping.synonyms import FIELDS, SURE, is_known, means

LOOKED_AT: Final = 40
"""The header is one of the first rows that are not blank."""

_BRACKETED: Final = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
"""How units may be written below the names of columns: ``[h]``."""
_FEWEST: Final = 0.5
"""Of the widest row, a header fills at least this share."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_LATER: Final = 0.05
"""What a row loses as a header for each filled row above it."""


class SheetParts(NamedTuple):
    """A sheet divided."""

    header: tuple[int, ...]
    """Positions of the rows that the header is made of."""
    body: list[int]
    """Positions of the rows of the table."""
    blank: int
    """Rows within the table or below it that hold nothing."""
    skipped: list[str]
    """First cells of rows that are no records."""
    notes: list[str]
    """Those of them that may be taken for records: notes, legends, headings within the table."""
    lone: list[str]
    """Cells that are alone in the rows of records, and may be headings."""
    other: int = 0
    """The line of the header of another table, behind a blank row; 0 where there is none. It is not in the body."""
    until: str = ""
    """What ends the table: ``BLANK``, or the first filled cell of what is below it; empty where it goes to the end."""


def layout(rows: Sequence[Row], *, titled: bool = True) -> SheetParts:
    """Divide a sheet. There is at least one row; unless it is ``titled`` the first is the header."""
    header = _header(rows) if titled else (0,)
    every = [at for at in range(header[-1] + 1, len(rows)) if any(rows[at][1])]
    aside = asides(rows, rows[header[-1]][1], every)
    end, names = _another(rows, [at for at in every if at not in aside.every])
    if 0 < aside.end < end:
        end, names = aside.end, 0
    filled = [at for at in every if at < end]
    gaps = any(starmap(partial(apart, rows), pairwise(filled)))
    return SheetParts(
        header,
        [at for at in filled if at not in aside.every],
        min(end, len(rows)) - header[-1] - 1 - len(filled),
        _firsts(rows, [at for at in filled if at in aside.every]),
        _firsts(rows, [at for at in filled if at in aside.notes | aside.headings]),
        _firsts(rows, [at for at in filled if at in aside.lone]),
        rows[names][0] if names else 0,
        "" if end == len(rows) else next(filter(None, rows[end][1])) if gaps or not names else BLANK,
    )


def _firsts(rows: Sequence[Row], positions: Sequence[int]) -> list[str]:
    return list(dict.fromkeys(next(filter(None, rows[at][1])) for at in positions))


def _another(rows: Sequence[Row], filled: Sequence[int]) -> tuple[int, int]:
    """Where another table begins, and where its header is; the end of the rows, and 0, where there is none.

    It stands behind a blank row, perhaps with titles above it: words, and only rows that fill the same columns, which
    are fewer than those of the first table, or have names that are known.
    """
    for gap in (at for before, at in pairwise(filled) if apart(rows, before, at)):
        block = [one for one in filled if one >= gap]
        while len(block) > 1 and filled_cells(rows[block[0]][1]) == 1:
            block = block[1:]
        usual = Counter(_positions(rows[one][1]) for one in filled if one < gap).most_common(1)[0][0]
        if len(block) > 1 and _is_table([rows[one][1] for one in block], usual):
            return gap, block[0]
    return len(rows), 0


def _is_table(block: Sequence[Sequence[str]], usual: Sequence[int]) -> bool:
    """Are these rows a table of their own? ``usual``: the columns that the rows of the table before them fill."""
    header, *body = block
    fills, names = _positions(header), list(filter(None, header))
    words = len(set(names)) == len(names) > 1 and all(map(written_as_words, names))
    if not words:
        return False
    same = all(_positions(cells) == fills for cells in body)
    known = sum(map(is_known, names))
    within = all(set(_positions(cells)) <= set(fills) for cells in body)
    return (same and len(fills) < len(usual)) or (within and known > 1 and 2 * known >= len(names))


def _positions(cells: Sequence[str]) -> tuple[int, ...]:
    return tuple(at for at, cell in enumerate(cells) if cell)


def _header(rows: Sequence[Row]) -> tuple[int, ...]:
    filled = [at for at in range(len(rows)) if any(rows[at][1])][:LOOKED_AT]
    widest = max(filled_cells(rows[at][1]) for at in filled)

    def fitness(order: int) -> float:
        cells = [cell for cell in rows[filled[order]][1] if cell]
        words = len(set(cells)) == len(cells) and all(map(written_as_words, cells))
        names = _names(rows, filled[order], filled)
        if names == 1 < len(cells) - 1 and order and filled_cells(rows[filled[order - 1]][1]) >= len(cells):
            names = 0  # a row of data may hold one: API
        return 2 * names / len(cells) + words + len(cells) / widest - order * _LATER

    able = [o for o, at in enumerate(filled) if filled_cells(rows[at][1]) >= _FEWEST * widest]
    if len(able) > 1 and able[-1] == len(filled) - 1:  # a header stands above something
        able = able[:-1]
    best = filled[max(able, key=lambda order: (fitness(order), -order))]
    if best and _are_next(rows, best - 1) and _is_over(rows[best - 1][1], rows[best][1]):
        return best - 1, best
    lacks = best and _are_next(rows, best - 1) and _lacks_names(rows[best - 1][1], rows[best][1])
    if lacks and _is_under(rows, best - 1) and not _of_marks(rows, best):
        return best - 1, best
    if best + 1 < len(rows) and _are_next(rows, best) and _are_units(rows[best][1], rows[best + 1][1]):
        return best, best + 1
    if best + 1 < len(rows) and _are_next(rows, best) and _is_under(rows, best):
        return (best + 1,) if _of_marks(rows, best + 1) else (best, best + 1)
    return (best,)


def _lacks_names(above: Sequence[str], names: Sequence[str]) -> bool:
    """Has a row no name for its first columns, which the row above names?"""
    return bool(above[:1] and above[0] and names and not names[0])


def _names(rows: Sequence[Row], at: int, filled: Sequence[int]) -> int:
    """How many cells of a row are known names, less those that stand once more in their columns.

    What stands in other rows is no name of a column: ``Accountable`` in a list of who is what.
    """
    cells = rows[at][1]
    others = [rows[one][1] for one in filled if rows[one][1] != cells]
    elsewhere = {cell for row in others for cell in row if cell}
    known = sum(1 for cell in cells if cell and is_known(cell) and cell not in elsewhere)
    return known - sum(
        1
        for n, cell in enumerate(cells)
        if cell in elsewhere and not is_known(cell) and any(n < len(row) and row[n] == cell for row in others)
    )


def _are_next(rows: Sequence[Row], at: int) -> bool:
    return rows[at + 1][0] - rows[at][0] == 1


def _are_units(names: Sequence[str], cells: Sequence[str]) -> bool:
    """Is a row of nothing but units below the names of a header, and none below the first?"""
    filled = [cell for cell in cells if cell]
    units = all(map(unit_of, filled)) or all(map(_BRACKETED.fullmatch, filled))
    return len(cells) == len(names) and bool(filled) and not cells[0] and units


def _is_under(rows: Sequence[Row], at: int) -> bool:
    """Are names below these names: where these stand over several columns, some known, none in a row below?"""
    above, names = rows[at][1], rows[at + 1][1]
    if len(above) != len(names):
        return False
    if _labels(above, names, [row for _, row in rows[at + 2 : at + 2 + LOOKED_AT]]):
        return True
    spread = len(set(filter(None, above))) < sum(
        1 for one, two in zip(above, names, strict=True) if one or two
    )
    known = any(means(Name.of(cell), field) == SURE for cell in names if cell for field in FIELDS)
    known = known or (
        _lacks_names(above, names) and all(row[:1] and row[0] for _, row in rows[at + 2 :] if any(row))
    )
    # What has no name below is one of both rows.
    both = all(one or two for one, two in zip(above, names, strict=True))
    pairs = [(one, two) for one, two in zip(above, names, strict=True) if one]
    if not (spread and known and (both or all(two for _, two in pairs)) and any(two for _, two in pairs)):
        return False
    below = [row for _, row in rows[at + 2 : at + 2 + LOOKED_AT] if len(row) == len(names)]
    return (
        all(written_as_words(cell) or _YEAR.fullmatch(cell) for cell in names if cell)
        and bool(below)
        and not any(cell and cell == name for row in below for cell, name in zip(row, names, strict=True))
    )


def _of_marks(rows: Sequence[Row], at: int) -> bool:
    """Is this the header of a matrix, whose names are those in it and not the one over all of them?"""
    named = [position for position, cell in enumerate(rows[at][1]) if cell]
    below = [row for _, row in rows[at + 1 : at + 1 + LOOKED_AT]]
    cells = [row[position] for row in below for position in named if position < len(row) and row[position]]
    return named[0] == 1 and bool(cells) and all(len(cell) <= MARK for cell in cells)


def _labels(above: Sequence[str], names: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Are the names of the first columns in the row above, and those of all others here, below one that spans them?"""
    first = next((at for at, cell in enumerate(names) if cell), 0)
    if not first or not all(above[: first + 1]) or any(above[first + 1 :]) or not all(names[first:]):
        return False
    words = len(set(names[first:])) == len(names) - first > 1 and all(map(written_as_words, names[first:]))
    return words and bool(below) and all(all(row[:first]) for row in below if any(row))


def _is_over(above: Sequence[str], names: Sequence[str]) -> bool:
    """Are these headings over headings: several, some names the same without them, none a column's only name?"""
    repeated = len({n.casefold() for n in names if n}) < filled_cells(names)
    return len(above) == len(names) and repeated and filled_cells(above) > 1 and all(names)
