"""What comes in: catalogue folders and foreign files, read into tables of records with their problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graphmodel.importers import folder
from graphmodel.importers.accounting import final_accounts
from graphmodel.importers.checking.references import resolve
from graphmodel.importers.choosing import IMPORTERS
from graphmodel.importers.importer import Importer
from graphmodel.importers.incoming import Incoming, Request
from graphmodel.importers.own import holds_own
from graphmodel.importers.rejected import Rejected
from graphmodel.importers.rejects import rejects, rejects_among, write_rejects
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import FILES

if TYPE_CHECKING:
    from graphmodel.importers.presets.preset import Preset

__all__ = [
    "IMPORTERS",
    "Importer",
    "Incoming",
    "Rejected",
    "chosen",
    "final_accounts",
    "read",
    "rejects",
    "rejects_among",
    "resolve",
    "write_rejects",
]


def read(
    paths: Sequence[Path],
    *,
    mapping: Path | None = None,
    preset: str | None = None,
    encoding: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Incoming:
    """Read one catalogue folder, a file of a format that holds a whole one, or files (or folders) with a mapping.

    Without a mapping foreign files are read by the preset that is named, or found to be for them; ``none``: by none.

    Values are checked and made canonical, and there is one record per identity; what records say of each other is for
    ``resolve``. Nothing that is wrong inside a file is raised: it is in ``problems``. ``progress`` is called with the
    bytes done and the bytes in all. Raises UsageError where there is nothing to read.
    """
    request = Request(tuple(paths), encoding, progress)
    if mapping is None and preset is None and _is_catalogue(request.paths):
        return folder.read(request)
    from graphmodel.importers import mapped  # which only those need who have a mapping
    from graphmodel.importers.workbook.opened import parsed_once

    if mapping and preset:
        raise UsageError("a mapping and a preset were given", "give one of the two: a preset is a mapping")
    if mapping:
        return mapped.read(request, mapping)
    with parsed_once():
        found = chosen(request.paths, preset, encoding)
        return mapped.read_preset(request, found) if found else folder.read(request)


def chosen(paths: Sequence[Path], preset: str | None = None, encoding: str | None = None) -> Preset | None:
    """The preset of that name, or the one that the files are found to be for. Raises UsageError for an unknown one."""
    from graphmodel.importers.presets import NONE, named
    from graphmodel.importers.presets.sniffing import sniffed

    if preset is None:
        return sniffed(paths, encoding)
    return None if preset.strip().casefold() == NONE else named(preset)


def _is_catalogue(paths: Sequence[Path]) -> bool:
    """Is it a folder that holds a file of a catalogue?"""
    known = [paths[0] / f"{stem}.csv" for stem in FILES] if len(paths) == 1 else []
    return any(file.is_file() and holds_own(file) for file in known)
