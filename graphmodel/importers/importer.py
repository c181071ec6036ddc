"""What a format is to graphmodel: from the bytes of a file to records with places, and rejected records back to a file.

An importer knows its format and nothing of catalogues: it gives *sheets*, which have columns and records. What these
mean is said by a mapping, or by the names of the sheets and columns where they are the catalogue's own; that, the
checking of values, and what records say of each other are the same for every format.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from graphmodel.model.notation import Notation
from graphmodel.model.problems import Problem

IGNORED = "rejected_because"
"""The column that rejected records have besides their own; it is not read."""

AUTO = -1
"""In place of the line of a header: the one with the most of the columns that are known."""

FILL, EMPTY, REFUSE = "fill", "empty", "refuse"
MERGED = (FILL, EMPTY, REFUSE)
"""Cells that are merged downwards have the value in each row, or in the first only; or the sheet is refused."""

BLANK = "blank"

CHUNK = 512
"""Records of a batch: few enough that their cells stay in the processor's cache (measured)."""


@dataclass(frozen=True)
class File:
    """One file to be read, and what is known of it."""

    path: Path
    name: str
    """As problems and places name it."""
    encoding: str | None = None
    """As the user or a mapping says; None where nobody does. Formats that say it themselves pay no heed."""
    delimiter: str = ""
    """Of delimited text, where a mapping says it."""
    known: Collection[str] = ()
    """Names of columns that it may have, in small letters, words joined by ``_``."""
    header: tuple[int, ...] = ()
    """The lines of the column names, where a mapping says it (``AUTO``: to be found); several for
    headings over headings, joined by a blank."""
    skip: tuple[str, ...] = ()
    """Patterns of the first filled cell of rows that are no records."""
    decimal: str = "."
    """The decimal sign that the mapping says: what has no signs but numbers is written with it."""
    merged: str = FILL
    """What becomes of merged cells: one of ``MERGED``."""
    until: tuple[str, ...] = ()
    """What ends the table: ``BLANK``, a row that is, or a pattern of a row's first filled cell. Others may follow."""
    fill: tuple[tuple[str, ...], ...] = ()
    """Columns whose blank cells mean what is above them, each with its other names (``filling``)."""
    sheets: tuple[tuple[str, File], ...] = ()
    """Pattern of the name of a sheet → how that one is read, where a mapping tells them apart."""
    last: int = 0
    """The line before the header of the table below it; 0 where none is known."""

    def parts(self, name: str) -> list[File]:
        """The same as the tables of that sheet are to be read: those that fit, up to the first that goes to its end."""
        other = (
            replace(self, header=(), skip=(), decimal=".", merged=FILL, until=(), fill=(), sheets=())
            if self.sheets
            else self
        )
        found = []
        for fits, said in self.sheets:
            if fnmatchcase(name.casefold(), fits.casefold()):
                found.append(said)
                if not said.until:
                    break
        tops = sorted(said.header[0] for said in found if said.header and said.header[0] != AUTO)
        return [
            replace(said, last=next((top - 1 for top in tops if said.header and top > said.header[-1]), 0))
            for said in found
        ] or [other]


class Broken(NamedTuple):
    """A record that cannot be read."""

    line: int
    """Its place, as in ``Batch.lines``."""
    column: int
    """Position of the cell at fault, from 0; -1 where it is none in particular."""
    code: str
    """A key of ``graphmodel.model.codes.CODES``."""
    message: str
    hint: str
    cells: Sequence[str] = ()
    """What can be read of it, from the first cell on: enough to tell its identity by, perhaps."""


class Below(NamedTuple):
    """Rows below the end of a table that are in no other."""

    end: int
    """The place of the row that ended it."""
    rows: Sequence[int]
    """The places of those that are rows of a table, too."""
    notes: int = 0
    """How many others hold but one cell: titles and footnotes."""


