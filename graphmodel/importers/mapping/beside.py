"""Tables that stand beside each other in one sheet, with blank columns between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from graphmodel.importers.mapping.headers import shared_prefix
from graphmodel.importers.mapping.levels import SheetLevels
from graphmodel.importers.mapping.profile import Profile
from graphmodel.importers.mapping.proposal import SuggestedFile
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import SURE, level, means
from graphmodel.importers.names import unrepeated
from graphmodel.model.words import count, listed


def divided(found: Sample) -> list[Sample]:
    """The tables of a sheet, each as a sample of its own; the sheet as it is where it is one table.

    They are several where each has two columns at least and its rows from the top on without a gap, and where they
    differ in length, have columns of the same name or one is a list of relations: else a blank column is only a space.
    """
    if below := _below_headings(found):
        return [below]
    blocks = list(_blocks(found.columns))
    tables = [[c for c in block if not c.header.startswith("#")] for block in blocks]
    if len(tables) < 2 or any(len(block) < 2 for block in tables):
        return [found]
    heights = [_height(block) for block in tables]
    names = [{unrepeated(c.header) for c in block} for block in tables]
    apart = len(set(heights)) > 1 or any(one & two for one, two in pairwise(names))
    apart = apart or any(map(_is_of_ends, tables))
    if not all(heights) or not apart or not all(map(_leads, tables, heights)):
        return [found]
    return [_part(found, block, height) for block, height in zip(tables, heights, strict=True)]


def _below_headings(found: Sample) -> Sample | None:
    """The sheet without the rows of nothing but what a blank cell below means, where it has such rows."""
    others = [c for c in found.columns if c.header not in found.fill]
    rows = [at for at in range(found.rows) if any(c.cells[at] for c in others)]
    if not found.fill or len(rows) == found.rows:
        return None
    whole = [
        c for c in others if c.wordy and all(c.cells[at] for at in rows) and not c.header.startswith("#")
    ]
    if not whole or any(level(c.name)[1] for c in found.columns if c.header in found.fill):
        return None
    columns = tuple(replace(c, cells=[c.cells[at] for at in rows]) for c in found.columns)
    return replace(found, columns=columns, rows=len(rows), of=found, filled=(whole[0].header,))


def _blocks(columns: Sequence[Profile]) -> Iterator[list[Profile]]:
    blank = {c for c in columns if c.header.startswith("#") and not any(c.cells)}
    for is_blank, block in groupby(columns, lambda c: c in blank):
        if not is_blank:
            yield list(block)


def _height(block: Sequence[Profile]) -> int:
    """Its rows; 0 where there is one without anything among them."""
    filled = [any(cells) for cells in zip(*(c.cells for c in block), strict=True)]
    return sum(filled) if filled[: sum(filled)] == [True] * sum(filled) else 0


def _leads(block: Sequence[Profile], height: int) -> bool:
    """Is its first column filled in each row, with names?"""
    return all(block[0].cells[:height]) and block[0].wordy


def _is_of_ends(block: Sequence[Profile]) -> bool:
    """Is a column called as what depends, and another as what on?"""
    ends = ({c for c in block if means(c.name, end) == SURE} for end in ("consumer", "provider"))
    one, two = ends
    return bool(one and two and len(one | two) > 1)


def _part(found: Sample, block: Sequence[Profile], height: int) -> Sample:
    prefix = shared_prefix([c.header for c in block])
    columns = tuple(replace(c, cells=c.cells[:height], name=replace(c.name, prefix=prefix)) for c in block)
    return replace(found, columns=columns, rows=height, of=found, filled=(columns[0].header,))


def together(files: Sequence[SuggestedFile], levels: Sequence[SheetLevels]) -> Iterator[SuggestedFile]:
    """One entry for each sheet: the tables of one that was divided are read from the rows where they are filled."""
    of_levels = {part for one in levels for part in one.parts}
    for whole, same in groupby(files, lambda file: file.found.of or file.found):
        parts = list(same)
        if parts[0].found.of is None:
            yield parts[0]
            continue
        for part in parts:
            for table in part.tables:
                table.filled, table.blank_in = part.found.filled, part.found.blank_in
        tables = [one.found for one in levels if one.found.of is whole]
        tables += [p.found for p in parts if p.found not in of_levels]
        spans = [f"{one.columns[0].header} … {one.columns[-1].header}" for one in tables]
        told = [f"{whole.place}: {count(len(spans), 'table')} beside each other, read apart: {listed(spans)}"]
        yield SuggestedFile(
            whole,
            [table for part in parts for table in part.tables],
            comments=[said for part in parts for said in part.comments],
            left_out=[one for part in parts for one in part.left_out],
            told=[said for part in parts for said in part.told]
            + told * (len(spans) > 1)
            + [one.in_words for one in levels if whole in (one.found, one.found.of)],
        )
