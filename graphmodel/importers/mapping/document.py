"""What a mapping says: which file is what, which column is which field, and which values mean which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graphmodel.importers.lists import Signs
from graphmodel.model.metamodel import Kind
from graphmodel.model.notation import Notation

UNKNOWN: Final = ("keep", "error", "skip")
"""What may become of a value that the translations do not list: it stays, is an error, or its row is left out."""


@dataclass(frozen=True)
class Take:
    """Where the value of a field comes from."""

    column: str = ""
    """Its name in the file, or empty for a constant."""
    default: str = ""
    split: Signs = ""
    """What separates items: a sign, or several."""
    columns: tuple[str, ...] = ()
    """Several columns in place of one: joined, the first that is filled, or else one record for each."""
    join: str | None = None
    """What stands between the cells of several columns."""
    first: bool = False
    unit: str = ""
    """The unit of a number that is a duration: s, m, h, d or w."""
    factor: str = ""
    """What a number is multiplied by."""

    @property
    def named(self) -> tuple[str, ...]:
        """The columns that it is taken from."""
        return self.columns or ((self.column,) if self.column else ())


@dataclass(frozen=True)
class Unpivot:
    """Columns that are made rows: one for each filled cell."""

    columns: tuple[str, ...]
    """``*``: all but those of ``but``."""
    but: tuple[str, ...]
    name: str
    """What the column of their names is called …"""
    value: str
    """… and that of their cells."""
    where: tuple[str, ...]
    """Patterns of the cells that count; all that say something if there are none."""


@dataclass(frozen=True)
class Nested:
    """A cell that holds several items, each with attributes: one row for each item, one column for each attribute."""

    column: str
    items: str
    """What separates the items."""
    attributes: str
    """What separates the attributes of an item."""
    pair: str
    """What stands between the name of an attribute and its value."""
    key: str
    """The attribute that an item without a name is."""
    quote: str
    """What encloses an attribute that holds one of the signs, and is doubled inside; empty: nothing does."""


@dataclass(frozen=True)
class Pivot:
    """Rows of keys and values, which are columns of the elements that they belong to."""

    id: str
    """The column that names the element."""
    key: str
    value: str
    define: bool = False
    """The rows define it; no other table does."""


@dataclass(frozen=True)
class Direction:
    """The column that says which end of a relation depends on the other, by patterns of its values."""

    column: str
    consumer_first: tuple[str, ...]
    provider_first: tuple[str, ...]
    ignore: Mapping[str, tuple[str, ...]]
    """Why relations are left out → patterns; the reason may be empty."""


@dataclass(frozen=True)
class TableMapping:
    """One kind of record that the rows of a file hold."""

    kind: Kind
    said: str
    """``product`` where the table is of products."""
    columns: Mapping[str, Take]
    """Field or free attribute → where it comes from."""
    values: Mapping[str, Mapping[str, str]]
    """Field → foreign value, casefolded → ours."""
    attributes: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]]
    """Column → patterns of the values that admit a row."""
    but: Mapping[str, tuple[str, ...]]
    """Column → patterns of the values that keep a row out."""
    unknown: Mapping[str, str]
    """Field → one of ``UNKNOWN``, where it is not the first."""
    unpivot: Unpivot | None
    nested: Nested | None
    direction: Direction | None
    distinct: bool
    """Rows that say the same of it are one record, and no repetition."""

    def beside(self, take: Take) -> set[str]:
        """Of a column from which several fields take items, the words that these translate; empty of any other."""
        same = {n for n, one in self.columns.items() if one.column == take.column and one.split == take.split}
        return (
            {"*", *(word for name in same for word in self.values.get(name, ()))} if len(same) > 1 else set()
        )

    @property
    def named(self) -> set[str]:
        """The columns of the file that it may be taken from, as the mapping names them."""
        found = {name for take in self.columns.values() for name in take.named}
        found |= {*self.where, *self.but, *self.attributes}
        if self.direction:
            found.add(self.direction.column)
        if self.unpivot:
            found |= {*self.unpivot.columns, *self.unpivot.but}
            found -= {self.unpivot.name, self.unpivot.value}
        if self.nested:
            found.add(self.nested.column)
        return found


@dataclass(frozen=True)
class FileMapping:
    """Files of one form."""

    name: str
    """A pattern of file names."""
    sheet: str
    """A pattern of names of sheets; empty: whichever sheets no entry before names."""
    has: tuple[str, ...]
    """Columns that a sheet must have: it is for others where it lacks one."""
    optional: bool
    """A column that the sheet lacks is as if it were empty in every row."""
    also: Mapping[str, tuple[str, ...]]
    """Column → other names that it may have, the first that the sheet has."""
    encoding: str
    delimiter: str
    notation: Notation | None
    header: tuple[int, ...]
    """Lines of the column names, several for headings over headings; ``AUTO``; empty: the first that is not blank."""
    skip: tuple[str, ...]
    """Patterns of the first filled cell of rows that are no records."""
    empty: tuple[str, ...]
    """Whole cells that say nothing."""
    pivot: Pivot | None
    merged: str
    """What becomes of merged cells: one of ``importer.MERGED``."""
    until: tuple[str, ...]
    """What ends the table (``importer.File``)."""
    fill: tuple[str, ...]
    """Columns whose blank cells have the value above them, the widest group first."""
    tables: tuple[TableMapping, ...]
    """Where the file is evidence of what was observed, its dependencies are observations."""

    @property
    def pivot_columns(self) -> tuple[str, ...]:
        """The columns of keys and values; none where the rows are no such."""
        return (self.pivot.id, self.pivot.key, self.pivot.value) if self.pivot else ()


@dataclass(frozen=True)
class Document:
    """A whole mapping file."""

    source: str
    files: tuple[FileMapping, ...]
    prefer: Mapping[str, tuple[str, ...]]
    """Field → patterns of files or sheets, the one first that has the last word; ``*``: every other field."""
