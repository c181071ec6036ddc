"""What a mapping says, bound to the header of one sheet: which cells are which fields, and what is done with rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Final

from graphmodel.importers.importer import IGNORED
from graphmodel.importers.mapping.document import FileMapping, TableMapping, Take, Unpivot
from graphmodel.importers.names import folded, patterns
from graphmodel.importers.tables import steps
from graphmodel.importers.tables.columns import Shape, SourceColumn
from graphmodel.importers.tables.found import Found
from graphmodel.importers.tables.header import Heading, check
from graphmodel.importers.tables.sheet import Binding
from graphmodel.importers.tables.steps import Step
from graphmodel.model.metamodel import RELATIONSHIPS, SERVICE, Field
from graphmodel.model.problems import Problem
from graphmodel.model.suggest import KnownNames

KEEP_ALL: Final = "*"


def used(file: FileMapping) -> set[str]:
    """The folded names of the columns that a mapping names."""
    named = {folded(name) for table in file.tables for name in table.named}
    return {name for name in named if name not in {"", KEEP_ALL} and _position(name) is None}


def bound(entries: Sequence[FileMapping], heading: Heading, found: Found) -> Binding | None:
    """The tables that a sheet with this header holds."""
    sheet = heading.sheet.casefold()
    entry = next((e for e in entries if not e.sheet or fnmatchcase(sheet, e.sheet.casefold())), None)
    if entry is None:
        hint = "name it in the mapping, if it should be"
        found.problems.append(heading.problem("W103", "the sheet is not read", hint=hint))
        return Binding(())
    every = any(KEEP_ALL in table.attributes for table in entry.tables)
    named = used(entry)
    heading = replace(heading, cells=numbered(heading.cells, named))
    problems = list(check(heading, None if every else named))
    shapes = list[Shape]()
    if not any(problem.severity == "error" for problem in problems):
        for table in entry.tables:
            binder = _Binder(heading, table, frozenset(word.strip().casefold() for word in entry.empty))
            shapes.append(binder.shape())
            problems += [problem for problem in binder.problems if problem not in problems]
    found.problems.extend(problems)
    return (
        None if any(problem.severity == "error" for problem in problems) else Binding(shapes, entry.notation)
    )


def _position(name: str) -> int | None:
    """The position, from 0, that ``#3`` stands for in a mapping; None for a name."""
    return int(name[1:]) - 1 if re.fullmatch(r"#[1-9][0-9]{0,3}", name) else None


def numbered(header: Sequence[str], named: set[str]) -> tuple[str, ...]:
    """The header with equal names numbered (``Depends on#2``) where a mapping names them so."""
    seen, names = Counter[str](), []
    for cell in header:
        name = folded(cell)
        seen[name] += 1
        again = seen[name] > 1 and any(other.startswith(f"{name}#") for other in named)
        names.append(f"{cell.strip()}#{seen[name]}" if again else cell)
    return tuple(names)


