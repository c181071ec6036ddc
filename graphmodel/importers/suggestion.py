"""Proposing a mapping for foreign files, with a preview of what it reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graphmodel.importers.checking.references import resolve
from graphmodel.importers.incoming import Incoming, Request
from graphmodel.importers.mapped import read_mapped
from graphmodel.importers.mapping.parsing import parse
from graphmodel.importers.mapping.proposal import LeftOut
from graphmodel.importers.mapping.sample import samples
from graphmodel.importers.mapping.shapes import proposed
from graphmodel.importers.mapping.writing import written
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import SERVICE
from graphmodel.model.problems import Problem

PREVIEWED: Final = 10
"""Records of each kind that a preview shows."""

SAMPLED: Final = 100_000
"""Rows of each file that the proposal is judged by."""


@dataclass(frozen=True)
class Preview:
    """The first records of one kind as the proposed mapping reads them."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    records: int
    """So many there are in the rows that were looked at."""


@dataclass(frozen=True)
class Suggestion:
    """A proposed mapping."""

    toml: str
    files: tuple[Path, ...]
    """Those that it reads."""
    preview: tuple[Preview, ...]
    problems: tuple[Problem, ...]
    """What is wrong with the first rows when they are read with it."""
    left_out: tuple[LeftOut, ...] = ()
    """What the proposal does not read, and why."""
    in_words: tuple[str, ...] = ()
    """The first dependencies of each table, as sentences."""
    undefined: tuple[str, ...] = ()
    """Services that are named and that no row defines."""


def suggest(paths: Sequence[Path]) -> Suggestion:
    """A mapping for these files, by what their columns are called and by what is in their rows.

    Raises UsageError for a file that cannot be read.
    """
    if not paths:
        raise UsageError(
            "no files to suggest a mapping for", "name the files: graphmodel mapping suggest FILE…"
        )
    files = proposed([one for path in paths for one in samples(path, SAMPLED)])
    toml = written(paths[0].stem, files)
    known = tuple(dict.fromkeys(file.found.path for file in files if file.tables))
    if not known:
        raise UsageError(f"{paths[0]} names nothing", "see docs/import.md for what files may hold")
    read = read_mapped(parse(toml, "the proposal"), Request(known), limit=SAMPLED)
    previews = []
    for kind, table in read.tables.items():
        rows = [
            tuple(table.columns[n][r] or "" for n in table.columns) for r in range(min(PREVIEWED, len(table)))
        ]
        previews.append(Preview(kind, tuple(table.columns), tuple(rows), len(table)))
    return Suggestion(
        toml,
        known,
        tuple(previews),
        read.problems,
        tuple(one for file in files for one in file.left_out),
        tuple(said for file in files for t in file.tables if t.kind == "dependency" for said in t.comments),
        _undefined(read),
    )


def _undefined(read: Incoming) -> tuple[str, ...]:
    """The services that are named, by id, alias or name, and defined by no row."""
    found = resolve(read, {}, (), create_missing=True)
    known: set[str] = set()
    for tables in (found.tables, found.doubtful):
        if SERVICE.name in tables:
            services = tables[SERVICE.name]
            known.update(services.texts("id"), *(a.split(";") for a in services.texts("aliases")))
    named = (
        table.texts(field.name)
        for table in found.tables.values()
        for field in table.kind.fields
        if field.refers_to == SERVICE.name and field.type == "id" and field.name in table.columns
    )
    return tuple(sorted(set[str]().union(*named) - known - {""}))
