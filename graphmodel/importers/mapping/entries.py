"""Which entry of a mapping is for a sheet, and which of the sheet's columns that names."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Final

from graphmodel.importers.importer import IGNORED
from graphmodel.importers.mapping.document import FileMapping
from graphmodel.importers.names import by_number, folded, numbered

KEEP_ALL: Final = "*"


def used(file: FileMapping) -> set[str]:
    """The folded names of the columns that a mapping names."""
    said = [
        *file.has,
        *file.fill,
        *file.pivot_columns,
        *(name for table in file.tables for name in table.named),
    ]
    named = {folded(name) for first in said for name in (first, *file.also.get(first, ()))}
    return {name for name in named if name not in {"", KEEP_ALL} and by_number(name) is None}


def entry_for(
    entries: Sequence[FileMapping], sheet: str, header: Sequence[str], part: int = 0
) -> FileMapping | None:
    """The first entry for a sheet of that name with these columns; ``part``: which of its tables."""
    fitting = [one for one in entries if not one.sheet or fnmatchcase(sheet.casefold(), one.sheet.casefold())]
    if part:
        fitting = fitting[part : part + 1]
    return next((entry for entry in fitting if _is_for(entry, header)), None)


def unread(entry: FileMapping, header: Sequence[str], blank: Collection[str]) -> list[str]:
    """The columns of a sheet that nothing is taken from, but those that hold nothing."""
    every = {
        name for t in entry.tables for name in (*t.attributes, *(t.unpivot.columns if t.unpivot else ()))
    }
    if KEEP_ALL in every:
        return []
    named = used(entry)
    by_position = {by_number(name) for table in entry.tables for name in table.named}
    return [
        cell.strip()
        for at, cell in enumerate(numbered(header, named))
        if cell.strip()
        and cell not in blank
        and folded(cell) not in {*named, IGNORED}
        and at not in by_position
    ]


def _is_for(entry: FileMapping, header: Sequence[str]) -> bool:
    """Does the sheet have the columns that the entry asks for?"""
    at = positions(header, entry.also)
    return all(folded(name) in at for name in entry.has)


def positions(cells: Sequence[str], also: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Folded name → position, also of the names that stand for another."""
    at = {folded(cell): position for position, cell in enumerate(cells) if cell.strip()}
    for name, others in also.items():
        there = next((folded(other) for other in others if folded(other) in at), None)
        if there is not None:
            at.setdefault(folded(name), at[there])
    return at
