"""The catalogue as tables that import back: one for each file of a catalogue folder, and the test that they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel import importers
from graphmodel.exporters.ordered import ordered
from graphmodel.importers.folder import column_name
from graphmodel.model.catalogue import merge
from graphmodel.model.errors import RejectedError, UsageError
from graphmodel.model.metamodel import FILES, SERVICE
from graphmodel.planning.difference import difference

if TYPE_CHECKING:
    from pathlib import Path

    from graphmodel.model.catalogue import Catalogue
    from graphmodel.model.table import Table

ELSEWHERE: Final = (
    "export it with --format json, which holds it as it is, or one source alone with --source NAME"
)


def tables(catalogue: Catalogue) -> dict[str, Table]:
    """Stem of a file → its records, by identity; of an empty catalogue ``services`` without any."""
    sorted_ = ordered(catalogue)
    found = {stem: _table(sorted_, stem) for stem in FILES}
    filled = {stem: table for stem, table in found.items() if len(table)}
    return filled or {"services": found["services"]}


def columns(table: Table) -> list[str]:
    """The columns that say something, and those that a file needs; known ones first."""
    said = [n for n in (*table.kind.names, *table.free()) if n != "kind" or table.kind is not SERVICE]
    required = {field.name for field in table.kind.fields if field.required}
    return [n for n in said if n in required or any(value is not None for value in table.column(n))]


def headers(table: Table) -> list[str]:
    """The names of these columns in the file: a free attribute that would be read otherwise is marked as one."""
    kind = table.kind
    return [name if kind.field(name) else column_name(kind, name) for name in columns(table)]


def read_back(catalogue: Catalogue, path: Path) -> None:
    """Raises RejectedError or UsageError where what was written there does not hold that catalogue."""
    read = importers.read([path])
    read = importers.resolve(read, {}, read.allowed_missing, create_missing=False)
    errors = [problem for problem in read.problems if problem.severity == "error"]
    if errors:
        raise RejectedError(
            "nothing is exported: what would be written cannot be imported again", errors, ELSEWHERE
        )
    lost = next(difference(catalogue, merge({"export": read.tables})), None)
    if lost is not None:
        raise UsageError(
            f"nothing is exported: {lost.field or lost.kind} of {lost.id} would come back as {lost.after!r}, not "
            f"{lost.before!r}",
            ELSEWHERE,
        )


def _table(catalogue: Catalogue, stem: str) -> Table:
    """The records of one file, with its columns."""
    kind = FILES[stem]
    table = catalogue.table(kind.name)
    if kind is SERVICE:
        wanted = stem.removesuffix("s")
        rows = [row for row, said in enumerate(table.texts("kind")) if (said or "service") == wanted]
    elif kind.is_node:
        rows = [row for row, line in enumerate(table.lines) if line]
    else:
        rows = list(range(len(table)))
    return table.take(rows)
