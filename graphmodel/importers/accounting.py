"""What became of the rows of each sheet in the end: none is lost without a word."""

from __future__ import annotations

from collections import Counter

from graphmodel.importers.incoming import Incoming
from graphmodel.model.accounts import SheetAccount, Unwanted


def final_accounts(incoming: Incoming) -> tuple[SheetAccount, ...]:
    """An account of each sheet that was read, in the order in which they were read."""
    rejected = _rejected(incoming)
    found = []
    for (shared, sheet), account in zip(incoming.sheets.items(), incoming.accounts, strict=True):
        records = {
            kind: number
            for kind in dict.fromkeys(table.kind for table in sheet.tables)
            if kind in incoming.tables and (number := incoming.tables[kind].files.count(shared))
        }
        if placeholders := sum(file == shared for file, _ in incoming.placeholders.values()):
            records["placeholder"] = placeholders
        out = rejected.get(shared, set())
        rest = account.rows - account.unwanted
        merged = followed = 0
        said_nothing = Counter[tuple[str, str]]()
        if out or account.dropped or list(records.values()) != [rest]:
            there = _lines(incoming, shared)
            repeated = incoming.merged.get(shared, set()) - there - out - account.dropped.keys()
            gone = account.dropped.keys() - there - out - repeated
            said_nothing.update(account.dropped[line] for line in gone)
            merged = len(repeated)
            followed = max(rest - len(there | out) - merged - placeholders - len(gone), 0)
        unwanted = [Unwanted(*why, n) for why, n in account.values.most_common()]
        unwanted += [Unwanted(*why, n) for why, n in sorted(said_nothing.items(), key=lambda one: -one[1])]
        found.append(
            SheetAccount(
                account.file,
                account.sheet,
                account.rows + account.blank + account.skipped + account.below,
                records,
                merged,
                followed,
                tuple(unwanted),
                account.blank,
                account.skipped,
                len(out),
                account.below,
                tuple(account.relations),
            )
        )
    return tuple(found)


def _lines(incoming: Incoming, shared: str) -> set[int]:
    """The places of a sheet's records."""
    return {
        line
        for table in incoming.tables.values()
        for file, line in zip(table.files, table.lines, strict=True)
        if file == shared
    }


def _rejected(incoming: Incoming) -> dict[str, set[int]]:
    """Sheet → the places of its rejected rows."""
    if not incoming.rejected:
        return {}
    return {file: set(reasons.lines) for file, reasons in incoming.rejected.reasons().items()}
