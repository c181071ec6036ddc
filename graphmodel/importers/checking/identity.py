"""One record per identity: repetitions counted once, contradictions rejected, look-alikes warned of."""

from __future__ import annotations

from typing import cast

from graphmodel.importers.tables.found import Found, because
from graphmodel.model import metamodel as mm
from graphmodel.model.aliases import aliases
from graphmodel.model.catalogue import Tables
from graphmodel.model.problems import Problem
from graphmodel.model.table import Table, Value, concat
from graphmodel.model.values import type_of


def unique(tables: Tables, found: Found) -> Tables:
    """The tables with one row per identity, aliases counting as the id that they stand for."""
    alias = aliases([tables["service"]]) if "service" in tables else {}
    return {name: _unique(table, alias, found) for name, table in tables.items()}


def contradicted(doubtful: Tables, good: Tables, found: Found) -> None:
    """Tell of rows rejected for a value that are also in the tables, with another content."""
    for name, table in doubtful.items():
        if not len(good.get(name, ())):
            continue
        wanted = {key: row for row, key in enumerate(table.keys()) if key[0]}
        both = concat(table.kind, [good[name], table])
        for kept, key in enumerate(good[name].keys()):
            if key not in wanted:
                continue
            row = len(good[name]) + wanted[key]
            blank = [n for n, column in both.columns.items() if not column[row]]
            if differ := [n for n in _differing(both, kept, row) if n not in blank]:
                problem = _contradiction(both, kept, row, differ, key, found)
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
        _warn_of_case(table, columns[0], found)
        distinct = len(set(columns[0]))
    else:
        # Equal identities have equal hashes, and a set of numbers is made faster than one of tuples.
        distinct = len(set(map(hash, zip(*columns, strict=True))))
    if distinct == len(table):
        return table
    first: dict[tuple[str, ...], int] = {}
    out: dict[int, str] = {}
    merged: dict[str, list[Value]] = {name: list(column) for name, column in table.columns.items()}
    for row, key in enumerate(zip(*columns, strict=True)):
        kept = first.setdefault(key, row)
        if kept == row:
            continue
        if differ := _differing(table, kept, row):
            problem = _contradiction(table, kept, row, differ, key, found)
            found.problems.append(problem)
            out[row] = out[kept] = because(problem)
        else:
            found.problems.append(_repetition(table, kept, row, key, found))
            out.setdefault(row, "")
            for column in merged.values():
                column[kept] = column[row] if column[kept] is None else column[kept]
    for row, key in enumerate(zip(*columns, strict=True)):
        if row in out and (why := out[row] or out.get(first[key], "")):
            found.rejected.append(found.sheets.rejected(table, row, why))
    kept_rows = [row for row in range(len(table)) if row not in out]
    return Table(table.kind, merged, table.files, table.lines).take(kept_rows)


def _differing(table: Table, kept: int, row: int) -> list[str]:
    """The columns in which both say something, and not what means the same."""
    found = []
    for name, column in table.columns.items():
        one, other = column[kept], column[row]
        if one == other or one is None or other is None or name in table.kind.key:
            continue
        if not type_of(table.kind, name).same(one, other):
            found.append(name)
    return found


def _contradiction(
    table: Table, kept: int, row: int, differ: list[str], key: tuple[str, ...], found: Found
) -> Problem:
    other = table.origin(kept)
    if table.kind is mm.SERVICE and "kind" in differ:
        one, two = table.column("kind")[kept], table.column("kind")[row]
        message = f"{key[0]!r} is a {two} here and a {one} in {other}"
        hint = "a product is a service too: keep it in one file, products.csv if it is a product"
        return _problem("E302", table, row, message, "id", key, hint, found)
    what = " → ".join(part for part in key if part)
    message = f"{what!r} is also in {other}, with another {', '.join(differ)}"
    hint = "keep the right one of the two, or give one another identity"
    return _problem("E301", table, row, message, table.kind.key[0], key, hint, found)


def _repetition(table: Table, kept: int, row: int, key: tuple[str, ...], found: Found) -> Problem:
    what = " → ".join(part for part in key if part)
    message = f"{what!r} is also in {table.origin(kept)}, the same: counted once"
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
    return found.sheets.problem(code, table.files[row], table.lines[row], message, column, key[0], hint)


def _warn_of_case(table: Table, ids: list[str], found: Found) -> None:
    if len(set(map(str.casefold, ids))) == len(set(ids)):
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
