"""Where two sources contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.model.compare import identities
from graphmodel.model.metamodel import KINDS
from graphmodel.model.plan import label
from graphmodel.model.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphmodel.model.catalogue import Tables
    from graphmodel.model.table import Table


def conflicts(
    source: str, incoming: Tables, others: Mapping[str, Tables], alias: Mapping[str, str]
) -> Iterator[Problem]:
    """Every field of a record to which another source gives another value, and every group given by two sources.

    Ordered by kind, then by the incoming row, then by the other source's name. ``alias``: other id → id.
    """
    for name in KINDS:
        given = incoming.get(name)
        held = {other: tables[name] for other, tables in sorted(others.items()) if len(tables.get(name, ()))}
        if not given or not held:
            continue
        found = [p for other, table in held.items() for p in _between(source, given, other, table, alias)]
        if name == "dependency":
            found += [p for other, table in held.items() for p in _groups(source, given, other, table, alias)]
        yield from (problem for _, problem in sorted(found, key=lambda f: f[0]))


def _between(
    source: str, given: Table, other: str, held: Table, alias: Mapping[str, str]
) -> Iterator[tuple[int, Problem]]:
    position = {key: row for row, key in enumerate(identities(given, alias))}
    pairs = [(position[key], row) for row, key in enumerate(identities(held, alias)) if key in position]
    if not pairs:
        return
    for name in [n for n in given.columns if n in held.columns and n not in given.kind.key]:
        mine, theirs = given.columns[name], held.columns[name]
        for row, their in pairs:
            value, older = mine[row], theirs[their]
            if value and older and value != older:
                yield row, _conflict(source, given, row, other, held, their, name)


def _conflict(source: str, given: Table, row: int, other: str, held: Table, their: int, name: str) -> Problem:
    here, there = given.origin(row), held.origin(their)
    what = label([given.texts(key)[row] for key in given.kind.key])
    mine, theirs = given.texts(name)[row], held.texts(name)[their]
    return Problem(
        "E401",
        "error",
        here.file,
        here.line,
        f"{given.kind.name} {what}: source {source!r} gives {name} as {mine!r}, but source {other!r} "
        f"({there.file} line {there.line}) as {theirs!r}",
        column=name,
        value=mine,
        hint="let one of the two sources say it, and leave the cell empty in the other",
    )


def _groups(
    source: str, given: Table, other: str, held: Table, alias: Mapping[str, str]
) -> Iterator[tuple[int, Problem]]:
    owned = _requirements(held, alias)
    if not owned:
        return
    for (consumer, group), row in _requirements(given, alias).items():
        their = owned.get((consumer, group))
        if their is None:
            continue
        here, there = given.origin(row), held.origin(their)
        yield (
            row,
            Problem(
                "E402",
                "error",
                here.file,
                here.line,
                f"group {group!r} of {consumer} comes from source {source!r} and from source {other!r} "
                f"({there.file} line {there.line})",
                column="group",
                value=group,
                hint="a group belongs to one source: rename one of the two, or let one source give all of it",
            ),
        )


def _requirements(table: Table, alias: Mapping[str, str]) -> dict[tuple[str, str], int]:
    """(consumer, group) → the first row of each group."""
    found: dict[tuple[str, str], int] = {}
    if "group" in table.columns:
        for row, (consumer, group) in enumerate(
            zip(table.texts("service"), table.texts("group"), strict=True)
        ):
            if group:
                found.setdefault((alias.get(consumer, consumer), group), row)
    return found