class _Binder:
    """Finds the columns of one table in a header, and the steps that its rows take."""

    def __init__(self, header: Heading, table: TableMapping, empty: frozenset[str]) -> None:
        self._header = header
        self._table = table
        self._empty = empty
        self._filled = steps.says(empty)
        self._at = {folded(cell): at for at, cell in enumerate(header.cells) if cell.strip()}
        self._next = len(header.cells)
        """The position of the next column that a step makes."""
        self._steps: list[Step] = []
        self.problems: list[Problem] = []

    def shape(self) -> Shape:
        """The table; a column that is not to be found is a problem."""
        table = self._table
        if table.unpivot:
            self._unpivot(table.unpivot)
        self._steps += [
            steps.admitted(self._find(name), patterns(said) or _none) for name, said in table.where.items()
        ]
        self._steps += [steps.admitted(self._find(name), _but(said)) for name, said in table.but.items()]
        columns = [self._column(name, take) for name, take in table.columns.items()]
        if table.direction:
            columns = self._directed(columns)
        columns += self._attributes(table)
        if table.kind is SERVICE and all(column.name != "kind" for column in columns):
            columns.append(SourceColumn("kind", default=table.said or "service", type="kind"))
        self._check(columns)
        distinct = tuple(column.at for column in columns if column.at >= 0) if table.distinct else ()
        choosing = [*table.where, *table.but, *([table.direction.column] if table.direction else [])]
        decides = self._find(choosing[0]) if choosing else -1
        return Shape(table.kind, tuple(columns), tuple(self._steps), distinct, decides)

    def _column(self, name: str, take: Take) -> SourceColumn:
        field = self._table.kind.field(self._table.kind.current(folded(name)))
        said = self._table.values.get(name, {})
        values: Mapping[str, str] = dict.fromkeys(self._empty, "") | dict(said)
        unknown = self._table.unknown.get(name, "")
        at, listed = self._position(field, take), field is not None and field.type in {"list", "ids"}
        if take.split and not listed:
            self._steps.append(steps.split(at, take.split, values))
            values = {}
        elif (
            field
            and field.required
            and self._table.kind.name in RELATIONSHIPS
            and not take.default
            and at >= 0
        ):
            said_nothing = {word for word, ours in values.items() if not ours.strip()}
            self._steps.append(steps.admitted(at, steps.says(frozenset(said_nothing))))
        if unknown == "skip":
            known = {*values, *(ours.casefold() for ours in values.values()), ""}
            self._steps.append(steps.admitted(at, lambda cell: cell.strip().casefold() in known))
        return SourceColumn(
            field.name if field else name, at, " + ".join(take.named), field.type if field else "text",
            bool(field and field.required), take.default, values, take.split, "", take.unit, take.factor,
            unknown == "error",
        )  # fmt: skip

    def _position(self, field: Field | None, take: Take) -> int:
        """Where the cells of a column are once all steps are taken; -1 where it is the same in every row."""
        if not take.columns:
            return self._find(take.column) if take.column else -1
        from_ = [at for name in take.columns for at in self._matching(name)]
        if take.first:
            self._steps.append(steps.first(from_, self._filled))
        elif take.join is not None:
            self._steps.append(steps.joined(from_, take.join, self._filled))
        elif field and field.type in {"list", "ids"}:
            self._steps.append(steps.joined(from_, take.split or ";", self._filled))
        else:
            self._steps.append(steps.each(from_, self._filled))
        return self._made()

    def _made(self) -> int:
        self._next += 1
        return self._next - 1

    def _unpivot(self, said: Unpivot) -> None:
        but = {at for name in said.but for at in self._matching(name)}
        columns = [at for name in said.columns for at in self._matching(name) if at not in but]
        marked = patterns(said.where) or self._filled
        filled = self._filled
        cells = [(at, self._header.cells[at].strip()) for at in dict.fromkeys(columns)]
        self._steps.append(steps.unpivoted(cells, lambda cell: filled(cell) and marked(cell)))
        self._at[folded(said.name)] = self._made()
        self._at[folded(said.value)] = self._made()

    def _matching(self, name: str) -> list[int]:
        """The positions of a column, or of all (``*``) that have a name."""
        if name != KEEP_ALL:
            return [self._find(name)]
        return [at for at, cell in enumerate(self._header.cells) if cell.strip() and folded(cell) != IGNORED]

    def _directed(self, columns: list[SourceColumn]) -> list[SourceColumn]:
        said = self._table.direction
        assert said
        ends = {column.name: column.at for column in columns}
        consumer, provider = (ends[name] for name in self._table.kind.key[:2])
        ways = (patterns(way) or _none for way in (said.consumer_first, said.provider_first))
        self._steps.append(steps.directed(self._find(said.column), (consumer, provider), *ways))
        turned = {consumer: self._made(), provider: self._made()}
        return [replace(c, at=turned[c.at]) if c.name in self._table.kind.key[:2] else c for c in columns]

    def _attributes(self, table: TableMapping) -> list[SourceColumn]:
        """Columns kept under their own names; one that is called like a field is read as that field."""
        taken = (
            {folded(t.column) for t in table.columns.values() if t.column}
            | {folded(n) for n in table.columns}
            | {IGNORED}
        )
        names = [a for a in table.attributes if a != KEEP_ALL]
        if KEEP_ALL in table.attributes:
            names += [c.strip() for c in self._header.cells if c.strip() and folded(c) not in taken]
        columns = []
        for name in dict.fromkeys(names):
            field, at = table.kind.field(table.kind.current(folded(name))), self._find(name)
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

    def _find(self, column: str) -> int:
        position = _position(column)
        if position is not None and position < len(self._header.cells):
            return position
        if (at := self._at.get(folded(column).removesuffix("#1"))) is not None:
            return at
        has = [cell.strip() for cell in self._header.cells if cell.strip()]
        hint = KnownNames(has).hint(column, f"the file has {', '.join(has[:20])}")
        message = f"the column {column!r} is missing, which the mapping names"
        problem = self._header.problem("E111", message, column, hint=hint)
        if problem not in self.problems:
            self.problems.append(problem)
        return 0


def _none(_cell: str) -> bool:
    return False


def _but(said: Sequence[str]) -> Callable[[str], bool]:
    fits = patterns(said) or _none
    return lambda cell: not fits(cell)
