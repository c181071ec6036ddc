"""What happens when all services that share a value fail together, for every value of a field."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms import states
from graphmodel.algorithms.standing import standing
from graphmodel.analyses.details.failing import weight
from graphmodel.analyses.details.selection import Names
from graphmodel.answers import resilience
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.model.rows import documented
from graphmodel.selectors.by_value import by_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.index.index import Index


@documented(
    field="what the services share",
    value="its value",
    services="the services that fail together",
    products_down="the products that go down then, without those that fail themselves",
    products_degraded="how many become degraded",
    products_at_risk="how many become at risk",
    weight="6 - criticality of the products down, added up; 1 where nobody states it",
    failing="how many services fail",
    down="how many products go down",
)
class CommonCauseRow(NamedTuple):
    """One common cause."""

    field: str
    value: str
    services: tuple[str, ...]
    products_down: tuple[str, ...]
    products_degraded: int
    products_at_risk: int
    weight: int
    failing: int
    down: int


class Cause(NamedTuple):
    """What becomes of the products when these services fail."""

    value: str
    services: NDArray[np.int32]
    down: NDArray[np.intp]
    degraded: int
    at_risk: int
    weight: int


def answer(index: Index, field: str, failing: NDArray[np.bool_], state: int = states.DOWN) -> Answer:
    """One row for each value of the field, the worst first. ``failing``: bool[n], the services that may fail.

    Raises UsageError for a field that services do not have.
    """
    weights, before = weight(index), standing(index)
    found = []
    for value, services in by_value(index, field):
        if len(services := services[failing[services]]):
            outcome = states.fail(index, services.tolist(), state).state
            found.append(
                _cause(value, services, np.where(index.product & (outcome > before), outcome, 0), weights)
            )
    found.sort(key=lambda cause: (-cause.weight, -len(cause.down), -cause.degraded, -cause.at_risk))
    return Answer(
        columns(CommonCauseRow, wide=("services", "products_down")),
        Rows(partial(_rows, index, field, found)),
        title=f"What becomes of the products when all services of one {field} fail together",
        notes=() if found else (f"no service has a {field}",),
        chart=resilience.common_cause,
    )


def _cause(
    value: str, services: NDArray[np.int32], outcome: NDArray[np.uint8], weights: NDArray[np.int64]
) -> Cause:
    """``outcome``: uint8[n], the states that products get into."""
    outcome[services] = states.UP
    down = np.flatnonzero(outcome == states.DOWN)
    counted = np.bincount(outcome, minlength=states.DOWN + 1).tolist()
    return Cause(
        value, services, down, counted[states.DEGRADED], counted[states.AT_RISK], int(weights[down].sum())
    )


def _rows(index: Index, field: str, found: list[Cause]) -> Iterator[CommonCauseRow]:
    names = Names(index)
    for cause in found:
        yield CommonCauseRow(
            field,
            cause.value,
            names.id.of(cause.services.tolist()),
            names.id.of(cause.down.tolist()),
            cause.degraded,
            cause.at_risk,
            cause.weight,
            len(cause.services),
            len(cause.down),
        )
