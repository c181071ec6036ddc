"""What a mapping says, bound to the header of one sheet: which cells are which fields, and what is done with rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from graphmodel.importers.importer import IGNORED
from graphmodel.importers.keyed import keys_of, without
from graphmodel.importers.lists import united
from graphmodel.importers.mapping.document import (
    Direction,
    FileMapping,
    Nested,
    Pivot,
    TableMapping,
    Take,
    Unpivot,
)
from graphmodel.importers.mapping.entries import (
    KEEP_ALL,
    entry_for,
    positions,
    unread,
    used,
)
from graphmodel.importers.mapping.nested import items
from graphmodel.importers.mapping.synonyms import says
from graphmodel.importers.names import by_number, folded, no_cell, numbered, patterns, unlike
from graphmodel.importers.tables import steps
from graphmodel.importers.tables.columns import Condition, Drop, MatrixCells, Shape, SourceColumn, Ways
from graphmodel.importers.tables.found import Found
from graphmodel.importers.tables.header import Heading, check
from graphmodel.importers.tables.sheet import Binding
from graphmodel.importers.tables.steps import Step
from graphmodel.importers.unread import SHEET
from graphmodel.model.metamodel import RELATIONSHIPS, SERVICE, Field
from graphmodel.model.problems import Problem
from graphmodel.model.suggest import KnownNames
from graphmodel.model.words import listed

NAMED: Final = 2
"""Columns that are named where a field is taken from several."""


def bound(entries: Sequence[FileMapping], heading: Heading, found: Found) -> Binding | None:
    """The tables that a sheet with this header holds."""
    entry = entry_for(entries, heading.sheet, heading.cells, heading.part)
    if entry is None:
        return _nobody(entries, heading, found)
    every = any(KEEP_ALL in table.attributes for table in entry.tables)
    if found.preset and (others := unread(entry, heading.cells, heading.blank)):
        where = f"{heading.file}: {heading.path}" if heading.path else heading.file
        found.notes.append(f"{where}: not read: {listed(others, 5)}")
    named = used(entry)
    heading = replace(heading, cells=numbered(heading.cells, named))
    keys = keys_of(entry.pivot, heading)
    problems = list(check(heading, None if every and not entry.pivot else named))
    shapes = list[Shape]()
    if not any(problem.severity == "error" for problem in problems):
        for table in entry.tables:
            binder = _Binder(heading, table, entry, keys)
            if shape := binder.shape():
                shapes.append(shape)
            problems += [problem for problem in binder.problems if problem not in problems]
    found.problems.extend(problems)
    return (
        None if any(problem.severity == "error" for problem in problems) else Binding(shapes, entry.notation)
    )


def _nobody(entries: Sequence[FileMapping], heading: Heading, found: Found) -> Binding | None:
    """What is made of a sheet that no entry is for: of a workbook it is not read, of a file it is all there is."""
    if heading.path:
        found.problems.append(heading.problem("W103", "the sheet is not read", hint=SHEET))
        return Binding(())
    wanted = "; or ".join(", ".join(entry.has) for entry in entries if entry.has)
    message = "no entry of the mapping is for a file with these columns"
    has = listed([cell.strip() for cell in heading.cells], 20)
    hint = f"it is for files with {wanted}" if wanted else "it is for files of another format"
    found.problems.append(heading.problem("E111", message, value=has, hint=hint))
    return None


class _Binder:
    """Finds the columns of one table in a header, and the steps that its rows take."""

    def __init__(
        self, header: Heading, table: TableMapping, entry: FileMapping, keys: Mapping[str, str]
    ) -> None:
        self._header = header
        self._table = table
        self._empty = frozenset(word.strip().casefold() for word in entry.empty)
        self._filled = steps.says(self._empty)
        self._optional, self._fill = entry.optional, entry.fill
        self._at = positions(header.cells, entry.also)
        self._pivot = entry.pivot
        self._keys = keys
        self._nests: dict[str, str] = {}
        """Attribute of the items of a cell, folded → the column that holds them."""
        self._divided: set[int] = set()
        """The columns whose items are rows already."""
        self._next = len(header.cells)
        """The position of the next column that a step makes."""
        self._steps: list[Step] = []
        self._drops: dict[Step, Drop] = {}
        self._marks: MatrixCells | None = None
        self.problems: list[Problem] = []

    def shape(self) -> Shape | None:
        """The table; None where its rows can say nothing. A column that is not to be found is a problem."""
        table = self._table
        for name in self._fill:
            self._find(name, optional=True)
        if self._pivot:
            self._pivoted(self._pivot)
        if table.nested:
            self._nested(table.nested)
        if table.unpivot:
            self._unpivot(table.unpivot)
        conditions = [
            *(
                Condition(self._find(name, optional=True), patterns(said) or no_cell)
                for name, said in table.where.items()
            ),
            *(Condition(self._find(name, optional=True), unlike(said)) for name, said in table.but.items()),
        ]
        self._steps += (steps.admitted(*condition) for condition in conditions)
        taken = [(take, self._column(name, take)) for name, take in table.columns.items()]
        columns = [c for take, c in taken if c.at >= 0 or c.default or not take.named]
        if any(field.required and field.name not in {c.name for c in columns} for field in table.kind.fields):
            return None
        ways = None
        if table.direction:
            columns, ways, by_type = self._directed(columns, table.direction)
            conditions.append(by_type)
        columns += self._attributes(table)
        own = all(column.name != "kind" for column in columns)
        if table.kind is SERVICE and own and (table.said or not self._pivot or self._pivot.define):
            columns.append(SourceColumn("kind", default=table.said, type="kind"))
        self._check(columns)
        distinct = tuple(column.at for column in columns if column.at >= 0) if table.distinct else ()
        if self._pivot:
            conditions = [Condition(self._find(self._pivot.key, optional=True), no_cell)]
        belongs = self._belongs(columns, self._pivot) if self._pivot else ""
        steps_ = tuple(self._steps)
        return Shape(
            table.kind,
            tuple(columns),
            steps_,
            self._drops,
            self._marks,
            distinct,
            tuple(conditions),
            belongs,
            ways,
        )

    def _pivoted(self, said: Pivot) -> None:
        """Make each key that the table names a column; with ``attributes = ["*"]`` all."""
        key, value = self._find(said.key), self._find(said.value)
        own = [
            cell if at not in {key, value, self._find(said.id)} else ""
            for at, cell in enumerate(self._header.cells)
        ]
        named = {folded(name) for name in self._table.named}
        wanted = [
            name for name in self._keys if name not in self._at and (name in named or KEEP_ALL in named)
        ]
        bare = frozenset[str]()
        if said.define and self._table.kind.is_node:
            bare = without(wanted, self._header, self._find(said.id), key)
        numbers = {name: n for n, name in enumerate(wanted)}
        self._steps.append(steps.pivoted(key, value, numbers, (self._find(said.id), bare)))
        for name in wanted:
            self._at[name] = self._made()
        self._header = replace(self._header, cells=(*own, *(self._keys[name] for name in wanted)))

    def _belongs(self, columns: Sequence[SourceColumn], said: Pivot) -> str:
        """The field that names the element of a row; empty where the row defines it, or was rejected before."""
        if said.define or IGNORED in self._at:
            return ""
        at = self._find(said.id)
        return next((column.name for column in columns if column.at == at), "")

    def _nested(self, said: Nested) -> None:
        at = self._find(said.column, optional=True)
        if at < 0:
            return
        lacking = {name for name in map(folded, self._table.named) if name not in self._at} - {KEEP_ALL}
        # Of which column an attribute is, where another column is called so.
        whole = f"{folded(said.column)}:"
        known = {folded(said.key): None}
        if {name.removeprefix(whole) for name in lacking} - known.keys():
            known |= {
                name: None for cell in self._header.values(at) for item in items(said, cell) for name in item
            }
        self._nests |= dict.fromkeys(
            [*known, *(whole + name for name in known)], self._header.cells[at].strip()
        )
        wanted = [(called, name) for name in known for called in (name, whole + name) if called in lacking]
        self._drop(steps.nested(at, partial(items, said), [name for _, name in wanted]), said.column)
        for called, _ in wanted:
            self._at[called] = self._made()

    def _column(self, name: str, take: Take) -> SourceColumn:
        field = self._table.kind.field(self._table.kind.current(folded(name)))
        said = self._table.values.get(name, {})
        values: Mapping[str, str] = dict.fromkeys(self._empty, "") | dict(said)
        unknown = self._table.unknown.get(name, "")
        at, listed = self._position(field, take), field is not None and field.type in {"list", "ids"}
        split = take.split
        if split and not listed and at >= 0 and take.join is None:
            if not (words := self._table.beside(take)):
                self._drop(steps.split(at, split, values), self._headers(take))
                values = {}
            else:
                split = ""
                self._divide(at, take, words)
        elif (
            field
            and field.required
            and self._table.kind.name in RELATIONSHIPS
            and not take.default
            and at >= 0
        ):
            said_nothing = {word for word, ours in values.items() if not ours.strip()}
            self._drop(steps.admitted(at, steps.says(frozenset(said_nothing))), self._headers(take))
        if unknown == "skip" and at >= 0:
            known = {*values, *(ours.casefold() for ours in values.values()), ""}
            step = steps.admitted(at, lambda cell: cell.strip().casefold() in known)
            self._drop(step, self._headers(take), at)
        return SourceColumn(
            field.name if field else name, at, self._headers(take), field.type if field else "text",
            bool(field and field.required), take.default, values, split, "", take.unit, take.factor,
            unknown == "error",
        )  # fmt: skip

    def _divide(self, at: int, take: Take, words: Collection[str]) -> None:
        """A row for each item of a column: once for all fields that are taken from it, each with words of its own."""
        if at not in self._divided:
            self._divided.add(at)
            blank = dict.fromkeys(self._empty, "")
            self._drop(steps.split(at, take.split, blank, words), self._headers(take))

    def _position(self, field: Field | None, take: Take) -> int:
        """Where the cells of a column are once all steps are taken; -1 where it is the same in every row."""
        optional = field is None or not field.required or self._table.kind.name in RELATIONSHIPS
        if not take.columns:
            return self._find(take.column, optional=optional) if take.column else -1
        found = [at for name in take.columns for at in self._matching(name, optional=True)]
        from_ = [at for at in found if at >= 0]
        if not from_:
            return self._find(take.columns[0], optional=optional)
        if take.first:
            self._steps.append(steps.first(from_, self._filled))
        elif take.join is not None:
            own = self._own(field, take)
            if take.split and not (field and field.type in {"list", "ids"}):
                self._drop(steps.split((own or from_)[0], take.split, {}), self._headers(take))
            self._steps.append(steps.joined(from_, take.join.join, self._filled, own))
        elif field and field.type in {"list", "ids"}:
            self._steps.append(steps.joined(from_, partial(united, signs=take.split or ";"), self._filled))
        else:
            self._drop(steps.each(from_, self._filled))
        return self._made()

    def _own(self, field: Field | None, take: Take) -> list[int]:
        """The columns of an end that the other end does not have, too: without them it says nothing."""
        ends = self._table.kind.key[:2] if self._table.kind.name in RELATIONSHIPS else ()
        if field is None or field.name not in ends:
            return []
        other = {name for end in ends if end != field.name and end in self._table.columns
                 for name in map(folded, self._table.columns[end].named)}  # fmt: skip
        own = [name for name in take.columns if folded(name) not in other] or take.columns
        return [at for name in own if (at := self._find(name, optional=True)) >= 0]

    def _drop(self, step: Step, header: str = "", at: int = -1) -> None:
        """Take a step that leaves out rows for a reason: the cell of that column, by default that it is empty."""
        self._steps.append(step)
        self._drops[step] = Drop(header, at)

    def _made(self) -> int:
        self._next += 1
        return self._next - 1

    def _unpivot(self, said: Unpivot) -> None:
        but = {-1, *(at for name in said.but for at in self._matching(name, optional=True))}
        columns = [at for name in said.columns for at in self._matching(name, optional=True) if at not in but]
        filled, marked = self._filled, patterns(said.where) or self._filled
        cells = [(at, self._header.cells[at].strip()) for at in dict.fromkeys(columns)]
        self._marks = MatrixCells(
            frozenset(columns), lambda cell: not filled(cell) or marked(cell) or says("no", cell)
        )
        self._drop(steps.unpivoted(cells, lambda cell: filled(cell) and marked(cell)))
        self._at[folded(said.name)] = self._made()
        self._at[folded(said.value)] = self._made()

    def _headers(self, take: Take) -> str:
        """The columns that a field is taken from, as the file names them; the first of many."""
        cells = self._header.cells
        at = {name: self._at.get(folded(name), -1) for name in take.named}
        there = {name: cells[i].strip() for name, i in at.items() if 0 <= i < len(cells)}
        there = {name: self._nests[folded(name)] for name in at if folded(name) in self._nests} | there
        named = there.values() if self._optional and there else (there.get(name, name) for name in at)
        return listed(list(dict.fromkeys(named)), NAMED, " or " if take.first else " + ")

    def _matching(self, name: str, *, optional: bool = False) -> list[int]:
        """The positions of a column, or of all (``*``) that have a name."""
        if name != KEEP_ALL:
            return [self._find(name, optional=optional)]
        return [at for at, cell in enumerate(self._header.cells) if cell.strip() and folded(cell) != IGNORED]

    def _directed(
        self, columns: list[SourceColumn], said: Direction
    ) -> tuple[list[SourceColumn], Ways, Condition]:
        ends = {column.name: column for column in columns}
        consumer, provider = (ends[name] for name in self._table.kind.key[:2])
        straight, turned = (patterns(way) or no_cell for way in (said.consumer_first, said.provider_first))
        ignored = [(why, patterns(said) or no_cell) for why, said in said.ignore.items()]
        in_words = {1: f"{consumer.header} depends on {provider.header}",
                    -1: f"{provider.header} depends on {consumer.header}"}  # fmt: skip

        def way(cell: str) -> int:
            return 1 if straight(cell) else -1 if turned(cell) else 0

        def read_as(cell: str) -> str:
            left_out = (f"left out: {why}" if why else "left out" for why, fits in ignored if fits(cell))
            return in_words.get(way(cell)) or next(left_out, "")

        ways = Ways(self._headers(Take(said.column)), read_as)
        at = self._find(said.column)
        self._steps.append(steps.directed(at, (consumer.at, provider.at), way, ways.met))
        made = {consumer.at: self._made(), provider.at: self._made()}
        ends_ = self._table.kind.key[:2]
        turned_ = [replace(c, at=made[c.at]) if c.name in ends_ else c for c in columns]
        return turned_, ways, Condition(at, way)

    def _attributes(self, table: TableMapping) -> list[SourceColumn]:
        """Columns kept under their own names; one that is called like a field is read as that field."""
        taken = {folded(self._headers(t)) for t in table.columns.values() if t.column}
        taken |= {IGNORED, *map(folded, table.columns)}
        names = [a for a in table.attributes if a != KEEP_ALL]
        if KEEP_ALL in table.attributes:
            names += [c.strip() for c in self._header.cells if c.strip() and folded(c) not in taken]
        columns = []
        for name in dict.fromkeys(names):
            field, at = table.kind.field(table.kind.current(folded(name))), self._find(name, optional=True)
            if at < 0:
                continue
            if field is None:
                columns.append(SourceColumn(name, at, name, values=dict.fromkeys(self._empty, "")))
            else:
                default = (table.said or "service") if field.name == "kind" else ""
                columns.append(SourceColumn(field.name, at, name, field.type, field.required, default))
        return columns

    def _check(self, columns: Sequence[SourceColumn]) -> None:
        """Problems of columns that would be kept under one name, or under that of the reasons for rejecting."""
        taken: dict[str, SourceColumn] = {IGNORED: SourceColumn(IGNORED)}
        for column in columns:
            other = taken.setdefault(folded(column.name), column)
            if other is not column:
                theirs = f"{other.header!r}" if other.header else "graphmodel itself"
                message = f"the column would be kept as {column.name!r}, which {theirs} is already"
                header = column.header or column.name
                hint = f'leave it out, or give it another name under columns: "their {header}" = "{header}"'
                self.problems.append(self._header.problem("E112", message, header, hint=hint))

    def _find(self, column: str, *, optional: bool = False) -> int:
        """The position of a column; -1 where it may be lacking, and is."""
        number = by_number(column)
        if number is not None and number < len(self._header.cells):
            return number
        if (at := self._at.get(folded(column).removesuffix("#1"))) is not None:
            return at
        if optional and self._optional:
            return -1
        has = [cell.strip() for cell in self._header.cells if cell.strip()] + [*self._nests]
        if self._pivot and optional:
            return self._no_key(column)
        hint = KnownNames(has).hint(column, f"the file has {listed(has, 20)}")
        message = f"the column {column!r} is missing, which the mapping names"
        problem = self._header.problem("E111", message, column, hint=hint)
        if problem not in self.problems:
            self.problems.append(problem)
        return 0

    def _no_key(self, column: str) -> int:
        """Warn of a key that no row has: an export without it is an export like others."""
        hint = KnownNames(self._keys.values()).hint(
            column, f"the keys are {listed([*self._keys.values()], 20)}"
        )
        message = f"no row has the key {column!r}, which the mapping names"
        problem = self._header.problem("W106", message, column, hint=hint)
        if problem not in self.problems:
            self.problems.append(problem)
        return -1
