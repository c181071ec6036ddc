"""Which importer reads a file."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

from graphmodel.importers.importer import Importer
from graphmodel.model.register import Register

HEAD: Final = 4096
"""Bytes that are looked at."""

OWN: Final = (
    "csv",
    "spreadsheet",
    "graphml",
    "node_link",
    "archimate",
    "backstage",
    "compose",
)
"""graphmodel's own, in the order in which they are asked."""

IMPORTERS: Final = Register(
    "graphmodel.importers",
    Importer,
    {name: f"graphmodel.importers.{name}:IMPORTER" for name in OWN},
    lambda importer: importer.name,
)
"""Every importer by name. Another package adds one by an entry point of the group ``graphmodel.importers``."""


def importer_of(path: Path) -> Importer | None:
    """The importer that takes this file, our own before others; None where none does."""
    head = b""
    with suppress(OSError):  # whoever reads it says why
        if path.is_file():  # what is read from a pipe is gone
            with path.open("rb") as file:
                head = file.read(HEAD)
    return next((importer for importer in IMPORTERS.values() if importer.sniff(path, head)), None)
