"""Spans along one axis as a table: each row with its bar, which needs no library to be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.model.words import short
from graphmodel.render.markup import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.answers.chart import Spans

_WIDE: Final = 300
"""Units of the axis; the page scales them."""
_THICK: Final = 12
_LABEL: Final = 36
"""Characters of a label."""


def lasting(spans: Spans, title: str, most: int) -> Iterator[str]:
    """The first rows of it, under its title."""
    if not spans.labels:
        yield f'<p class="none">{escape(title)}: none.</p>\n'
        return
    yield f'<div class="wide"><table class="lasting">\n<caption>{escape(title)}</caption>\n<thead><tr>'
    if spans.heads:
        yield "<th></th>"
    ends = (spans.ticks[0][1], spans.ticks[-1][1])
    yield f'<th></th><th scope="col">{escape(f"{ends[0]} to {ends[1]}: {spans.measure}")}</th><th></th></tr></thead>\n'
    yield "<tbody>\n"
    for at, label in enumerate(spans.labels[:most]):
        head = f"<td>{escape(spans.heads[at])}</td>" if spans.heads else ""
        name = f'<th scope="row">{escape(short(label, _LABEL))}</th>'
        yield f"<tr>{head}{name}<td>{_bar(spans, at)}</td><td>{escape(spans.texts[at])}</td></tr>\n"
    yield "</tbody>\n</table></div>\n"
    samples = (
        f'<li><svg class="bar" width="24" height="{_THICK}" aria-hidden="true">'
        f'<rect class="{cell.tone}" width="24" height="{_THICK}"/></svg> {escape(meaning)}</li>'
        for cell, meaning in spans.legend
    )
    yield f'<ul class="legend">{"".join(samples)}</ul>\n' * bool(spans.legend)
    left_out = list(spans.left_out)
    if len(spans.labels) > most:
        left_out.append(f"the first {most} of {len(spans.labels)} rows")
    yield from (f'<p class="faint">{escape(text)}</p>\n' for text in left_out)


def _bar(spans: Spans, at: int) -> str:
    """What lasts, and a mark where it is due; the text beside it says the same."""
    begin, end = (_WIDE * spans.place(value) for value in spans.spans[at])
    drawn = f'<rect class="{spans.tones[at]}" x="{begin:.1f}" width="{max(end - begin, 2):.1f}" height="{_THICK}"/>'
    due = spans.mark(at)
    if due is not None:
        drawn += f'<rect class="due" x="{_WIDE * due - 1:.1f}" width="2" height="{_THICK}"/>'
    place = f'viewBox="0 0 {_WIDE + 2} {_THICK}" preserveAspectRatio="none"'
    return f'<svg class="bar" {place} aria-hidden="true">{drawn}</svg>'
