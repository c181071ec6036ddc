"""Rows of a sheet that are no records: totals, notes, legends, headings within a table, its header once more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Final, NamedTuple

from graphmodel.importers.mapping.headers import folded_words
from graphmodel.importers.mapping.profile import written_as_words
from graphmodel.importers.mapping.synonyms import begins, says

Row = tuple[int, list[str]]
"""Physical line and trimmed cells."""

MARK: Final = 3
"""A mark of a matrix, which a legend explains, has no more characters."""
_PROSE: Final = 30
"""A lone cell of more characters below a table is a note."""
_CODE: Final = re.compile(r"(?=\S*\d)\S+")
_SENTENCE: Final = 3
"""So many words …"""
_LEAST: Final = 3
"""… below so many codes are a note."""
_TOLD: Final = 2
"""A note or a line of a legend fills no more cells."""
_HEADED: Final = 3
"""Rows with a heading over them fill at least so many cells …"""
_HEADS: Final = 2
"""… or two, and are so many for each heading."""
_SKIPPED: Final = 500
"""Up to so many headings are left out by their names."""
_SEARCHED: Final = 50
"""Up to so many names are looked for in all cells."""


class Asides(NamedTuple):
    """Positions of rows that are no records."""

    totals: set[int]
    notes: set[int]
    headings: set[int]
    lone: set[int]
    """Of records that fill one cell only, and may be headings."""
    end: int
    """Where a legend begins whose first cells do not tell its rows from those of the table; 0 where none does."""

    @property
    def every(self) -> set[int]:
        """All of them."""
        return self.totals | self.notes | self.headings


def asides(rows: Sequence[Row], header: Sequence[str], filled: Sequence[int]) -> Asides:
    """What is no record among the rows of a table; ``filled``: the positions of those that are not blank."""
    totals = {at for at in filled if _is_total(rows[at][1], len(header))}
    totals |= _subtotals(rows, filled, len(header)) | _lines(rows, filled)
    if filled and _is_sum(rows, filled):
        totals.add(filled[-1])
    again = {at for at in filled if rows[at][1] == list(header)}
    rest = [at for at in filled if at not in totals and at not in again]
    notes = _notes(rows, rest)
    firsts = {_first(rows[at][1]) for at in rest if at not in notes}
    alike = {at for at in notes if _first(rows[at][1]) in firsts}
    end = _end(rows, rest, min(alike)) if alike else 0
    notes = {at for at in notes - alike if not end or at < end}
    rest = [at for at in rest if at not in notes and not 0 < end <= at]
    headings, lone = _headings(rows, rest, header)
    return Asides(totals, notes, again | headings, lone, end)


def _end(rows: Sequence[Row], filled: Sequence[int], at: int) -> int:
    """The first row of the legend that has that row; 0 where it is none with a title of its own."""
    block = next(block for block in _blocks(rows, filled) if at in block)
    title = _first(rows[block[0]][1])
    known = {_first(rows[one][1]) for one in filled if one < block[0]}
    return block[0] if at > block[0] > filled[0] and begins("aside", title) and title not in known else 0


def _is_total(cells: Sequence[str], width: int) -> bool:
    first, *rest = filter(None, cells)
    return says("total", first.rstrip(":")) and (
        len(rest) < width - 1 or not any(map(written_as_words, rest))
    )


def _lines(rows: Sequence[Row], filled: Sequence[int]) -> set[int]:
    """Rows that say nothing at all: a line of hyphens, a word for none in each cell; not where a record begins so."""
    lines = {at for at in filled if all(map(_is_line, filter(None, rows[at][1])))}
    firsts = {_first(rows[at][1]) for at in filled if at not in lines} if lines else set()
    return {at for at in lines if _first(rows[at][1]) not in firsts}


def _is_line(cell: str) -> bool:
    return not any(map(str.isalnum, cell)) or says("nothing", cell)


def _subtotals(rows: Sequence[Row], filled: Sequence[int], width: int) -> set[int]:
    """The rows of a group's total and numbers only: ``Finance Total``, where other cells say ``Finance``."""
    named = {at: group for at in filled if (group := _totalled(rows[at][1], width))}
    if not named:
        return set()
    groups = {folded_words(cell) for at in filled if at not in named for cell in rows[at][1] if cell}
    return {at for at, group in named.items() if group in groups}


