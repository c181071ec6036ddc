"""Records as rows: reading them back and writing them, column by column."""

from __future__ import annotations

import json
import sqlite3
from itertools import chain, compress, islice
from typing import TYPE_CHECKING, Any, Final

from graphmodel.model.metamodel import KINDS
from graphmodel.model.table import Table, empty
from graphmodel.stores import values
from graphmodel.stores.embedded import blocks, small
from graphmodel.stores.revisions import returns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graphmodel.model.catalogue import Tables
    from graphmodel.model.metamodel import Kind
    from graphmodel.model.table import Value
    from graphmodel.stores.embedded.blocks import Block

BATCH: Final = 32
"""Rows inserted by one statement: a third faster than one by one …"""

VALUES: Final = 999
"""… as long as it has no more values than any SQLite takes."""


def held(con: sqlite3.Connection, revision: int, *, but: str | None = None) -> dict[str, Tables]:
    """What each source holds as of a revision: source → kind → records, in the order of writing.

    ``but`` leaves one source out. A source that holds nothing is absent. Raises
    sqlite3.DatabaseError where the rows are not what was written.
    """
    names = _names(con, "source")

    def wanted(block: Block) -> bool:
        return block.since <= revision and names[block.source] != but

    kinds = {name: _tables(con, kind, wanted, _as_of(revision), revision) for name, kind in KINDS.items()}
    found = {}
    for number, source in sorted(names.items(), key=lambda item: item[1]):
        tables = {name: tables.get(number) or empty(KINDS[name]) for name, tables in kinds.items()}
        if any(map(len, tables.values())):
            found[source] = tables
    return found


def given(con: sqlite3.Connection, source: str, revision: int) -> Tables:
    """What one source holds as of a revision, every kind of record."""
    names = _names(con, "source")

    def wanted(block: Block) -> bool:
        return block.since <= revision and names[block.source] == source

    found = {}
    for name, kind in KINDS.items():
        (table,) = _tables(con, kind, wanted, _as_of(revision), revision).values() or (empty(kind),)
        found[name] = table
    return found


def _names(con: sqlite3.Connection, table: str) -> dict[int, str]:
    return dict(small.small(con, table))


def _as_of(revision: int) -> Callable[[int | None], bool]:
    return lambda until: until is None or until > revision


def _tables(
    con: sqlite3.Connection,
    kind: Kind,
    wanted: Callable[[Block], bool],
    valid: Callable[[int | None], bool],
    revision: int,
) -> dict[int, Table]:
    """By the number of the source, of the wanted blocks the rows whose end is a valid one, where they stood then."""
    names = ("until", "file", "line", *kind.names, "free")
    moved = _moved(con, kind.name, revision)
    parts: dict[int, list[list[Any]]] = {}
    for block, (until, *found) in blocks.read(con, kind.name, names, wanted):
        if moved:
            _move(block, moved, *found[:2])
        chosen = [*map(valid, until)] if until.count(None) < len(until) else [valid(None)] * len(until)
        if not all(chosen):
            found = [list(compress(column, chosen)) for column in found]
        columns = parts.setdefault(block.source, [[] for _ in found])
        for column, more in zip(columns, found, strict=True):
            column.extend(more)
    files = _names(con, "file")
    return {number: _table(kind, columns, files) for number, columns in parts.items()}


def _table(kind: Kind, columns: list[list[Any]], files: dict[int, str]) -> Table:
    numbers, lines, *known, free = columns
    given = {
        name: column
        for name, column in zip(kind.names, known, strict=True)
        if name in kind.key or column.count(None) < len(column)
    }
    return values.check(Table(kind, given | _free(kind, free), list(map(files.__getitem__, numbers)), lines))


def _free(kind: Kind, texts: list[str | None]) -> dict[str, list[Value]]:
    columns: dict[str, list[Value]] = {}
    if texts.count(None) == len(texts):
        return columns
    for row, text in enumerate(texts):
        if text is None:
            continue
        for name, value in values.free(kind, text).items():
            if name not in columns:
                columns[name] = [None] * len(texts)
            columns[name][row] = value
    return columns


def insert(con: sqlite3.Connection, table: Table, *, source: str, since: int) -> None:
    """Add the records of one kind as valid from that revision on."""
    if not len(table):
        return
    names = [name for name in table.kind.names if name in table.columns]
    same = {"source": _number(con, "source", source), "since": since}
    columns: dict[str, Sequence[object]] = {"line": table.lines}
    columns |= {name: table.columns[name] for name in names}
    if free := table.free():
        columns["free"] = list(_texts(free, [table.columns[name] for name in free]))
    files = _files(con, table.files)
    if files.count(files[0]) == len(files):
        same["file"] = files[0]
    else:
        columns["file"] = files
    first = _next(con, table.kind.name)
    _insert(con, table.kind.name, columns, same, len(table))
    blocks.added(con, table.kind.name, first, same, columns, len(table))


