"""What a preset is: a mapping that ships, and how to tell that files are for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from importlib.resources import files

from graphmodel.importers.heads import Head
from graphmodel.importers.mapping.document import Document
from graphmodel.importers.mapping.parsing import parse
from graphmodel.importers.names import folded, patterns


@dataclass(frozen=True)
class Sign:
    """What tells that a file is of a system: all of it holds of one of the file's sheets."""

    columns: tuple[str, ...] = ()
    """Names of columns, in any case."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Column → pattern of a cell that it has in one of the first rows."""
    sheet: str = "*"
    """A pattern of the sheet's name, or of the file's without its suffix."""
    importer: str = ""
    """The name of the importer that reads the file; delimited text or a workbook if it is not said. Where nothing else
    is said, the file is not opened."""

    @property
    def by_content(self) -> bool:
        """It asks for more than who reads the file."""
        return bool(self.columns or self.values)

    def fits(self, head: Head) -> bool:
        """Does the sheet have all this?"""
        if not fnmatchcase(head.sheet.casefold(), self.sheet.casefold()):
            return False
        at = {folded(name): position for position, name in enumerate(head.header)}
        if not all(folded(name) in at for name in (*self.columns, *self.values)):
            return False
        return all(
            any(_fits(pattern, row, at[folded(name)]) for row in head.rows)
            for name, pattern in self.values.items()
        )


@dataclass(frozen=True)
class Preset:
    """How exports of one system are read; each stands in a file of its own as ``PRESET``."""

    name: str
    title: str
    """What it reads, in a sentence: ``a ServiceNow export``."""
    summary: str
    """One line: which files or sheets."""
    signs: tuple[Sign, ...]
    """A file is for it where one of these fits."""
    text: Callable[[], str]
    """The mapping (TOML), with comments for those who want to change it."""

    @property
    def document(self) -> Document:
        """The mapping as it is used."""
        return parse(self.text(), f"preset {self.name}")


def shipped(file: str, package: str = __package__) -> Callable[[], str]:
    """The text of a file of a package, read when it is asked for."""
    return lambda: (files(package) / file).read_text(encoding="utf-8")


def _fits(pattern: str, row: Sequence[str], at: int) -> bool:
    fits = patterns([pattern])
    return at < len(row) and fits is not None and fits(row[at])
