"""The first rows of a foreign file, divided into header, table and what is around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final

from graphmodel.importers.choosing import IMPORTERS, importer_of
from graphmodel.importers.delimited.dialect import DELIMITERS, first_line, is_valid, stated_delimiter
from graphmodel.importers.delimited.records import plain, windows
from graphmodel.importers.delimited.text import Text, load
from graphmodel.importers.filling import Filling
from graphmodel.importers.importer import File, Sheet
from graphmodel.importers.mapping.asides import Row
from graphmodel.importers.mapping.entries import KEEP_ALL
from graphmodel.importers.mapping.grouping import grouping
from graphmodel.importers.mapping.headers import Name, shared_prefix
from graphmodel.importers.mapping.layout import LOOKED_AT, layout
from graphmodel.importers.mapping.profile import JUDGED, Profile
from graphmodel.importers.mapping.synonyms import is_known, means
from graphmodel.importers.names import folded, joined
from graphmodel.importers.no_table import no_table
from graphmodel.model.errors import UsageError
from graphmodel.model.identifiers import identifier
from graphmodel.model.notation import BadValue
from graphmodel.model.problems import Problem

LIKELY: Final = ("", "cp1252", "utf-16-le", "utf-16-be")


@dataclass(frozen=True, eq=False)
class Sample:
    """A file's columns as far as they were looked at."""

    path: Path
    sheet: str
    """Its name; empty where the file has but one."""
    encoding: str
    """Empty where it need not be said."""
    delimiter: str
    """Empty where the format has none."""
    header: tuple[int, ...]
    """Physical lines of the column names; empty for the first line that is not blank."""
    columns: tuple[Profile, ...]
    rows: int
    blank: int
    """Rows that hold nothing."""
    skipped: tuple[str, ...]
    """First cells of rows that are no records."""
    notes: tuple[str, ...]
    """Those of them that might be records, for all that is known."""
    lone: tuple[str, ...]
    """First cells of records that say nothing else, and might be headings."""
    other: int
    """The line of the header of another table behind a blank row; 0: there is none."""
    until: str
    """What ends the table: ``BLANK``, or the first filled cell of what is below it; empty where it goes to the end."""
    fill: tuple[str, ...]
    """Columns whose blank cells mean what is above them."""
    whole: bool
    """All rows were looked at."""
    below: bool = False
    """It stands below another table of the sheet."""
    of: Sample | None = None
    """The sheet of which it is a part: one of several tables beside each other, or a level."""
    filled: tuple[str, ...] = ()
    """Columns that are filled in the rows of a part."""
    blank_in: tuple[str, ...] = ()
    """Columns that are blank in them."""
    indented: tuple[str, ...] = ()
    """Columns of cells that begin with blanks, some further in than others."""

    @property
    def sheet_name(self) -> str:
        """Of the sheet, or of the file, without its suffix."""
        return self.sheet or self.path.stem

    @property
    def place(self) -> str:
        """The file, and the sheet where it has several, in a sentence."""
        return f"{self.path.name} ({self.sheet})" if self.sheet else self.path.name

    @cached_property
    def _unnumbered(self) -> Counter[tuple[str, ...]]:
        return Counter(c.name.unnumbered for c in self.columns)

    def is_one_of_several(self, column: Profile) -> bool:
        """Does only a number tell it apart from another column: ``Server 1, Server 2``?"""
        return bool(column.name.number) and self._unnumbered[column.name.unnumbered] > 1

    def called(self, field: str, least: int = 2) -> list[Profile]:
        """The columns whose names are for that field, the surest first; of these what is called as it is."""
        own = tuple(field.split("_"))
        known = [c for c in self.columns if means(c.name, field) >= least]
        # What is called RTO goes before what is taken for one where there is none (MTPD).
        return sorted(known, key=lambda c: (-means(c.name, field), c.name.words != own, c.at))


_BLANKS: Final = "\u00a0 \t"


def samples(path: Path, count: int) -> Iterator[Sample]:
    """The first ``count`` rows of each sheet of a file. Raises UsageError where it cannot be read."""
    if why := no_table(path):
        raise why
    importer = importer_of(path) or IMPORTERS["csv"]
    if importer is IMPORTERS["csv"]:
        yield from _delimited(path, count)
        return
    for sheet in importer.read(File(path, path.name)):
        if not isinstance(sheet, Problem):
            rows = [(sheet.line, list(sheet.header)), *_records(sheet, count)]
            if importer is IMPORTERS["spreadsheet"]:
                yield from _below_each_other(path, rows, count, sheet.name)
            else:  # a document names its columns, and has nothing above them, between its rows or below
                rows = [(at, list(map(str.strip, row))) for at, (_, row) in enumerate(rows)]
                yield _sample(path, rows, count, sheet.name, "", "", titled=False)
        elif sheet.severity == "error":
            raise UsageError(f"{path}: {sheet.message}", sheet.hint)


def _records(sheet: Sheet, count: int) -> Iterator[Row]:
    rows = (
        (at, row)
        for b in sheet.batches
        for at, row in zip(b.lines, zip(*b.columns, strict=True), strict=True)
    )
    return ((at, list(row)) for at, row in islice(rows, count))


def _below_each_other(
    path: Path, rows: Sequence[Row], count: int, sheet: str, encoding: str = "", delimiter: str = ""
) -> Iterator[Sample]:
    deep = _indented(rows)
    rows = [(line, list(map(str.strip, row))) for line, row in rows]
    found = _sample(path, rows, count, sheet, encoding, delimiter)
    names = tuple(c.header for c in found.columns if c.at in deep)
    yield (found := replace(found, indented=names))
    while found.other:
        rows = rows[next(at for at, (line, _) in enumerate(rows) if line == found.other) :]
        yield (found := _sample(path, rows, count, sheet, encoding, delimiter, below=True))


