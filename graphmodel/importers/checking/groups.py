"""Groups of alternatives: rows that are one requirement together, and stand or fall together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import compress
from operator import ne

from graphmodel.importers.checking.identity import resolved
from graphmodel.importers.checking.outcome import Outcome
from graphmodel.model.table import Table

Group = tuple[str, str]
"""(consumer, group)"""


def groups(table: Table, alias: dict[str, str], outcome: Outcome) -> None:
    """Reject groups that contradict themselves, need more than they have, or lost a row already."""
    names, needs, strengths = table.texts("group"), table.texts("needs"), table.texts("strength")
    for row in compress(range(len(table)), needs):
        if not names[row]:
            message = "says how many are needed, but names no group"
            hint = "name the group, or leave it empty: one provider alone is needed anyway"
            outcome.reject(
                table, row, outcome.problem("E307", table, row, message, "needs", needs[row], hint)
            )
    if not any(names):
        return
    consumers, providers = resolved(table, "service", alias), resolved(table, "depends_on", alias)
    lost = {
        (alias.get(r.key[0], r.key[0]), r.key[2])
        for r in outcome.rejected
        if r.kind == "dependency" and r.key
    }
    members = _suspects(consumers, names, (strengths, needs), lost, every=bool(alias))
    for group, rows in members.items():
        if group in lost:
            _fall(table, rows, group, outcome)
        elif not (
            _contradicts(table, rows, "strength", strengths, outcome)
            or _contradicts(table, rows, "needs", needs, outcome)
        ):
            _needs_too_many(table, rows, needs, {providers[row] for row in rows}, outcome)


def _suspects(
    consumers: Sequence[str],
    names: Sequence[str],
    stated: tuple[Sequence[str], ...],
    lost: set[Group],
    *,
    every: bool,
) -> dict[Group, list[int]]:
    """The rows of each group that needs a closer look, or of every group.

    Most groups are in order, and a look at each costs more than comparing whole columns.
    """
    of_row = list(zip(compress(consumers, names), compress(names, names), strict=True))
    sizes = Counter(of_row)
    suspects = set(sizes) if every else lost & sizes.keys()
    for values in stated:
        grouped = list(compress(values, names))
        last = dict(zip(of_row, grouped, strict=True))
        suspects.update(compress(of_row, map(ne, map(last.__getitem__, of_row), grouped)))
        suspects.update(g for g, value in last.items() if value.isdecimal() and int(value) > sizes[g])
    members: dict[Group, list[int]] = {}
    if suspects:
        for row, group in zip(compress(range(len(names)), names), of_row, strict=True):
            if group in suspects:
                members.setdefault(group, []).append(row)
    return members


def _fall(table: Table, rows: list[int], group: Group, outcome: Outcome) -> None:
    for row in rows:
        if row not in outcome.out["dependency"]:
            message = (
                f"another row of group {group[1]!r} is rejected, and half a group would mean something else"
            )
            hint = "mend that row; this one is then as good as it was"
            outcome.reject(table, row, outcome.problem("E309", table, row, message, "group", group[1], hint))


def _contradicts(table: Table, rows: list[int], column: str, values: Sequence[str], outcome: Outcome) -> bool:
    stated = [row for row in rows if values[row]]
    other = next((row for row in stated if values[row] != values[stated[0]]), None)
    if other is None:
        return False
    first = stated[0]
    place = f"{table.files[first]}:{table.lines[first]}"
    message = f"{column} is {values[other]} here and {values[first]} in {place}, in one group"
    hint = "a group is one requirement: give all its rows the same, or say it in one row only"
    problem = outcome.problem("E306", table, other, message, column, values[other], hint)
    outcome.reject(table, other, problem)
    for row in rows:
        if row != other:
            outcome.drop(table, row, f"{problem.code} {message}")
    return True


def _needs_too_many(
    table: Table, rows: list[int], needs: Sequence[str], providers: set[str], outcome: Outcome
) -> None:
    stated = next((row for row in rows if needs[row]), None)
    if stated is None or int(needs[stated]) <= len(providers):
        return
    message = f"the group needs {needs[stated]} of {len(providers)}"
    hint = "can a row be missing? needs says how many of the group must be up"
    problem = outcome.problem("E308", table, stated, message, "needs", needs[stated], hint)
    outcome.reject(table, stated, problem)
    for row in rows:
        if row != stated:
            outcome.drop(table, row, f"{problem.code} {message}")
