"""Reading a catalogue folder given as file name → text or bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from graphmodel.importers import Incoming, read, resolve
from graphmodel.model.catalogue import Tables
from graphmodel.model.problems import Problem


def write(path: Path, files: Mapping[str, str | bytes]) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def reading(path: Path, files: Mapping[str, str | bytes], encoding: str | None = None) -> Incoming:
    return read([write(path / "catalogue", files)], encoding=encoding)


def resolving(
    path: Path,
    files: Mapping[str, str | bytes],
    others: Mapping[str, Tables] | None = None,
    placeholders: tuple[str, ...] = (),
    *,
    create_missing: bool = False,
) -> Incoming:
    return resolve(reading(path, files), others or {}, placeholders, create_missing=create_missing)


def errors(incoming: Incoming) -> list[Problem]:
    return [p for p in incoming.problems if p.severity == "error"]


def codes(incoming: Incoming) -> list[str]:
    return [p.code for p in incoming.problems]


def places(incoming: Incoming) -> list[tuple[str, str, int, int]]:
    return [(p.code, p.file, p.line, p.record) for p in incoming.problems]


def records(incoming: Incoming, kind: str = "service") -> list[dict[str, str]]:
    table = incoming.tables[kind]
    return [table.record(row) for row in range(len(table))]


def ids(incoming: Incoming) -> list[str]:
    return incoming.tables["service"].texts("id")
