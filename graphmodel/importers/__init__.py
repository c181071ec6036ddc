"""What comes in: catalogue folders and foreign files, read into tables of records with their problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from graphmodel.importers.checking.references import resolve
from graphmodel.importers.incoming import Importer, Incoming, Rejected, Request
from graphmodel.importers.mapping.suggestion import Suggestion, suggest
from graphmodel.importers.rejects import rejects, rejects_among, write_rejects
from graphmodel.model.register import Register

__all__ = [
    "IMPORTERS",
    "Importer",
    "Incoming",
    "Rejected",
    "Suggestion",
    "read",
    "rejects",
    "rejects_among",
    "resolve",
    "suggest",
    "write_rejects",
]

IMPORTERS: Final = Register(
    "graphmodel.importers",
    Importer,
    {name: f"{__name__}.{name}:IMPORTER" for name in ("mapped", "folder")},
    lambda importer: importer.name,
)
"""Every importer by name. Another package adds one by an entry point of the group ``graphmodel.importers``."""


def read(
    paths: Sequence[Path],
    *,
    mapping: Path | None = None,
    encoding: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Incoming:
    """Read one catalogue folder, or files (or folders of them) with a mapping.

    Values are checked and made canonical, and there is one record per identity; what records say of each other is for
    ``resolve``. Nothing that is wrong inside a file is raised: it is in ``problems``. ``progress`` is called with the
    bytes done and the bytes in all. Raises UsageError where there is nothing to read.
    """
    request = Request(tuple(paths), mapping, encoding, progress)
    return _importer(request).read(request)


def _importer(request: Request) -> Importer:
    """The first that knows what is asked for; else that of folders, which says what is wrong."""
    known = (importer for importer in IMPORTERS.values() if importer.sniff(request))
    return next(known, IMPORTERS["folder"])
