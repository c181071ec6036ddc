"""Which preset files are for, by their columns and first rows."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from graphmodel.importers.choosing import importer_of
from graphmodel.importers.heads import Head, heads
from graphmodel.importers.importer import Importer
from graphmodel.importers.own import holds_own, is_own, known_as
from graphmodel.importers.presets import PRESETS
from graphmodel.importers.presets.preset import Preset

TABLES: Final = ("csv", "spreadsheet")
"""Who reads the files of a sign that does not say it."""


def sniffed(paths: Sequence[Path], encoding: str | None = None) -> Preset | None:
    """The first preset that all these files, or those of a folder, are for. What cannot be read is for none."""
    every = [file for path in paths for file in files_of(path)]
    readers = [importer_of(file) for file in every]
    if not every or None in readers:
        return None
    looked_at: dict[Path, list[Head]] = {}

    def known(preset: Preset, file: Path, importer: Importer) -> bool:
        for sign in preset.signs:
            if importer.name not in ((sign.importer,) if sign.importer else TABLES):
                continue
            if not sign.by_content:
                return True
            if file not in looked_at:
                looked_at[file] = _foreign(file, encoding)
            if any(map(sign.fits, looked_at[file])):
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
        if not any(known_as(f.stem) and holds_own(f) for f in files):
            return [file for file in files if importer_of(file)]
    return []


def _foreign(file: Path, encoding: str | None) -> list[Head]:
    """The beginnings of its sheets; none where one is a catalogue's own, after which no more needs to be read."""
    found = []
    for head in heads(file, encoding):
        if is_own(head.sheet, head.header):
            return []
        found.append(head)
    return found
