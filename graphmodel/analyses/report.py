"""What every analysis returns and every renderer takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graphmodel.analyses.chart import Charting
    from graphmodel.graph.picture import Drawing
    from graphmodel.model.revision import Revision
    from graphmodel.rules.rule import Finding

Cell = str | int | float | bool | None | tuple[str, ...] | list[str]
"""What a row of an analysis holds: text, numbers, yes or no, nothing, or a list of texts.

A query's may hold more: any list, and a ``dict`` that says itself how it is written as text.
"""


@dataclass(frozen=True)
class Column:
    """One field of every row."""

    name: str
    help: str = ""
    wide: bool = False
    """Left out of the formats for reading (table, md), where the row says the same otherwise; kept in the others."""


@dataclass(frozen=True)
class Report:
    """The answer to one question."""

    analysis: str
    question: Any
    """The frozen dataclass that was asked."""
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Any, ...]]
    """One tuple per row (mostly a NamedTuple), aligned with ``columns``; may be an iterator that can be read once."""
    revision: Revision
    findings: tuple[Finding, ...] = ()
    title: str = ""
    """One line that a reader sees above the rows."""
    notes: tuple[str, ...] = ()
    """What the reader must know besides (said on stderr)."""
    text: str = ""
    """An answer that is a text rather than rows (a proof tree): the formats for reading show it instead of the rows."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What else the JSON object holds besides rows and findings (a plan's counts and problems)."""
    drawing: Callable[[], Drawing] | None = None
    """What a picture of it shows, without reading the rows; by default the services whose ids the rows hold."""
    chart: Charting | None = None
    """What a chart of it shows, made from its rows; None where it has no chart."""


def columns(row: type[Any], wide: Iterable[str] = ()) -> tuple[Column, ...]:
    """The columns of a NamedTuple; the help is the docstring of each field (``Row.field.__doc__``)."""
    hidden = set(wide)
    return tuple(Column(f, getattr(row, f).__doc__ or "", f in hidden) for f in row._fields)


def documented(**help: str) -> Callable[[type[Any]], type[Any]]:
    """Give each field of a NamedTuple its docstring, all of them: ``@documented(id="…", name="…")``."""

    def document(row: type[Any]) -> type[Any]:
        if (*help,) != row._fields:
            raise TypeError(f"{row.__name__} has the fields {row._fields}, not {(*help,)}")
        for name, text in help.items():
            getattr(row, name).__doc__ = text
        return row

    return document
