"""The first records of foreign files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graphmodel.importers.choosing import IMPORTERS, importer_of
from graphmodel.importers.importer import File, Importer, Sheet
from graphmodel.importers.mapping.synonyms import DEPENDS_ON, ENDS, FIELDS, PARENT, ROLES
from graphmodel.importers.names import folded
from graphmodel.model.errors import UsageError
from graphmodel.model.problems import Problem

LIKELY = ("", "cp1252", "utf-16-le", "utf-16-be")


@dataclass(frozen=True)
class Sample:
    """A sheet's header and the cells of its first records."""

    path: Path
    sheet: str
    """Its name; empty where the file has but one."""
    encoding: str
    """Empty where it need not be said."""
    form: Mapping[str, str]
    """What a mapping says of how the file is written."""
    header: tuple[str, ...]
    columns: Sequence[Sequence[str]]
    """Trimmed cells, by the position of the column."""

    @property
    def name(self) -> str:
        """Of the sheet, or of the file, without its suffix."""
        return self.sheet or self.path.stem

    @property
    def named(self) -> dict[str, str]:
        """Folded name → name."""
        return {folded(name): name for name in self.header if name}

    def values(self, header: str) -> list[str]:
        """The distinct cells of a column that are not empty, as they come."""
        return [v for v in dict.fromkeys(self.columns[self.header.index(header)]) if v]


def samples(path: Path, count: int) -> Iterator[Sample]:
    """The first ``count`` records of each sheet of a file. Raises UsageError where it cannot be read."""
    likely = (*FIELDS.values(), *ENDS, DEPENDS_ON, PARENT, *ROLES.values())
    names = {name for names in likely for name in names}
    encoding, sheets = _sheets(path, importer_of(path) or IMPORTERS["csv"], names)
    for sheet in sheets:
        header = tuple(cell.strip() for cell in sheet.header)
        yield Sample(path, sheet.name, encoding, sheet.form, header, _first(sheet, count))


def _first(sheet: Sheet, count: int) -> list[list[str]]:
    """The cells of the first records, by column."""
    columns: list[list[str]] = [[] for _ in sheet.header]
    for batch in sheet.batches:
        for column, cells in zip(columns, batch.columns, strict=bool(batch.lines)):
            column += map(str.strip, cells)
        if columns and len(columns[0]) >= count:
            break
    return [column[:count] for column in columns]


def _sheets(path: Path, importer: Importer, names: set[str]) -> tuple[str, list[Sheet]]:
    """The sheets in the first likely encoding that can be read, and that encoding."""
    for encoding in LIKELY:
        found = list(importer.read(File(path, path.name, encoding or None, known=names)))
        problem = next((sheet for sheet in found if isinstance(sheet, Problem)), None)
        if problem is None:
            return encoding, [sheet for sheet in found if isinstance(sheet, Sheet)]
        if problem.code != "E102":
            raise UsageError(f"{path}: {problem.message}", problem.hint)
    raise UsageError(f"{path} is no text in a likely encoding", "save it as CSV UTF-8")
