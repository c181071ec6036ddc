"""Groups of alternatives that lost a row."""

from __future__ import annotations

from collections.abc import Collection

from graphmodel.importers.checking.verdicts import Verdicts, also_named
from graphmodel.importers.tables.found import because
from graphmodel.model.table import Table
from graphmodel.planning import groups
from graphmodel.planning.groups import Group


def requirements(table: Table, alias: dict[str, str], verdicts: Verdicts, partial: Collection[Group]) -> None:
    """Reject groups that contradict themselves or need more than they have, and what is left of one that lost a row.

    ``partial``: groups of which the table holds only a part.
    """
    for flaw in groups.groups(table, alias, but=partial):
        verdicts.flaw(flaw)
    for flaw in groups.joined(table, alias):
        verdicts.warn(flaw)
    lost = {
        (alias.get(r.key[0], r.key[0]), r.key[2])
        for r in verdicts.rejected
        if r.kind == "dependency" and len(r.key) == len(table.kind.key)
    }
    # Of these it cannot be told which group they belong to.
    unknown = {
        alias.get(r.key[0], r.key[0])
        for r in verdicts.rejected
        if r.kind == "dependency" and 0 < len(r.key) < len(table.kind.key)
    }
    if unknown:
        lost |= {group for group in groups.requirements(table, alias) if group[0] in unknown}
    out = verdicts.out["dependency"]
    for group, rows in groups.members(table, alias, lost).items():
        if not (left := [row for row in rows if not out[row]]):
            continue
        message = f"another row of group {group[1]!r} is rejected, and half a group would mean something else"
        hint = "fix that row; nothing is wrong with this one"
        told = f"{message}{also_named([(table, row, 'group') for row in left])}"
        verdicts.problems.append(verdicts.problem("E309", table, left[0], told, "group", group[1], hint))
        for row in left:
            verdicts.drop(
                table, row, because(verdicts.problem("E309", table, row, message, "group", group[1], hint))
            )
