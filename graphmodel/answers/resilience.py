"""What the charts of joint failures, availability and recovery show, from the rows of their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from graphmodel.answers.chart import ACROSS, RANKED, Bars, Cell, Grid, Spans, besides, labels
from graphmodel.model.durations import YEAR, seconds, text
from graphmodel.model.words import count, listed, short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Rows = Sequence[Any]

_HELD: Final = 1_000
"""So many rows are held at once."""
TICKS: Final = 8
"""So many steps an axis of time has at most."""
_STEPS: Final = (1, 5, 15, 30, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400)
"""Seconds between them; more are whole days."""
_YEAR: Final = (1, 10, 60, 600, 3_600, 36_000, 4 * 86_400, 40 * 86_400, YEAR)
"""Seconds at the ticks of a year."""
_VERDICTS: Final = {
    "broken": ("error", "breaks the promise"),
    "kept": ("shade-3", "keeps the promise"),
    "unknown": ("shade-1", "not known: what is missing would decide it"),
    "": ("shade-2", "nothing is promised"),
}
_SAID: Final = 40
"""Characters of a name in a sentence."""
_TIMELESS: Final = "how long it takes to restore what fails is not known: own_rto in services.csv states it"
_CRITICAL: Final = "shade-4"
_OTHER: Final = "shade-2"


def recovery(rows: Iterable[Any]) -> Spans:
    """When each service is worked on, and back: what decides about products first where there are too many.

    Where nothing that failed takes time it says so instead.
    """
    back = never = 0
    waiting: list[tuple[str, str]] = []
    best: list[tuple[int, int, Any]] = []
    for row in rows:  # of which there may be more than memory should hold
        if not row.restore:
            never += 1
            if row.cycle:
                waiting.append((row.id, row.name))
            continue
        best.append((-_matters(row), back, row))
        back += 1
        if len(best) > _HELD:
            best = sorted(best)[:RANKED]
    shown = [row for _, _, row in sorted(sorted(best)[:RANKED], key=lambda one: one[1])]
    ends = [seconds(row.restore) for row in shown]
    if not any(ends):
        shown, ends = [], []
    due = [seconds(row.promised) if row.promised else None for row in shown]
    latest = max(ends, default=0)
    called = labels([own for own, _ in waiting], [name for _, name in waiting])
    cold = listed([short(name, _SAID) for name in called], 5)
    why = f"as these wait for each other: {cold}" if waiting else "as they need what is gone"
    gone = f"{count(never, 'service is', 'services are')} never back, {why}"
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
            *(
                besides(back, len(shown), "services that come back", "that matter most for products")
                if shown
                else ()
            ),
            *[_TIMELESS] * (bool(back) and not shown),
            *[gone] * bool(never),
        ),
    )


def _matters(row: Any) -> int:
    """How much a service does that comes back."""
    signs = (row.critical == "yes", row.kind == "product", row.failed == "yes", row.own != "0s")
    return sum(weight * bool(sign) for weight, sign in zip((8, 4, 2, 1), signs, strict=True))


def spof(alone: int, rows: Rows) -> Bars:
    """The services that take most products down alone, the worst first; ``alone``: how many there are."""
    return _harm(rows, "services", "when it alone fails", _services, alone)


def common_cause(rows: Rows) -> Bars:
    """The values of a field whose services take most products down together, the worst first."""
    return _harm(
        rows, "values", "when all its services fail", lambda shown: tuple(row.value for row in shown)
    )


def _harm(rows: Rows, things: str, when: str, named: Callable[[Rows], tuple[str, ...]], of: int = 0) -> Bars:
    harm = [row for row in rows if row.down]
    shown = harm[:RANKED]
    return Bars(
        named(shown),
        tuple(row.down for row in shown),
        f"products that are down {when}",
        besides(of or len(harm), len(shown), f"{things} that take a product down", "that weigh most"),
        tuple(row.down + row.products_degraded + row.products_at_risk for row in shown),
        "products that are down, degraded or at risk then",
    )


def _services(rows: Rows) -> tuple[str, ...]:
    return labels([row.service for row in rows], [row.name for row in rows])


def availability(rows: Rows) -> Spans:
    """How long each is down in a year as modelled, and as promised, the longest first."""
    shown = rows[:RANKED]
    ends = [(_down(row.high), _down(row.low)) for row in shown]
    due = [None if row.promised is None else _down(row.promised) for row in shown]
    values = [value for value in (*(end for pair in ends for end in pair), *due) if value]
    least = min(values, default=_YEAR[2])
    first = next((at for at in range(len(_YEAR) - 2, 0, -1) if _YEAR[at] <= least), 0)
    last = next((at for at in range(len(_YEAR)) if _YEAR[at] >= max(values, default=0)), len(_YEAR) - 1)
    ticks = tuple((value, text(value)) for value in _YEAR[first : max(last, first + 1) + 1])
    used = {row.verdict for row in shown}
    return Spans(
        labels([row.id for row in shown], [row.name for row in shown]),
        tuple((0.0 if low == high else low, high) for low, high in ends),
        tuple(_length(high) if low == high else f"{_length(low)} to {_length(high)}" for low, high in ends),
        tuple(_VERDICTS[row.verdict][0] for row in shown),
        "time down in a year, on a logarithmic axis; a line is what is promised",
        ticks,
        tuple(due),
        legend=tuple(
            (Cell("", tone), said) for verdict, (tone, said) in _VERDICTS.items() if verdict in used
        ),
        logarithmic=True,
        left_out=besides(len(rows), len(shown), "services", "that are down longest"),
    )


def importance(rows: Rows, most: int = RANKED) -> Spans:
    """How much less the product is down in a year if each service never failed, the most first, so many at most."""
    shown = [row for row in rows if row.minutes_gained][:most]
    gained = [60 * row.minutes_gained for row in shown]
    return Spans(
        _services(shown),
        tuple((0.0, value) for value in gained),
        tuple(map(_length, gained)),
        ("shade-4",) * len(shown),
        "so much less is the product down in a year if this service never failed",
        _ticks(int(max(gained, default=0)) + 1),
        left_out=besides(len(rows), len(shown), "services", "that matter most"),
    )


def cutsets(of: int, products: Mapping[str, str], rows: Rows) -> Grid:
    """Services by sets: which fail together to take a product down.

    ``of``: how many sets there are, also not in rows; ``products``: what each product is called.
    """
    across = rows[:ACROSS]
    names: dict[str, str] = {}
    for row in across:
        more = dict(zip(row.members, row.names, strict=True))
        if len(names | more) > ACROSS:
            across = across[: across.index(row)]
            break
        names |= more
    place = {member: at for at, member in enumerate(names)}
    tones = {
        True: ("shade-4", "alone takes the product down"),
        False: ("shade-2", "does so with all others of its column"),
    }
    used = {row.order == 1 for row in across}
    return Grid(
        labels([*names], [*names.values()]),
        tuple(
            "?" if row.probability is None else f"{row.probability:.1e}" if row.probability else "0"
            for row in across
        ),
        {
            (place[member], x): Cell("●", tones[row.order == 1][0])
            for x, row in enumerate(across)
            for member in row.members
        },
        (
            *((Cell("●", tone), said) for alone, (tone, said) in tones.items() if alone in used),
            *[(Cell("1.0e-05", "empty"), "how likely all of a column are down at once")] * bool(across),
        ),
        besides(of, len(across), "sets", "of fewest services, the likeliest first,"),
        tuple(products[row.product] for row in across),
    )


def _down(percent: float) -> float:
    """Seconds of a year."""
    return (100 - percent) / 100 * YEAR


def _length(value: float) -> str:
    """Seconds in words, to the second, from an hour on to the minute.

    >>> _length(59.6), _length(4000.0), _length(0.2)
    ('1m', '1h7m', '0s')
    """
    step = 1 if value < 3_600 else 60
    return text(round(value / step) * step)


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
