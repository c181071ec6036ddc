"""The records of one kind; dependencies and responsibilities are the business of ``relations``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from graphmodel.analyses import drawings, relations
from graphmodel.analyses.analysis import Analysis, argument
from graphmodel.analyses.report import Column, Report, Rows
from graphmodel.analyses.selection import chosen, distinct, exclude_option, nothing, select_argument
from graphmodel.model.errors import UsageError
from graphmodel.model.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphmodel.analyses.report import Cell
    from graphmodel.graph.index import Index
    from graphmodel.model.table import Table

KINDS = {"services": "service", "products": "service", "categories": "category", "roles": "role"}
"""What can be listed → its kind of record."""
_ONE = {**KINDS, "products": "product"}
_HEAD = ("id", "name", "kind")
_READ = {*_HEAD, "category", "criticality", "lifecycle", "provider", "parent", "holder", "team", "contact"}
"""What a table for reading shows; with all columns it would be too wide."""
_SPARE = {"kind": 4, "provider": 3, "lifecycle": 2, "team": 1}
"""What a narrow screen leaves out first."""


@dataclass(frozen=True)
class Question:
    """What does the catalogue hold?

    Products are among the services; ``list products`` shows them alone. After id, name and kind come the columns of the
    file, free attributes last. Tables for reading leave out most of them; csv and json have all.
    """

    kind: str = argument(
        "services, products, categories, roles, dependencies or responsibilities",
        "KIND",
        choices=(*KINDS, *relations.RELATIONS),
    )
    select: tuple[str, ...] = select_argument(
        "which services or products, or those at either end of a relation (all)"
    )
    exclude: tuple[str, ...] = exclude_option()


def run(index: Index, question: Question) -> Report:
    """Answer the question, by id. Raises UsageError for a selector where nothing can be selected."""
    if question.kind in relations.RELATIONS:
        return relations.report(index, question)
    catalogue = index.catalogue()
    table = catalogue.table(KINDS[question.kind])
    rows: Sequence[int] = range(len(table))
    notes: tuple[str, ...] = ()
    if KINDS[question.kind] == "service":
        found = chosen(index, question.select, question.exclude)
        rows = (found[index.product[found]] if question.kind == "products" else found).tolist()
        notes = nothing(question.select, rows)
    elif question.select or question.exclude:
        raise UsageError(
            f"a selector selects services, not {question.kind}", "list them all, or: list services role:ID"
        )
    columns, values = _columns(table, catalogue.categories)
    title = count(len(rows), _ONE[question.kind])
    drawn = rows if KINDS[question.kind] == "service" else ()
    return Report(
        "list",
        question,
        columns,
        Rows(partial(_rows, rows, values)),
        index.revision,
        title=title,
        notes=notes,
        drawing=lambda: drawings.services(drawn),
        index=index,
    )


def _columns(table: Table, categories: Table) -> tuple[tuple[Column, ...], list[Sequence[Cell]]]:
    """The columns and their values: the known fields, the free attributes, the names of the categories referred to."""
    names: list[str] = []
    helps: list[str] = []
    values: list[Sequence[Cell]] = []
    for name in (*_HEAD, *(n for n in table.kind.names if n not in _HEAD), *table.free()):
        field = table.kind.field(name)
        texts = table.texts(name)
        names.append(name)
        helps.append(field.help if field else "free attribute")
        values.append([_split(t) for t in texts] if field and field.type in ("ids", "list") else texts)
    if table.kind.field("kind") is None:
        helps[2], values[2] = "kind of record", [table.kind.name] * len(table)
    called = dict(zip(categories.texts("id"), categories.texts("name"), strict=True))
    for field in table.kind.fields:
        if field.refers_to == "category" and field.type == "id":
            names.append(f"{field.name}_name")
            helps.append(f"the name of {field.name}")
            values.append([called.get(text, "") for text in table.texts(field.name)])
    made = zip(distinct(names, ()), helps, (name not in _READ for name in names), strict=True)
    return tuple(Column(*column, spare=_SPARE.get(column[0], 0)) for column in made), values


def _rows(rows: Sequence[int], values: list[Sequence[Cell]]) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        yield tuple(column[row] for column in values)


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


ANALYSIS = Analysis(
    name="list",
    summary="What the catalogue holds: services, products, categories, roles, dependencies, …",
    question=Question,
    examples=(
        "graphmodel -c examples/exercise-bike list services",
        "graphmodel -c examples/exercise-bike list services category:platform criticality:1",
        "graphmodel -c examples/exercise-bike list dependencies sign-in",
        "graphmodel -c examples/exercise-bike list roles --format csv",
    ),
    run=run,
)
