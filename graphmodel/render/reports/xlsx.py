"""A workbook: the rows in one sheet, what else the answer holds in others, and what was asked in the last."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from graphmodel.model.visible import visible
from graphmodel.render.reports.renderer import chunks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TextIO

    from graphmodel.answers.report import Report
    from graphmodel.render.reports.renderer import Row, Screen
    from graphmodel.workbooks.cells import Value
    from graphmodel.workbooks.xlsx import TypedSheet


def write(report: Report, out: TextIO, _screen: Screen) -> int:
    """See ``Renderer``. Raises UsageError for what a workbook cannot hold."""
    from graphmodel.workbooks.xlsx import write_tables

    counts = write_tables(_tables(report), out.buffer)
    return counts[0]


def _tables(report: Report) -> Iterator[TypedSheet]:
    from graphmodel.workbooks.xlsx import TypedSheet

    yield TypedSheet(report.analysis, [visible(c.name) for c in report.columns], _rows(report))
    names = {column.name for column in report.columns}
    if report.findings and not {"code", "subject", "message"} <= names:
        found = [_finding(one) for one in report.findings]
        yield TypedSheet("findings", list(found[0]), [list(one.values()) for one in found])
    for name, value in report.more.items():
        if isinstance(value, list | tuple) and value and all(isinstance(one, dict) for one in value):
            heads = list(dict.fromkeys(chain.from_iterable(value)))
            yield TypedSheet(name, heads, [[_cell(one.get(head)) for head in heads] for one in value])
    yield TypedSheet(
        "about", ["what", "said"], [[name, _cell(said)] for name, said in _about(report).items()]
    )


def _rows(report: Report) -> Iterator[Sequence[Value | None]]:
    from graphmodel.workbooks.typed import typed

    types = [column.type for column in report.columns]
    for chunk in chunks(report.rows):
        columns: list[Any] = [_cells(column) for column in zip(*chunk, strict=True)]
        for at, field in enumerate(types):
            if field and all(isinstance(cell, str) for cell in columns[at]):
                columns[at] = typed(columns[at], field)
        yield from zip(*columns, strict=True)


def _cells(column: Row) -> Sequence[Value | None]:
    """One column of a chunk as cells: by far the most hold harmless text."""
    if set(map(type, column)) == {str} and "".join(column).isprintable():
        return column
    return [_cell(value) for value in column]


def _cell(value: Any) -> Value | None:
    """Text is shown as it is, and what nobody sees in it as an escape; lists are joined with ``;``."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        value = ";".join("" if item is None else str(item) for item in value)
    return visible(str(value), keep="\n\t")


def _finding(found: Any) -> dict[str, Value | None]:
    fields = (found.code, found.severity, found.subject, found.identity, found.message, found.hint)
    names = ("code", "severity", "subject", "identity", "message", "hint", "place")
    return dict(zip(names, map(_cell, (*fields, found.origin.place)), strict=True))


def _about(report: Report) -> Mapping[str, Any]:
    """What was asked, of which state of the catalogue, and what is to be known of the answer."""
    import dataclasses

    revision = report.revision
    asked = dataclasses.asdict(report.question) if report.question is not None else {}
    counts = report.more.get("counts")
    return {
        "title": report.title,
        **({"subtitle": report.subtitle} if report.subtitle else {}),
        "analysis": report.analysis,
        **{f"asked: {name}": value for name, value in asked.items() if value not in ((), None, "", False)},
        **(
            {"revision": revision.number, "time": revision.time, "source": revision.source}
            if revision.uid
            else {}
        ),
        **{f"count: {name}": n for name, n in (counts.items() if isinstance(counts, dict) else ())},
        **{f"note {n}": note for n, note in enumerate(report.notes, 1)},
    }
