"""Who is accountable, where columns of services and the list of responsibilities both say so."""

from __future__ import annotations

from collections.abc import Mapping

from graphmodel.importers.checking.verdicts import Verdicts
from graphmodel.importers.tables.found import because
from graphmodel.model.table import Table


def accountable(table: Table, alias: Mapping[str, str], verdicts: Verdicts) -> None:
    """Reject what a column of services says of who is accountable and the list says otherwise, both of them."""
    beside = {
        shared
        for shared, sheet in verdicts.incoming.sheets.items()
        if sheet.reads("service", "id") and sheet.reads("responsibility", "role")
    }
    if not beside:
        return
    listed: dict[str, dict[str, int]] = {}
    in_columns: list[tuple[str, str, int]] = []
    out = verdicts.out["responsibility"]
    for row, (role, service, letter) in enumerate(table.keys()):
        if letter != "A" or out[row]:
            continue
        own = alias.get(service, service)
        if table.files[row] in beside:
            in_columns.append((own, role, row))
        else:
            listed.setdefault(own, {}).setdefault(role, row)
    for own, role, row in in_columns:
        others = listed.get(own)
        if not others or role in others:
            continue
        other, there = next(iter(others.items()))
        message = f"{role!r} is accountable for {own!r} here, and {other!r} in {table.origin(there)}"
        hint = "correct one of the two, or take it out there"
        problem = verdicts.problem("E313", table, row, message, "role", role, hint)
        verdicts.reject(table, row, problem)
        if not out[there]:
            verdicts.drop(table, there, because(problem))
