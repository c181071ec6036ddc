"""What happens when all services that share a value fail together, for every value of a field."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from graphmodel.algorithms import states
from graphmodel.algorithms.standing import standing
from graphmodel.analyses.details.failing import harm, weight
from graphmodel.analyses.details.selection import Names
from graphmodel.answers import resilience
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.model.rows import documented
from graphmodel.selectors.by_value import by_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from graphmodel.analyses.details.failing import Harm
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
    harm: Harm


def answer(index: Index, field: str, failing: NDArray[np.bool_], state: int = states.DOWN) -> Answer:
    """One row for each value of the field, the worst first. ``failing``: bool[n], the services that may fail.

    Raises UsageError for a field that services do not have.
    """
    weights, before = weight(index), standing(index)
    found = []
    for value, services in by_value(index, field):
        if len(services := services[failing[services]]):
            outcome = states.fail(index, services.tolist(), state).state
            hit = index.product & (outcome > before)
            hit[services] = False
            found.append(Cause(value, services, harm(outcome, hit, weights)))
    found.sort(key=_rank)
    return Answer(
        columns(CommonCauseRow, wide=("services", "products_down")),
        Rows(partial(_rows, index, field, found)),
        title=f"What becomes of the products when all services of one {field} fail together",
        notes=() if found else (f"no service has a {field}",),
        chart=resilience.common_cause,
    )


def _rank(cause: Cause) -> tuple[int, int, int, int]:
    hit = cause.harm
    return -hit.weight, -len(hit.down), -hit.degraded, -hit.at_risk


def _rows(index: Index, field: str, found: list[Cause]) -> Iterator[CommonCauseRow]:
    names = Names(index)
    for value, services, hit in found:
        yield CommonCauseRow(
            field,
            value,
            names.id.of(services.tolist()),
            names.id.of(hit.down.tolist()),
            hit.degraded,
            hit.at_risk,
            hit.weight,
            len(services),
            len(hit.down),
        )
