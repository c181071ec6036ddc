"""What a catalogue folder calls its sheets and columns: which sheets are its own, and which field a column is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from graphmodel.importers.heads import heads
from graphmodel.importers.mapping.synonyms import ours
from graphmodel.importers.mapping.translations import translated
from graphmodel.importers.names import folded
from graphmodel.model.metamodel import FILES, Kind

FREE: Final = "attribute:"
"""Before the name of a column: it is a free attribute of that name, whatever the name says."""

_ENDS: Final = {"consumer": "service", "name": "service", "provider": "depends_on", "providers": "depends_on"}
"""What a list of words calls otherwise."""


@cache
def known_as(name: str) -> str:
    """What a file or sheet of that name is in a catalogue, also in German, French and Spanish; empty for any other.

    >>> known_as("Services"), known_as("Dienste"), known_as("dépendances"), known_as("lists")
    ('services', 'services', 'dependencies', '')
    """
    return name.casefold() if name.casefold() in FILES else ours("file", name)


def is_own(sheet: str, header: Sequence[str]) -> bool:
    """Is that sheet one of a catalogue, by its name and by the columns that it must have?

    >>> is_own("services", ("ID", "Name")), is_own("services", ("Number", "Name"))
    (True, False)
    """
    kind = FILES.get(known_as(sheet))
    return kind is not None and not lacking(kind, read_as_all(kind, header))


def holds_own(path: Path) -> bool:
    """Has that file such a sheet?"""
    return any(is_own(head.sheet, head.header) for head in heads(path))


def read_as(kind: Kind, column: str) -> str:
    """The field that a column is, also by a name that it had before; or the column's name as it is compared."""
    return kind.current(folded(bare(column)))


def bare(column: str) -> str:
    """A column's name without what says that it is a free attribute."""
    name = column.strip()
    return name[len(FREE) :].strip() if name.casefold().startswith(FREE) else name


def words_of(kind: Kind) -> dict[str, str]:
    """What lists of words call the fields of a kind → their names."""
    words = _ENDS | {name: name for name in kind.names}
    return {word: name for word, name in words.items() if kind.field(name)}


def lacking(kind: Kind, names: Collection[str]) -> list[str]:
    """The fields that a sheet must have and that none of these columns is."""
    return [f.name for f in kind.fields if f.required and f.name not in names]


def read_as_all(kind: Kind, header: Sequence[str]) -> tuple[str, ...]:
    """What each column is read as: a header in another language as the field that it names, if no other column is."""
    own = [read_as(kind, cell) for cell in header]
    words = words_of(kind)
    fields = [
        "" if kind.field(name) or bare(cell) != cell.strip() else translated(cell, words)
        for name, cell in zip(own, header, strict=True)
    ]
    times = Counter([*own, *filter(None, fields)])
    return tuple(
        field if field and times[field] == 1 else name for name, field in zip(own, fields, strict=True)
    )
