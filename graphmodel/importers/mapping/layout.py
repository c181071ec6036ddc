"""Where the table stands in a sheet: titles above its header, blank rows within it, totals and footnotes below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Final, NamedTuple

from graphmodel.importers.mapping.headers import Name
from graphmodel.importers.mapping.profile import written_as_words
from graphmodel.importers.mapping.synonyms import FIELDS, SURE, is_known, means, says

LOOKED_AT: Final = 40
"""The header is one of the first rows that are not blank."""

_FEWEST: Final = 0.5
"""Of the widest row, a header fills at least this share."""
_LATER: Final = 0.05
"""What a row loses as a header for each filled row above it."""
_FOOTNOTES: Final = ("*", "(", "note", "source", "quelle", "stand", "legend", "remarque", "nota", "fuente")
_MARK: Final = 3
"""A mark of a matrix has no more characters."""
_PROSE: Final = 30
"""A lone cell of more characters below a table is a footnote."""

Row = tuple[int, list[str]]
"""Physical line and trimmed cells."""


class SheetParts(NamedTuple):
    """A sheet divided."""

    header: tuple[int, ...]
    """Positions of the rows that the header is made of."""
    body: list[int]
    """Positions of the rows of the table."""
    blank: int
    """Rows within the table or below it that hold nothing."""
    skipped: list[str]
    """First cells of totals and footnotes."""
    other: int = 0
    """The line of the header of another table, behind a blank row; 0 where there is none. It is not in the body."""


def layout(rows: Sequence[Row]) -> SheetParts:
    """Divide a sheet. There is at least one row."""
    header = _header(rows)
    width = len(rows[header[-1]][1])
    below = range(header[-1] + 1, len(rows))
    end = _another(rows, below)
    other = rows[end][0] if end < len(rows) else 0
    below = range(header[-1] + 1, end)
    filled = [at for at in below if any(rows[at][1])]
    usual = Counter(_filled(rows[at][1]) for at in filled).most_common(1)
    most = usual[0][0] if usual else width
    notes = set(takewhile(lambda at: _is_note(rows[at][1], most), reversed(filled)))
    totals = {at for at in filled if _is_total(rows[at][1], width)}
    skipped = [at for at in filled if at in totals or at in notes]
    return SheetParts(
        header,
        [at for at in filled if at not in totals and at not in notes],
        len(below) - len(filled),
        list(dict.fromkeys(next(filter(None, rows[at][1])) for at in skipped)),
        other,
    )


def _another(rows: Sequence[Row], below: range) -> int:
    """Where another table begins: behind the first blank row, words, and only rows that fill the same fewer columns."""
    filled = [at for at in below if any(rows[at][1])]
    gaps = [at for before, at in pairwise(filled) if rows[at][0] - rows[before][0] > 1]
    if not gaps:
        return below.stop
    at = gaps[0]
    block = [one for one in filled if one >= at]
    usual = Counter(_positions(rows[one][1]) for one in filled if one < at).most_common(1)[0][0]
    fills = _positions(rows[at][1])
    names = [cell for cell in rows[at][1] if cell]
    alike = (
        len(block) > 1 and 1 < len(fills) < len(usual) and all(_positions(rows[o][1]) == fills for o in block)
    )
    words = len(set(names)) == len(names) and all(map(written_as_words, names))
    return at if alike and words else below.stop


def _positions(cells: Sequence[str]) -> tuple[int, ...]:
    return tuple(at for at, cell in enumerate(cells) if cell)


def _filled(cells: Sequence[str]) -> int:
    return len(cells) - cells.count("")


def _header(rows: Sequence[Row]) -> tuple[int, ...]:
    filled = [at for at in range(len(rows)) if any(rows[at][1])][:LOOKED_AT]
    widest = max(_filled(rows[at][1]) for at in filled)

    def fitness(order: int) -> float:
        cells = [cell for cell in rows[filled[order]][1] if cell]
        known = sum(map(is_known, cells))
        words = len(set(cells)) == len(cells) and all(map(written_as_words, cells))
        return 2 * known / len(cells) + words + len(cells) / widest - order * _LATER

    able = [o for o, at in enumerate(filled) if _filled(rows[at][1]) >= _FEWEST * widest]
    best = filled[max(able, key=lambda order: (fitness(order), -order))]
    if best and _are_next(rows, best - 1) and _is_over(rows[best - 1][1], rows[best][1]):
        return best - 1, best
    if best + 1 < len(rows) and _are_next(rows, best) and _is_under(rows, best):
        return (best + 1,) if _of_marks(rows, best + 1) else (best, best + 1)
    return (best,)


def _are_next(rows: Sequence[Row], at: int) -> bool:
    return rows[at + 1][0] - rows[at][0] == 1


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
    if not (spread and known and all(two for one, two in zip(above, names, strict=True) if one)):
        return False
    below = [row for _, row in rows[at + 2 : at + 2 + LOOKED_AT] if len(row) == len(names)]
    return (
        all(map(written_as_words, filter(None, names)))
        and bool(below)
        and not any(cell and cell == name for row in below for cell, name in zip(row, names, strict=True))
    )


def _of_marks(rows: Sequence[Row], at: int) -> bool:
    """Is this the header of a matrix, whose names are those in it and not the one over all of them?"""
    named = [position for position, cell in enumerate(rows[at][1]) if cell]
    below = [row for _, row in rows[at + 1 : at + 1 + LOOKED_AT]]
    cells = [row[position] for row in below for position in named if position < len(row) and row[position]]
    return named[0] == 1 and bool(cells) and all(len(cell) <= _MARK for cell in cells)


def _labels(above: Sequence[str], names: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Are the names of the first columns in the row above, and those of all others here, below one that spans them?"""
    first = next((at for at, cell in enumerate(names) if cell), 0)
    if not first or not all(above[: first + 1]) or any(above[first + 1 :]) or not all(names[first:]):
        return False
    words = len(set(names[first:])) == len(names) - first > 1 and all(map(written_as_words, names[first:]))
    return words and bool(below) and all(all(row[:first]) for row in below if any(row))


def _is_over(above: Sequence[str], names: Sequence[str]) -> bool:
    """Are these headings over headings: several, some names the same without them, none a column's only name?"""
    repeated = len({n.casefold() for n in names if n}) < _filled(names)
    return len(above) == len(names) and repeated and _filled(above) > 1 and all(names)


def _is_total(cells: Sequence[str], width: int) -> bool:
    first = next(filter(None, cells)).rstrip(":")
    return says("total", first) and _filled(cells) < width


def _is_note(cells: Sequence[str], usual: int) -> bool:
    if _filled(cells) != 1 or usual == 1:
        return False
    only = next(filter(None, cells))
    return len(only) > _PROSE or only.casefold().startswith(_FOOTNOTES)
