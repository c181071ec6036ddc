"""Records as rows: reading them back and writing them, column by column."""

from __future__ import annotations

import json
import sqlite3
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING, Any

from graphmodel.model.metamodel import KINDS
from graphmodel.model.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graphmodel.model.catalogue import Tables
    from graphmodel.model.metamodel import Kind
    from graphmodel.model.table import Value

CHUNK = 50_000
"""Rows fetched at once."""

BATCH = 8
"""Rows inserted by one statement: a quarter faster than one by one."""


def held(con: sqlite3.Connection, revision: int, *, but: str | None = None) -> dict[str, Tables]:
    """What each source holds as of a revision: source → kind → records, in the order of writing.

    ``but`` leaves one source out. A source that holds nothing is absent. Outside a transaction it locks the file only
    for moments: what was valid as of a revision stays so, whatever is written between one chunk and the next.
    """
    found: dict[str, Tables] = {}
    for number, source in con.execute("SELECT id, name FROM source ORDER BY name").fetchall():
        if source == but:
            continue
        tables = {name: _table(con, kind, number, revision) for name, kind in KINDS.items()}
        if any(map(len, tables.values())):
            found[source] = tables
    return found


def given(con: sqlite3.Connection, source: str, revision: int) -> Tables:
    """What one source holds as of a revision, every kind of record."""
    number: int = con.execute("SELECT ifnull(max(id), 0) FROM source WHERE name = ?", (source,)).fetchone()[0]
    return {name: _table(con, kind, number, revision) for name, kind in KINDS.items()}


def _table(con: sqlite3.Connection, kind: Kind, source: int, revision: int) -> Table:
    names = ", ".join(f'"{name}"' for name in kind.names)
    sql = (
        f"SELECT rowid, file, line, {names}, free FROM {kind.name} WHERE rowid > ? AND source = {source:d} "
        f"AND since <= {revision:d} AND ifnull(until > {revision:d}, 1) ORDER BY rowid LIMIT {CHUNK}"
    )
    columns: list[list[Any]] = [[] for _ in range(len(kind.names) + 4)]
    last = 0
    while chunk := con.execute(sql, (last,)).fetchall():
        if chunk[-1][0] <= last:
            raise sqlite3.DatabaseError(f"the rows of {kind.plural} are not in order")
        last = chunk[-1][0]
        for column, values in zip(columns, zip(*chunk, strict=True), strict=True):
            column.extend(values)
    _, numbers, lines, *known, free = columns
    given = {
        name: column
        for name, column in zip(kind.names, known, strict=True)
        if name in kind.key or column.count(None) < len(column)
    }
    files: dict[int, str] = dict(con.execute("SELECT id, name FROM file").fetchall())
    return Table(kind, given | _free(free), list(map(files.__getitem__, numbers)), lines)


def _free(texts: list[str | None]) -> dict[str, list[Value]]:
    columns: dict[str, list[Value]] = {}
    if texts.count(None) == len(texts):
        return columns
    for row, text in enumerate(texts):
        if text is None:
            continue
        for name, value in json.loads(text).items():
            if name not in columns:
                columns[name] = [None] * len(texts)
            columns[name][row] = value
    return columns


def insert(con: sqlite3.Connection, table: Table, *, source: str, since: int) -> None:
    """Add the records of one kind as valid from that revision on."""
    if not len(table):
        return
    names = [name for name in table.kind.names if name in table.columns]
    columns: list[Iterable[Any]] = [
        _files(con, table.files),
        table.lines,
        *(table.columns[name] for name in names),
    ]
    quoted = ["file", "line", *(f'"{name}"' for name in names)]
    if free := table.free():
        columns.append(_texts(free, [table.columns[name] for name in free]))
        quoted.append("free")
    number = _number(con, "source", source)
    head = f"INSERT INTO {table.kind.name} (source, since, {', '.join(quoted)}) VALUES "
    one = f"({number:d}, {since:d}, {', '.join('?' * len(quoted))})"
    rows = zip(*columns, strict=False)
    cells = chain.from_iterable(islice(rows, len(table) // BATCH * BATCH))
    con.executemany(head + ", ".join([one] * BATCH), zip(*[cells] * (BATCH * len(columns)), strict=True))
    con.executemany(head + one, rows)


def _texts(names: Sequence[str], columns: Sequence[Sequence[Value]]) -> Iterable[str | None]:
    for values in zip(*columns, strict=True):
        given = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        yield json.dumps(given, ensure_ascii=False) if given else None


def rowids(con: sqlite3.Connection, kind: str, source: str) -> list[int]:
    """The row numbers of what a source holds of a kind now, in the order of ``held``."""
    number = _number(con, "source", source)
    sql = f"SELECT rowid FROM {kind} WHERE until IS NULL AND source = {number:d} ORDER BY rowid"
    return [row for (row,) in con.execute(sql)]


def close(con: sqlite3.Connection, kind: str, rows: Iterable[int], *, until: int) -> None:
    """End the validity of those rows before that revision."""
    con.executemany(f"UPDATE {kind} SET until = {until:d} WHERE rowid = ?", zip(rows, strict=True))


def place(
    con: sqlite3.Connection, kind: str, rows: Iterable[int], files: Sequence[str], lines: Iterable[int]
) -> None:
    """Say anew where those rows were read."""
    con.executemany(
        f"UPDATE {kind} SET file = ?, line = ? WHERE rowid = ?",
        zip(_files(con, files), lines, rows, strict=False),
    )


def restore(con: sqlite3.Connection, revision: int, *, by: int) -> None:
    """Make what was valid before ``revision`` valid again from revision ``by`` on."""
    for name, kind in KINDS.items():
        con.execute(f"UPDATE {name} SET until = {by:d} WHERE until IS NULL AND since >= {revision:d}")
        columns = ", ".join(f'"{field}"' for field in ("source", "file", "line", *kind.names, "free"))
        con.execute(
            f"INSERT INTO {name} (since, {columns}) SELECT {by:d}, {columns} FROM {name} "
            f"WHERE since < {revision:d} AND until >= {revision:d} ORDER BY rowid"
        )


def _files(con: sqlite3.Connection, names: Sequence[str]) -> Iterable[int]:
    numbers = {name: _number(con, "file", name) for name in sorted(set(names))}
    if len(numbers) == 1:
        return repeat(*numbers.values())
    return map(numbers.__getitem__, names)


def _number(con: sqlite3.Connection, table: str, name: str) -> int:
    con.execute(f"INSERT OR IGNORE INTO {table} (name) VALUES (?)", (name,))
    number: int = con.execute(f"SELECT id FROM {table} WHERE name = ?", (name,)).fetchone()[0]
    return number