def _insert(
    con: sqlite3.Connection,
    kind: str,
    columns: Mapping[str, Sequence[object]],
    same: Mapping[str, int],
    count: int,
) -> None:
    """Write that many rows, whose values are in ``columns``, and for all of them alike in ``same``."""
    quoted = [f'"{name}"' for name in (*same, *columns)]
    head = f'INSERT INTO "{kind}" ({", ".join(quoted)}) VALUES '
    one = f"({', '.join([*map(str, same.values()), *'?' * len(columns)])})"
    rows = zip(*columns.values(), strict=True)
    at_once = min(BATCH, VALUES // len(columns))
    if count >= at_once > 0:
        cells = chain.from_iterable(islice(rows, count // at_once * at_once))
        many = zip(*[cells] * (at_once * len(columns)), strict=True)
        con.executemany(head + ", ".join([one] * at_once), many)
    con.executemany(head + one, rows)


def _next(con: sqlite3.Connection, kind: str) -> int:
    """The number that the next row gets."""
    number: int = con.execute(f'SELECT ifnull(max(rowid), 0) + 1 FROM "{kind}"').fetchone()[0]
    return number


def _texts(names: Sequence[str], columns: Sequence[Sequence[Value]]) -> Iterable[str | None]:
    for row in zip(*columns, strict=True):
        given = {name: value for name, value in zip(names, row, strict=True) if value is not None}
        yield json.dumps(given, ensure_ascii=False) if given else None


def rowids(con: sqlite3.Connection, kind: str, source: str) -> list[int]:
    """The row numbers of what a source holds of a kind now, in the order of ``held``."""
    number = _number(con, "source", source)
    return _current(con, kind, lambda block: block.source == number)


def _current(con: sqlite3.Connection, kind: str, wanted: Callable[[Block], bool]) -> list[int]:
    """The row numbers of what still holds in those blocks."""
    return [
        block.first + i
        for block, (until,) in blocks.read(con, kind, ("until",), wanted)
        for i, end in enumerate(until)
        if end is None
    ]


def close(con: sqlite3.Connection, kind: str, rows: Sequence[int], *, until: int) -> None:
    """End the validity of those rows before that revision."""
    with blocks.changing(con, kind, rows, "until"):
        con.executemany(f'UPDATE "{kind}" SET until = {until:d} WHERE rowid = ?', zip(rows, strict=True))


def place(con: sqlite3.Connection, kind: str, places: Sequence[tuple[int, str, int]], *, since: int) -> None:
    """Say where rows are from that revision on: row, file and line."""
    files = _files(con, [file for _, file, _ in places])
    _place(con, kind, [(row, file, line) for (row, _, line), file in zip(places, files, strict=True)], since)


def _place(con: sqlite3.Connection, kind: str, places: Iterable[tuple[int, int, int]], since: int) -> None:
    small.moves(con, kind)
    con.executemany(
        f"INSERT OR REPLACE INTO place (kind, since, record, file, line) VALUES ('{kind}', {since:d}, ?, ?, ?)",
        places,
    )
    small.moved(con, kind, since)


def restore(con: sqlite3.Connection, revision: int, *, by: int) -> None:
    """Make what was valid before ``revision`` valid again, where it stood then, from revision ``by`` on."""
    names = _names(con, "source")
    for name, kind in KINDS.items():
        ended = _tables(
            con,
            kind,
            lambda block: block.since < revision,
            lambda until: returns(until, revision),
            revision - 1,
        )
        if back := _back(con, name, revision):
            _place(con, name, back, by)
        close(con, name, _current(con, name, lambda block: block.since >= revision), until=by)
        for source, table in ended.items():
            insert(con, table, source=names[source], since=by)


def _back(con: sqlite3.Connection, kind: str, revision: int) -> list[tuple[int, int, int]]:
    """Row, file and line, before a revision, of what holds on and has moved since."""
    later = {record for since, record, _, _ in small.moves(con, kind) if since >= revision}
    before = _moved(con, kind, revision - 1)
    found = []
    if later:
        names = ("until", "file", "line")
        for block, (until, files, lines) in blocks.read(con, kind, names, lambda b: b.since < revision):
            _move(block, before, files, lines)
            rows = zip(range(block.first, block.last + 1), until, files, lines, strict=True)
            found += [(row, file, line) for row, end, file, line in rows if end is None and row in later]
    return found


def _moved(con: sqlite3.Connection, kind: str, revision: int) -> dict[int, tuple[int, int]]:
    """File and line of the rows that stand elsewhere as of a revision than where they were read first."""
    return {record: (file, line) for since, record, file, line in small.moves(con, kind) if since <= revision}


def _move(block: Block, moved: dict[int, tuple[int, int]], files: list[int], lines: list[int]) -> None:
    """Correct the places of a block's rows."""
    for i, row in enumerate(range(block.first, block.last + 1)):
        if row in moved:
            files[i], lines[i] = moved[row]


def _files(con: sqlite3.Connection, names: Sequence[str]) -> list[int]:
    numbers = {name: _number(con, "file", name) for name in sorted(set(names))}
    if len(numbers) == 1:
        return [*numbers.values()] * len(names)
    return list(map(numbers.__getitem__, names))


def _number(con: sqlite3.Connection, table: str, name: str) -> int:
    con.execute(f"INSERT OR IGNORE INTO {table} (name) VALUES (?)", (name,))
    number: int = con.execute(f"SELECT id FROM {table} WHERE name = ?", (name,)).fetchone()[0]
    return number