def _totalled(cells: Sequence[str], width: int) -> str:
    """Whose total a row may be, folded; empty where it is none."""
    first, *rest = filter(None, cells)
    words = first.rstrip(":").split()
    if len(words) < 2 or filled_cells(cells) == width or any(map(written_as_words, rest)):
        return ""
    ends = ((words[0], words[1:]), (words[-1], words[:-1]))
    return next((folded_words(" ".join(group)) for word, group in ends if says("total", word)), "")


def _is_sum(rows: Sequence[Row], filled: Sequence[int]) -> bool:
    """Has the last row nothing but numbers, and not even the cells that all others begin with?"""
    *others, last = (rows[at][1] for at in filled)
    cells = [cell for cell in last if cell]
    first = next(n for n, cell in enumerate(last) if cell)
    led = all(any(row[:first]) and filled_cells(row) > len(cells) for row in others)
    return len(others) > 1 and first > 0 and led and not any(map(written_as_words, cells))


def _notes(rows: Sequence[Row], filled: Sequence[int]) -> set[int]:
    """The last rows, as long as they are notes, and of each table above a blank row; legends behind one as a whole."""
    fills = [(at, filled_cells(rows[at][1])) for at in filled]
    counts = Counter(n for at, n in fills if n > _TOLD or not _tells(next(filter(None, rows[at][1]))))
    if not counts:
        return set()
    usual = counts.most_common(1)[0][0]
    notes = set[int]()
    blocks = _blocks(rows, filled)
    spaced = len(blocks) > 2 and all(len(block) == 1 for block in blocks)  # a blank row below each
    while len(blocks) > 1 and not spaced:
        table = [rows[at][1] for block in blocks[:-1] for at in block]
        if not _is_legend([rows[at][1] for at in blocks[-1]], table):
            break
        notes.update(blocks.pop())
    last = True
    for block in reversed(blocks):
        for at in reversed(block):
            odd = last and _among_codes(rows[at][1], [rows[one][1] for one in filled if one < at])
            if not odd and not _is_note(rows[at][1], usual, last=last):
                last = False
                break
            notes.add(at)
    return notes


def _blocks(rows: Sequence[Row], filled: Sequence[int]) -> list[list[int]]:
    """Rows that follow each other without a blank one."""
    blocks = [[at] for at in filled[:1]]
    for before, at in pairwise(filled):
        if apart(rows, before, at):
            blocks.append([at])
        else:
            blocks[-1].append(at)
    return blocks


def apart(rows: Sequence[Row], before: int, at: int) -> bool:
    """Is there a blank row between these? A record of text goes over a line more for each line break in it."""
    gap = rows[at][0] - rows[before][0]
    return at - before > 1 or (gap > 1 and gap > 1 + sum(cell.count("\n") for cell in rows[before][1]))


def _is_legend(block: Sequence[Sequence[str]], table: Sequence[Sequence[str]]) -> bool:
    """Are rows behind a blank one none of the table: lone cells where it has none, or marks and what they mean?"""
    fills = [filled_cells(cells) for cells in block]
    least = min(map(filled_cells, table))
    firsts = [next(filter(None, cells)) for cells in block]
    if max(fills) <= _TOLD and all(map(_tells, firsts)):
        return True
    if max(fills) == 1:
        return least > 1
    if fills[0] == 1 and max(fills) <= _TOLD and begins("aside", firsts[0]):
        return True
    if max(fills) > _TOLD or max(map(filled_cells, table)) < _HEADED:
        return False
    titled = fills[0] == 1 and _tells(firsts[0])
    marks = {cell for cells in table for cell in cells[1:] if 0 < len(cell) <= MARK}
    explained = [first for first in firsts[titled:] if first in marks or _tells(first)]
    return (titled and least > 1) or len(explained) == len(firsts) - titled > 0


