"""Aliases: other ids of one service, which no other service may claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graphmodel.importers.checking.outcome import Outcome
from graphmodel.model.catalogue import Tables
from graphmodel.model.table import Table


def clashes(tables: Tables, held: Sequence[Tables], outcome: Outcome) -> None:
    """Reject services whose alias is the id of another in the same import, or an alias of another anywhere.

    An alias that is an id in *another* source is what aliases are for: it says that both mean one service.
    """
    table = tables.get("service")
    if not table or "aliases" not in table.columns:
        return
    rows = {name: row for row, name in enumerate(table.texts("id"))}
    claimed = {alias: owner for t in held if "service" in t for _, alias, owner in _aliases(t["service"])}
    for row, alias, owner in _aliases(table):
        if alias == owner:
            continue
        if (other := rows.get(alias)) is not None:
            message = f"the alias is the id of another service ({table.files[other]}:{table.lines[other]})"
        elif claimed.setdefault(alias, owner) not in {owner, alias}:
            message = f"the alias is also one of {claimed[alias]!r}"
        else:
            continue
        hint = "an alias belongs to one service: remove it here or there"
        outcome.reject(table, row, outcome.problem("E311", table, row, message, "aliases", alias, hint))


def _aliases(table: Table) -> Iterator[tuple[int, str, str]]:
    """(row, alias, id), in the order of the rows."""
    if "aliases" in table.columns:
        for row, (names, owner) in enumerate(zip(table.texts("aliases"), table.texts("id"), strict=True)):
            if names:
                yield from ((row, alias, owner) for alias in names.split(";"))
