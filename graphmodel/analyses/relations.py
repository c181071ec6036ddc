"""Dependencies and responsibilities as ``list`` shows them: the file's columns, with the names of both ends."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from graphmodel.analyses import drawings
from graphmodel.analyses.report import Column, Report, Rows
from graphmodel.analyses.selection import Names, chosen, distinct, nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graphmodel.analyses.report import Cell
    from graphmodel.graph.index import Index
    from graphmodel.model.table import Table

RELATIONS: Final = {"dependencies": "dependency", "responsibilities": "responsibility"}
"""What can be listed → its kind of record."""
_ENDS: Final = {"dependency": ("service", "depends_on"), "responsibility": ("role", "service")}
_SPARE: Final = {"note": 3, "duty": 3, "needs": 2, "group": 1, "role_name": 4, "service_name": 4}


def report(index: Index, question: Any) -> Report:
    """The records where a selected service is an end, by their identity."""
    name = RELATIONS[question.kind]
    table = index.catalogue().table(name)
    numbers = chosen(index, question.select, question.exclude)
    mask = np.zeros(index.n, np.bool_)
    mask[numbers] = True
    ends = [table.texts(end) for end in _ENDS[name] if end != "role"]
    asked = bool(question.select or question.exclude)
    rows = [row for row, key in enumerate(zip(*ends, strict=True)) if not asked or _any(index, mask, key)]
    keys = list(table.keys())
    rows.sort(key=keys.__getitem__)
    return Report(
        "list",
        question,
        _columns(table),
        Rows(partial(_rows, index, table, rows)),
        index.revision,
        title=f"{len(rows):,} {question.kind if len(rows) != 1 else name}",
        notes=nothing(question.select, numbers),
        drawing=lambda: drawings.services(
            sorted({v for row in rows for end in ends if (v := index.find(end[row])) >= 0})
        ),
        index=index,
    )


def _any(index: Index, mask: Any, ids: tuple[str, ...]) -> bool:
    return any(v >= 0 and mask[v] for v in map(index.find, ids))


def _columns(table: Table) -> tuple[Column, ...]:
    """Each end with its name behind it, the other fields, the free attributes."""
    names, helps = [], []
    for field in table.kind.fields:
        names.append(field.name)
        helps.append(field.help)
        if field.name in _ENDS[table.kind.name]:
            names.append(f"{field.name}_name")
            helps.append(f"the name of {field.name}")
    free = distinct(table.free(), names)
    made = [Column(n, h, spare=_SPARE.get(n, 0)) for n, h in zip(names, helps, strict=True)]
    return (*made, *(Column(n, "free attribute", wide=True) for n in free))


def _rows(index: Index, table: Table, rows: list[int]) -> Iterator[tuple[Cell, ...]]:
    names = Names(index)
    called: dict[str, Callable[[str], str]] = {
        "role": lambda text: names.role_name[index.role_id.find(text)],
        "service": lambda text: names.name[index.find(text)],
        "depends_on": lambda text: names.name[index.find(text)],
    }
    fields = [f.name for f in table.kind.fields]
    values = {name: table.texts(name) for name in (*fields, *table.free())}
    for row in rows:
        cells: list[Cell] = []
        for name in fields:
            cells.append(values[name][row])
            if name in _ENDS[table.kind.name]:
                cells.append(called[name](values[name][row]))
        yield (*cells, *(values[name][row] for name in table.free()))