def _is_note(cells: Sequence[str], usual: int, *, last: bool) -> bool:
    """Is a row none of the table? ``last``: no record is behind it, so that prose alone tells it, too."""
    first = next(filter(None, cells))
    if not filled_cells(cells) < usual:
        return False
    prose = last and filled_cells(cells) == 1 and len(first) > _PROSE
    return prose or (filled_cells(cells) <= _TOLD and _tells(first))


def _among_codes(cells: Sequence[str], above: Sequence[Sequence[str]]) -> bool:
    """Is a row nothing but a lone cell of several words that no other has, in a column that holds codes above?"""
    place = next(n for n, cell in enumerate(cells) if cell)
    if filled_cells(cells) > 1 or len(cells[place].split()) < _SENTENCE or len(above) < _LEAST:
        return False
    if any(cells[place] in cell for row in above for cell in row):
        return False
    return all(_CODE.fullmatch(row[place]) and filled_cells(row) > 1 for row in above)


def _tells(cell: str) -> bool:
    """Is this written as a note or as a legend is: ``* estimated``, ``Source: CMDB``, ``x = depends on``?"""
    mark, _, rest = cell.partition("=")
    if cell.startswith(("*", "(")) or cell.endswith(":") or (rest and len(mark.strip()) <= MARK):
        return True
    number, _, what = cell.partition(" ")
    return begins("aside", cell) or (number.isdecimal() and says("counted", what))


def _headings(rows: Sequence[Row], filled: Sequence[int], header: Sequence[str]) -> tuple[set[int], set[int]]:
    """Lone cells over the rows of a group each, from the first row on; and those that may be such, or records.

    What others name is none.
    """
    lone = [at for at in filled if filled_cells(rows[at][1]) == 1]
    alone = set(lone)
    others = [rows[at][1] for at in filled if at not in alone]
    if (
        not lone
        or lone == filled[-1:]
        or not all(rows[at][1][0] for at in lone)
        or not all(c[0] for c in others)
    ):
        return set(), set()
    names = {rows[at][1][0].casefold() for at in lone}
    cells = [*map(str.casefold, header[1:]), *(cell.casefold() for row in others for cell in row)]
    if len(names) < len(lone) or _are_named(names, cells):
        return set(), set()
    first = lone[0] == filled[0] and len(lone) > 1 and lone[-1] != filled[-1]
    after = all(two not in alone for one, two in pairwise(filled) if one in alone)
    fuller = all(filled_cells(row) >= _HEADED for row in others)
    if len(lone) <= _SKIPPED and first and after and (fuller or _are_over(rows, filled, lone, others)):
        return set(lone), set()
    marks = len(header) > _TOLD and all(len(cell) <= MARK for row in others for cell in row[1:])
    told = len(lone) <= len(others) and not marks
    return set(), set(lone) if told else set()


def _are_named(names: AbstractSet[str], cells: Sequence[str]) -> bool:
    """Does a cell name one of these, as a whole, or, where they are few, within it?"""
    together = "\0".join(cells) if len(names) <= _SEARCHED else ""
    return not names.isdisjoint(cells) or any(name in together for name in names if together)


def _are_over(
    rows: Sequence[Row], filled: Sequence[int], lone: Sequence[int], others: Sequence[Sequence[str]]
) -> bool:
    """Are lone cells over rows of two cells headings: not in one order with these, and not as often as these?"""
    every = [rows[at][1][0].casefold() for at in filled]
    if every == sorted(every):
        return False
    firsts = {row[0].casefold() for row in others}
    return len(firsts) < len(others) > len(lone) or len(others) >= _HEADS * len(lone)


def _first(cells: Sequence[str]) -> str:
    return next(filter(None, cells))


def filled_cells(cells: Sequence[str]) -> int:
    """How many cells of a row hold anything."""
    return len(cells) - cells.count("")
