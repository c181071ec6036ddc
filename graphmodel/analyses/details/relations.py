"""Relationships as ``list`` shows them: the file's columns, with the names of both ends."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from graphmodel.analyses.details import specs
from graphmodel.analyses.details.selection import BLOCK, Texts, chosen, distinct, nothing
from graphmodel.answers.report import Answer, Column, Rows
from graphmodel.index.ends import numbers
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import RELATIONSHIPS
from graphmodel.model.words import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.answers.report import Cell
    from graphmodel.index.index import Index
    from graphmodel.index.records import Records
    from graphmodel.model.metamodel import Field

RELATIONS: Final = {kind.plural: name for name, kind in RELATIONSHIPS.items()}
"""What can be listed → its kind of record."""
_SPARE: Final = {"note": 3, "duty": 3, "needs": 2, "group": 1, "role_name": 4, "service_name": 4}


def answer(index: Index, question: Any) -> Answer:
    """The records where a selected service is an end, by their identity."""
    name = RELATIONS[question.kind]
    records = index.records(name)
    selected = chosen(index, question.select, question.exclude)
    mask = np.zeros(index.n, np.bool_)
    mask[selected] = True
    ends = [numbers(index, name, end.name) for end in records.kind.ends if end.refers_to == "service"]
    rows = np.arange(len(records))
    if question.select or question.exclude:
        if not ends:
            raise UsageError(
                f"a selector selects services, which {question.kind} are not about", "list them all"
            )
        rows = np.flatnonzero(np.logical_or.reduce([mask[end] for end in ends]))
    keys = list(zip(*(records.column(part).of_rows(rows) for part in records.kind.key), strict=True))
    rows = rows[sorted(range(len(rows)), key=keys.__getitem__)]
    return Answer(
        _columns(records),
        Rows(partial(_rows, index, records, rows)),
        title=count(len(rows), name, question.kind),
        notes=nothing(question.select, selected),
        spec=lambda: specs.services({v for end in ends for v in end[rows].tolist()}),
    )


def _columns(records: Records) -> tuple[Column, ...]:
    """Each end with its name behind it, the other fields, the free attributes."""
    names, helps = [], []
    for field in records.kind.fields:
        names.append(field.name)
        helps.append(field.help)
        if field in records.kind.ends:
            names.append(f"{field.name}_name")
            helps.append(f"the name of {field.name}")
    free = distinct(records.free(), names)
    made = [Column(n, h, spare=_SPARE.get(n, 0)) for n, h in zip(names, helps, strict=True)]
    return (*made, *(Column(n, "free attribute", wide=True) for n in free))


def _rows(index: Index, records: Records, rows: NDArray[np.intp]) -> Iterator[tuple[Cell, ...]]:
    kind = records.kind
    called = {end.name: _called(index, kind.name, end) for end in kind.ends}
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        cells: list[Sequence[Cell]] = []
        for name in (*kind.names, *records.free()):
            cells.append(records.column(name).of_rows(block))
            if name in called:
                cells.append(called[name](block))
        yield from zip(*cells, strict=True)


def _called(index: Index, kind: str, end: Field) -> Callable[[NDArray[np.intp]], list[str]]:
    """What reads the names of what stands at that end."""
    at = numbers(index, kind, end.name)
    names = Texts(index.records(end.refers_to).column("name"))
    return lambda rows: [names[v] for v in at[rows].tolist()]
