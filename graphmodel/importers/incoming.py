"""What an import reads, and what comes of it: records, what is wrong with them, and what had to be left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graphmodel.importers.accounts import RowTally
from graphmodel.importers.places import ReadSheets
from graphmodel.importers.precedence import Precedence
from graphmodel.importers.rejected import Rejected, Rejects
from graphmodel.model.catalogue import Tables
from graphmodel.model.problems import Problem

Progress = Callable[[int, int], None]
"""Called now and then with the bytes done and the bytes in all."""


@dataclass(frozen=True)
class Incoming:
    """What was read. ``tables`` holds the good records only."""

    tables: Tables
    problems: tuple[Problem, ...]
    rejected: Rejects
    source: str
    """The source's name where the user gives none: the folder's or the first file's base name."""
    root: str = ""
    """The folder that the files are in, absolute: in it each is found by the name that places have for it."""
    allowed_missing: frozenset[str] = frozenset()
    """Ids of services that were exported as placeholders: nobody needs to define them."""
    notes: tuple[str, ...] = ()
    """What was found out about the files: delimiter, encoding."""
    unreadable: frozenset[str] = frozenset()
    """Files that could not be read at all, an error each: without them the rest does not stand for the source."""
    sheets: ReadSheets = field(default_factory=ReadSheets)
    doubtful: Tables = field(default_factory=dict)
    """Rows rejected for a value, which is blank here: what else is wrong with them is told at once."""
    renamed: tuple[tuple[str, str], ...] = ()
    """(alias, id) of services that are rejected."""
    completed: Mapping[Rejected, Sequence[Rejected]] = field(default_factory=dict)
    """The row whose place a record of several rows has → the rows that complete it, which fall with it; no reasons."""
    merged: Mapping[str, set[int]] = field(default_factory=dict)
    """Sheet → the places of rows that repeat or complete a record whose place is another row."""
    placeholders: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """Where the rows are (``Table.files`` and ``Table.lines``) that say of a service that nobody needs to define it."""
    left_out: frozenset[str] = frozenset()
    """Ids of services whose rows the mapping leaves out."""
    prefer: Precedence | None = None
    """Which file has the last word where two disagree; None: nobody says so."""
    accounts: tuple[RowTally, ...] = ()
    """What became of the rows of each sheet."""
    preset: str = ""
    """The name of the preset by which foreign files were read."""


@dataclass(frozen=True)
class Request:
    """What the user asks to be read."""

    paths: tuple[Path, ...]
    encoding: str | None = None
    progress: Progress | None = None
