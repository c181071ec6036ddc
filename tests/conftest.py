"""What tests of every part use: ``from tests.conftest import catalogue, index, folder, run_cli``."""

from __future__ import annotations

import csv
import io
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from hypothesis import HealthCheck, settings

from graphmodel.index.build import index as build_index
from graphmodel.model.catalogue import Catalogue, Tables, merge
from graphmodel.model.metamodel import KINDS
from graphmodel.model.revision import Revision
from graphmodel.model.table import concat, from_records
from tests.hints import unfollowed
from tests.needs import (
    pytest_addoption,
    pytest_configure,
    pytest_runtest_setup,
    pytest_terminal_summary,
    pytest_xdist_auto_num_workers,
)
from tests.neo4j.fixtures import neo4j, neo4j_server, pytest_collection_modifyitems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphmodel.index.index import Index

__all__ = [  # which pytest looks for here
    "neo4j",
    "neo4j_server",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_runtest_setup",
    "pytest_terminal_summary",
    "pytest_xdist_auto_num_workers",
]

ROOT = Path(__file__).parent.parent
os.environ["SOURCE_DATE_EPOCH"] = "1748736000"  # 1 June 2025: what is overdue is so by that day
REVISION = Revision(1, "test", "2024-01-01T00:00:00Z", "test")

settings.register_profile(
    "graphmodel",
    deadline=None,
    max_examples=100,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("graphmodel")


@dataclass(frozen=True)
class Result:
    """What a command did."""

    code: int
    out: str
    err: str


def tables(files: Mapping[str, str]) -> Tables:
    """The records of a catalogue folder given as file name → CSV text; needs no importer, checks nothing."""
    found: Tables = {}
    for kind in KINDS.values():
        parts = []
        for stem in kind.files:
            rows = list(csv.DictReader(files.get(f"{stem}.csv", "").splitlines(), strict=True))
            if kind.name == "service":
                rows = [{"id": row["id"], "kind": stem.removesuffix("s"), **row} for row in rows]
            parts.append(from_records(kind.name, rows, f"{stem}.csv"))
        found[kind.name] = concat(kind, parts)
    return found


def catalogue(files: Mapping[str, str]) -> Catalogue:
    """The catalogue of a folder given as file name → CSV text."""
    return merge({"test": tables(files)})


def index(files: Mapping[str, str]) -> Index:
    """The index of a folder given as file name → CSV text."""
    return build_index(catalogue(files), REVISION)


def package_copy(target: Path) -> Path:
    """A copy of the package, to be edited: put ``target`` on the path of a process of its own."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "graphmodel", target / "graphmodel", ignore=ignore)
    for part in ("cypher", "examples"):
        shutil.copytree(ROOT / part, target / "graphmodel" / part, ignore=ignore)
    return target / "graphmodel"


def folder(path: Path, files: Mapping[str, str]) -> Path:
    """Write a catalogue folder given as file name → CSV text."""
    path.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def run_cli(*args: str | Path, stdin: str = "", env: Mapping[str, str] | None = None) -> Result:
    """``graphmodel ARGS`` in this process: exit code, stdout, stderr; whatever it hints at can be done."""
    from graphmodel.cli import main

    out, err = _stream(), _stream()
    environment = {"NO_COLOR": "1", "COLUMNS": "120", **(env or {})}
    source = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    code: object = 0
    with (
        mock.patch.object(sys, "argv", ["graphmodel", *map(str, args)]),
        mock.patch.multiple(sys, stdin=source, stdout=out, stderr=err),
        mock.patch.dict(os.environ, environment),
    ):
        try:
            main()
        except SystemExit as stop:
            code = stop.code
    said = _text(err)
    assert unfollowed([*map(str, args)], said) == [], "hints that cannot be followed"
    return Result(code if isinstance(code, int) else int(code is not None), _text(out), said)


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()
