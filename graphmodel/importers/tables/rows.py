"""Records of one sheet gathered into one table: column by column, positions looked up only where something is wrong."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence

from graphmodel.importers.rejected import Rejected
from graphmodel.importers.tables.columns import Cells, Condition, Drop, Shape
from graphmodel.importers.tables.days import Days
from graphmodel.importers.tables.decimals import Dotted
from graphmodel.importers.tables.found import Found
from graphmodel.importers.tables.steps import distinct
from graphmodel.importers.unread import ABOUT_THEM
from graphmodel.model.fractions import HINT, as_percentage
from graphmodel.model.metamodel import SERVICE
from graphmodel.model.notation import Notation
from graphmodel.model.table import Table, Value
from graphmodel.model.values import choices
from graphmodel.model.words import count, listed, short

Columns = Sequence[Sequence[str]]


class Gatherer:
    """Builds the table of one shape from the batches of one sheet."""

    def __init__(self, shape: Shape, shared: str, notation: Notation, found: Found, *, nul: bool) -> None:
        self._shape = shape
        self.kind = shape.kind.name
        self.ways = shape.ways
        self.marks = shape.marks
        self._shared = sys.intern(shared)
        self._found = found
        ids_at = {c.at for c in shape.columns if c.name == "id"}
        self._cells = [
            Cells(c, notation, found.memo(c), nul=nul, trimmed=c.name == "name" and c.at in ids_at)
            for c in shape.columns
        ]
        self._columns: dict[str, list[Value]] = {c.name: [] for c in shape.columns}
        self._lines: list[int] = []
        self._doubtful = Table(shape.kind, {c.name: [] for c in shape.columns})
        """The rows that are rejected for a value, which is blank here."""
        self._fixed: dict[str, dict[str, int]] = {c.name: {} for c in shape.columns}
        """Column → the cells that had to be trimmed or normalised, each with the first line."""
        self._distinct = distinct(shape.distinct) if shape.distinct else None
        ids = (c for c in self._cells if c.column.name == "id" and c.column.at >= 0)
        self._ids = next(ids, None) if shape.kind is SERVICE and shape.steps else None
        """The ids, where rows may be left out."""
        self._belongs = next((c for c in shape.columns if c.name == shape.belongs), None)
        self._outside = Counter[str]()
        self._outside_at = 0
        self._dotted = Dotted(shared, found)
        self.dropped: dict[int, tuple[str, str]] = {}
        """Of the rows read last, the places of those that it left out for a reason: column and value."""
        self._several = [c for c in shape.columns if c.split and c.type not in {"list", "ids"}]

    def add(self, columns: Columns, lines: Sequence[int]) -> Sequence[int]:
        """Read some records, given as the sheet's columns, with the place of each; the places of those it wants."""
        given, places = columns, lines
        columns, lines = self._stepped(columns, lines)
        wanted = lines
        self._note_left_out(given, places, wanted)
        if self._belongs:
            columns, lines = self._belonging(columns, lines)
        if self._distinct:
            every = lines
            columns, lines = self._distinct(columns, lines)
            if len(lines) < len(every):
                self._found.merged[self._shared].update(set(every).difference(lines))
        if not lines:
            return wanted
        values: list[Sequence[Value]] = []
        bad: set[int] = set()
        for cells in self._cells:
            raw = columns[cells.column.at] if cells.column.at >= 0 else [""] * len(lines)
            got = cells.read(raw)
            if cells.bad:
                bad.update(i for i, value in enumerate(got) if value is None)
            if cells.fixed:
                self._note_fixed(cells, raw, lines)
            if cells.dotted:
                self._dotted.note(cells, raw, lines)
            values.append(got)
        if bad:
            # A cell of which one item is bad loses all its items: they would be the half of what it says.
            lost = {lines[i] for i in bad} if self._several else set()
            bad.update(i for i, line in enumerate(lines) if line in lost)
            self._leave_out(sorted(bad), columns, values, lines)
            good = [i for i in range(len(lines)) if i not in bad]
            values = [[got[i] for i in good] for got in values]
            lines = [lines[i] for i in good]
        for column_, got in zip(self._columns.values(), values, strict=True):
            column_ += got
        self._lines += lines
        return wanted

    def _note_fixed(self, cells: Cells, raw: Sequence[str], lines: Sequence[int]) -> None:
        """Remember what is read as something else, with the first line of each."""
        if not cells.fixed.keys().isdisjoint(raw):
            fixed = self._fixed[cells.column.name]
            for value, line in zip(raw, lines, strict=True):
                if value in cells.fixed:
                    fixed.setdefault(value, line)

    def _stepped(self, columns: Columns, lines: Sequence[int]) -> tuple[Columns, Sequence[int]]:
        self.dropped = {}
        for step in self._shape.steps:
            before = columns, lines
            columns, lines = step(columns, lines)
            if drop := self._shape.drops.get(step):
                self._note_dropped(drop, *before, lines)
        return columns, lines

    def _note_dropped(self, drop: Drop, columns: Columns, lines: Sequence[int], kept: Sequence[int]) -> None:
        """Remember which rows a step left out, and why."""
        if gone := set(lines).difference(kept):
            cells = columns[drop.at] if drop.at >= 0 else [""] * len(lines)
            for line, cell in zip(lines, cells, strict=True):
                if line in gone:
                    self.dropped.setdefault(line, (drop.header, cell.strip()))

    def _note_left_out(self, columns: Columns, lines: Sequence[int], wanted: Sequence[int]) -> None:
        """Remember the ids of services that are not wanted."""
        if self._ids and len(wanted) < len(lines) and self._ids.column.at < len(columns):
            kept = set(wanted)
            ids = zip(columns[self._ids.column.at], lines, strict=True)
            gone = self._ids.read([cell for cell, line in ids if line not in kept])
            self._found.left_out.update(filter(None, gone))
            self._ids.bad.clear()

    def _belonging(self, columns: Columns, lines: Sequence[int]) -> tuple[Columns, Sequence[int]]:
        """The rows of elements that other rows define, the element named by its id."""
        assert self._belongs
        at, kind = self._belongs.at, self._shape.kind
        field = kind.field(self._belongs.name)
        of = self._found.elements[(field.refers_to if field else "") or kind.name]
        ids = {cell: of.one(cell) for cell in set(columns[at])}
        rows = []
        for i, cell in enumerate(columns[at]):
            line, one = lines[i], ids[cell]
            if one in of.rejected:
                why = "E305 the row that defines what it belongs to is rejected"
                record = self._found.sheets.record(self._shared, line)
                self._found.rejected.append(Rejected(kind.name, (one,), self._shared, line, record, why))
            elif one:
                rows.append(i)
            else:
                self._outside[cell.strip()] += 1
                self._outside_at = self._outside_at or line
        taken = [[column[i] for i in rows] for column in columns]
        taken[at] = [ids[cell] for cell in taken[at]]
        return taken, [lines[i] for i in rows]

    @property
    def filters(self) -> bool:
        """It may leave rows out."""
        return bool(self._shape.steps)

    @property
    def dropping(self) -> bool:
        """It may leave rows out for a reason of their own."""
        return bool(self._shape.drops)

    @property
    def firm(self) -> bool:
        """A row that it wants is not only one of many that name the same node."""
        return not (self._shape.distinct and self._shape.kind.is_node)

    @property
    def conditions(self) -> Sequence[Condition]:
        """As in ``Shape``."""
        return self._shape.conditions

    @property
    def comma(self) -> str:
        """A number of these that is written with a decimal comma; empty where there is none."""
        return next((cells.comma for cells in self._cells if cells.comma), "")

    def check_decimals(self, comma: str) -> None:
        """Reject numbers with a dot where a number of the sheet has a decimal comma: ``comma``, else empty."""
        table = Table(self._shape.kind, self._columns, [self._shared] * len(self._lines), self._lines)
        if dotted := self._dotted.rejected(table, comma):
            for name, column in self._doubtful.columns.items():
                column += ["" if name in dotted[row] else self._columns[name][row] for row in dotted]
            self._doubtful.lines.extend(self._lines[row] for row in dotted)
            table = table.take([row for row in range(len(table)) if row not in dotted])
            self._columns, self._lines = table.columns, table.lines

    def table(self) -> Table:
        """All good rows."""
        if self._outside:
            named = listed([short(name) for name, _ in self._outside.most_common()])
            message = f"{count(self._outside.total(), 'row')} of elements that no table reads: {named}"
            header = self._belongs.header if self._belongs else ""
            self._found.problems.append(
                self._found.sheets.problem(
                    "W307", self._shared, self._outside_at, message, header, "", ABOUT_THEM
                )
            )
        for cells in self._cells:
            if self._fixed[cells.column.name]:
                self._warn(cells)
        if self._doubtful.lines:
            self._doubtful.files.extend([self._shared] * len(self._doubtful))
            self._found.doubtful.append(self._doubtful)
        for cells in self._cells:
            if cells.small:
                self._fractions(cells)
            if cells.days:
                self._days(cells, cells.days)
        return Table(self._shape.kind, self._columns, [self._shared] * len(self._lines), self._lines)

    def key(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The identity of a row that has too many cells or too few: its first fields, as far as they can be read."""
        found = []
        for name in self._shape.kind.key:
            of_field = next((c for c in self._cells if c.column.name == name), None)
            if of_field is None or of_field.column.at < 0:
                found.append(of_field.column.default if of_field else "")
                continue
            column = of_field.column
            if column.at >= len(cells) or column in self._several:
                break
            value = of_field.read([cells[column.at]])[0]
            if value is None:
                break
            found.append(value)
        return tuple(found)

    def _leave_out(
        self, bad: Sequence[int], columns: Columns, values: Sequence[Sequence[Value]], lines: Sequence[int]
    ) -> None:
        for i in bad:
            self._reject(i, columns, values, lines[i])
        for column, got in zip(self._doubtful.columns.values(), values, strict=True):
            column += [got[i] or "" for i in bad]
        self._doubtful.lines.extend(lines[i] for i in bad)
        for cells in self._cells:
            cells.bad.clear()

    def _reject(self, row: int, columns: Columns, values: Sequence[Sequence[Value]], line: int) -> None:
        kind = self._shape.kind
        known = {c.name: got[row] for c, got in zip(self._shape.columns, values, strict=True)}
        key = tuple(known.get(name, "") or "" for name in kind.key)
        if None not in known.values():
            why = "another item of its cell is rejected"
            record = self._found.sheets.record(self._shared, line)
            self._found.rejected.append(Rejected(kind.name, key, self._shared, line, record, why))
        for cells in self._cells:
            column = cells.column
            if known[column.name] is None:
                value = columns[column.at][row] if column.at >= 0 else column.default
                bad = cells.bad[value if column.at >= 0 else ""]
                name = column.header or column.name
                self._found.reject(
                    bad.code,
                    self._shared,
                    line,
                    bad.message,
                    kind.name,
                    key,
                    column=name,
                    value=value,
                    hint=bad.hint,
                )

    def _fractions(self, cells: Cells) -> None:
        """Read a column of fractions, as spreadsheets write cells that show percent, as percentages; say so."""
        name = cells.column.name
        column = self._columns[name]
        small = {value: cells.small[value] for value in dict.fromkeys(column) if value in cells.small}
        first = next((row for row, value in enumerate(column) if value in small), None)
        if first is None:
            return
        raw, header = small[column[first]], cells.column.header
        times = count(sum(value in small for value in column), "value")
        if not cells.signed and all(value in small for value in column if value not in {None, "", "0"}):
            percent = {value: as_percentage(value or "") for value in small}
            self._columns[name] = [percent.get(value, value) for value in column]
            message = (
                f"{times} above 0 and none above 1: read as fractions, {raw} as {percent[column[first]]}%"
            )
            hint = HINT
        else:
            message = f"{times} of 1 percent or less, among others that are more"
            hint = "if it is a fraction, write 99.9 or 99.9%"
        place = self._lines[first]
        self._found.problems.append(
            self._found.sheets.problem("W202", self._shared, place, message, header, raw, hint)
        )

    def _days(self, cells: Cells, days: Days) -> None:
        """Tell of dates that are written in another way than they are read."""
        column = self._columns[cells.column.name]
        for code, value, raw, message, hint in days.remarks():
            if value in column:
                place = self._lines[column.index(value)]
                header = cells.column.header
                self._found.problems.append(
                    self._found.sheets.problem(code, self._shared, place, message, header, raw, hint)
                )

    def _warn(self, cells: Cells) -> None:
        fixed = self._fixed[cells.column.name]
        raw = min(fixed, key=lambda value: (fixed[value], value))
        code, message, hint = _fixed(cells, fixed, raw)
        self._found.problems.append(
            self._found.sheets.problem(
                code, self._shared, fixed[raw], message, cells.column.header, raw, hint
            )
        )


def _fixed(cells: Cells, fixed: Mapping[str, int], raw: str) -> tuple[str, str, str]:
    """Code, message and hint of what was read as something else; ``raw``: the first of it."""
    column, more = cells.column, f" (and {len(fixed) - 1:,} more like it)" if len(fixed) > 1 else ""
    if column.words:
        said = listed([f"{short(value)!r} as {cells.fixed[value]}" for value in sorted(fixed)])
        return "W110", f"read by their meaning: {said}", f"write {' or '.join(choices(column.type))}"
    message = f"read as {cells.fixed[raw]!r}: trimmed and NFC-normalised{more}"
    return "W201", message, "write the id the same way everywhere"
