"""The records of one kind; relationships are the business of ``relations``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.analyses.details import relations, specs
from graphmodel.analyses.details.selection import (
    BLOCK,
    chosen,
    distinct,
    exclude_option,
    nothing,
    select_argument,
)
from graphmodel.answers.question import Analysis, argument
from graphmodel.answers.report import Answer, Column, Rows
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import NODES
from graphmodel.model.words import count, one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graphmodel.answers.report import Cell
    from graphmodel.answers.world import World
    from graphmodel.index.arrays import Integers
    from graphmodel.index.index import Index
    from graphmodel.index.records import Records
    from graphmodel.model.metamodel import Field

    Reading = Callable[[Integers], Sequence[Cell]]

KINDS = {"services": "service", "products": "service", **{kind.plural: name for name, kind in NODES.items()}}
"""What can be listed → its kind of record."""
_ONE = {**KINDS, "products": "product"}
_LISTED = (*KINDS, *relations.RELATIONS)
_HEAD = ("id", "name", "kind")
_READ = {*_HEAD, "category", "criticality", "lifecycle", "supplier", "parent", "holder", "team", "contact"}
"""What a table for reading shows of a kind of more than ``_MOST`` fields; with all columns it would be too wide."""
_MOST = 8
_SPARE = {"kind": 4, "supplier": 3, "lifecycle": 2, "team": 1}
"""What a narrow screen leaves out first."""


@dataclass(frozen=True)
class ListQuestion:
    """What does the catalogue hold?

    Products are among the services; ``list products`` shows them alone. After id, name and kind come the columns of the
    file, free attributes last. Tables for reading leave out most of them; csv and json have all.
    """

    kind: str = argument(
        one_of(_LISTED),
        "KIND",
        choices=_LISTED,
    )
    select: tuple[str, ...] = select_argument(
        "which services or products, or those at either end of a relation (all)"
    )
    exclude: tuple[str, ...] = exclude_option()


def run(world: World, question: ListQuestion) -> Answer:
    """Answer the question, by id. Raises UsageError for a selector where nothing can be selected."""
    index = world.index
    if question.kind in relations.RELATIONS:
        return relations.answer(index, question)
    records = index.records(KINDS[question.kind])
    rows: Integers = np.arange(len(records))
    notes: tuple[str, ...] = ()
    if KINDS[question.kind] == "service":
        found = chosen(index, question.select, question.exclude)
        rows = found[index.product[found]] if question.kind == "products" else found
        notes = nothing(question.select, rows)
    elif question.select or question.exclude:
        kind = KINDS[question.kind]
        raise UsageError(
            f"a selector selects services, not {question.kind}", f"list them all, or: list services {kind}:ID"
        )
    columns, reading = _columns(records, index)
    title = count(len(rows), _ONE[question.kind], question.kind)
    drawn = rows.tolist() if KINDS[question.kind] == "service" else ()
    return Answer(
        columns,
        Rows(partial(_rows, rows, reading)),
        title=title,
        notes=notes,
        spec=lambda: specs.services(drawn),
    )


def _columns(records: Records, index: Index) -> tuple[tuple[Column, ...], list[Reading]]:
    """The columns and what reads them: the known fields, the free attributes, the names of categories referred to."""
    names: list[str] = []
    helps: list[str] = []
    reading: list[Reading] = []
    kind = records.kind
    for name in (*_HEAD, *(n for n in kind.names if n not in _HEAD), *records.free()):
        field = kind.field(name)
        names.append(name)
        helps.append(field.help if field else "free attribute")
        several = field is not None and field.type in ("ids", "list")
        reading.append(partial(_lists if several else _texts, records, name))
    if kind.field("kind") is None:
        helps[2], reading[2] = "kind of record", lambda rows: [kind.name] * len(rows)
    for field in kind.fields:
        if field.refers_to and field.type == "id":
            names.append(f"{field.name}_name")
            helps.append(f"the name of {field.name}")
            reading.append(partial(_names, records, field, index))
    shown = {*_READ, *(kind.names if len(kind.fields) <= _MOST else ())}
    types = {field.name: field.type for field in kind.fields}
    made = zip(distinct(names, ()), helps, (name not in shown for name in names), strict=True)
    return tuple(
        Column(*column, type=types.get(column[0], ""), spare=_SPARE.get(column[0], 0)) for column in made
    ), reading


def _rows(rows: Integers, reading: list[Reading]) -> Iterator[tuple[Cell, ...]]:
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        yield from zip(*(read(block) for read in reading), strict=True)


def _texts(records: Records, name: str, rows: Integers) -> Sequence[Cell]:
    return records.column(name).of_rows(rows)


def _lists(records: Records, name: str, rows: Integers) -> Sequence[Cell]:
    return [_split(text) for text in records.column(name).of_rows(rows)]


def _names(records: Records, field: Field, index: Index, rows: Integers) -> Sequence[Cell]:
    there = index.records(field.refers_to)
    called = dict(zip(there.column("id"), there.column("name"), strict=True))
    return [called.get(text, "") for text in records.column(field.name).of_rows(rows)]


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


ANALYSIS = Analysis(
    name="list",
    summary="What the catalogue holds: services, products, categories, roles, dependencies, …",
    question=ListQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike list services",
        "graphmodel -c examples/exercise-bike list services category:platform criticality:1",
        "graphmodel -c examples/exercise-bike list dependencies sign-in",
        "graphmodel -c examples/exercise-bike list roles --format csv",
    ),
    run=run,
)
