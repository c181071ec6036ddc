"""The first rows of a foreign file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from graphmodel.importers.mapping.synonyms import DEPENDS_ON, ENDS, FIELDS, PARENT, ROLES
from graphmodel.importers.reading import dialect
from graphmodel.importers.reading.header import folded
from graphmodel.importers.reading.records import windows
from graphmodel.importers.reading.sheet import hurried
from graphmodel.importers.reading.text import Text, load
from graphmodel.model.errors import UsageError
from graphmodel.model.problems import Problem

LIKELY = ("", "cp1252", "utf-16-le", "utf-16-be")


@dataclass(frozen=True)
class Sample:
    """A file's header and the cells of its first rows."""

    path: Path
    encoding: str
    """Empty where it need not be said."""
    delimiter: str
    header: tuple[str, ...]
    columns: Sequence[Sequence[str]]
    """Trimmed cells, by the position of the column."""

    @property
    def named(self) -> dict[str, str]:
        """Folded name → name."""
        return {folded(name): name for name in self.header if name}

    def values(self, header: str) -> list[str]:
        """The distinct cells of a column that are not empty, as they come."""
        return [v for v in dict.fromkeys(self.columns[self.header.index(header)]) if v]


def sample(path: Path, count: int) -> Sample:
    """The first ``count`` rows of a file. Raises UsageError where it cannot be read."""
    encoding, loaded = _loaded(path)
    likely = (*FIELDS.values(), *ENDS, DEPENDS_ON, PARENT, *ROLES.values())
    names = {name for names in likely for name in names}
    head = dialect.header(loaded.lines, path.name, "", names)
    if isinstance(head, Problem):
        raise UsageError(f"{path}: {head.message}", head.hint)
    with hurried():
        chunks = islice(windows(loaded.lines[: head.end + 4 * count], head.delimiter, head.end), count)
        rows = [row for chunk in chunks for row in chunk.rows if len(row) == len(head.cells)][:count]
    header = tuple(cell.strip() for cell in head.cells)
    columns = [[cell.strip() for cell in column] for column in zip(*rows, strict=True)] or [
        [] for _ in header
    ]
    return Sample(path, encoding, head.delimiter, header, columns)


def _loaded(path: Path) -> tuple[str, Text]:
    """The text in the first likely encoding that can be read, and that encoding."""
    for encoding in LIKELY:
        loaded = load(path, path.name, encoding or None)
        if isinstance(loaded, Text):
            return encoding, loaded
        if loaded.code != "E102":
            raise UsageError(f"{path}: {loaded.message}", loaded.hint)
    raise UsageError(f"{path} is no text in a likely encoding", "save it as CSV UTF-8")
