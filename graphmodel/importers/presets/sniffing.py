"""Which preset files are for, by their columns and first rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final

from graphmodel.importers.choosing import IMPORTERS, importer_of
from graphmodel.importers.delimited.dialect import header
from graphmodel.importers.delimited.records import split
from graphmodel.importers.importer import File, Importer, Sheet
from graphmodel.importers.presets import PRESETS
from graphmodel.importers.presets.preset import Head, Preset
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import FILES
from graphmodel.model.problems import Problem

TABLES: Final = ("csv", "spreadsheet")
"""Who reads the files of a sign that does not say it."""
BYTES: Final = 1 << 17
"""So much of a text file is looked at …"""
ROWS: Final = 50
"""… and so many rows of a sheet."""


def sniffed(paths: Sequence[Path], encoding: str | None = None) -> Preset | None:
    """The first preset that all these files, or those of a folder, are for. What cannot be read is for none."""
    every = [file for path in paths for file in files_of(path)]
    readers = [importer_of(file) for file in every]
    if not every or None in readers:
        return None
    heads: dict[Path, list[Head]] = {}

    def known(preset: Preset, file: Path, importer: Importer) -> bool:
        for sign in preset.signs:
            if importer.name not in ((sign.importer,) if sign.importer else TABLES):
                continue
            if not sign.by_content:
                return True
            if file not in heads:
                heads[file] = list(_heads(file, importer, encoding))
            if any(map(sign.fits, heads[file])):
                return True
        return False

    pairs = [(file, reader) for file, reader in zip(every, readers, strict=True) if reader]
    return next((p for p in PRESETS.values() if all(known(p, *pair) for pair in pairs)), None)


def files_of(path: Path) -> list[Path]:
    """The file; of a folder that is no catalogue, the files that an importer takes."""
    if not path.is_dir():
        return [path] if path.is_file() else []
    with suppress(OSError):
        files = sorted(f for f in path.iterdir() if f.is_file() and not f.name.startswith("."))
        if not any(file.stem.casefold() in FILES for file in files):
            return [file for file in files if importer_of(file)]
    return []


def _heads(path: Path, importer: Importer, encoding: str | None) -> Iterator[Head]:
    with suppress(OSError, UsageError):
        if importer is IMPORTERS["csv"]:
            yield from _delimited(path, encoding)
            return
        for sheet in importer.read(File(path, path.name, encoding)):
            if isinstance(sheet, Sheet):
                if sheet.name.casefold() in FILES:
                    return  # a catalogue's own, of which no more needs to be read
                first = next(iter(sheet.batches), None)
                rows = list(islice(zip(*first.columns, strict=True), ROWS)) if first else []
                yield Head(sheet.name or path.stem, sheet.header, rows)


def _delimited(path: Path, encoding: str | None) -> Iterator[Head]:
    with path.open("rb") as file:
        data = file.read(BYTES)
    lines = split(_text(data, encoding))
    if len(data) == BYTES and len(lines) > 1:
        lines.pop()  # which may be cut
    found = header(lines, path.name, "", ()) if lines else None
    if found is None or isinstance(found, Problem):
        return
    rows: list[list[str]] = []
    with suppress(csv.Error):
        rows.extend(islice(csv.reader(lines[found.end :], delimiter=found.delimiter), ROWS))
    yield Head(path.stem, found.cells, rows)


def _text(data: bytes, encoding: str | None) -> str:
    """Names of columns and types are hardly ever outside ASCII: which of its kin the encoding is does not matter."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    with suppress(UnicodeDecodeError):
        return data[:-4].decode("utf-8-sig") + data[-4:].decode("utf-8", errors="replace")
    return data.decode(encoding or "cp1252", errors="replace")
