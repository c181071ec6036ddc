"""What the charts of joint failures, availability and recovery show, from the rows of their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from graphmodel.answers.chart import RANKED, Cell, Spans, besides, greatest, labels
from graphmodel.model.durations import seconds, text
from graphmodel.model.words import count, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    Rows = Sequence[Any]

TICKS: Final = 8
"""So many steps an axis of time has at most."""
_STEPS: Final = (1, 5, 15, 30, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400)
"""Seconds between them; more are whole days."""
_CRITICAL: Final = "shade-4"
_OTHER: Final = "shade-2"


def recovery(rows: Rows) -> Spans:
    """When each service is worked on, and back: what decides about products first where there are too many."""
    back = [row for row in rows if row.restore]
    never = [row for row in rows if not row.restore]
    weights = [
        8 * (row.critical == "yes")
        + 4 * (row.kind == "product")
        + 2 * (row.failed == "yes")
        + (row.own != "0s")
        for row in back
    ]
    shown = [back[at] for at in greatest(weights, RANKED)]
    ends = [seconds(row.restore) for row in shown]
    due = [seconds(row.promised) if row.promised else None for row in shown]
    latest = max(ends, default=0)
    waiting = [row for row in never if row.cycle]
    cold = listed([*labels([row.id for row in waiting], [row.name for row in waiting])], 5)
    gone = (
        f"{count(len(never), 'service is', 'services are')} never back, as these wait for each other: {cold}"
    )
    samples = (
        (_CRITICAL, "decides when a product is back"),
        (_OTHER, "does not decide when a product is back"),
    )
    used = {*_tones(shown)}
    return Spans(
        labels([row.id for row in shown], [row.name for row in shown]),
        tuple(
            (end - (seconds(row.own) if row.own else 0), end) for row, end in zip(shown, ends, strict=True)
        ),
        tuple(_when(row) for row in shown),
        _tones(shown),
        "time after the failure; a bar is the time that its own parts take, a line the time that is promised",
        _ticks(latest),
        tuple(due),
        tuple(f"wave {row.wave}" for row in shown),
        tuple((Cell("", tone), said) for tone, said in samples if tone in used),
        left_out=(
            *besides(len(back), len(shown), "services that come back", "that matter most for products"),
            *[gone] * bool(never),
        ),
    )


def _tones(shown: Rows) -> tuple[str, ...]:
    return tuple(_CRITICAL if row.critical == "yes" else _OTHER for row in shown)


def _when(row: Any) -> str:
    """``at least 4h, promised 2h``."""
    late = f", too late: {row.promised} promised" if row.verdict == "broken" else ""
    return f"{'at least ' * (row.at_least == 'yes')}{row.restore}{late}"


def _ticks(most: int) -> tuple[tuple[float, str], ...]:
    """Round times from zero to that one or a little more."""
    step = next((s for s in _STEPS if most <= s * TICKS), 0)
    if not step:
        day = 86_400
        step = day * -(-most // (day * TICKS))
    last = max(1, -(-most // step))
    return tuple((at * step, text(at * step) if at else "0") for at in range(last + 1))
