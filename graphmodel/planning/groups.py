"""Groups of alternatives: rows that are one requirement together."""

from __future__ import annotations

from collections import Counter
from itertools import compress
from operator import ne
from typing import TYPE_CHECKING

from graphmodel.planning.flaw import Flaw

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from graphmodel.model.table import Table

Group = tuple[str, str]
"""(consumer, group)"""


def requirements(table: Table, alias: Mapping[str, str]) -> dict[Group, int]:
    """The first row of each group."""
    found: dict[Group, int] = {}
    if "group" in table.columns:
        for row, (consumer, group) in enumerate(
            zip(table.texts("service"), table.texts("group"), strict=True)
        ):
            if group:
                found.setdefault((alias.get(consumer, consumer), group), row)
    return found


def groups(
    table: Table, alias: Mapping[str, str], source: str = "", but: Collection[Group] = ()
) -> Iterator[Flaw]:
    """E307: needs without a group; E306, E308: groups that contradict themselves or need more than they have.

    ``alias``: other id → id. ``but``: groups of which only a part is in the table.
    """
    names, needs, strengths = table.texts("group"), table.texts("needs"), table.texts("strength")
    for row in compress(range(len(table)), needs):
        if not names[row]:
            message = "says how many are needed, but names no group"
            hint = "name the group, or leave it empty: one provider alone is needed anyway"
            yield Flaw("E307", table, row, source, message, "needs", needs[row], hint)
    if not any(names):
        return
    for group, rows in _suspects(table, alias, names, (strengths, needs)).items():
        if group in but:
            continue
        flaw = _contradiction(group, table, rows, "strength", strengths, source)
        flaw = flaw or _contradiction(group, table, rows, "needs", needs, source)
        flaw = flaw or _too_many(group, table, rows, needs, alias, source)
        if flaw:
            yield flaw


def joined(table: Table, alias: Mapping[str, str], source: str = "") -> Iterator[Flaw]:
    """W401: groups whose rows name their consumer by several of its ids: they are one requirement, by an alias."""
    names = table.texts("group")
    if not alias or not any(names):
        return
    several = {*alias, *alias.values()}
    written: dict[Group, dict[str, int]] = {}
    for row, consumer in enumerate(table.texts("service")):
        if names[row] and consumer in several:
            key = alias.get(consumer, consumer), names[row]
            written.setdefault(key, {}).setdefault(consumer, row)
    for (consumer, group), first in written.items():
        if len(first) > 1:
            (one, there), (other, here) = list(first.items())[:2]
            message = (
                f"group {group!r} of {other} and that of {one} ({table.origin(there)}) are one requirement of "
                f"{consumer}: by an alias they are one service"
            )
            hint = "any of them is enough now; where both are needed, give one of the groups another name"
            yield Flaw("W401", table, here, source, message, "group", group, hint)


def members(table: Table, alias: Mapping[str, str], wanted: Collection[Group]) -> dict[Group, list[int]]:
    """The rows of these groups."""
    found: dict[Group, list[int]] = {}
    if wanted:
        for row, (consumer, group) in enumerate(
            zip(table.texts("service"), table.texts("group"), strict=True)
        ):
            key = alias.get(consumer, consumer), group
            if group and key in wanted:
                found.setdefault(key, []).append(row)
    return found


def _suspects(
    table: Table, alias: Mapping[str, str], names: Sequence[str], stated: tuple[Sequence[str], ...]
) -> dict[Group, list[int]]:
    """The rows of each group that needs a closer look.

    Most groups are in order, and a look at each costs more than comparing whole columns.
    """
    consumers, providers = table.texts("service"), table.texts("depends_on")
    if alias:
        consumers = [alias.get(name, name) for name in consumers]
    of_row = list(zip(compress(consumers, names), compress(names, names), strict=True))
    sizes = Counter(of_row)
    suspects: set[Group] = set()
    if alias:
        # Two of its members, or two groups, may have become one.
        joined = {*alias, *alias.values()}
        pairs = zip(of_row, compress(providers, names), strict=True)
        suspects.update(group for group, provider in pairs if provider in joined or group[0] in joined)
    for values in stated:
        grouped = list(compress(values, names))
        if grouped.count(grouped[0]) == len(grouped) and not grouped[0].isdecimal():
            continue
        last = dict(zip(of_row, grouped, strict=True))
        suspects.update(compress(of_row, map(ne, map(last.__getitem__, of_row), grouped)))
        suspects.update(g for g, value in last.items() if value.isdecimal() and int(value) > sizes[g])
    return members(table, alias, suspects)


def _contradiction(
    group: Group, table: Table, rows: Sequence[int], column: str, values: Sequence[str], source: str
) -> Flaw | None:
    stated = [row for row in rows if values[row]]
    other = next((row for row in stated if values[row] != values[stated[0]]), None)
    if other is None:
        return None
    first = stated[0]
    # The provider, too: rows that an import adds may bear the line of a row that is held.
    there = f"{table.texts('depends_on')[first]} ({table.origin(first)})"
    message = f"{column} of {_shown(group)} is {values[other]} here and {values[first]} for {there}"
    hint = "a group is one requirement: give all its rows the same, or say it in one row only"
    return Flaw("E306", table, other, source, message, column, values[other], hint, rows)


def _too_many(
    group: Group,
    table: Table,
    rows: Sequence[int],
    needs: Sequence[str],
    alias: Mapping[str, str],
    source: str,
) -> Flaw | None:
    providers = table.texts("depends_on")
    names: dict[str, set[str]] = {}
    for row in rows:
        names.setdefault(alias.get(providers[row], providers[row]), set()).add(providers[row])
    stated = next((row for row in rows if needs[row]), None)
    if stated is None or int(needs[stated]) <= len(names):
        return None
    message = f"{_shown(group)} needs {needs[stated]} of {len(names)}"
    if joined := next((sorted(alike) for alike in names.values() if len(alike) > 1), None):
        message += f": {' and '.join(joined)} are one service, by an alias"
    hint = "can a row be missing? needs says how many of the group must be up"
    return Flaw("E308", table, stated, source, message, "needs", needs[stated], hint, rows)


def _shown(group: Group) -> str:
    return f"group {group[1]!r} of {group[0]}"
