"""An answer as a notebook shows it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from graphmodel.model.visible import readable_cell, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST: Final = 100
"""Rows that are shown: a notebook keeps its output."""


def html(
    title: str,
    subtitle: str,
    shown: Sequence[tuple[int, str]],
    rows: Iterable[tuple[object, ...]],
    notes: Sequence[str] = (),
    text: str = "",
) -> str:
    """A title and the line below it; a table of these columns (position, name) of the first rows, or the text; notes.

    >>> print(html("<b>", "", [(1, "name")], [("a", "<script>"), ("b", "x & y")]))
    <p><strong>&lt;b&gt;</strong></p>
    <table><thead><tr><th>name</th></tr></thead><tbody>
    <tr><td>&lt;script&gt;</td></tr>
    <tr><td>x &amp; y</td></tr>
    </tbody></table>
    """
    return "\n".join(_parts(title, subtitle, shown, rows, notes, text))


def _parts(
    title: str,
    subtitle: str,
    shown: Sequence[tuple[int, str]],
    rows: Iterable[tuple[object, ...]],
    notes: Sequence[str],
    text: str,
) -> Iterator[str]:
    if title:
        yield f"<p><strong>{_text(title)}</strong></p>"
    if subtitle:
        yield f"<p>{_text(subtitle)}</p>"
    if text:
        yield f"<pre>{_text(text, keep=chr(10))}</pre>"
    else:
        first = list(islice(rows, MOST + 1))
        head = "".join(f"<th>{_text(name)}</th>" for _, name in shown)
        yield f"<table><thead><tr>{head}</tr></thead><tbody>"
        for row in first[:MOST]:
            yield f"<tr>{''.join(f'<td>{_text(readable_cell(row[at]))}</td>' for at, _ in shown)}</tr>"
        yield "</tbody></table>"
        if len(first) > MOST:
            yield f"<p>… and more than these {MOST} rows</p>"
    for note in notes:
        yield f"<p>note: {_text(note)}</p>"


def _text(text: str, keep: str = "") -> str:
    from html import escape

    return escape(visible(text, keep=keep))
