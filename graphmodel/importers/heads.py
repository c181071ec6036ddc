"""The beginning of files: enough to tell what they are."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from graphmodel.importers.choosing import IMPORTERS, importer_of
from graphmodel.importers.delimited.dialect import header
from graphmodel.importers.delimited.records import split
from graphmodel.importers.importer import File, Sheet
from graphmodel.model.errors import UsageError
from graphmodel.model.problems import Problem

BYTES: Final = 1 << 17
"""So much of a text file is looked at …"""
ROWS: Final = 50
"""… and so many rows of a sheet."""


class Head(NamedTuple):
    """The beginning of a sheet."""

    sheet: str
    """Its name, or that of the file without its suffix where the file has but one."""
    header: tuple[str, ...]
    rows: Sequence[Sequence[str]]


def heads(path: Path, encoding: str | None = None) -> Iterator[Head]:
    """The beginning of each sheet of a file; none where it cannot be read."""
    importer = importer_of(path)
    if importer is None:
        return
    with suppress(OSError, UsageError):
        if importer is IMPORTERS["csv"]:
            yield from _delimited(path, encoding)
            return
        for sheet in importer.read(File(path, path.name, encoding)):
            if isinstance(sheet, Sheet):
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
