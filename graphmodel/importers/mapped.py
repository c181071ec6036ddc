"""Foreign files, read as a mapping says: which file is what, which column is which field."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase, translate
from functools import partial
from pathlib import Path
from typing import Final

from graphmodel.importers.choosing import IMPORTERS, importer_of
from graphmodel.importers.delimited.text import check_encoding, obstacle
from graphmodel.importers.importer import IGNORED, File
from graphmodel.importers.incoming import Incoming, Request
from graphmodel.importers.mapping.document import Document, FileMapping, TableMapping, load
from graphmodel.importers.names import folded, rooted
from graphmodel.importers.reading import read_files
from graphmodel.importers.tables.columns import Shape, SourceColumn
from graphmodel.importers.tables.found import Found
from graphmodel.importers.tables.header import Heading, check
from graphmodel.importers.tables.sheet import Binding, Input
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import SERVICE
from graphmodel.model.problems import Problem
from graphmodel.model.suggest import KnownNames

KEEP_ALL: Final = "*"


def read(request: Request, mapping: Path) -> Incoming:
    """The files as their mapping says. Raises UsageError for a mapping with mistakes and files it is not for."""
    check_encoding(request.encoding)
    return read_mapped(load(mapping), request)


def read_mapped(document: Document, request: Request, *, limit: int = 0) -> Incoming:
    """The files as that mapping says; with ``limit`` about so many records of each sheet."""
    found = Found()
    paths = [file for path in request.paths for file in _files(path, document, found)]
    if not paths and not found.unreadable:
        raise UsageError("no files to import", f"the mapping is for {_patterns(document)}")
    inputs = []
    root, names = rooted(paths)
    for path, name in zip(paths, names, strict=True):
        entries = _entries_of(path, document)
        if not entries:
            raise UsageError(f"the mapping says nothing of {path.name}", f"it is for {_patterns(document)}")
        encoding = request.encoding or entries[0].encoding or None
        used = set[str]().union(*map(_used, entries))
        file = File(path, name, encoding, entries[0].delimiter, used)
        inputs.append(Input(file, importer_of(path) or IMPORTERS["csv"], partial(bound, entries)))
    for entry in document.files:
        if not any(entry is one for path in paths for one in _entries_of(path, document)):
            found.notes.append(f"no file is named {entry.name}, which the mapping names")
    source = document.source or (paths or request.paths)[0].stem
    return read_files(inputs, source, root, found, request.progress, limit)


def _files(path: Path, document: Document, found: Found) -> list[Path]:
    if not path.exists():
        raise UsageError(f"there is no file {path}", "check the path")
    if not path.is_dir():
        return [path]
    files = []
    try:
        for file in sorted(f for f in path.iterdir() if _entries_of(f, document)):
            if why := obstacle(file):
                found.blocked(file.name, why)
            else:
                files.append(file)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "check the path and who may read it") from None
    return files


def _entries_of(path: Path, document: Document) -> list[FileMapping]:
    """What the mapping says of a file: the first entry for it, and those for other sheets of it."""
    name = path.name.casefold()
    entries = [f for f in document.files if fnmatchcase(name, f.name.casefold())]
    whole = next((at for at, entry in enumerate(entries) if not entry.sheet), len(entries))
    return entries[: whole + 1]


def _patterns(document: Document) -> str:
    return ", ".join(f.name for f in document.files)


def _used(file: FileMapping) -> set[str]:
    used: set[str] = set()
    for table in file.tables:
        used |= {folded(t.column) for t in table.columns.values()} | set(
            map(folded, (*table.where, *table.attributes))
        )
    return used - {"", KEEP_ALL}


def bound(entries: Sequence[FileMapping], heading: Heading, found: Found) -> Binding | None:
    """The tables that a sheet with this header holds."""
    sheet = heading.sheet.casefold()
    entry = next((e for e in entries if not e.sheet or fnmatchcase(sheet, e.sheet.casefold())), None)
    if entry is None:
        hint = "name it in the mapping, if it should be"
        found.problems.append(heading.problem("W103", "the sheet is not read", hint=hint))
        return Binding(())
    every = any(KEEP_ALL in table.attributes for table in entry.tables)
    problems = list(check(heading, None if every else _used(entry)))
    binder, shapes = _Binder(heading), list[Shape]()
    if not any(problem.severity == "error" for problem in problems):
        shapes = [binder.shape(table) for table in entry.tables]
        problems += binder.problems
    found.problems.extend(problems)
    return (
        None if any(problem.severity == "error" for problem in problems) else Binding(shapes, entry.notation)
    )


class _Binder:
    """Finds a mapping's columns in a header."""

    def __init__(self, header: Heading) -> None:
        self._header = header
        self._at = {folded(cell): at for at, cell in enumerate(header.cells) if cell.strip()}
        self.problems: list[Problem] = []

    def shape(self, table: TableMapping) -> Shape:
        """One table; a column that is not to be found is a problem."""
        columns = []
        for name, take in table.columns.items():
            field = table.kind.field(table.kind.current(folded(name)))
            at = self._find(take.column) if take.column else -1
            columns.append(
                SourceColumn(
                    field.name if field else name, at, take.column, field.type if field else "text",
                    bool(field and field.required),
                    take.default, table.values.get(name, {}), take.split,
                )
            )  # fmt: skip
        columns += self._attributes(table)
        if table.kind is SERVICE and all(column.name != "kind" for column in columns):
            columns.append(SourceColumn("kind", default=table.said or "service", type="kind"))
        self._check(columns)
        where = tuple((self._find(name), _admits(patterns)) for name, patterns in table.where.items())
        return Shape(table.kind, tuple(columns), where)

    def _attributes(self, table: TableMapping) -> list[SourceColumn]:
        """Columns kept under their own names; one that is called like a field is read as that field."""
        taken = (
            {folded(t.column) for t in table.columns.values()}
            | {folded(n) for n in table.columns}
            | {IGNORED}
        )
        names = [a for a in table.attributes if a != KEEP_ALL]
        if KEEP_ALL in table.attributes:
            names += [c.strip() for c in self._header.cells if c.strip() and folded(c) not in taken]
        columns = []
        for name in dict.fromkeys(names):
            field, at = table.kind.field(table.kind.current(folded(name))), self._find(name)
            if field is None:
                columns.append(SourceColumn(name, at, name))
            else:
                default = (table.said or "service") if field.name == "kind" else ""
                columns.append(SourceColumn(field.name, at, name, field.type, field.required, default))
        return columns

    def _check(self, columns: Sequence[SourceColumn]) -> None:
        """Problems of columns that would be kept under one name, or under that of the reasons for rejecting."""
        taken: dict[str, SourceColumn] = {IGNORED: SourceColumn(IGNORED)}
        for column in columns:
            other = taken.setdefault(folded(column.name), column)
            if other is not column:
                theirs = f"{other.header!r}" if other.header else "graphmodel itself"
                message = f"the column would be kept as {column.name!r}, which {theirs} is already"
                header = column.header or column.name
                hint = f'leave it out, or give it another name under columns: "their {header}" = "{header}"'
                self.problems.append(self._header.problem("E112", message, header, hint=hint))

    def _find(self, column: str) -> int:
        if (at := self._at.get(folded(column))) is not None:
            return at
        has = [cell.strip() for cell in self._header.cells if cell.strip()]
        hint = KnownNames(has).hint(column, f"the file has {', '.join(has[:20])}")
        message = f"the column {column!r} is missing, which the mapping names"
        problem = self._header.problem("E111", message, column, hint=hint)
        if problem not in self.problems:
            self.problems.append(problem)
        return 0


def _admits(patterns: Sequence[str]) -> Callable[[str], object]:
    match = re.compile("|".join(translate(p.strip().casefold()) for p in patterns)).match
    return lambda cell: match(cell.strip().casefold())
