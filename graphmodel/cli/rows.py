"""The rows that are asked for: ``--columns``, ``--sort`` and ``--limit``, the same for every answer and format."""

from __future__ import annotations

import dataclasses
from heapq import nsmallest
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from graphmodel.model.durations import seconds
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import current
from graphmodel.model.suggest import did_you_mean
from graphmodel.model.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graphmodel.answers.report import Report

    Row = tuple[object, ...]

MOST: Final = 2_000_000
"""Rows that are sorted in memory; with --limit there may be any number."""

_ABSENT: Final = (9,)
_SCALES: Final = {
    "severity": ("error", "warning", "info"),
    "state": ("down", "degraded", "at-risk", "up"),
    "responsibility": ("R", "A", "C", "I"),
}
"""Columns whose words have an order of their own: the worst first."""


def shaped(report: Report, columns: str | None, sort: Sequence[str], limit: int | None) -> Report:
    """The report with only these rows and columns. Raises UsageError for a column that there is not."""
    rows: Iterable[Row] = report.rows
    notes = report.notes
    if sort:
        fields = dict.fromkeys(part.strip() for text in sort for part in text.split(","))
        rows = _sorted(report, rows, list(fields), limit)
    if limit is not None:
        first = list(islice(rows, limit + 1))
        if len(first) > limit:
            those = "row is" if limit == 1 else f"{limit:,} rows are"
            notes = (*notes, f"only the first {those} shown (--limit {limit})")
        rows = first[:limit]
    if columns is None:
        changed = sort or limit is not None
        return dataclasses.replace(report, rows=rows, notes=notes, text="" if changed else report.text)
    named = dict.fromkeys(name.strip() for name in columns.split(","))  # once: each costs as much as all rows
    at = list(dict.fromkeys(_at(report, name) for name in named if name))
    if not at:
        raise UsageError("--columns names no column", _all(report))
    picked = tuple(dataclasses.replace(report.columns[i], wide=False, asked=True) for i in at)
    some = itemgetter(*at) if len(at) > 1 else lambda row: (row[at[0]],)
    return dataclasses.replace(report, columns=picked, rows=map(some, rows), notes=notes, text="")


def key(value: Any) -> tuple[object, ...]:
    """What a cell is sorted by: numbers (and texts that are one), durations by length, then texts; nothing last.

    >>> sorted(["b", None, "10", 9, "PT1H", "PT30M", "A", ("x", "y"), ""], key=key)
    [9, '10', 'PT30M', 'PT1H', 'A', 'b', ('x', 'y'), None, '']
    """
    if value is None or value == "":
        return _ABSENT
    if isinstance(value, bool | int | float):
        return (0, value)
    if isinstance(value, str):
        return _text_key(value)
    return (3, tuple(str(item).casefold() for item in value), str(value))


def _text_key(text: str) -> tuple[object, ...]:
    try:
        if text[0].isdecimal() or (text[0] in "+-." and text[1:2].isdecimal()):
            return (0, float(text))
        if text[0] == "P" and text[1:2] in {"T", *"0123456789"}:
            return (1, seconds(text))
    except ValueError:
        pass
    return (2, text.casefold(), text)


def _sorted(report: Report, rows: Iterable[Row], fields: Sequence[str], limit: int | None) -> list[Row]:
    keys = [_by(report, field) for field in fields]
    if limit is not None and len(keys) == 1 and not keys[0][1]:
        return nsmallest(limit + 1, rows, key=keys[0][0])
    held = list(islice(rows, MOST + 1))
    if len(held) > MOST:
        raise UsageError(f"there are more than {MOST:,} rows to sort", "select fewer services")
    for by, reverse in reversed(keys):
        present = [row for row in held if by(row) != _ABSENT]
        absent = [row for row in held if by(row) == _ABSENT]
        held = sorted(present, key=by, reverse=reverse) + absent
    return held


def _by(report: Report, field: str) -> tuple[Callable[[Row], tuple[object, ...]], bool]:
    name, _, direction = field.strip().rpartition(":")
    if not name or direction not in ("asc", "desc"):
        name, direction = field.strip(), "asc"
    at, scale = _at(report, name), _SCALES.get(name, ())
    if scale:
        return (
            lambda row: (0, scale.index(row[at])) if row[at] in scale else key(row[at])
        ), direction == "desc"
    by = _meant(report.columns[at].type)
    return (lambda row: by(row[at])), direction == "desc"


def _meant(type: str) -> Callable[[object], tuple[Any, ...]]:
    """What the texts of a column of that type are sorted by."""
    if not type:
        return key
    from graphmodel.model.values import TYPES  # which few questions need

    typed = TYPES[type]
    if typed.array == "int32":
        return key

    def by(text: Any) -> tuple[object, ...]:
        meant = typed.meaning(text or "")
        return key(meant) if isinstance(meant, str) else (0, meant)

    return by


def _at(report: Report, name: str) -> int:
    names = [column.name for column in report.columns]
    if (now := name if name in names else current(name)) in names:
        return names.index(now)
    raise UsageError(
        f"{report.analysis} has no column {name!r} here",
        f"{did_you_mean(name, names)} {_all(report)}".strip(),
    )


def _all(report: Report) -> str:
    return f"the columns are {listed([column.name for column in report.columns], 60)}"
