"""Foreign files, read as a mapping says: which file is what, which column is which field."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase, translate
from functools import partial
from pathlib import Path
from typing import Final

from graphmodel.importers.incoming import Importer, Incoming, Request
from graphmodel.importers.mapping.document import Document, FileMapping, TableMapping, load
from graphmodel.importers.near import KnownNames
from graphmodel.importers.reading.columns import Shape, SourceColumn
from graphmodel.importers.reading.dialect import Header
from graphmodel.importers.reading.found import Found
from graphmodel.importers.reading.header import folded
from graphmodel.importers.reading.sheet import IGNORED, Sheet
from graphmodel.importers.reading.sheets import read_sheets
from graphmodel.importers.reading.text import check_encoding, obstacle
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import SERVICE
from graphmodel.model.problems import Problem

KEEP_ALL: Final = "*"


def sniff(request: Request) -> bool:
    """A mapping is given."""
    return request.mapping is not None


def read(request: Request) -> Incoming:
    """The files as their mapping says. Raises UsageError for a mapping with mistakes and files it is not for."""
    check_encoding(request.encoding)
    assert request.mapping
    return read_mapped(load(request.mapping), request)


def read_mapped(document: Document, request: Request, *, limit: int = 0) -> Incoming:
    """The files as that mapping says; with ``limit`` about so many records of each."""
    found, sheets = Found(), []
    paths = [file for path in request.paths for file in _files(path, document, found)]
    if not paths and not found.unreadable:
        raise UsageError("no files to import", f"the mapping is for {_patterns(document)}")
    names = _names(paths)
    for path, name in zip(paths, names, strict=True):
        file = _mapping_of(path, document)
        if not file:
            raise UsageError(f"the mapping says nothing of {path.name}", f"it is for {_patterns(document)}")
        used = _used(file)
        sheets.append(
            Sheet(
                path, name, partial(bound, file, name), used, request.encoding or file.encoding or None,
                file.delimiter, file.reading, limit, not any(KEEP_ALL in t.attributes for t in file.tables),
            )
        )  # fmt: skip
    for entry in document.files:
        if not any(_mapping_of(path, document) is entry for path in paths):
            found.notes.append(f"no file is named {entry.name}, which the mapping names")
    return read_sheets(sheets, document.source or (paths or request.paths)[0].stem, found, request.progress)


def _files(path: Path, document: Document, found: Found) -> list[Path]:
    if not path.exists():
        raise UsageError(f"there is no file {path}", "check the path")
    if not path.is_dir():
        return [path]
    files = []
    try:
        for file in sorted(f for f in path.iterdir() if _mapping_of(f, document)):
            if why := obstacle(file):
                found.blocked(file.name, why)
            else:
                files.append(file)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "check the path and who may read it") from None
    return files


def _mapping_of(path: Path, document: Document) -> FileMapping | None:
    name = path.name.casefold()
    return next((f for f in document.files if fnmatchcase(name, f.name.casefold())), None)


def _patterns(document: Document) -> str:
    return ", ".join(f.name for f in document.files)


def _names(paths: Sequence[Path]) -> list[str]:
    """File names; the paths as given where two are named alike."""
    names = [p.name for p in paths]
    return names if len(set(names)) == len(names) else [p.as_posix() for p in paths]


def _used(file: FileMapping) -> set[str]:
    used: set[str] = set()
    for table in file.tables:
        used |= {folded(t.column) for t in table.columns.values()} | set(
            map(folded, (*table.where, *table.attributes))
        )
    return used - {"", KEEP_ALL}


def bound(file: FileMapping, name: str, header: Header, found: Found) -> Sequence[Shape]:
    """The tables that a file with this header holds."""
    binder = _Binder(header, name)
    shapes = [binder.shape(table) for table in file.tables]
    found.problems.extend(binder.problems)
    return () if binder.problems else shapes


class _Binder:
    """Finds a mapping's columns in a header."""

    def __init__(self, header: Header, file: str) -> None:
        self._header = header
        self._file = file
        self._at = {folded(cell): at for at, cell in enumerate(header.cells) if cell.strip()}
        self.problems: list[Problem] = []

    def shape(self, table: TableMapping) -> Shape:
        """One table; a column that is not to be found is a problem."""
        columns = []
        for name, take in table.columns.items():
            field = table.kind.field(name) or table.kind.field(folded(name))
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
            field, at = table.kind.field(folded(name)), self._find(name)
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
                line, header = self._header.line, column.header or column.name
                hint = f'leave it out, or give it another name under columns: "their {header}" = "{header}"'
                self.problems.append(Problem("E112", "error", self._file, line, message, header, hint=hint))

    def _find(self, column: str) -> int:
        if (at := self._at.get(folded(column))) is not None:
            return at
        has = [cell.strip() for cell in self._header.cells if cell.strip()]
        hint = KnownNames(has).hint(column, f"the file has {', '.join(has[:20])}")
        message = f"the column {column!r} is missing, which the mapping names"
        problem = Problem("E111", "error", self._file, self._header.line, message, column, hint=hint)
        if problem not in self.problems:
            self.problems.append(problem)
        return 0


def _admits(patterns: Sequence[str]) -> Callable[[str], object]:
    match = re.compile("|".join(translate(p.strip().casefold()) for p in patterns)).match
    return lambda cell: match(cell.strip().casefold())


IMPORTER: Final = Importer(
    "mapped", "files of any columns, with a mapping (TOML) that says what they mean", sniff, read
)
