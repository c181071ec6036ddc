"""The cells of a table in HTML, for reports and pages alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from graphmodel.model.visible import readable_cell
from graphmodel.render.markup import escape
from graphmodel.render.theme import LIGHT, word

if TYPE_CHECKING:
    from graphmodel.answers.report import Column

_SIGNED: Final = frozenset({"state", "severity"})
"""Columns whose values have a sign and a colour."""
_SHADES: Final = 4


def head(column: Column, *, number: bool) -> str:
    """The head of a column."""
    about = f' title="{escape(column.help)}"' if column.help else ""
    return (
        f'<th scope="col"{" class=number" * number}{about}>{escape(word(column.name.replace("_", " ")))}</th>'
    )


def cell(value: Any, column: Column, peak: int, *, number: bool) -> str:
    """One cell; ``peak``: the largest number of the table where numbers are shaded, else 0."""
    text = readable_cell(value)
    if column.name in _SIGNED and text in LIGHT.states:
        return f'<td><span class="told state-{text}">{LIGHT.states[text].sign} {word(text)}</span></td>'
    if number and peak and value is not None:
        shade = f"shade-{1 + value * (_SHADES - 1) // peak}" if value else "hole"
        return f'<td class="number {shade}">{escape(text)}</td>'
    return f"<td{' class=number' * number}>{escape(text)}</td>"
