"""Reading catalogue folders given as file name → text or bytes, and files with what is proposed for them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import xlsxwriter

from graphmodel.importers import Incoming, read, resolve
from graphmodel.importers.suggestion import Suggestion, suggest
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


def suggested(file: Path) -> tuple[Suggestion, Incoming]:
    """What is proposed for a file, and read with it."""
    proposed = suggest([file])
    (file.parent / "m.toml").write_text(proposed.toml, encoding="utf-8")
    return proposed, read([file], mapping=file.parent / "m.toml")


def one(path: Path, sheet: str, form: str = "csv", sign: str = ",") -> tuple[Suggestion, Incoming]:
    """What is proposed for a sheet, and read with it without an error; a workbook is made of the same cells."""
    file = path / f"sheet.{form}"
    if form == "csv":
        file.write_text(sheet, encoding="utf-8")
    else:
        with xlsxwriter.Workbook(file) as book:
            page = book.add_worksheet("Sheet")
            for at, line in enumerate(sheet.splitlines()):
                page.write_row(at, 0, line.split(sign))
    proposed, found = suggested(file)
    assert errors(found) == []
    return proposed, found


def errors(incoming: Incoming) -> list[Problem]:
    return [p for p in incoming.problems if p.severity == "error"]


def codes(incoming: Incoming) -> list[str]:
    return [p.code for p in incoming.problems]


def places(incoming: Incoming) -> list[tuple[str, str, int, int]]:
    return [(p.code, p.file, p.line, p.record) for p in incoming.problems]


def records(incoming: Incoming, kind: str = "service") -> list[dict[str, str]]:
    table = incoming.tables[kind]
    return [table.record(row) for row in range(len(table))]


def pairs(incoming: Incoming) -> set[tuple[str, str]]:
    """Who depends on whom."""
    return {(one["service"], one["depends_on"]) for one in records(incoming, "dependency")}


def ids(incoming: Incoming) -> list[str]:
    return incoming.tables["service"].texts("id")
