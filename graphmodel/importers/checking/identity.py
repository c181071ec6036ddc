"""One record per identity: rows merged, contradictions rejected, look-alikes warned of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import cast

from graphmodel.importers.checking.merging import Merged, Merger
from graphmodel.importers.checking.overruled import Overruled
from graphmodel.importers.tables.found import Found, because
from graphmodel.model.aliases import aliases
from graphmodel.model.catalogue import Tables
from graphmodel.model.metamodel import KINDS, SERVICE
from graphmodel.model.problems import Problem
from graphmodel.model.table import Table, Value, concat
from graphmodel.model.words import listed, short


def unique(tables: Tables, found: Found, kinds: Collection[str] = KINDS) -> Tables:
    """The tables of those kinds with one row per identity, aliases counting as the id that they stand for."""
    alias = aliases([tables["service"]]) if "service" in tables else {}
    return {name: _unique(table, alias, found) for name, table in tables.items() if name in kinds}


def contradicted(doubtful: Tables, good: Tables, found: Found) -> None:
    """Tell of rows rejected for a value that are also in the tables, with another content."""
    for name, table in doubtful.items():
        if not len(good.get(name, ())):
            continue
        wanted: dict[tuple[str, ...], list[int]] = {}
        for row, key in enumerate(table.keys()):
            if key[0]:
                wanted.setdefault(key, []).append(len(good[name]) + row)
        both = concat(table.kind, [good[name], table])
        merger = Merger(both, found.prefer)
        for kept, key in enumerate(good[name].keys()):
            for row in wanted.get(key, ()):
                one = merger.merged([kept, row])
                for other, columns in _given_by(one, row).items():
                    problem = _contradiction(both, other, row, columns, key, found)
                    found.problems.append(problem)
                    found.rejected.append(found.sheets.rejected(both, row, because(problem)))


def resolved(table: Table, name: str, alias: dict[str, str]) -> list[str]:
    """A column of ids, aliases replaced where it refers to services."""
    field = table.kind.field(name)
    # A required column has a value in every row: no need to look for absent ones.
    values = cast("list[str]", table.columns[name]) if field and field.required else table.texts(name)
    return [alias.get(v, v) for v in values] if alias and field and field.refers_to == "service" else values


def _unique(table: Table, alias: dict[str, str], found: Found) -> Table:
    columns = [resolved(table, name, alias) for name in table.kind.key]
    if len(columns) == 1:
        distinct = len(set(columns[0]))
        _warn_of_case(table, columns[0], distinct, found)
    else:
        # Equal identities have equal hashes, and a set of numbers is made faster than one of tuples.
        distinct = len(set(map(hash, zip(*columns, strict=True))))
    if distinct == len(table):
        return table
    merger = Merger(table, found.prefer)
    overruled = Overruled(table)
    merged: dict[str, list[Value]] = {name: list(column) for name, column in table.columns.items()}
    files, lines, out = list(table.files), list(table.lines), bytearray(len(table))
    for key, rows in _of_one_record(columns):
        one = merger.merged(rows)
        for row, other in one.repeated.items():
            found.problems.append(_repetition(table, other, row, key, found))
        for row in rows:
            out[row] = 1
        if one.disputed:
            _reject(table, one, key, found)
            continue
        overruled.add(one, key)
        for row in one.rows:
            if row != one.row:
                found.merged[table.files[row]].add(table.lines[row])
        # The record stands where its first row was read, whatever the place of it is.
        first = min(rows)
        out[first] = 0
        files[first], lines[first] = table.files[one.row], table.lines[one.row]
        for name, column in merged.items():
            column[first] = (
                table.columns[name][one.row] if name in table.kind.key else merger.value(name, one)
            )
        if others := [row for row in one.rows if row != one.row and row not in one.repeated]:
            record = found.sheets.rejected(table, one.row, "")
            found.completed[record] = [found.sheets.rejected(table, row, "") for row in others]
    found.problems.extend(overruled.problems(found))
    return Table(table.kind, merged, files, lines).take([row for row, gone in enumerate(out) if not gone])


def _of_one_record(columns: Sequence[Sequence[str]]) -> Iterator[tuple[tuple[str, ...], list[int]]]:
    """(identity, rows) of those that several rows have."""
    first: dict[tuple[str, ...], int] = {}
    several: dict[tuple[str, ...], list[int]] = {}
    for row, key in enumerate(zip(*columns, strict=True)):
        if (kept := first.setdefault(key, row)) != row:
            several.setdefault(key, [kept]).append(row)
    yield from several.items()


def _reject(table: Table, one: Merged, key: tuple[str, ...], found: Found) -> None:
    """Reject all rows of a record; each that differs from another is told with the place of that one."""
    whys = []
    for row in one.rows:
        for other, columns in _given_by(one, row).items():
            problem = _contradiction(table, other, row, columns, key, found)
            found.problems.append(problem)
            whys.append((row, because(problem)))
            found.rejected.append(found.sheets.rejected(table, row, because(problem)))
    told = {row for row, _ in whys}
    for row in one.rows:
        if row not in told:
            found.rejected.append(found.sheets.rejected(table, row, whys[0][1]))


def _given_by(one: Merged, row: int) -> dict[int, list[str]]:
    """Row that gave other values first → columns in which this one is the first to give its value."""
    found: dict[int, list[str]] = {}
    for name, rows in one.disputed.items():
        if row in rows[1:]:
            found.setdefault(rows[0], []).append(name)
    return found


def _contradiction(
    table: Table, kept: int, row: int, differ: list[str], key: tuple[str, ...], found: Found
) -> Problem:
    other = table.origin(kept)
    if table.kind is SERVICE and "kind" in differ:
        one, two = table.column("kind")[kept], table.column("kind")[row]
        message = f"{key[0]!r} is a {two} here and a {one} in {other}"
        hint = "a product is a service too: keep it in one file, products.csv if it is a product"
        return _problem("E302", table, row, message, "id", key, hint, found)
    what = " → ".join(part for part in key if part)
    values = listed(
        [
            f"{name} ({short(table.texts(name)[kept])!r} there, {short(table.texts(name)[row])!r} here)"
            for name in differ
        ]
    )
    message = f"{what!r} is also in {other}, with another {values}"
    hint = "keep the right one of the two, or give one another identity"
    return _problem("E301", table, row, message, table.kind.key[0], key, hint, found)


def _repetition(table: Table, kept: int, row: int, key: tuple[str, ...], found: Found) -> Problem:
    what = " → ".join(part for part in key if part)
    message = f"{what!r} is also in {table.origin(kept)}, which says all that this row says: counted once"
    return _problem("W301", table, row, message, table.kind.key[0], key, "remove it", found)


def _problem(
    code: str,
    table: Table,
    row: int,
    message: str,
    column: str,
    key: tuple[str, ...],
    hint: str,
    found: Found,
) -> Problem:
    return found.sheets.of_row(code, table, row, message, column, key[0], hint)


def _warn_of_case(table: Table, ids: list[str], distinct: int, found: Found) -> None:
    if len(set(map(str.casefold, ids))) == distinct:
        return
    seen: dict[str, int] = {}
    for row, name in enumerate(ids):
        kept = seen.setdefault(name.casefold(), row)
        if ids[kept] != name:
            message = f"differs from {ids[kept]!r} in {table.origin(kept)} in case only"
            hint = "write it the same way if it is the same one"
            found.problems.append(
                _problem("W302", table, row, message, table.kind.key[0], (name,), hint, found)
            )
