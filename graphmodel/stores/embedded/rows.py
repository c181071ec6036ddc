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
    records, numbers, lines, *known, free = columns
    _move(con, kind, revision, records, numbers, lines)
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
    con: sqlite3.Connection,
    kind: str,
    rows: Iterable[int],
    files: Sequence[str],
    lines: Iterable[int],
    *,
    since: int,
) -> None:
    """Say where those rows stand from that revision on."""
    con.executemany(
        f"INSERT OR REPLACE INTO place (kind, since, record, file, line) VALUES ('{kind}', {since:d}, ?, ?, ?)",
        zip(rows, _files(con, files), lines, strict=False),
    )


def restore(con: sqlite3.Connection, revision: int, *, by: int) -> None:
    """Make what was valid before ``revision`` valid again, where it stood then, from revision ``by`` on."""
    for name, kind in KINDS.items():
        con.execute(f"UPDATE {name} SET until = {by:d} WHERE until IS NULL AND since >= {revision:d}")
        file, line = (_before(name, column, revision) for column in ("file", "line"))
        con.execute(
            f"INSERT INTO place (kind, record, since, file, line) SELECT '{name}', t.rowid, {by:d}, {file}, {line} "
            f"FROM {name} t WHERE t.until IS NULL AND t.since < {revision:d} AND t.rowid IN "
            f"(SELECT record FROM place WHERE kind = '{name}' AND since >= {revision:d})"
        )
        columns = ["source", *(f'"{field}"' for field in (*kind.names, "free"))]
        con.execute(
            f"INSERT INTO {name} (since, file, line, {', '.join(columns)}) "
            f"SELECT {by:d}, {file}, {line}, {', '.join('t.' + column for column in columns)} FROM {name} t "
            f"WHERE t.since < {revision:d} AND t.until >= {revision:d} ORDER BY t.rowid"
        )


def _before(kind: str, column: str, revision: int) -> str:
    """SQL for the file or line of a row ``t`` before a revision."""
    placed = (
        f"SELECT p.{column} FROM place p WHERE p.kind = '{kind}' AND p.record = t.rowid AND p.since < {revision:d} "
        "ORDER BY p.since DESC LIMIT 1"
    )
    return f"coalesce(({placed}), t.{column})"


def _move(
    con: sqlite3.Connection, kind: Kind, revision: int, records: list[int], files: list[int], lines: list[int]
) -> None:
    """Correct the places of rows that stand elsewhere as of a revision than where they were read first."""
    sql = "SELECT record, file, line FROM place WHERE kind = ? AND since <= ? ORDER BY record, since"
    moved = {record: at for record, *at in con.execute(sql, (kind.name, revision))}
    if moved:
        for row, record in enumerate(records):
            if record in moved:
                files[row], lines[row] = moved[record]


def _files(con: sqlite3.Connection, names: Sequence[str]) -> Iterable[int]:
    numbers = {name: _number(con, "file", name) for name in sorted(set(names))}
    if len(numbers) == 1:
        return repeat(*numbers.values())
    return map(numbers.__getitem__, names)


def _number(con: sqlite3.Connection, table: str, name: str) -> int:
    con.execute(f"INSERT OR IGNORE INTO {table} (name) VALUES (?)", (name,))
    number: int = con.execute(f"SELECT id FROM {table} WHERE name = ?", (name,)).fetchone()[0]
    return number
