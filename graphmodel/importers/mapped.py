"""Foreign files, read as a mapping says: which file is what, which column is which field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import Final

from graphmodel.importers.binding import bound
from graphmodel.importers.choosing import IMPORTERS, importer_of
from graphmodel.importers.delimited.text import check_encoding, obstacle
from graphmodel.importers.importer import File, Importer
from graphmodel.importers.incoming import Incoming, Request
from graphmodel.importers.mapping.document import Document, FileMapping
from graphmodel.importers.mapping.entries import used
from graphmodel.importers.mapping.parsing import load
from graphmodel.importers.names import rooted
from graphmodel.importers.precedence import Precedence
from graphmodel.importers.presets.preset import Preset
from graphmodel.importers.reading import read_files
from graphmodel.importers.tables.found import Found
from graphmodel.importers.tables.sheet import Input
from graphmodel.importers.unread import of_preset
from graphmodel.model.errors import UsageError
from graphmodel.model.words import listed

BELOW: Final = "**/"
"""Before a pattern of file names: of a folder, also the files of the folders within it."""


def read(request: Request, mapping: Path) -> Incoming:
    """The files as their mapping says. Raises UsageError for a mapping with mistakes and files it is not for."""
    check_encoding(request.encoding)
    return read_mapped(load(mapping), request)


def read_preset(request: Request, preset: Preset) -> Incoming:
    """The files as that preset says. Raises UsageError for files that it is not for."""
    check_encoding(request.encoding)
    read = read_mapped(preset.document, request, preset=True)
    problems = tuple(of_preset(problem, preset.name) for problem in read.problems)
    return replace(read, problems=problems, preset=preset.name)


def read_mapped(document: Document, request: Request, *, limit: int = 0, preset: bool = False) -> Incoming:
    """The files as that mapping says, ``preset``: one of ours; with ``limit`` about so many records of each sheet."""
    found = Found(mapped=True, preset=preset)
    found.prefer = Precedence(document.prefer, found.sheets) if document.prefer else None
    paths = [file for path in request.paths for file in _files(path, document, found)]
    if not paths and not found.unreadable:
        raise UsageError("no files to import", f"the mapping is for {_patterns(document)}")
    inputs = []
    root, names = rooted(paths)
    for path, name in zip(paths, names, strict=True):
        inputs.append(mapped_input(path, name, importer_of(path), request.encoding, document))
    for entry in document.files:
        if not any(entry is one for path in paths for one in entries_of(path, document)):
            found.notes.append(f"no file is named {entry.name}, which the mapping names")
    source = document.source or (paths or request.paths)[0].stem
    return read_files(inputs, source, root, found, request.progress, limit)


def mapped_input(
    path: Path, name: str, importer: Importer | None, encoding: str | None, document: Document
) -> Input:
    """One file as the mapping says; CSV where nobody knows its format. Raises UsageError where it says nothing."""
    entries = entries_of(path, document)
    if not entries:
        raise UsageError(f"the mapping says nothing of {path.name}", f"it is for {_patterns(document)}")
    said = [_file(path, name, encoding or entries[0].encoding or None, entry) for entry in entries]
    known = set[str]().union(*map(used, entries))
    file = replace(said[0], known=known, sheets=tuple(
        (entry.sheet or "*", one) for entry, one in zip(entries, said, strict=True)))  # fmt: skip
    return Input(file, importer or IMPORTERS["csv"], partial(bound, entries))


def _files(path: Path, document: Document, found: Found) -> list[Path]:
    if not path.exists():
        raise UsageError(f"there is no file or folder {path}", "check the path")
    if not path.is_dir():
        return [path]
    files = []
    try:
        for file in sorted(f for f in _within(path, document) if _wanted(f, document)):
            if why := obstacle(file):
                found.blocked(file.name, why)
            else:
                files.append(file)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "check the path and who may read it") from None
    return files


def _within(folder: Path, document: Document) -> Iterator[Path]:
    """What is in a folder; where the mapping says ``**/`` also below it, but for what is hidden or installed."""
    if not any(entry.name.startswith(BELOW) for entry in document.files):
        return folder.iterdir()
    return (
        file
        for file in folder.rglob("*")
        if not any(part.startswith(".") or part == "node_modules" for part in file.relative_to(folder).parts)
        and not file.is_dir()
    )


def _wanted(path: Path, document: Document) -> bool:
    """Does the mapping say something of that entry of a folder? Of any file at all only where an importer takes it."""
    entries = entries_of(path, document)
    return any(entry.name.removeprefix(BELOW) != "*" for entry in entries) or (
        bool(entries) and importer_of(path) is not None
    )


def entries_of(path: Path, document: Document) -> list[FileMapping]:
    """What the mapping says of a file: the first entry for all of it, and those before for parts of it."""
    name = path.name.casefold()
    entries = [f for f in document.files if fnmatchcase(name, f.name.casefold().removeprefix(BELOW))]
    every = (at for at, entry in enumerate(entries) if not (entry.sheet or entry.has or entry.until))
    whole = next(every, len(entries))
    return entries[: whole + 1]


def _file(path: Path, name: str, encoding: str | None, entry: FileMapping) -> File:
    decimal = entry.notation.decimal if entry.notation else "."
    return File(
        path, name, encoding, entry.delimiter, used(entry), entry.header, entry.skip, decimal, entry.merged,
        entry.until, tuple((name, *entry.also.get(name, ())) for name in entry.fill),
    )  # fmt: skip


def _patterns(document: Document) -> str:
    return listed([f.name for f in document.files])
