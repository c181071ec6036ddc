"""One record per identity: rows merged, contradictions rejected, look-alikes warned of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from graphmodel.importers.checking.nothing import instead
from graphmodel.importers.checking.overruled import Overruled
from graphmodel.importers.mapping.synonyms import nothing
from graphmodel.importers.tables.found import Found, because
from graphmodel.model.aliases import aliases
from graphmodel.model.catalogue import Tables
from graphmodel.model.metamodel import KINDS, SERVICE
from graphmodel.model.problems import Problem
from graphmodel.model.table import Table, Value, concat
from graphmodel.planning.compare import key_columns
from graphmodel.planning.flaw import Flaw
from graphmodel.planning.records import Merged, Merger, contradiction, several, torn

_APART: Final = 'if they are two, take a second column into the id: { columns = ["…", "…"], join = "@" }'


def unique(tables: Tables, found: Found, kinds: Collection[str] = KINDS) -> Tables:
    """The tables of those kinds with one row per identity, aliases counting as the id that they stand for."""
    alias = aliases([tables["service"]]) if "service" in tables else {}
    merged = {name: _unique(table, alias, found) for name, table in tables.items() if name in kinds}
    for table in merged.values():
        if table.kind.is_node:
            _warn_of_nothing(table, found)
    return merged


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
        merger = Merger(both, found.prefer.rank if found.prefer else None)
        for kept, key in enumerate(good[name].keys()):
            for row in wanted.get(key, ()):
                if differ := [*merger.merged([kept, row]).disputed]:
                    _reject_row(contradiction(both, kept, row, differ, key), found)


def _unique(table: Table, alias: dict[str, str], found: Found) -> Table:
    # An id of a service that is an alias of another is a flaw of its own (E311), and makes no two records one.
    columns = key_columns(table, {} if table.kind is SERVICE else alias)
    if len(columns) == 1:
        distinct = len(set(columns[0]))
        _warn_of_case(table, columns[0], distinct, found)
    else:
        # Equal identities have equal hashes, and a set of numbers is made faster than one of tuples.
        distinct = len(set(map(hash, zip(*columns, strict=True))))
    if distinct == len(table):
        return table
    merger = Merger(table, found.prefer.rank if found.prefer else None)
    overruled = Overruled(table)
    both: dict[str, list[tuple[int, int, tuple[str, ...]]]] = {}
    merged: dict[str, list[Value]] = {name: list(column) for name, column in table.columns.items()}
    files, lines, out = list(table.files), list(table.lines), bytearray(len(table))
    for key, rows in several(columns):
        one = merger.merged(rows)
        for row, other in one.repeated.items() if not _meant(table, rows, found) else ():
            if _from_both_ends(table, row, other, found):
                both.setdefault(table.files[row], []).append((row, other, key))
            else:
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
    found.problems.extend(_both_ends(table, stated, found) for stated in both.values())
    return Table(table.kind, merged, files, lines).take([row for row, gone in enumerate(out) if not gone])


def _meant(table: Table, rows: Sequence[int], found: Found) -> bool:
    """Is it meant that rows say the same: those of a group, or of several tables in which many name one thing?"""
    first, *others = {table.files[row] for row in rows}
    sheet = found.sheets.get(first)
    if others or sheet is None:
        return False
    # All rows of a group but the first leave blank what the group is called.
    return sheet.filled or (table.kind.is_node and sheet.names(table.kind.name))


def _reject(table: Table, one: Merged, key: tuple[str, ...], found: Found) -> None:
    """Reject all rows of a record; each that differs from another is told with the place of that one."""
    whys: dict[int, str] = {}
    for flaw in torn(table, one, key):
        why = _reject_row(flaw, found)
        whys.setdefault(flaw.row, why)
    for row in one.rows:
        if row not in whys:
            found.rejected.append(found.sheets.rejected(table, row, next(iter(whys.values()))))


def _reject_row(flaw: Flaw, found: Found) -> str:
    """Reject the row of a flaw; why."""
    problem = found.sheets.of_flaw(flaw)
    if found.mapped and flaw.code == "E301" and flaw.table.kind.is_node:
        problem = replace(problem, hint=instead(flaw.value) or f"keep the right one of the two; or {_APART}")
    found.problems.append(problem)
    found.rejected.append(found.sheets.rejected(flaw.table, flaw.row, because(problem)))
    return because(problem)


def _repetition(table: Table, kept: int, row: int, key: tuple[str, ...], found: Found) -> Problem:
    what = " → ".join(part for part in key if part)
    message = f"{what!r} is also in {table.origin(kept)}, which says all that this row says: counted once"
    hint = "remove one of the two, unless it says something else, too"
    if found.mapped and table.kind.is_node:
        hint = instead(key[0]) or f"remove one of the two; or {_APART}"
    return _problem("W301", table, row, message, table.kind.key[0], key, hint, found)


def _from_both_ends(table: Table, row: int, other: int, found: Found) -> bool:
    """Are these rows of one sheet the same relation, once as a column of each of its ends has it?"""
    sheet = found.sheets.get(table.files[row])
    if sheet is None or table.kind.is_node or table.files[row] != table.files[other]:
        return False
    name, field = table.kind.name, table.kind.key[0]
    value = table.columns[field][row] or ""
    one, two = (sheet.column_of(name, field, table.lines[at], value) for at in (row, other))
    return one != two


def _both_ends(table: Table, stated: Sequence[tuple[int, int, tuple[str, ...]]], found: Found) -> Problem:
    """One warning for all of a sheet: that is how such sheets are kept."""
    row, other, key = min(stated, key=lambda one: (table.lines[one[0]], one[2]))
    what = " → ".join(part for part in key if part)
    more = f" (and {len(stated) - 1:,} more like it)" if len(stated) > 1 else ""
    message = (
        f"{what!r} is also in {table.origin(other)}, which says it from the other end: counted once{more}"
    )
    hint = "nothing to do if both columns are meant"
    return _problem("W301", table, row, message, table.kind.key[0], key, hint, found)


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


def _warn_of_nothing(table: Table, found: Found) -> None:
    """A record that is called by a word for none is kept, since it may be called so, and never without a word."""
    ids = table.texts(table.kind.key[0])
    words = nothing(table.distinct(table.kind.key[0]))
    for row, name in enumerate(ids) if words else ():
        if name in words:
            message = f"{name!r} is a word for none, and is read as the id of a {table.kind.name}"
            hint = (
                instead(name) if found.mapped else "if the id is lacking, write it, or leave the record out"
            )
            found.problems.append(
                _problem("W309", table, row, message, table.kind.key[0], (name,), hint, found)
            )


def _warn_of_case(table: Table, ids: list[str], distinct: int, found: Found) -> None:
    together = "\n".join(ids)
    if together == together.casefold() or len(set(map(str.casefold, ids))) == distinct:
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
