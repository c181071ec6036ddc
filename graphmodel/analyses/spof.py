"""Single points of failure: what each service takes down alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms import states
from graphmodel.algorithms.spof import alone, taken_down_by
from graphmodel.analyses.details import common_cause, proof, specs
from graphmodel.analyses.details.failing import Accountable, weight
from graphmodel.analyses.details.selection import Names, chosen, exclude_option, nothing, select_argument
from graphmodel.answers import resilience
from graphmodel.answers.question import Analysis, Topic, option
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.index.stated import able
from graphmodel.model.errors import UsageError
from graphmodel.model.rows import documented
from graphmodel.model.words import count
from graphmodel.selectors import selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.algorithms.spof import Alone
    from graphmodel.answers.world import World
    from graphmodel.index.index import Index


@dataclass(frozen=True)
class SpofQuestion:
    """What does each service take down alone?

    Every service fails by itself, one after the other, unless its own_availability is 100: a mere grouping of others.
    The products that are down then weigh 6 - criticality each (1 where nobody states it).
    """

    select: tuple[str, ...] = select_argument("the services that fail (all)")
    exclude: tuple[str, ...] = exclude_option()
    by: str | None = option(
        "all services that share a value of this fail together: provider, category, role, an attribute",
        metavar="FIELD",
    )
    why: str | None = option("prove why each product is down when this one service fails", metavar="ID")
    top: int = option("so many rows, the worst first; 0 for all", default=100, metavar="N")


@documented(
    service="the service that fails",
    products_down="the products that go down then, without itself",
    products_degraded="how many become degraded",
    products_at_risk="how many become at risk",
    weight="6 - criticality of the products down, added up; 1 where nobody states it",
    name="the service's name",
    down="how many products go down",
    accountable="the role that is accountable for it",
)
class SpofRow(NamedTuple):
    """One service that some product feels when it fails."""

    service: str
    products_down: tuple[str, ...]
    products_degraded: int
    products_at_risk: int
    weight: int
    name: str
    down: int
    accountable: str


BLOCK = 1_000
"""Services whose products are found at once."""
PROVED = 20
"""So many products are proved at once."""


def run(world: World, question: SpofQuestion) -> Answer:
    """Answer the question: by weight, then products down, the largest first, then by id."""
    index = world.index
    if question.why is not None:
        if question.by is not None:
            raise UsageError("--why and --by are different questions", "ask one at a time")
        return _why(index, selector.one(index, question.why))
    services = chosen(index, question.select, question.exclude)
    failing = np.zeros(index.n, np.bool_)
    failing[services] = True
    failing &= able(index)
    if question.by is not None:
        return common_cause.answer(index, question.by, failing)
    products = np.flatnonzero(index.product).astype(np.int32)
    found = alone(index, products, weight(index)[products])
    felt = np.flatnonzero(failing & (found.down + found.degraded + found.at_risk > 0))
    order = felt[np.lexsort((felt, -found.down[felt], -found.weight[felt]))].astype(np.int32)
    shown = order[: question.top] if question.top else order
    single = int(np.count_nonzero(found.down[felt]))
    notes = nothing(question.select, services)
    if len(shown) < len(order):
        notes = (*notes, f"the worst {len(shown):,} of {len(order):,} services are shown; --top 0 shows all")
    return Answer(
        columns(
            SpofRow, wide=("products_down",), spare=("accountable", "products_at_risk", "products_degraded")
        ),
        Rows(partial(_rows, index, found, shown)),
        title=f"{count(single, 'service')} of {int(failing.sum()):,} alone "
        f"{'takes' if single == 1 else 'take'} a product down",
        notes=notes,
        spec=lambda: specs.services(order[found.down[order] > 0].tolist()),
        chart=partial(resilience.spof, single),
    )


def _rows(index: Index, found: Alone, services: NDArray[np.int32]) -> Iterator[SpofRow]:
    names = Names(index)
    accountable = Accountable(index)
    products = np.flatnonzero(index.product).astype(np.int32)
    for first in range(0, len(services), BLOCK):
        block = services[first : first + BLOCK]
        for v, down in zip(block.tolist(), taken_down_by(index, block, products), strict=True):
            yield SpofRow(
                names.id[v],
                names.id.of(down.tolist()),
                int(found.degraded[v]),
                int(found.at_risk[v]),
                int(found.weight[v]),
                names.name[v],
                int(found.down[v]),
                ", ".join(names.role_id.of(accountable[v])),
            )


def _why(index: Index, service: int) -> Answer:
    outcome = states.fail(index, [service])
    down = np.flatnonzero((outcome.state == states.DOWN) & index.product)
    down = down[down != service]
    order = down[np.argsort(-weight(index)[down], kind="stable")].tolist()
    found = proof.answer(index, outcome, order[:PROVED])
    title = f"{count(len(order), 'product')} down when {Names(index).called(service)} fails"
    notes = (f"the first {PROVED} of {len(order):,} are proved",) if len(order) > PROVED else ()
    return replace(found, title=title, notes=notes)


MEANS = (
    "A single point of failure is a service that alone takes a product down. Every service fails by itself, one "
    "after the other, unless its own_availability is 100: a mere grouping of others. A product that fails itself "
    "does not count. weight is the sum of 6 - criticality over the products that are down, 1 for one that states "
    "none: what to look at first, not how likely it is; for that see graphmodel explain availability."
)


ANALYSIS = Analysis(
    name="spof",
    summary="Single points of failure: what each service takes down alone.",
    question=SpofQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike spof",
        "graphmodel -c examples/exercise-bike spof --by category",
        "graphmodel -c examples/exercise-bike spof --why name-resolution",
    ),
    run=run,
    topics=(Topic("spof", SpofRow, MEANS),),
    charts=("spof", "spof --by"),
)
