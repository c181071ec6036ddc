"""Several files read into one set of tables."""

from __future__ import annotations

from collections.abc import Sequence

from graphmodel.importers.checking.identity import contradicted, unique
from graphmodel.importers.incoming import Incoming, Progress
from graphmodel.importers.reading.found import Found, ordered
from graphmodel.importers.reading.sheet import Sheet, hurried, tables
from graphmodel.model.catalogue import Tables
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.table import Table, concat


def read_sheets(sheets: Sequence[Sheet], source: str, found: Found, progress: Progress | None) -> Incoming:
    """All records of these files, one per identity, with every problem.

    Raises UsageError for a file that cannot be opened.
    """
    try:
        sizes = [sheet.path.stat().st_size for sheet in sheets]
    except OSError as error:
        raise UsageError(
            f"{error.filename}: {error.strerror}", "check the path and who may read it"
        ) from None
    gathered: dict[str, list[Table]] = {}
    with hurried():
        for at, sheet in enumerate(sheets):
            for table in tables(sheet, found, _reporter(progress, sum(sizes[:at]), sum(sizes))):
                gathered.setdefault(table.kind.name, []).append(table)
        merged = {name: concat(kind, gathered[name]) for name, kind in KINDS.items() if name in gathered}
        doubtful = {
            name: concat(kind, [t for t in found.doubtful if t.kind is kind])
            for name, kind in KINDS.items()
            if any(t.kind is kind for t in found.doubtful)
        }
        missing = _take_placeholders(merged)
        _take_placeholders(doubtful)
        merged = unique(merged, found)
        contradicted(doubtful, merged, found)
    return ordered(
        Incoming(
            merged,
            tuple(found.problems),
            found.rejected,
            source,
            frozenset(missing),
            tuple(found.notes),
            frozenset(found.unreadable),
            found.files,
            doubtful,
            placeholders=missing,
        )
    )


def _reporter(progress: Progress | None, before: int, total: int) -> Progress | None:
    return progress and (lambda done, _: progress(before + done, total))


def _take_placeholders(tables: Tables) -> dict[str, tuple[str, int]]:
    """Take the rows that stand for services which nobody defines out of the tables: they are no records.

    The ids, with file and line.
    """
    table = tables.get("service")
    if table is None or "placeholder" not in table.columns:
        return {}
    flags = table.columns.pop("placeholder")
    ids = table.texts("id")
    tables["service"] = table.take([row for row, flag in enumerate(flags) if not flag])
    places = zip(ids, flags, table.files, table.lines, strict=True)
    return {name: (file, line) for name, flag, file, line in places if flag}
