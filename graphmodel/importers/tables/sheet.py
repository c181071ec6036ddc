"""One file read into the tables that its sheets hold."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from graphmodel.importers.accounts import NAMED, RowTally
from graphmodel.importers.ending import below_the_end
from graphmodel.importers.importer import Batch, Below, File, Importer, Sheet
from graphmodel.importers.places import Places, ReadSheet, ReadTable
from graphmodel.importers.tables.ahead import Ahead
from graphmodel.importers.tables.columns import Shape, Ways
from graphmodel.importers.tables.deciding import Deciding
from graphmodel.importers.tables.found import Found
from graphmodel.importers.tables.garbled_cells import GarbledCells, garbled_names
from graphmodel.importers.tables.header import Heading
from graphmodel.importers.tables.rows import Gatherer
from graphmodel.importers.tables.unread_marks import UnreadMarks
from graphmodel.importers.unread import ROWS
from graphmodel.model.accounts import ReadRelation
from graphmodel.model.notation import Notation
from graphmodel.model.origin import origin, shared_text
from graphmodel.model.problems import Problem
from graphmodel.model.table import Table
from graphmodel.model.words import count, listed, several, short

_EMPTY: Final = "if that is meant, nothing is lost; otherwise fill the cell, or change how it is read"
_MEANT: Final = "check that this is meant"
_BLANK: Final = "spreadsheets leave such rows behind; nothing is lost"


class Binding(NamedTuple):
    """What a sheet holds."""

    shapes: Sequence[Shape]
    """The tables; none where nobody wants the sheet."""
    notation: Notation | None = None
    """How it writes numbers and dates; None: as the importer says."""


Bind = Callable[[Heading, Found], Binding | None]
"""What a sheet with this header holds; None, with problems noted, where that cannot be told."""


class Input(NamedTuple):
    """One file and how it is to be read."""

    file: File
    importer: Importer
    bind: Bind


def tables(given: Input, found: Found, limit: int, progress: Callable[[float], None]) -> Iterator[Table]:
    """The tables of one file; what is wrong goes to ``found``. Raises GraphmodelError where it cannot be opened.

    ``limit``: stop a sheet soon after so many records; 0: read all. ``progress`` is told the share that is done.
    """
    sheets = 0
    for sheet in given.importer.read(given.file):
        if isinstance(sheet, Problem) and sheet.severity != "error":
            found.problems.append(sheet)
            continue
        sheets += 1
        if isinstance(sheet, Problem):
            found.whole(sheet)
        else:
            yield from _tables(given, sheet, found, limit, progress)
    if not sheets:
        found.whole(
            Problem("E101", "error", given.file.name, 0, "empty file", hint="there is no record in it")
        )


def _tables(
    given: Input, sheet: Sheet, found: Found, limit: int, progress: Callable[[float], None]
) -> Iterator[Table]:
    file = given.file.name
    name = sheet.name or Path(file).stem
    ahead = Ahead(sheet.batches)
    path = sheet.name if sheet.path else ""
    heading = Heading(
        sheet.header, file, name, sheet.line, path, sheet.part, sheet.blank, ahead.values, ahead.pairs
    )
    garbled_names(heading, found)
    binding = given.bind(heading, found)
    if binding is None:
        found.unreadable.add(file)
        return
    if not binding.shapes:
        return
    found.notes += sheet.notes
    held = partial(_records, given, replace(sheet, batches=ahead), heading, binding, found, limit, progress)
    if any(shape.belongs for shape in binding.shapes):
        ahead.hold()
        found.later.append(held)
    else:
        yield from held()


def _records(
    given: Input,
    sheet: Sheet,
    heading: Heading,
    binding: Binding,
    found: Found,
    limit: int,
    progress: Callable[[float], None],
) -> Iterator[Table]:
    """The tables that the records of a sheet make."""
    file = given.file.name
    shared = shared_text(file, sheet.label, sheet.path, sheet.first)
    places = Places()
    tables = [
        ReadTable(s.kind.name, {c.name: c.header for c in s.columns if c.header}, bool(s.distinct))
        for s in binding.shapes
    ]
    read = ReadSheet(
        given.file, given.importer, sheet.label, sheet.header, sheet.cell, tuple(tables), places, sheet.blank
    )
    found.sheets[shared] = read
    notation = binding.notation or sheet.notation or Notation()
    gatherers = [Gatherer(shape, shared, notation, found, nul=sheet.nul) for shape in binding.shapes]
    _gather(sheet, shared, gatherers, places, found, limit, progress)
    if not places.records:
        found.problems.append(heading.problem("W101", "zero rows: only a line of column names"))
    made = [gatherer.table() for gatherer in gatherers]
    if len({table.kind.name for table in made}) < len(made):
        kept = (replace(one, table=table) for one, table in zip(tables, made, strict=True))
        found.sheets[shared] = replace(read, tables=tuple(kept))
    yield from made


def _gather(
    sheet: Sheet,
    shared: str,
    gatherers: Sequence[Gatherer],
    places: Places,
    found: Found,
    limit: int,
    progress: Callable[[float], None],
) -> None:
    first, blank, garbled = gatherers[0], array("Q"), GarbledCells()
    marks = UnreadMarks([gatherer.marks for gatherer in gatherers])
    account = RowTally(found.sheets[shared].file.name, sheet.label)
    choosing = all(gatherer.filters for gatherer in gatherers)
    deciding = Deciding(sheet.header, [g.conditions for g in gatherers]) if choosing else None
    for batch in sheet.batches:
        blank.extend(batch.blank)
        broken = [record.line for record in batch.broken]
        places.add(sorted([*batch.lines, *broken]) if broken else batch.lines)
        for record in batch.broken:
            column = sheet.header[record.column] if 0 <= record.column < len(sheet.header) else ""
            key = first.key(record.cells)
            found.reject(
                record.code,
                shared,
                record.line,
                record.message,
                first.kind,
                key,
                column=column,
                hint=record.hint,
            )
        account.skipped += batch.skipped
        if batch.below:
            account.below = len(batch.below.rows)
            account.skipped += batch.below.notes
            if batch.below.rows:
                found.problems.append(_below(batch.below, shared, found))
        if sheet.garbled and batch.lines:
            garbled.look(batch.columns, batch.lines)
        if batch.lines:
            marks.look(batch.columns, batch.lines)
            _add(batch, gatherers, account, deciding)
        progress(batch.done)
        if limit and places.records >= limit:
            break
    garbled.tell(sheet.header, shared, found)
    marks.tell(sheet.header, shared, found)
    comma = next((gatherer.comma for gatherer in gatherers if gatherer.comma), "")
    for gatherer in gatherers:
        gatherer.check_decimals(comma)
    _account(account, shared, gatherers, places, blank, found)


def _below(below: Below, shared: str, found: Found) -> Problem:
    """Warn of rows below the end of the table that are in no other."""
    end, rows, _ = below
    message = below_the_end(rows, end, "row" if origin(shared, end).path else "line")
    return found.sheets.problem("W106", shared, rows[0], message, hint=_MEANT)


def _add(
    batch: Batch,
    gatherers: Sequence[Gatherer],
    account: RowTally,
    deciding: Deciding | None,
) -> None:
    """Read some records into all tables, and count those that none wants; ``deciding``: None where one wants all."""
    wanted = [gatherer.add(batch.columns, batch.lines) for gatherer in gatherers]
    dropped: dict[int, tuple[str, str]] = {}
    firm = set[int]()
    names = not all(gatherer.firm for gatherer in gatherers)
    if names or any(gatherer.dropped for gatherer in gatherers):
        firm.update(*(rows for g, rows in zip(gatherers, wanted, strict=True) if g.firm))
        for gatherer in sorted(gatherers, key=lambda gatherer: not gatherer.firm):
            dropped = {line: why for line, why in gatherer.dropped.items() if line not in firm} | dropped
    if deciding:
        every = [gatherer.ways for gatherer in gatherers if gatherer.ways]
        # They name what other rows name, too; what they say besides nobody reads.
        only = set[int]().union(*wanted).difference(firm, dropped) if names else set[int]()
        kept = set(dropped).union(*wanted) - only
        for row, line in enumerate(batch.lines):
            silent = line in dropped and not dropped[line][1]
            if line in kept and not silent:
                continue
            column, value = deciding.why(batch.columns, row)
            # The value by which another table does not want it says more than that nothing is filled.
            if silent:
                if not value:
                    continue
                del dropped[line]
            expected = bool(_read_as([ways for ways in every if ways.header == column], value))
            if line not in only:
                account.leave_out(line, column, value, expected=expected)
            elif column and not expected:
                dropped[line] = column, value
    account.dropped.update(dropped)


def _account(
    account: RowTally,
    shared: str,
    gatherers: Sequence[Gatherer],
    places: Places,
    blank: array[int],
    found: Found,
) -> None:
    """Tell what became of the rows, and which nobody wants."""
    account.rows, account.blank = places.records, len(blank)
    found.accounts.append(account)
    if blank:
        place, message = origin(shared, blank[0]), f"{count(len(blank), 'row')} of empty cells skipped"
        found.problems.append(
            Problem("W105", "warning", place.file, place.line, message, hint=_BLANK, path=place.path)
        )
    _dropped(account, shared, gatherers, found)
    every = [gatherer.ways for gatherer in gatherers if gatherer.ways]
    met = Counter[str]()
    for ways in every:
        met |= ways.met
    account.relations = [ReadRelation(*one, _read_as(every, one[0])) for one in met.most_common()]
    if surprising := account.unwanted - account.expected.total():
        values = f": {account.unwanted_values}" if account.decides else ""
        rows = f"{surprising:,} of {count(account.rows, 'row')}"
        message = f"{rows} read by no table of the mapping{values}"
        found.problems.append(
            found.sheets.problem("W106", shared, account.first, message, account.decides, "", ROWS)
        )


def _dropped(account: RowTally, shared: str, gatherers: Sequence[Gatherer], found: Found) -> None:
    """Warn of the rows that say nothing, or a value that the mapping skips, by column."""
    if not account.dropped:
        return
    by_why: dict[tuple[str, str], list[int]] = {}
    for line, why in sorted(account.dropped.items()):
        by_why.setdefault(why, []).append(line)
    told = []
    for (header, value), lines in islice(sorted(by_why.items(), key=lambda one: -len(one[1])), NAMED):
        cell = f"{header} {repr(short(value)) if value else 'is empty'}" if header else "nothing is filled"
        told.append(f"{cell} ({_where(shared, lines)})")
    more = len(by_why) - NAMED
    dropping = [gatherer for gatherer in gatherers if gatherer.dropping]
    firm = [gatherer for gatherer in dropping if gatherer.firm] or dropping
    made = " or ".join(dict.fromkeys(gatherer.kind for gatherer in firm))
    rest = f"; and {count(more, 'more value')}" if more > 0 else ""
    rows = count(len(account.dropped), "row makes", "rows make")
    line, (header, value) = min(account.dropped.items())
    found.problems.append(
        found.sheets.problem(
            "W106", shared, line, f"{rows} no {made}: {'; '.join(told)}{rest}", header, value, _EMPTY
        )
    )


def _where(shared: str, lines: Sequence[int]) -> str:
    """Places in a sentence: ``lines 3, 7``."""
    places = [origin(shared, line).path or f"{line:,}" for line in lines]
    what = "" if origin(shared, lines[0]).path else f"{several(len(lines), 'line')} "
    return f"{what}{listed(places, NAMED)}"


def _read_as(every: Sequence[Ways], cell: str) -> str:
    """What is made of a type of relation, by the first table that says it."""
    return next(filter(None, (ways.read_as(cell) for ways in every)), "")