def _indented(rows: Sequence[Row]) -> set[int]:
    """The positions of columns whose cells begin with blanks, in several rows and below one that does not."""
    deep: dict[int, list[bool]] = {}
    for _, row in rows[:JUDGED]:
        for at, cell in enumerate(row):
            if cell and not cell.isspace():
                deep.setdefault(at, []).append(cell[0] in _BLANKS)
    return {at for at, cells in deep.items() if sum(cells) > 1 and not all(cells[1:])}


def _delimited(path: Path, count: int) -> Iterator[Sample]:
    encoding, text = _loaded(path)
    lines, delimiter = text.lines, stated_delimiter(text.lines)
    start = 1 if delimiter else 0
    delimiter = delimiter or _delimiter(text)
    start = first_line(lines, start)
    rows = _rows(text, delimiter, start, count + LOOKED_AT)
    for found in _below_each_other(path, rows, count, "", encoding, delimiter):
        for line in found.header or (start + 1,):
            if not is_valid(lines, line - 1, delimiter):
                raise UsageError(
                    f"{path}: the column names in line {line:,} cannot be read", "check its quotes"
                )
        yield found


def _sample(
    path: Path,
    rows: Sequence[Row],
    count: int,
    sheet: str,
    encoding: str,
    delimiter: str,
    *,
    below: bool = False,
    titled: bool = True,
) -> Sample:
    if not any(any(cells) for _, cells in rows):
        raise UsageError(f"{path}: empty file", "a table begins with a line of column names")
    found = layout(rows, titled=titled and not below)
    names = joined([rows[at][1] for at in found.header])
    first = next(at for at, (_, cells) in enumerate(rows) if cells)
    body = [rows[at][1] for at in found.body if len(rows[at][1]) == len(names)]
    if grouped := grouping(names, body):
        body = [list(row) for row in body]
        filling = Filling(grouped)
        for row in body:
            filling.fill(row)
    columns = tuple(_profiles(names, body, [rows[at][1] for at in found.header]))
    return Sample(
        path,
        sheet,
        encoding,
        delimiter,
        () if found.header == (first,) and not below else tuple(rows[at][0] for at in found.header),
        columns,
        len(body),
        found.blank,
        tuple(found.skipped),
        tuple(found.notes),
        tuple(found.lone),
        found.other,
        found.until,
        tuple(columns[at].header for at in grouped),
        len(rows) < count,
        below,
    )


def _profiles(
    names: Sequence[str], body: Sequence[Sequence[str]], lines: Sequence[Sequence[str]]
) -> list[Profile]:
    prefix, seen = shared_prefix(names), Counter[str]()
    cells = list(zip(*body, strict=True)) or [()] * len(names)
    found = []
    counts = Counter(map(folded, names))
    for at, name in enumerate(names):
        seen[folded(name)] += 1
        again = f"#{seen[folded(name)]}" if counts[folded(name)] > 1 else ""
        header = f"{name}{again}" if _usable(name) else f"#{at + 1}"
        found.append(Profile(at, header, Name.of(_meant(name, lines, at), prefix), cells[at]))
    return found


def _meant(name: str, lines: Sequence[Sequence[str]], at: int) -> str:
    """What a name says, of which a part is the heading over several: ``Business responsible`` below ``Responsible``."""
    below = lines[-1][at] if len(lines) > 1 else ""
    turned = f"{below} {name.removesuffix(below).strip()}" if below and name != below else name
    return turned if not is_known(name) and is_known(turned) else name


def _usable(name: str) -> bool:
    try:
        return bool(identifier(name)) and "#" not in name and name.strip() != KEEP_ALL
    except BadValue:
        return False


def _rows(text: Text, delimiter: str, start: int, count: int) -> list[Row]:
    chunks = windows(text.lines[: start + 4 * count], delimiter, start)
    rows = ((line, row) for chunk in chunks for line, row in zip(chunk.lines, chunk.rows, strict=True))
    if text.formulas:
        rows = ((line, list(map(plain, row))) for line, row in rows)
    return [(line, list(row)) for line, row in islice(rows, count)]


def _delimiter(text: Text) -> str:
    """The one that makes the most known names in a row, then the most rows of the same width."""

    def found(delimiter: str) -> tuple[int, int, int]:
        rows = [cells for _, cells in _rows(text, delimiter, 0, LOOKED_AT)]
        known = max((_known(row) for row in rows), default=0)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, count = max(widths.items(), key=lambda pair: pair[1], default=(0, 0))
        return known, count, width

    return max(DELIMITERS, key=found)


def _known(row: Sequence[str]) -> int:
    """How many cells are known names; one with a quote in it was cut at a sign that is none between cells."""
    return sum(is_known(cell) for cell in row if cell and '"' not in cell)


def _loaded(path: Path) -> tuple[str, Text]:
    """The text in the first likely encoding that can be read, and that encoding."""
    for encoding in LIKELY:
        loaded = load(path, path.name, encoding or None)
        if isinstance(loaded, Text):
            return encoding, loaded
        if loaded.code != "E102":
            raise UsageError(f"{path}: {loaded.message}", loaded.hint)
    raise UsageError(f"{path} is no text in a likely encoding", "save it as CSV UTF-8")
