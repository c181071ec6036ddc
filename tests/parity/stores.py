"""The stores whose answers are held to those of a folder of CSV files. A new store is one line in ``STORES``."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from graphmodel.workbench import Options, Workbench

if TYPE_CHECKING:
    import pytest

Fill = Callable[[Path], Workbench]
"""Imports a catalogue folder into a store that holds nothing, and opens it."""


class Kept(NamedTuple):
    """One sort of store."""

    fill: Callable[[pytest.FixtureRequest], Fill]
    examples: int
    """So many random catalogues are tried."""


def imported(url: str | Path, folder: Path) -> Workbench:
    with Workbench.open(url, create=True) as bench:
        bench.import_([folder], Options(source=folder.name))
    return Workbench.open(url)


def embedded(request: pytest.FixtureRequest) -> Fill:
    place, numbers = request.getfixturevalue("tmp_path"), count()
    return lambda folder: imported(place / f"{next(numbers)}.db", folder)


def neo4j(request: pytest.FixtureRequest) -> Fill:
    from tests.neo4j.fixtures import wipe

    url, server = request.getfixturevalue("neo4j"), request.getfixturevalue("neo4j_server")

    def fill(folder: Path) -> Workbench:
        wipe(server)
        return imported(url, folder)

    return fill


STORES = {"embedded": Kept(embedded, 16), "neo4j": Kept(neo4j, 8)}
