"""What became of the rows of each file, as ``plan`` and ``import`` end with it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from graphmodel.answers.report import Column, Report
from graphmodel.model.words import count, listed, several, short

if TYPE_CHECKING:
    from graphmodel.model.accounts import SheetAccount

VALUES: Final = 3
"""Values because of which rows were left out that are shown; a machine has them all."""


NOT_RECORDS: Final = ("total or note", "totals and notes")
"""What rows are that a mapping skips: one, several."""

UNKNOWN: Final = "not known: left out; a mapping can say under direction which way it goes"


class _AccountRow(NamedTuple):
    file: str
    rows: str
    became: str
    left_out: str
    skipped: str
    rejected: str


def accounted(accounts: Sequence[SheetAccount]) -> tuple[Report, ...]:
    """The rows by file, where not every row is a record of its own; and how relations were read, by their type."""
    return tuple(filter(None, (_rows(accounts), _relations(accounts))))


def _relations(accounts: Sequence[SheetAccount]) -> Report | None:
    """Each type of relation that was met, and how it was read."""
    rows = [
        (_file(account), short(one.type, 40), f"{one.rows:,}", one.read_as or UNKNOWN)
        for account in accounts
        for one in account.relations
    ]
    first = len({file for file, *_ in rows}) == 1  # which then need not be said
    columns = tuple(map(Column, ("file", "relation", "rows", "read as")[first:]))
    shown = [row[first:] for row in rows]
    return Report(columns, shown, title="how relations were read", analysis="accounts") if rows else None


def _rows(accounts: Sequence[SheetAccount]) -> Report | None:
    """The rows by file; None where every one is a record of its own, which ``in_a_line`` says."""
    if all(account.plain for account in accounts):
        return None
    every = tuple(map(_row, accounts))
    shown = [at for at in range(len(_AccountRow._fields)) if any(row[at] for row in every)]
    columns = tuple(Column(_AccountRow._fields[at]) for at in shown)
    rows = tuple(tuple(row[at] for at in shown) for row in every)
    return Report(columns, rows, title="what became of the rows", analysis="accounts")


def in_a_line(accounts: Sequence[SheetAccount]) -> str:
    """Where every row is a record of its own: how many there are; else empty."""
    if not accounts or not all(account.plain for account in accounts):
        return ""
    rows, files = sum(one.rows for one in accounts), listed([_file(one) for one in accounts])
    return f"{count(rows, 'row')} of {files}: all read, none left out"


def to_json(accounts: Sequence[SheetAccount]) -> list[dict[str, object]]:
    """The same for machines, every value of rows that were left out included."""
    return [
        dataclasses.asdict(one)
        | {"unwanted": [value._asdict() for value in one.unwanted]}
        | {"relations": [relation._asdict() for relation in one.relations]}
        for one in accounts
    ]


def _row(one: SheetAccount) -> _AccountRow:
    return _AccountRow(
        _file(one),
        f"{one.rows:,}",
        ", ".join(_became(one)) or "nothing",
        _left_out(one),
        ", ".join(
            f"{number:,} {what}"
            for number, what in (
                (one.blank, "blank"),
                (one.skipped, several(one.skipped, *NOT_RECORDS)),
            )
            if number
        ),
        f"{one.rejected:,}" if one.rejected else "",
    )


def _file(one: SheetAccount) -> str:
    return f"{one.file}: {one.sheet}" if one.sheet else one.file


def _became(one: SheetAccount) -> Iterator[str]:
    for kind, number in one.records.items():
        yield count(number, kind)
    if one.merged:
        yield f"{one.merged:,} merged"


def _left_out(one: SheetAccount) -> str:
    rest = [f"{one.followed:,} with what they name"] * bool(one.followed)
    rest += [f"{one.below:,} below the end of the table"] * bool(one.below)
    if not one.unwanted:
        return ", ".join(rest)
    values = [f"{_why(column, value)} ({number:,})" for column, value, number in islice(one.unwanted, VALUES)]
    more = sum(rest.rows for rest in one.unwanted[VALUES:])
    values += [f"{more:,} of other values"] * bool(more)
    return "; ".join([f"{one.left_out:,}: {', '.join(values)}", *rest])


def _why(column: str, value: str) -> str:
    if not column:
        return "nothing to read"
    return f"{column} {short(value, 40)!r}" if value.strip() else f"{column} empty"
