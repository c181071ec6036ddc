"""How likely products are to be up, against what is promised, and which service matters most for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms.availability import Model
from graphmodel.analyses.details import specs
from graphmodel.analyses.details.failing import NODES, PLACES, checked_nodes, percent, unavailability, weight
from graphmodel.analyses.details.selection import Names, chosen, nothing, select_argument
from graphmodel.answers import resilience
from graphmodel.answers.question import Analysis, Topic, option
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.model.durations import YEAR
from graphmodel.model.errors import UsageError
from graphmodel.model.rows import documented
from graphmodel.model.words import count, listed
from graphmodel.selectors import selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.algorithms.availability import Importance, Likely
    from graphmodel.answers.world import World
    from graphmodel.index.index import Index

NAMED = 5
"""How many services a note names."""


@dataclass(frozen=True)
class AvailabilityQuestion:
    """How likely are they to be up, given how available each service is of itself?

    Exact: what several ways share is counted once. Services fail independently of each other. Where a service needs
    others and states no own_availability, it has no parts that fail; where it needs none, what it promises counts.
    """

    select: tuple[str, ...] = select_argument("the products or services (all products)")
    importance: str | None = option(
        "which services matter most for this one product: what it gains if each never failed",
        metavar="PRODUCT",
    )
    nodes: int = option(
        "memory: exact up to so many nodes of a diagram, else bounds (up to 250 bytes each)",
        default=NODES,
        metavar="N",
    )
    within: int = option("seconds after which the others get bounds only", default=60, metavar="SECONDS")


@documented(
    id="the product or service",
    modelled="how available it is, percent; empty where that is only known between low and high",
    promised="how available it is promised to be, percent",
    low="at least so much, percent",
    high="at most so much, percent",
    exact="yes, or no where its diagram is too large: low and high are bounds then",
    minutes_per_year="how long it is down in a year of 365 days; empty where modelled is",
    verdict="of the promise: kept, broken, or unknown; empty where nothing is promised",
    name="its name",
    width="how far low and high are apart, percent points",
)
class AvailabilityRow(NamedTuple):
    """How available one service is."""

    id: str
    modelled: float | None
    promised: float | None
    low: float
    high: float
    exact: str
    minutes_per_year: float | None
    verdict: str
    name: str
    width: float


@documented(
    product="the product",
    service="a service that it needs, or itself",
    birnbaum="how much likelier it is to be down when the service is down than when that is up",
    criticality="how likely the service is to be what matters when the product is down; it and what follows are "
    "empty where the service states no availability",
    fussell_vesely="the share of its unavailability that is gone when the service never fails",
    achievement="how many times likelier it is to be down when the service is down; empty where it never is",
    reduction="how many times likelier it is to be down than when the service never fails; empty: never then",
    minutes_gained="minutes of a year that it gains when the service never fails",
    name="the service's name",
)
class ImportanceRow(NamedTuple):
    """What one service means for a product."""

    product: str
    service: str
    birnbaum: float
    criticality: float | None
    fussell_vesely: float | None
    achievement: float | None
    reduction: float | None
    minutes_gained: float | None
    name: str


def run(world: World, question: AvailabilityQuestion) -> Answer:
    """Answer the question: the longest down first, by its lower bound; importances by what is gained."""
    index = world.index
    begin = monotonic()
    unavailable = unavailability(index)
    model = Model(index, unavailable, checked_nodes(question.nodes), begin + question.within)
    if question.importance is not None:
        return _importance(index, model, selector.one(index, question.importance), unavailable)
    services = chosen(index, question.select or ("kind:product",), ())
    urgent = services[np.argsort(-weight(index)[services], kind="stable")].tolist()
    found = model.of_many(urgent, begin)
    order = sorted(found, key=lambda v: (found[v].low, v))
    wide = [one.high - one.low for one in found.values() if not one.exact]
    notes = nothing(question.select, services)
    if wide:
        more = f"up to {percent(max(wide)):.3g} percent points wide; larger --nodes or --within may help"
        notes = (*notes, f"{count(len(wide), 'answer')} not exact: {more}")
    unknown = sum(one.exact and one.low != one.high for one in found.values())
    if unknown:
        notes = (*notes, f"{count(unknown, 'answer')} between two ends: services below state no availability")
    return Answer(
        columns(AvailabilityRow, wide=("width",), spare=("exact", "high", "low", "name")),
        Rows(partial(_rows, index, found, order)),
        title="Availability, modelled and promised",
        notes=notes,
        spec=lambda: specs.services(order),
        chart=resilience.availability,
    )


def _rows(index: Index, found: dict[int, Likely], order: list[int]) -> Iterator[AvailabilityRow]:
    names, promise = Names(index), index.levels["availability"].value
    for v in order:
        low, high = map(percent, found[v][:2])
        promised = None if np.isnan(promise[v]) else float(promise[v])
        known = low == high
        yield AvailabilityRow(
            names.id[v],
            low if known else None,
            promised,
            low,
            high,
            "yes" if found[v].exact else "no",
            _minutes(1 - found[v].low) if known else None,
            _verdict(promised, low, high),
            names.name[v],
            round(high - low, PLACES),
        )


def _verdict(promised: float | None, low: float, high: float) -> str:
    if promised is None:
        return ""
    if low >= promised:
        return "kept"
    return "broken" if high < promised else "unknown"


def _importance(index: Index, model: Model, product: int, unavailable: NDArray[np.float64]) -> Answer:
    found = model.importance(product)
    called = Names(index).called(product)
    if found is None:
        raise UsageError(
            f"the diagram of {called} is too large for its importances",
            "a larger --nodes needs more memory, a larger --within more time",
        )
    silent = found.service[np.isnan(unavailable[found.service])].tolist()
    notes: tuple[str, ...] = ()
    if silent:
        names = listed([Names(index).called(v) for v in silent], NAMED)
        notes = (f"no availability is stated of what counts here as never failing: {names}",)
    least = "at least " * bool(silent)
    return Answer(
        columns(ImportanceRow, spare=("fussell_vesely", "reduction", "achievement", "criticality", "name")),
        Rows(partial(_importances, index, product, found, unavailable)),
        title=f"{called}: down {least}{_minutes(found.down):,.10g} minutes of a year; "
        "what it gains if each never fails",
        notes=notes,
        spec=lambda: specs.services([product, *found.service[~index.gone[found.service]].tolist()]),
        chart=resilience.importance,
    )


def _importances(
    index: Index, product: int, found: Importance, unavailable: NDArray[np.float64]
) -> Iterator[ImportanceRow]:
    """M. Rausand, A. Høyland, System Reliability Theory, 2nd edition, chapter 5.

    Of the two definitions of Fussell and Vesely's measure in use this is the fractional one,
    1 - P(down | the service is up) / P(down); for coherent systems it is the criticality importance.
    """
    names, down = Names(index), found.down
    stated = unavailable[found.service]
    gained = np.nan_to_num(stated) * found.birnbaum
    order = np.lexsort((found.service, -found.birnbaum, -gained))
    for at in order[~index.gone[found.service[order]]].tolist():
        v, without, known = int(found.service[at]), down - gained[at], not np.isnan(stated[at])
        share = None if not known else float(gained[at] / down) if down else 0.0
        yield ImportanceRow(
            names.id[product],
            names.id[v],
            float(found.birnbaum[at]),
            share,
            share,
            float((down + (1 - stated[at]) * found.birnbaum[at]) / down) if known and down else None,
            float(down / without) if known and without > 0 else None,
            _minutes(float(gained[at]), 4) if known else None,
            names.name[v],
        )


def _minutes(share: float, places: int = 2) -> float:
    """That share of a year of 365 days."""
    return round(share * YEAR / 60, places)


MEANS = (
    "How likely a product is to be up at any moment, given how available each service is of itself: "
    "own_availability; where that is absent, the promised availability of a service without hard requirements "
    "(which then includes all that is below what the catalogue knows), and 100 for the rest. Services are taken "
    "to fail independently of each other; soft requirements do not count, nor do degraded and at-risk. What "
    "several ways share is counted once, so the figure is exact: the function of the states is built as a binary "
    "decision diagram and added up (R. E. Bryant, IEEE Transactions on Computers C-35, 1986; A. Rauzy, "
    "Reliability Engineering and System Safety 40, 1993)."
)
IMPORTANCE = (
    "Which service matters most for one product. birnbaum = P(down | service down) - P(down | service up): how "
    "much hangs on it. criticality = birnbaum * u / P(down), u being what it lacks in availability: how likely it "
    "is the cause. achievement = P(down | service down) / P(down), reduction = P(down) / P(down | service up). "
    "minutes_gained = u * birnbaum in minutes of a year: what a service that never failed would buy, the figure "
    "to compare prices with. M. Rausand and A. Hoyland, System Reliability Theory, 2nd edition, chapter 5."
)


ANALYSIS = Analysis(
    name="availability",
    summary="How likely products are to be up, modelled against promised.",
    question=AvailabilityQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike availability",
        "graphmodel -c examples/exercise-bike availability --importance exercise-bike",
    ),
    run=run,
    topics=(Topic("availability", AvailabilityRow, MEANS), Topic("importance", ImportanceRow, IMPORTANCE)),
    charts=("availability", "availability --importance"),
)
