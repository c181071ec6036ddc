"""What makes records a catalogue, however they came to be: the one check of folders, plans, copies and graphs.

It is told what every source holds, and says what may not stand together. Nothing here knows how records are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.model.aliases import Aliases, claims, resolved
from graphmodel.model.metamodel import KINDS
from graphmodel.model.table import empty
from graphmodel.model.words import ring
from graphmodel.planning.contradictions import contradictions
from graphmodel.planning.flaw import Flaw
from graphmodel.planning.groups import groups, joined, requirements
from graphmodel.planning.parents import cycles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graphmodel.model.catalogue import Tables
    from graphmodel.model.problems import Problem
    from graphmodel.model.table import Table

Parts = list[tuple[str, "Table"]]
"""The records of one kind: source and table. Who speaks comes last: of two that contradict each other it is told."""


def problems(held: Mapping[str, Tables], speaker: str = "") -> list[Problem]:
    """Every reason why these sources (name → what it holds) together are no catalogue that imports without an error.

    ``speaker``: the source whose import is planned; where several are at fault the place is one of its rows.
    """
    return [flaw.problem() for flaw in flaws(held, speaker)]


def flaws(held: Mapping[str, Tables], speaker: str = "") -> Iterator[Flaw]:
    """The same with their rows."""
    parts = {name: _parts(held, name, speaker) for name in KINDS}
    names = known(parts["service"])
    yield from aliases(parts["service"], names)
    for of_kind in parts.values():
        yield from contradictions(of_kind, names.alias)
    yield from of_two_sources(parts["dependency"], names.alias)
    for source, table in parts["dependency"]:
        yield from groups(table, names.alias, source)
    yield from ancestors(parts["category"])


def warnings(held: Mapping[str, Tables], speaker: str = "") -> list[Problem]:
    """What is a catalogue, but may mean something else than was meant."""
    names = known(_parts(held, "service", speaker))
    return [
        flaw.problem()
        for source, table in _parts(held, "dependency", speaker)
        for flaw in joined(table, names.alias, source)
    ]


def known(services: Parts) -> Aliases:
    """What every name of a service stands for."""
    return resolved((alias, owner) for _, table in services for _, alias, owner in claims(table))


def aliases(services: Parts, names: Aliases) -> Iterator[Flaw]:
    """E311: aliases that are ids of other services of the same source, or claimed by two services.

    An alias that is an id in *another* source is what aliases are for: it says that both mean one service.
    """
    if not names.alias:
        return
    first: dict[str, tuple[str, str]] = {}
    hint = "an alias belongs to one service: remove it here or there"
    for source, table in services:
        rows = {name: row for row, name in enumerate(table.texts("id")) if name in names.alias}
        for row, alias, owner in claims(table):
            if (other := rows.get(alias)) is not None:
                message = f"the alias is the id of another service ({table.origin(other)})"
            elif alias in names.claimed and first.setdefault(alias, (owner, source))[0] != owner:
                theirs, by = first[alias]
                said = f", by source {by!r}" if by and by != source else ""
                message = f"the alias is also one of {theirs!r}{said}"
            else:
                continue
            yield Flaw("E311", table, row, source, message, "aliases", alias, hint)


def of_two_sources(dependencies: Parts, alias: Mapping[str, str]) -> Iterator[Flaw]:
    """E402: requirements that two sources give."""
    owned: dict[tuple[str, str], tuple[str, Table, int]] = {}
    for source, table in dependencies if len(dependencies) > 1 else ():
        mine = requirements(table, alias)
        for key in [key for key in mine if key in owned]:
            other, theirs, their = owned[key]
            yield Flaw(
                "E402", table, mine[key], source,
                f"group {key[1]!r} of {key[0]} comes from source {source!r} and from source {other!r} "
                f"({theirs.origin(their).words})",
                "group", key[1],
                "a group belongs to one source: rename one of the two, or give all of it in one source",
            )  # fmt: skip
        owned = {key: (source, table, row) for key, row in mine.items()} | owned


def ancestors(categories: Parts) -> Iterator[Flaw]:
    """E310: categories that are their own ancestors; a cycle is one flaw."""
    parent: dict[str, str] = {}
    for _, table in categories:
        parent |= {i: p for i, p in zip(table.texts("id"), table.texts("parent"), strict=True) if p}
    for cycle in cycles(parent):
        members = set(cycle)
        for source, table in reversed(categories):
            stated = zip(table.texts("id"), table.texts("parent"), strict=True)
            rows = [row for row, (name, up) in enumerate(stated) if name in members and up]
            if rows:
                message = f"the category is its own ancestor: {ring(cycle)}"
                value, hint = table.texts("parent")[rows[0]], "one of them is a root and has no parent"
                yield Flaw("E310", table, rows[0], source, message, "parent", value, hint, rows)
                break


def _parts(held: Mapping[str, Tables], kind: str, speaker: str) -> Parts:
    order: Sequence[str] = sorted(held, key=lambda name: (name == speaker, name))
    found = [(name, held[name].get(kind) or empty(KINDS[kind])) for name in order]
    return [(name, table) for name, table in found if len(table)]
