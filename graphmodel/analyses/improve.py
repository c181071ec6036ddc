"""The cheapest way out: which changes, at the least cost, take products to a target."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms.cheapest import GRACE, cheapest
from graphmodel.algorithms.extended import foundation
from graphmodel.analyses.details import specs
from graphmodel.analyses.details.available import Available
from graphmodel.analyses.details.failing import NODES, checked_nodes
from graphmodel.analyses.details.prices import prices
from graphmodel.analyses.details.restored import Restored
from graphmodel.analyses.details.selection import Names, chosen, select_argument
from graphmodel.analyses.details.targets import NoSpof
from graphmodel.answers.question import REQUIRED, Analysis, Topic, option
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.model import durations
from graphmodel.model.errors import UsageError
from graphmodel.model.rows import documented
from graphmodel.model.words import count, several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.algorithms.cheapest import Cheapest
    from graphmodel.algorithms.extended import Foundation
    from graphmodel.analyses.details.targets import Goal
    from graphmodel.answers.world import World
    from graphmodel.index.index import Index

NO_SPOF = "no-spof"
RTO = "rto="
FORM = "it is no-spof, a percentage (99.95), or a time to be back (rto=4h)"
LONG = 50
"""Of more changes it is not asked what each reaches."""


@dataclass(frozen=True)
class ImproveQuestion:
    """What is the cheapest set of changes that takes products to a target?

    Changes: another provider beside a service that is needed alone, one more in a group of alternatives, a better own
    availability or own time. Each costs what the service costs (1 where nobody states it), unless a file of prices
    says otherwise. Every answer is proved: the changes are made in memory, and the question is asked again.
    """

    target: str = option(
        "no-spof: no service alone takes one down; 99.95: each so available, percent; rto=4h: each back in time, "
        "whichever service fails",
        default=REQUIRED,
        metavar="TARGET",
    )
    select: tuple[str, ...] = select_argument("the products or services (all products)")
    prices: Path | None = option(
        "a TOML file: what changes cost, and what is not for sale", metavar="FILE", path="read"
    )
    alike: bool = option(
        "new providers need what the ones beside them need; else they stand on their own", default=False
    )
    nodes: int = option("memory: nodes of a diagram, for availability", default=NODES, metavar="N")
    within: int = option("seconds after which the best found must do", default=60, metavar="SECONDS")


@documented(
    step="the number of the change, what reaches most first",
    change="another provider, one more in the group, better own availability, or better own time",
    subject="the service that it is about; of a group its consumer",
    cost="what it costs",
    reaches="with this change and those before it: single points of failure that are left, the percent of "
    "the least available product, or how long the last one takes to be back; of a long answer the last alone",
    group="the group that gets one more",
    beside="the service that a new provider is like",
    name="the subject's name",
)
class ImproveRow(NamedTuple):
    """One change."""

    step: int
    change: str
    subject: str
    cost: float
    reaches: float | str | None
    group: str
    beside: str
    name: str


def run(world: World, question: ImproveQuestion) -> Answer:
    """Answer the question: the changes in the order in which they reach most."""
    index = world.index
    products = chosen(index, question.select or ("kind:product",), ())
    if not len(products):
        raise UsageError("nothing is selected", "name products or services that are to get better")
    end = monotonic() + question.within
    whole = foundation(index, products)
    target = _target(index, whole, question, max(end, monotonic() + GRACE))
    every = np.ones(len(target.offers.offers), np.bool_)
    try:
        found = cheapest(
            target.offers.cost, target.offers.before, target.offers.ring(whole.chosen), target.lacking, end
        )
    except TimeoutError:
        seconds = f"{max(question.within, GRACE):g} seconds"
        raise UsageError(
            f"{seconds} were not enough to see whether {count(len(every), 'change')} reach {question.target} at all",
            "a larger --within, or fewer products",
        ) from None
    end = max(end, monotonic() + GRACE)
    if found is None:
        reached = _reached(target, every, end)
        with_all = () if reached is None else (f"with all of them: {target.in_words(reached)}",)
        return Answer(
            columns(ImproveRow),
            (),
            title=f"{question.target} cannot be reached by any of {count(len(every), 'change')}",
            notes=(*with_all, *target.notes()),
        )
    steps = _steps(target, found, end)
    subjects = whole.services[[target.offers.offers[at].service for at, _ in steps]].tolist()
    return Answer(
        columns(ImproveRow, spare=("beside", "name", "group")),
        Rows(partial(_rows, index, whole, target, steps)),
        title=_title(question, target, found),
        notes=tuple(_notes(question, target, found)),
        spec=lambda: specs.services([*products.tolist(), *subjects]),
    )


def _target(index: Index, whole: Foundation, question: ImproveQuestion, end: float) -> Goal:
    cost = prices(index, question.prices)
    text = question.target.strip()
    if text == NO_SPOF:
        return NoSpof(index, whole, cost, alike=question.alike)
    if text.startswith(RTO):
        return Restored(index, whole, cost, _seconds(text.removeprefix(RTO)), alike=question.alike)
    try:
        percent = float(text.removesuffix("%"))
    except ValueError:
        percent = -1.0
    if not 0 < percent <= 100:
        raise UsageError(f"there is no target {question.target!r}", FORM)
    nodes = checked_nodes(question.nodes)
    return Available(index, whole, cost, percent, nodes, end, alike=question.alike)


def _seconds(text: str) -> int:
    try:
        return durations.seconds(text)
    except ValueError as error:
        raise UsageError(str(error), FORM) from None


def _steps(target: Goal, found: Cheapest, end: float) -> list[tuple[int, float | None]]:
    """The offers in their order, and what each reaches with those before it; of many, and of late, only the last."""
    offered, made = target.offers.offers, np.zeros(len(found.chosen), np.bool_)
    picked = np.flatnonzero(found.chosen).tolist()
    alone: dict[int, float | None] = {}
    for at in picked if len(picked) <= LONG else []:
        only = made.copy()
        only[at] = True
        alone[at] = _reached(target, only, end)
        if alone[at] is None:
            break
    if len(alone) < len(picked) or None in alone.values():
        return [(at, _reached(target, found.chosen, end) if at == picked[-1] else None) for at in picked]
    steps: list[tuple[int, float | None]] = []
    for at in sorted(picked, key=lambda at: (offered[at].step, -target.sign * (alone[at] or 0), at)):
        made[at] = True
        steps.append((at, _reached(target, made, end)))
    return steps


def _reached(target: Goal, chosen: NDArray[np.bool_], end: float) -> float | None:
    """What these reach, asked again; None where there is no time to."""
    try:
        return target.reaches(chosen, end)
    except TimeoutError:
        return None


def _title(question: ImproveQuestion, target: Goal, found: Cheapest) -> str:
    number = int(np.count_nonzero(found.chosen))
    if not number:
        return f"{question.target} is reached as it is"
    cost = float(target.offers.cost[found.chosen].sum())
    how = "the cheapest way" if found.proven else "the best that was found"
    if found.chosen.all() and not found.proven:
        how = "all that may be changed, as the time was not enough to find less"
    return f"{count(number, 'change')} for {cost:,.12g} {several(number, 'reaches', 'reach')} {question.target}: {how}"


def _notes(question: ImproveQuestion, target: Goal, found: Cheapest) -> Iterator[str]:
    picked = [target.offers.offers[at] for at in np.flatnonzero(found.chosen).tolist()]
    if len(picked) > LONG:
        kinds = Counter(offer.change for offer in picked)
        yield "; ".join(f"{change}: {number:,} times" for change, number in kinds.most_common())
    if not found.proven:
        yield f"no way costs less than {found.least:,.12g}; a larger --within may find a cheaper one"
    yield from target.notes()
    if any(offer.beside >= 0 for offer in picked) and not question.alike:
        yield "a new provider is as available as the one beside it is now, and needs nothing (--alike: the same)"


def _rows(
    index: Index, whole: Foundation, target: Goal, steps: list[tuple[int, float | None]]
) -> Iterator[ImproveRow]:
    names, service, requirement = Names(index), whole.services, whole.requirements
    for step, (at, reaches) in enumerate(steps, 1):
        offer = target.offers.offers[at]
        subject, beside = int(service[offer.service]), offer.beside
        yield ImproveRow(
            step,
            offer.change,
            names.id[subject],
            offer.cost,
            None if reaches is None else target.shown(reaches),
            index.group[int(requirement[offer.requirement])] if offer.requirement >= 0 else "",
            names.id[int(service[beside])] if beside >= 0 else "",
            names.name[subject],
        )


MEANS = (
    "The cheapest set of changes that takes products to a target: no service alone takes one of them down (no-spof), "
    "each is so available (99.95), or is back in time whichever service fails alone (rto=4h). A change costs what the "
    "service that it is about costs (cost; 1 where nobody states it), unless --prices says otherwise. A new provider "
    "stands on its own and is as available as the one beside it is today, all below included; with --alike it needs "
    "what that one needs. Found as an implicit hitting set: of a set of changes that does not do it is asked what any "
    "that does must hold, and HiGHS finds the cheapest within all that is known (E. Moreno-Centeno, R. M. Karp, "
    "Operations Research 61, 2013). Proved by making the changes in memory and asking again. Where time ran out the "
    "answer says that it is the best that was found, and what no way costs less than."
)
ANALYSIS = Analysis(
    name="improve",
    summary="The cheapest way out: which changes take products to a target.",
    question=ImproveQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike improve --target no-spof",
        "graphmodel -c examples/exercise-bike improve exercise-bike --target 99.5",
        "graphmodel -c examples/university improve --target rto=4h",
    ),
    run=run,
    topics=(Topic("improve", ImproveRow, MEANS),),
)
