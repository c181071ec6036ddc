"""The columns of the file's tables of records, led to those of the metamodel: a field that is new there gets its own.

A field that had another name takes that column over. What rows said in a free attribute of a new field's name moves to
the field; a text that the field cannot take stays a free attribute, under that name with ``_`` behind it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from graphmodel.model.metamodel import KINDS
from graphmodel.stores import values
from graphmodel.stores.embedded import blocks

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from graphmodel.model.metamodel import Field


def complete(con: sqlite3.Connection) -> None:
    """Make the columns that are lacking, inside the caller's transaction. Arrays made without them are given up."""
    changed = False
    for kind in KINDS.values():
        there = blocks.columns(con, kind.name)
        lacking = [field for field in kind.fields if field.name not in there]
        for field in lacking:
            before = next((name for name in field.formerly if name in there), None)
            if before:
                con.execute(f'ALTER TABLE "{kind.name}" RENAME COLUMN "{before}" TO "{field.name}"')
            else:
                con.execute(f'ALTER TABLE "{kind.name}" ADD COLUMN "{field.name}" TEXT')
                blocks.widened(con, kind.name)
        if lacking:
            _adopt(con, kind.name, lacking)
            changed = True
    if changed:
        con.execute("DELETE FROM snapshot")


def _adopt(con: sqlite3.Connection, kind: str, fields: Iterable[Field]) -> None:
    """Move what was said in free attributes, block by block."""
    by_name = {name: field for field in fields for name in (field.name, *field.formerly)}
    names = [field.name for field in fields]
    for block, (texts, *columns) in blocks.read(con, kind, ("free", *names), lambda _: True):
        fresh = {}
        for row, text in enumerate(texts):
            free = json.loads(text) if text else {}
            if by_name.keys().isdisjoint(free):
                continue
            said = {name: column[row] for name, column in zip(names, columns, strict=True)}
            fresh[block.first + row] = _moved(free, said, by_name), said
        if fresh:
            with blocks.changing(con, kind, fresh, "free", *names):
                given = ", ".join(f'"{name}" = ?' for name in ("free", *names))
                con.executemany(
                    f'UPDATE "{kind}" SET {given} WHERE rowid = ?',
                    ((free, *said.values(), row) for row, (free, said) in fresh.items()),
                )


def _moved(free: dict[str, str], said: dict[str, str | None], fields: dict[str, Field]) -> str | None:
    """The free attributes that are left, as they are stored; ``said`` takes the others."""
    for name in sorted(fields.keys() & free.keys()):
        text, field = free.pop(name), fields[name]
        said[field.name], left = values.adopted(field, said[field.name], text)
        if left:
            while name in fields or name in free:
                name += "_"
            free[name] = text
    return json.dumps(free, ensure_ascii=False) if free else None
