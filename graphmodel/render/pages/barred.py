"""Spans along one axis, and rankings, as tables: each row with its bar, which needs no library to be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphmodel.model.words import short_apart
from graphmodel.render.markup import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphmodel.answers.chart import Bars, Spans

_WIDE: Final = 300
"""Units of the axis; the page scales them."""
_THICK: Final = 12
_LABEL: Final = 36
"""Characters of a label."""


def lasting(spans: Spans, title: str, most: int) -> Iterator[str]:
    """The first rows of it, under its title."""
    ends = (spans.ticks[0][1], spans.ticks[-1][1])
    rows = [
        (spans.heads[at] if spans.heads else None, label, _bar(spans, at), spans.texts[at])
        for at, label in enumerate(spans.labels[:most])
    ]
    yield from _table(title, f"{ends[0]} to {ends[1]}: {spans.measure}", rows)
    samples = (
        f'<li><svg class="bar" width="24" height="{_THICK}" aria-hidden="true">'
        f'<rect class="{cell.tone}" width="24" height="{_THICK}"/></svg> {escape(meaning)}</li>'
        for cell, meaning in spans.legend
    )
    yield f'<ul class="legend">{"".join(samples)}</ul>\n' * bool(spans.legend)
    yield from _left_out(spans, most)


def ranked(bars: Bars, title: str, most: int, said: Sequence[str]) -> Iterator[str]:
    """The first bars of it, under its title; ``said``: what stands behind each."""
    texts = said or [
        f"{value:,}{f' of {bars.wholes[at]:,}' if bars.wholes else ''}"
        for at, value in enumerate(bars.values)
    ]
    rows = [(None, label, part_of(bars, at), texts[at]) for at, label in enumerate(bars.labels[:most])]
    yield from _table(title, f"{bars.measure}{f', of {bars.whole}' if bars.whole else ''}", rows)
    yield from _left_out(bars, most)


def part_of(bars: Bars, at: int) -> str:
    """One bar: the value, before that of which it is a part."""
    longest = max((*bars.wholes, *bars.values), default=0) or 1
    lengths: list[tuple[str, float]] = [("shade-1", bars.wholes[at])] if bars.wholes else []
    lengths.append(("shade-4", bars.values[at]))
    return _drawn(
        "".join(
            f'<rect class="{tone}" width="{_WIDE * length / longest:.1f}" height="{_THICK}"/>'
            for tone, length in lengths
        )
    )


def _table(title: str, measure: str, rows: Sequence[tuple[str | None, str, str, str]]) -> Iterator[str]:
    """What stands before each label, the label, its bar, and what it says in words."""
    if not rows:
        yield f'<p class="none">{escape(title)}: none.</p>\n'
        return
    heads = rows[0][0] is not None
    yield f'<div class="wide"><table class="lasting">\n<caption><span>{escape(title)}</span></caption>\n<thead><tr>'
    yield "<th></th>" * heads
    yield f'<th></th><th scope="col">{escape(measure)}</th><th></th></tr></thead>\n<tbody>\n'
    for (head, _, bar, text), label in zip(rows, short_apart([row[1] for row in rows], _LABEL), strict=True):
        before = f"<td>{escape(head)}</td>" if head is not None else ""
        yield f'<tr>{before}<th scope="row">{escape(label)}</th><td>{bar}</td><td>{escape(text)}</td></tr>\n'
    yield "</tbody>\n</table></div>\n"


def _left_out(chart: Spans | Bars, most: int) -> Iterator[str]:
    texts = list(chart.left_out)
    if len(chart.labels) > most:
        texts.append(f"{most} of {'those ' * bool(texts)}{len(chart.labels)} are here, the first")
    yield from (f'<p class="faint">{escape(text)}</p>\n' for text in texts)


def _bar(spans: Spans, at: int) -> str:
    """What lasts, and a mark where it is due; the text beside it says the same."""
    begin, end = (_WIDE * spans.place(value) for value in spans.spans[at])
    drawn = f'<rect class="{spans.tones[at]}" x="{begin:.1f}" width="{max(end - begin, 2):.1f}" height="{_THICK}"/>'
    due = spans.mark(at)
    if due is not None:
        drawn += f'<rect class="due" x="{_WIDE * due - 1:.1f}" width="2" height="{_THICK}"/>'
    return _drawn(drawn)


def _drawn(bar: str) -> str:
    place = f'viewBox="0 0 {_WIDE + 2} {_THICK}" preserveAspectRatio="none"'
    return f'<svg class="bar" {place} aria-hidden="true">{bar}</svg>'
