"""Dependencies and responsibilities as ``list`` shows them: the file's columns, with the names of both ends."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from graphmodel.analyses.details import specs
from graphmodel.analyses.details.selection import BLOCK, Names, chosen, distinct, nothing
from graphmodel.answers.report import Column, Report, Rows
from graphmodel.index.csr import distinct as unique

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from graphmodel.answers.report import Cell
    from graphmodel.index.index import Index
    from graphmodel.index.records import Records

RELATIONS: Final = {"dependencies": "dependency", "responsibilities": "responsibility"}
"""What can be listed → its kind of record."""
_ENDS: Final = {"dependency": ("service", "depends_on"), "responsibility": ("role", "service")}
_SPARE: Final = {"note": 3, "duty": 3, "needs": 2, "group": 1, "role_name": 4, "service_name": 4}


def report(index: Index, question: Any) -> Report:
    """The records where a selected service is an end, by their identity."""
    name = RELATIONS[question.kind]
    records = index.records(name)
    numbers = chosen(index, question.select, question.exclude)
    mask = np.zeros(index.n, np.bool_)
    mask[numbers] = True
    ends = _ends(index, name)
    rows = np.arange(len(records))
    if question.select or question.exclude:
        rows = np.flatnonzero(np.logical_or.reduce([mask[end] for end in ends]))
    keys = list(zip(*(records.column(part).of_rows(rows) for part in records.kind.key), strict=True))
    rows = rows[sorted(range(len(rows)), key=keys.__getitem__)]
    return Report(
        "list",
        question,
        _columns(records),
        Rows(partial(_rows, index, records, rows)),
        index.revision,
        title=f"{len(rows):,} {question.kind if len(rows) != 1 else name}",
        notes=nothing(question.select, numbers),
        spec=lambda: specs.services(unique(np.concatenate([end[rows] for end in ends])).tolist()),
        index=index,
    )


def _ends(index: Index, name: str) -> list[NDArray[np.int32]]:
    """The services at the ends of each record."""
    if name == "responsibility":
        return [index.held_service]
    return [np.repeat(index.consumer, np.diff(index.member_at)), index.member]


def _columns(records: Records) -> tuple[Column, ...]:
    """Each end with its name behind it, the other fields, the free attributes."""
    names, helps = [], []
    for field in records.kind.fields:
        names.append(field.name)
        helps.append(field.help)
        if field.name in _ENDS[records.kind.name]:
            names.append(f"{field.name}_name")
            helps.append(f"the name of {field.name}")
    free = distinct(records.free(), names)
    made = [Column(n, h, spare=_SPARE.get(n, 0)) for n, h in zip(names, helps, strict=True)]
    return (*made, *(Column(n, "free attribute", wide=True) for n in free))


def _rows(index: Index, records: Records, rows: NDArray[np.intp]) -> Iterator[tuple[Cell, ...]]:
    names = Names(index)
    called: dict[str, Callable[[str], str]] = {
        "role": lambda text: names.role_name[index.role_id.find(text)],
        "service": lambda text: names.name[index.find(text)],
        "depends_on": lambda text: names.name[index.find(text)],
    }
    fields = [f.name for f in records.kind.fields]
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        cells: list[list[Cell]] = []
        for name in (*fields, *records.free()):
            texts = records.column(name).of_rows(block)
            cells.append([*texts])
            if name in _ENDS[records.kind.name]:
                cells.append([*map(called[name], texts)])
        yield from zip(*cells, strict=True)
