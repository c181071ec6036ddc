"""The estate as a user of a graph library would read it: with the standard library's csv module."""

from __future__ import annotations

import csv
from pathlib import Path


def nodes(folder: Path) -> list[str]:
    """The ids of products, then services."""
    return [row[0] for name in ("products", "services") for row in _rows(folder / f"{name}.csv")]


def dependencies(folder: Path) -> list[list[str]]:
    """service, depends_on, strength, group, needs."""
    return _rows(folder / "dependencies.csv")


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        return list(reader)