class Batch(NamedTuple):
    """Some records, one after another."""

    columns: Sequence[Sequence[str]]
    """The cells: one sequence for each column of the header, all of the same length."""
    lines: Sequence[int]
    """The place of each record, ascending over the whole sheet: the line of the file in which it begins, from 1; where
    the sheet has a ``path``, its number, from 1."""
    broken: Sequence[Broken] = ()
    """Those among and after them that cannot be read."""
    done: float = 1.0
    """The share of the file that is read, for progress."""
    blank: Sequence[int] = ()
    """The places of rows among them that hold nothing."""
    skipped: int = 0
    """Rows among them that the mapping skips."""
    below: Below | None = None
    """What stands below the end of the table, after the last of them."""


@dataclass(frozen=True)
class Sheet:
    """Records of one form in a file, under one header."""

    header: tuple[str, ...]
    batches: Iterable[Batch]
    """Read once, and at most as far as is needed."""
    name: str = ""
    """Which of the file's sheets it is; empty where a file has but one. A catalogue's own is ``services`` and so on."""
    line: int = 0
    """The line of the header; 0 where it has none."""
    path: str = ""
    """For a document that has no lines: the path of a record, in which ``{}`` stands for its number:
    ``services[{}]``."""
    first: int = 1
    """What the number of the first record is in such a path."""
    cell: Callable[[int, int], str] | None = None
    """(record's number from 1, position of the column) → the path of a cell; by default ``services[3].name``."""
    notes: tuple[str, ...] = ()
    """What was found out, for the user: delimiter, encoding."""
    form: Mapping[str, str] = field(default_factory=dict)
    """What a mapping says of how such a file is written, by the mapping's keys: delimiter, decimal."""
    notation: Notation | None = None
    """How it writes numbers and dates, where no mapping says so; None: with a decimal point, and as ISO 8601."""
    nul: bool = True
    """Cells may hold NUL characters."""
    garbled: bool = True
    """Cells may hold text that was read in a wrong encoding."""
    part: int = 0
    """Which of the tables of a sheet it is, as ``File.parts`` has them."""
    blank: frozenset[str] = frozenset()
    """Columns that every such sheet has, and that hold nothing in this one, as far as that is known."""

    @property
    def label(self) -> str:
        """Its name, different for each table of a sheet; ``Importer.rewrite`` knows it by that."""
        if not self.part:
            return self.name
        return f"{self.name} (row {self.line})" if self.name else f"row {self.line}"


class Importer(NamedTuple):
    """One format of files."""

    name: str
    summary: str
    sniff: Callable[[Path, bytes], bool]
    """Is it of this format? Given the path and the first bytes."""
    read: Callable[[File], Iterable[Sheet | Problem]]
    """The sheets, in their order; an error in place of one that cannot be read, which the rest cannot do without, and
    warnings.

    Raises GraphmodelError where the file cannot be opened at all.
    """
    rewrite: Callable[[File, Mapping[str, Callable[[int], str]], Path, str | None], None]
    """Write some records to a new file of the same format, as they are and with ``IGNORED`` beside their columns.

    Given the file that was read; for each sheet (by name) what says why a record (by ``Batch.lines``) was rejected,
    empty where it is not to be written; the new file; and the encoding it is to have (None: the file's own). The new
    file is read and mapped as the first one was. Raises UnicodeError where the encoding cannot hold it, UsageError
    where the file is no longer as it was.
    """


def sheet(name: str, records: Sequence[Mapping[str, str]], path: str, first: int = 0) -> Sheet:
    """A sheet of records that are all in memory, with a path such as ``services[{}]``; what a record lacks is empty."""
    header = tuple(dict.fromkeys(column for record in records for column in record))

    def batches() -> Iterable[Batch]:
        for at in range(0, len(records), CHUNK):
            part = records[at : at + CHUNK]
            columns = [[record.get(column, "") for record in part] for column in header]
            end = at + len(part)
            yield Batch(columns, range(at + 1, end + 1), (), end / len(records))

    return Sheet(header, batches(), name, path=path, first=first)
