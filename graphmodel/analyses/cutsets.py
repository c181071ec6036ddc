"""Which services, failing together, take a product down, and no fewer of them do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from heapq import heappop, heappush
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms.cut_sets import cut_sets
from graphmodel.algorithms.standing import bad
from graphmodel.algorithms.states import DOWN
from graphmodel.algorithms.surviving import Groups, groups
from graphmodel.analyses.details import specs
from graphmodel.analyses.details.failing import unavailability
from graphmodel.analyses.details.selection import Names, numbers
from graphmodel.answers import resilience
from graphmodel.answers.chart import labels
from graphmodel.answers.question import Analysis, Topic, argument, option
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.index.stated import able
from graphmodel.model.errors import UsageError
from graphmodel.model.rows import documented
from graphmodel.model.words import count, listed, several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.algorithms.cut_sets import CutSets
    from graphmodel.algorithms.surviving import Surviving
    from graphmodel.answers.world import World
    from graphmodel.index.index import Index

NAMED = 5
"""How many products a note names."""
WITHIN = 60
"""Seconds after which no more groups are looked into."""
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
    groups: bool = option(
        "how many failures each group of alternatives below the products really survives", default=False
    )


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


@documented(
    product="the product that rests on it",
    service="the consumer whose alternatives they are",
    group="the name of the group",
    members="the alternatives",
    needs="how many of them must be up",
    spare="how many failures it survives by its numbers: those that are not needed",
    survives="how many it really survives, whatever fails",
    by="the fewest services that make it fail, one more; empty where no so few do",
    at_least="yes: it may survive more, there was too much to try",
    service_name="the name of the consumer",
    member_names="the names of the members",
    by_names="the names of by",
)
class GroupRow(NamedTuple):
    """What one group of alternatives survives."""

    product: str
    service: str
    group: str
    members: tuple[str, ...]
    needs: int
    spare: int
    survives: int
    by: tuple[str, ...]
    at_least: str
    service_name: str
    member_names: tuple[str, ...]
    by_names: tuple[str, ...]


GROUP_COLUMNS = columns(
    GroupRow,
    wide=("member_names", "by_names", "service_name"),
    spare=("at_least", "needs", "members"),
)


def run(world: World, question: CutsetsQuestion) -> Answer:
    """Answer the question: by product, then order, the most likely first, then by members."""
    index = world.index
    if not 1 <= question.order <= HIGHEST:
        raise UsageError(
            f"sets of {question.order} services are not asked for", f"--order takes 1 to {HIGHEST}"
        )
    products = numbers(index, question.products)
    failing = able(index)
    if question.groups:
        return _groups(index, products, failing)
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
                f"{names.called(v)}: {question.most:,} of {count(len(sets), 'set')} are listed, of each order the "
                "likeliest; --most 0 lists all"
            )
    down = bad(index, DOWN)
    lost = [names.called(v) for v in products if down[v]]
    if lost:
        notes.append(f"down without any failure, since what is gone is needed: {listed(lost, NAMED)}")
    total = sum(len(sets) for _, sets in found) + len(lost)
    ids = [names.id[v] for v in products]
    called = dict(zip(ids, labels(ids, [names.name[v] for v in products]), strict=True))
    return Answer(
        columns(CutsetRow, wide=("names",), spare=("false_redundancy", "probability")),
        Rows(partial(_rows, index, found, question.most, down)),
        title=f"{count(total, 'minimal cut set')} of up to {count(question.order, 'service')}",
        notes=tuple(notes),
        spec=lambda: specs.cutsets(index, products, *_shown(found), total, question.order),
        chart=partial(resilience.cutsets, total, called),
    )


def _groups(index: Index, products: list[int], failing: NDArray[np.bool_]) -> Answer:
    """By product, the groups first that survive least of what is spare; then by consumer and group."""
    end = monotonic() + WITHIN
    made = Groups(index, failing, end)
    of = {v: groups(index, v).tolist() for v in products}
    made.fail_alone(sorted({group for some in of.values() for group in some}))
    rows = []
    for v in products:
        found = [(group, made.surviving(group)) for group in of[v]]
        found.sort(key=lambda one: (one[1].failures - _spare(index, one[0]), one[1].failures, one[0]))
        rows += [(v, group, surviving) for group, surviving in found]
    below = {
        group for _, group, surviving in rows if surviving.by and surviving.failures < _spare(index, group)
    }
    total = len({group for _, group, _ in rows})
    late = f"after {WITHIN} seconds no more groups were looked into: these survive at least 1 (at_least)"
    return Answer(
        GROUP_COLUMNS,
        Rows(partial(_group_rows, index, rows)),
        title=f"{len(below):,} of {count(total, 'group')} of alternatives "
        f"{several(len(below), 'survives', 'survive')} fewer failures than by {several(len(below), 'its', 'their')} "
        "numbers",
        notes=(late,) if monotonic() > end else (),
        spec=lambda: specs.services(
            {v for v, *_ in rows} | {int(index.consumer[group]) for _, group, _ in rows}
        ),
    )


def _spare(index: Index, group: int) -> int:
    """How many of its members are not needed."""
    return int(index.member_at[group + 1] - index.member_at[group] - index.needs[group])


def _group_rows(index: Index, rows: list[tuple[int, int, Surviving]]) -> Iterator[GroupRow]:
    names = Names(index)
    for top, group, surviving in rows:
        members = index.members(group).tolist()
        consumer = int(index.consumer[group])
        yield GroupRow(
            names.id[top],
            names.id[consumer],
            index.group[group],
            names.id.of(members),
            int(index.needs[group]),
            _spare(index, group),
            surviving.failures,
            names.id.of(surviving.by),
            "no" if surviving.by else "yes",
            names.name[consumer],
            names.name.of(members),
            names.name.of(surviving.by),
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
            listed = list(islice(likeliest(sets, order, unavailable, left), left))
            for probability, members, surely in sorted(listed, key=lambda one: (-(one[0] or 0), one[1])):
                false = "" if surely or order > 1 else names.id[members[0]]
                yield CutsetRow(
                    names.id[v], names.id.of(members), order, probability, false, names.name.of(members)
                )
            if left is not None and not (left := left - len(listed)):
                break


def likeliest(
    sets: CutSets, order: int, unavailable: NDArray[np.float64], most: int | None = None
) -> Iterator[tuple[float | None, tuple[int, ...], bool]]:
    """The sets of services of one order, the likeliest ``most`` first: how likely, members, are they surely needed?

    What is not known of a service counts as never failing here. Of a set of classes the likeliest members come first,
    and with each that is taken those wait which differ from it in one later class by the next member.
    """
    known = np.nan_to_num(unavailable)
    classes = [sorted(members, key=lambda v: -known[v]) for members in sets.classes]
    chosen = sets.sets[order - 1]
    first = np.array([known[members[0]] for members in classes])
    found = np.argsort(-np.prod(first[chosen], axis=1), kind="stable")[:most]
    waiting: list[tuple[float, int, tuple[int, ...], int]] = []

    def wait(at: int, places: tuple[int, ...], last: int) -> None:
        members = [classes[c][place] for c, place in zip(chosen[at].tolist(), places, strict=True)]
        heappush(waiting, (-float(np.prod(known[members])), at, places, last))

    for at in found.tolist():
        wait(at, (0,) * order, 0)
    while waiting:
        _, at, places, last = heappop(waiting)
        row = chosen[at].tolist()
        members = [classes[c][place] for c, place in zip(row, places, strict=True)]
        likely = float(np.prod(unavailable[members]))
        yield None if np.isnan(likely) else likely, tuple(sorted(members)), all(sets.sure[row])
        for later in range(last, order):
            if places[later] + 1 < len(classes[row[later]]):
                wait(at, (*places[:later], places[later] + 1, *places[later + 1 :]), later)


MEANS = (
    "A minimal cut set of a product are services other than itself whose joint failure takes it down, and of "
    "which none can be left out; a set of one is a single point of failure. Only hard requirements and the state "
    "down count. probability is the product of what the members lack in availability of their own, so they are "
    "taken to fail independently of each other: what they share (a supplier, a site, a room) is not in it unless "
    "it is a service of the catalogue. false_redundancy is a single point of failure on which only alternatives "
    "rest. Sets are complete up to the order that is stated; see W. E. Vesely et al., Fault Tree Handbook "
    "(NUREG-0492), 1981."
)
GROUPS = (
    "A group needs k of its n members. By its numbers it survives n - k failures, its spare. What it really "
    "survives is one less than the fewest services, other than its consumer, whose joint failure leaves fewer "
    "than k members up: members that rest on one service go down with it. 0 means that the redundancy is on paper "
    "only."
)


ANALYSIS = Analysis(
    name="cutsets",
    summary="Joint failures: the smallest sets of services that take a product down.",
    question=CutsetsQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike cutsets exercise-bike",
        "graphmodel -c examples/exercise-bike cutsets kind:product --order 3",
        "graphmodel -c examples/university cutsets lms --groups",
    ),
    run=run,
    topics=(Topic("cutsets", CutsetRow, MEANS), Topic("groups", GroupRow, GROUPS)),
    charts=("cutsets",),
)
