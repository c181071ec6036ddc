"""Several files read into one set of tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from graphmodel.importers.checking.identity import contradicted, unique
from graphmodel.importers.checking.nothing import of_cell
from graphmodel.importers.incoming import Incoming, Progress
from graphmodel.importers.tables.belonging import elements
from graphmodel.importers.tables.found import Found, ordered
from graphmodel.importers.tables.sheet import Input, tables
from graphmodel.model.catalogue import Tables
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.pause import collector_paused
from graphmodel.model.problems import Problem
from graphmodel.model.table import Table, concat


def read_files(
    inputs: Sequence[Input], source: str, root: str, found: Found, progress: Progress | None, limit: int = 0
) -> Incoming:
    """All records of these files, one per identity, with every problem; with ``limit`` about so many of each sheet.

    Raises UsageError for a file that cannot be opened.
    """
    try:
        sizes = [given.file.path.stat().st_size for given in inputs if progress]
    except OSError as error:
        raise UsageError(
            f"{error.filename}: {error.strerror}", "check the path and who may read it"
        ) from None
    gathered: dict[str, list[Table]] = {}
    with collector_paused():  # nothing that is read makes cycles
        for at, given in enumerate(inputs):
            for table in tables(given, found, limit, _reporter(progress, sizes, at)):
                gathered.setdefault(table.kind.name, []).append(table)
        if found.later:
            found.elements = {
                name: elements(gathered.get(name, ()), (t for t in found.doubtful if t.kind is kind))
                for name, kind in KINDS.items()
            }
            for read in found.later:
                for table in read():
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
        _services(merged)
    return ordered(
        Incoming(
            merged,
            tuple(_of_what_is_read(found.problems)),
            found.rejected,
            source,
            root,
            frozenset(missing),
            tuple(found.notes),
            frozenset(found.unreadable),
            found.sheets,
            doubtful,
            placeholders=missing,
            completed=found.completed,
            merged=found.merged,
            left_out=frozenset(found.left_out),
            prefer=found.prefer,
            accounts=tuple(found.accounts),
        )
    )


def _reporter(progress: Progress | None, sizes: Sequence[int], at: int) -> Callable[[float], None]:
    """Tells of the share of one file as of bytes of all of them."""
    if progress is None:
        return lambda _: None
    before, total = sum(sizes[:at]), sum(sizes)
    return lambda done: progress(before + int(sizes[at] * done), total)


def _of_what_is_read(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Without how a sheet is read that is not read at all; hints of words for nothing name ``empty``."""
    unread = {(problem.file, problem.path) for problem in problems if problem.code == "W103" and problem.path}
    return (of_cell(p) for p in problems if p.code != "W108" or (p.file, p.path) not in unread)


def _services(tables: Tables) -> None:
    """A record of which no table says that it is a product is a service: a product is one, too."""
    if (table := tables.get("service")) is not None and "kind" in table.columns:
        table.columns["kind"] = ["service" if said == "" else said for said in table.columns["kind"]]


def _take_placeholders(tables: Tables) -> dict[str, tuple[str, int]]:
    """Take the rows that stand for services which nobody defines out of the tables: they are no records.

    The ids, with the place of each.
    """
    table = tables.get("service")
    if table is None or "placeholder" not in table.columns:
        return {}
    flags = table.columns.pop("placeholder")
    ids = table.texts("id")
    tables["service"] = table.take([row for row, flag in enumerate(flags) if not flag])
    places = zip(ids, flags, table.files, table.lines, strict=True)
    return {name: (file, line) for name, flag, file, line in places if flag}
