"""What becomes of the products day by day, as services start and end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graphmodel.algorithms import states
from graphmodel.analyses.details.failing import harm, weight
from graphmodel.analyses.details.selection import Names
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.model.errors import UsageError
from graphmodel.model.notation import BadValue, Notation
from graphmodel.model.rows import documented
from graphmodel.model.values import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.index.index import Index


_WRITTEN: Final = "write it as 2027-01-31"


@documented(
    date="a day on which services start or end, ISO 8601",
    ends="the services that are there no longer from that day on",
    starts="the services that are there from that day on",
    products_down="the products that are down that day, without those that are not there themselves",
    products_degraded="how many are degraded",
    products_at_risk="how many are at risk",
    weight="6 - criticality of the products down, added up; 1 where nobody states it",
    down="how many products are down",
    ends_names="the names of ends",
    starts_names="the names of starts",
)
class BetweenRow(NamedTuple):
    """One day on which something changes."""

    date: str
    ends: tuple[str, ...]
    starts: tuple[str, ...]
    products_down: tuple[str, ...]
    products_degraded: int
    products_at_risk: int
    weight: int
    down: int
    ends_names: tuple[str, ...]
    starts_names: tuple[str, ...]


def day(text: str) -> str:
    """A day as ISO 8601 has it. Raises UsageError for what is none."""
    try:
        found = TYPES["date"].parse(text, Notation())
    except BadValue as error:
        raise UsageError(f"the day {text!r} {error.message}", _WRITTEN) from None
    if not found:
        raise UsageError("the day is empty", _WRITTEN)
    return found


def answer(index: Index, period: tuple[str, str], failed: Sequence[int], state: int = states.DOWN) -> Answer:
    """One row for each day of the period, its first and last included, on which a service starts or ends.

    ``failed``: what is in that state besides, on all of these days. Raises UsageError for days that are none.
    """
    first, last = map(day, period)
    if first > last:
        raise UsageError(f"{first} is after {last}", "the earlier day comes first")
    records = index.records("service")
    starts, ends = (np.array(records.texts(name)) for name in ("starts", "ends"))
    days = sorted({*starts.tolist(), *ends.tolist()})
    shown = [one for one in days if one and first <= one <= last]
    return Answer(
        columns(
            BetweenRow,
            wide=("products_down", "ends_names", "starts_names"),
            spare=("weight",),
        ),
        Rows(partial(_rows, index, starts, ends, shown, failed, state)),
        title=f"What becomes of the products from {first} to {last}",
        notes=() if any(days) else ("no service has a date: starts and ends are fields of services",),
    )


def _rows(
    index: Index,
    starts: NDArray[np.str_],
    ends: NDArray[np.str_],
    days: Sequence[str],
    failed: Sequence[int],
    state: int,
) -> Iterator[BetweenRow]:
    names, weights = Names(index), weight(index)
    for one in days:
        gone = index.gone | (starts > one) | ((ends != "") & (ends <= one))
        outcome = states.fail(index, failed, state, gone).state
        hit = harm(outcome, index.product & ~gone, weights)
        down = hit.down.tolist()
        ended, started = (np.flatnonzero(column == one).tolist() for column in (ends, starts))
        yield BetweenRow(
            one,
            names.id.of(ended),
            names.id.of(started),
            names.id.of(down),
            hit.degraded,
            hit.at_risk,
            hit.weight,
            len(down),
            names.name.of(ended),
            names.name.of(started),
        )
