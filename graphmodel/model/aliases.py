"""Other ids of services, followed to the end: which id a name stands for in what several sources hold."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graphmodel.model.table import Table


class Aliases(NamedTuple):
    """What every name stands for."""

    alias: dict[str, str]
    """Other id → the id that it stands for, which stands for itself."""
    claimed: frozenset[str]
    """Aliases of two services that nothing says to be one."""


def claims(table: Table) -> Iterator[tuple[int, str, str]]:
    """(row, alias, id) of a table of services, in the order of the rows; an id is no alias of itself."""
    if "aliases" in table.columns:
        for row, (names, owner) in enumerate(zip(table.columns["aliases"], table.texts("id"), strict=True)):
            if names:
                yield from ((row, alias, owner) for alias in names.split(";") if alias != owner)


def aliases(tables: Iterable[Table]) -> dict[str, str]:
    """Other id → id over all these tables of services, followed to the end."""
    return resolved((alias, owner) for table in tables for _, alias, owner in claims(table)).alias


def resolved(pairs: Iterable[tuple[str, str]]) -> Aliases:
    """What these (alias, id) say together, in whatever order they come.

    Ids that are joined by aliases are one service, and the one of them that is nobody's alias is its id; where all are,
    in a cycle, the smallest. Where two are not, an alias is claimed by two services: the smaller one has it.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for alias, owner in pairs:
        owners[alias].add(owner)
    plain = {alias: next(iter(names)) for alias, names in owners.items() if len(names) == 1}
    if len(plain) == len(owners) and owners.keys().isdisjoint(plain.values()):
        return Aliases(plain, frozenset())
    found: dict[str, str] = {}
    claimed: set[str] = set()
    for joined in _components(owners):
        free = {name for name in joined if name not in owners}  # difference() would go over all owners
        root = min(free or joined)
        found |= dict.fromkeys(joined - {root}, root)
        if len(free) > 1:
            claimed.update(name for name in joined if len(owners.get(name, ())) > 1)
    return Aliases(found, frozenset(claimed))


def _components(owners: Mapping[str, set[str]]) -> Iterator[set[str]]:
    beside: dict[str, set[str]] = defaultdict(set)
    for alias, names in owners.items():
        for name in names:
            beside[alias].add(name)
            beside[name].add(alias)
    seen: set[str] = set()
    for start in beside:
        if start in seen:
            continue
        joined, waiting = {start}, [start]
        while waiting:
            fresh = beside[waiting.pop()] - joined
            joined |= fresh
            waiting += fresh
        seen |= joined
        yield joined
