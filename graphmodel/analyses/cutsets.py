"""Which services, failing together, take a product down, and no fewer of them do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms.cut_sets import cut_sets
from graphmodel.algorithms.standing import bad
from graphmodel.algorithms.states import DOWN
from graphmodel.analyses.details import specs
from graphmodel.analyses.details.failing import able, unavailability
from graphmodel.analyses.details.selection import Names, numbers
from graphmodel.answers import resilience
from graphmodel.answers.question import Analysis, argument, option
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.model.errors import UsageError
from graphmodel.model.rows import documented
from graphmodel.model.words import count, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.algorithms.cut_sets import CutSets
    from graphmodel.answers.world import World
    from graphmodel.index.index import Index

NAMED = 5
"""How many products a note names."""
HIGHEST = 6
"""The highest order that is worth a question."""


@dataclass(frozen=True)
class CutsetsQuestion:
    """Which services take a product down when they fail together?

    Minimal cut sets: no service of a set can be left out. A set of one is a single point of failure. Services whose
    own_availability is 100 are mere groupings and do not fail of themselves.
    """

    products: tuple[str, ...] = argument("the products: ids, names or selectors", "PRODUCT")
    order: int = option("sets of up to so many services", default=2, metavar="K")
    most: int = option("list up to so many sets of a product; 0 for all", default=1000, metavar="N")


@documented(
    product="the product",
    members="the services that take it down together; none where it is down as it is, since it needs what is gone",
    order="how many they are",
    probability="how likely it is that all of them are down at once; empty where nobody states how available one is",
    false_redundancy="the one service that takes it down although only alternatives rest on it; else empty",
    names="the names of the members",
)
class CutsetRow(NamedTuple):
    """One minimal cut set."""

    product: str
    members: tuple[str, ...]
    order: int
    probability: float | None
    false_redundancy: str
    names: tuple[str, ...]


def run(world: World, question: CutsetsQuestion) -> Answer:
    """Answer the question: by product, then order, the most likely first, then by members."""
    index = world.index
    if not 1 <= question.order <= HIGHEST:
        raise UsageError(
            f"sets of {question.order} services are not asked for", f"--order takes 1 to {HIGHEST}"
        )
    products = numbers(index, question.products)
    failing = able(index)
    found = [(v, cut_sets(index, v, question.order, failing)) for v in products]
    names = Names(index)
    notes = []
    for v, sets in found:
        if sets.order < question.order:
            notes.append(
                f"{names.called(v)}: complete up to order {sets.order}; there is too much of the next to try"
            )
        if question.most and len(sets) > question.most:
            notes.append(
                f"{names.called(v)}: {question.most:,} of {count(len(sets), 'set')} are listed; --most 0 lists all"
            )
    down = bad(index, DOWN)
    lost = [names.called(v) for v in products if down[v]]
    if lost:
        notes.append(f"down without any failure, since what is gone is needed: {listed(lost, NAMED)}")
    total = sum(len(sets) for _, sets in found) + len(lost)
    return Answer(
        columns(CutsetRow, wide=("names",), spare=("false_redundancy", "probability")),
        Rows(partial(_rows, index, found, question.most, down)),
        title=f"{count(total, 'minimal cut set')} of up to {count(question.order, 'service')}",
        notes=tuple(notes),
        spec=lambda: specs.cutsets(index, products, *_shown(found)),
        chart=resilience.cutsets,
    )


def _shown(found: list[tuple[int, CutSets]]) -> tuple[set[int], set[int]]:
    """The services that are in a set alone, and all others that are in one."""
    members = [
        {
            v
            for _, sets in found
            for some in sets.sets[first:last]
            for at in np.unique(some).tolist()
            for v in sets.classes[at]
        }
        for first, last in ((0, 1), (1, None))
    ]
    return members[0], members[1] - members[0]


def _rows(
    index: Index, found: list[tuple[int, CutSets]], most: int, down: NDArray[np.bool_]
) -> Iterator[CutsetRow]:
    names, unavailable = Names(index), unavailability(index)
    for v, sets in found:
        if down[v]:
            yield CutsetRow(names.id[v], (), 0, 1.0, "", ())
        left = most or None
        for order in range(1, sets.order + 1):
            listed = list(islice(_expanded(sets, order, unavailable), left))
            for probability, members, surely in sorted(listed, key=lambda one: (-(one[0] or 0), one[1])):
                false = "" if surely or order > 1 else names.id[members[0]]
                yield CutsetRow(
                    names.id[v], names.id.of(members), order, probability, false, names.name.of(members)
                )
            if left is not None and not (left := left - len(listed)):
                break


def _expanded(
    sets: CutSets, order: int, unavailable: NDArray[np.float64]
) -> Iterator[tuple[float | None, tuple[int, ...], bool]]:
    """The sets of services of one order: how likely, the members, and whether the product needs them surely."""
    for row in sets.sets[order - 1].tolist():
        surely = all(sets.sure[row])
        for members in product(*(sets.classes[at] for at in row)):
            likely = float(np.prod(unavailable[list(members)]))
            yield None if np.isnan(likely) else likely, tuple(sorted(members)), surely


ANALYSIS = Analysis(
    name="cutsets",
    summary="Joint failures: the smallest sets of services that take a product down.",
    question=CutsetsQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike cutsets exercise-bike",
        "graphmodel -c examples/exercise-bike cutsets kind:product --order 3",
    ),
    run=run,
    charts=("cutsets",),
)
