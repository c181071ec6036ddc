"""What an importer hands on: records, what is wrong with them, and what had to be left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from graphmodel.model.catalogue import Tables
from graphmodel.model.problems import Problem

Progress = Callable[[int, int], None]
"""Called now and then with the bytes done and the bytes in all."""


class Rejected(NamedTuple):
    """One record that is left out."""

    kind: str
    key: tuple[str, ...]
    """Its identity (the fields ``Kind.key``), or empty where it cannot be told."""
    file: str
    line: int
    record: int
    because: str


class Places:
    """Record number ↔ physical line of one file; a stretch of one-line records costs two integers."""

    def __init__(self) -> None:
        self._firsts: list[int] = []
        self._parts: list[tuple[int, Sequence[int]]] = []
        self.records = 0

    def add(self, lines: Sequence[int]) -> None:
        """The next records start in these lines, ascending."""
        if not lines:
            return
        last = self._parts[-1][1] if self._parts else None
        if isinstance(lines, range) and isinstance(last, range) and last.stop == lines.start:
            self._parts[-1] = (self._parts[-1][0], range(last.start, lines.stop))
        else:
            self._firsts.append(lines[0])
            self._parts.append((self.records + 1, lines))
        self.records += len(lines)

    def record(self, line: int) -> int:
        """The number, from 1, of the record that starts in that line."""
        first, lines = self._parts[bisect_right(self._firsts, line) - 1]
        return first + bisect_right(lines, line) - 1


@dataclass(frozen=True)
class SourceFile:
    """How one file was read: enough to read a row of it again."""

    path: Path
    header: tuple[str, ...]
    delimiter: str
    encoding: str
    places: Places
    headers: dict[tuple[str, str], str]
    """(kind, field) → the column of the file that it is read from."""


@dataclass(frozen=True)
class Incoming:
    """What was read. ``tables`` holds the good records only."""

    tables: Tables
    problems: tuple[Problem, ...]
    rejected: tuple[Rejected, ...]
    source: str
    """The source's name where the user gives none: the folder's or the first file's base name."""
    allowed_missing: frozenset[str] = frozenset()
    """Ids of services that were exported as placeholders: nobody needs to define them."""
    notes: tuple[str, ...] = ()
    """What was found out about the files: delimiter, encoding."""
    unreadable: frozenset[str] = frozenset()
    """Files that could not be read at all, an error each: without them the rest does not stand for the source."""
    files: dict[str, SourceFile] = field(default_factory=dict)
    doubtful: Tables = field(default_factory=dict)
    """Rows rejected for a value, which is blank here: what else is wrong with them is told at once."""
    renamed: tuple[tuple[str, str], ...] = ()
    """(alias, id) of services that are rejected."""
    placeholders: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """File and line of the rows that say of a service that nobody needs to define it."""


@dataclass(frozen=True)
class Request:
    """What the user asks to be read."""

    paths: tuple[Path, ...]
    mapping: Path | None = None
    encoding: str | None = None
    progress: Progress | None = None


class Importer(NamedTuple):
    """One foreign format."""

    name: str
    summary: str
    sniff: Callable[[Request], bool]
    """Is this request for me?"""
    read: Callable[[Request], Incoming]
    """Raises GraphmodelError where nothing can be read at all."""
