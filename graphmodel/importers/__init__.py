"""What comes in: catalogue folders and foreign files, read into tables of records with their problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from graphmodel.importers import folder
from graphmodel.importers.accounting import final_accounts
from graphmodel.importers.checking.references import resolve
from graphmodel.importers.choosing import IMPORTERS
from graphmodel.importers.importer import Importer
from graphmodel.importers.incoming import Incoming, Request
from graphmodel.importers.rejected import Rejected
from graphmodel.importers.rejects import rejects, rejects_among, write_rejects

__all__ = [
    "IMPORTERS",
    "Importer",
    "Incoming",
    "Rejected",
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
    encoding: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Incoming:
    """Read one catalogue folder, a file of a format that holds a whole one, or files (or folders) with a mapping.

    Values are checked and made canonical, and there is one record per identity; what records say of each other is for
    ``resolve``. Nothing that is wrong inside a file is raised: it is in ``problems``. ``progress`` is called with the
    bytes done and the bytes in all. Raises UsageError where there is nothing to read.
    """
    request = Request(tuple(paths), encoding, progress)
    if mapping is None:
        return folder.read(request)
    from graphmodel.importers import mapped  # which only those need who have a mapping

    return mapped.read(request, mapping)
