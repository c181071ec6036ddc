"""What happens when services fail together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms import states
from graphmodel.algorithms.promises import VERDICTS, judge
from graphmodel.analyses.details import between, calling, common_cause, doubt, specs
from graphmodel.analyses.details.failing import Accountable
from graphmodel.analyses.details.selection import Names, kind, numbers
from graphmodel.answers.question import Analysis, Topic, argument, option
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.index.stated import LEAST, criticality
from graphmodel.model.errors import UsageError
from graphmodel.model.rows import documented
from graphmodel.model.words import count, label, listed
from graphmodel.selectors import selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.algorithms.states import States
    from graphmodel.answers.world import World
    from graphmodel.index.arrays import Integers
    from graphmodel.index.index import Index


@dataclass(frozen=True)
class ImpactQuestion:
    """What happens when these services fail together?

    A failed hard requirement takes its consumer down, a failed soft one degrades it; where alternatives are left but
    not all, the consumer is at risk. Failed services come with distance 0; what stays up is not listed. A product that
    stays up is ruled out where it and all that it rests on are mapped, else in doubt: what it needs may be missing.
    """

    services: tuple[str, ...] = argument(
        "the services that fail together: ids, aliases, names, or selectors (provider:acme, site:bonn)",
        "SELECT",
        default=(),
    )
    state: str = option(
        "the state that they are in", default="down", choices=("down", "degraded"), flag="--as"
    )
    why: str | None = option("prove the state of this one service as a tree", metavar="ID")
    by: str | None = option(
        "ask once for each value of this, of all services or of those named: provider, category, role, an attribute",
        metavar="FIELD",
    )
    between: tuple[str, str] | None = option(
        "one row for each day from A to B on which services start or end", metavar="A B"
    )
    notify: bool = option(
        "the roles to call: all that hold a responsibility for what is affected", default=False
    )
    contacts: bool = option(
        "whom to call, each contact once: with its roles and what is affected", default=False
    )
    doubt: bool = option(
        "add the products that are only not affected as far as stated, with the services in doubt",
        default=False,
    )


@documented(
    id="the service",
    kind="product or service",
    state="down, degraded or at-risk; up: in doubt",
    distance="dependencies on a shortest way to a failed service, whatever carried the state; none of one in doubt",
    via="the provider that brings it down: follow it to a failed service; empty for a failed one",
    because="the members of the requirement that gives the state, as far as they are not up; of a product in doubt "
    "the dark and open services that it is or rests on, the nearest first",
    name="the service's name",
    via_name="the name of via",
    because_names="the names of because",
    cause="via, then the others of because, by name, or by id where there is none; of a product in doubt how many "
    "are dark and open, and the nearest",
    criticality="1 (highest) … 5, empty where nobody states it",
    type="the type: the root of its category",
    rto="the recovery time that is promised, its own or its category's",
    accountable="the role that is accountable for it",
    rto_verdict="can that be kept by what it needs itself: kept, broken or unknown, as promises has it",
)
class ImpactRow(NamedTuple):
    """One affected service and why."""

    id: str
    kind: str
    state: str
    distance: int | None
    via: str
    because: tuple[str, ...]
    name: str
    via_name: str
    because_names: tuple[str, ...]
    cause: str
    criticality: str
    type: str
    rto: str
    accountable: str
    rto_verdict: str


COLUMNS = columns(
    ImpactRow,
    wide=("via", "because", "via_name", "because_names"),
    spare=("type", "rto_verdict", "rto", "accountable", "kind", "distance", "criticality", "cause", "name"),
)
NAMED = 5
"""How many services a sentence names."""
BLOCK = 10_000
"""Rows whose causes are found at once."""


def run(world: World, question: ImpactQuestion) -> Answer:
    """Answer the question: products first, the worst state, the most critical, the nearest, by id."""
    index = world.index
    asked = [
        f"--{name}"
        for name in ("why", "by", "between", "notify", "contacts", "doubt")
        if getattr(question, name)
    ]
    if len(asked) > 1:
        raise UsageError(f"{' and '.join(asked)} are different questions", "ask one at a time")
    if question.by:
        failing = ~index.gone
        if question.services:
            failing = np.zeros(index.n, np.bool_)
            failing[numbers(index, question.services)] = True
        return common_cause.answer(index, question.by, failing, states.NAMES.index(question.state))
    if not (question.services or question.between or world.proposal):
        raise UsageError(
            "impact needs services",
            "services: the services that fail together; or ask --by FIELD, --between A B or --at DATE",
        )
    failed = numbers(index, question.services) if question.services else []
    if question.between:
        if world.proposal and world.proposal.at:
            raise UsageError("--at and --between are different questions", "ask one at a time")
        return between.answer(index, question.between, failed, states.NAMES.index(question.state))
    outcome = states.fail(index, failed, states.NAMES.index(question.state))
    if question.why:
        from graphmodel.analyses.details import proof

        return proof.answer(index, outcome, [selector.one(index, question.why)])
    affected = _affected(index, outcome)
    stands = doubt.standing(outcome, failed)
    title = _title(index, failed, question.state, affected)
    notes: tuple[str, ...]
    rows: Rows[ImpactRow] | Rows[calling.CallRow] | Rows[calling.ContactRow]
    if question.notify:
        notes, rows = calling.unheld(index, affected), Rows(partial(calling.calls, outcome, affected))
        made = calling.CALLS
    elif question.contacts:
        notes = calling.unheld(index, affected)
        rows, made = Rows(partial(calling.contacts, outcome, affected)), calling.CONTACTS
    else:
        doubted = stands.doubt.services if question.doubt else stands.doubt.services[:0]
        notes, rows, made = (), Rows(partial(_listed, outcome, affected, doubted)), COLUMNS
    return Answer(
        made,
        rows,
        title=title,
        subtitle=stands.sentence,
        notes=notes,
        more={"counts": stands.counts},
        spec=lambda: specs.impact(outcome),
    )


def _affected(index: Index, outcome: States) -> NDArray[np.intp]:
    """What is not up, in the order of the answer; what is gone is not there."""
    found = np.flatnonzero((outcome.state != states.UP) & ~index.gone)
    worst = -outcome.state[found].astype(np.int8)
    critical = (criticality(index)[found] + LEAST) % (LEAST + 1)
    return found[np.lexsort((found, outcome.distance[found], critical, worst, ~index.product[found]))]


def _title(index: Index, failed: list[int], state: str, affected: NDArray[np.intp]) -> str:
    named = f"{listed([label(index.service_id[v], index.service_name[v]) for v in failed], NAMED)} {state}"
    hit = affected[~np.isin(affected, failed)]
    products = int(np.count_nonzero(index.product[hit]))
    others = len(hit) - products
    affect = f"{count(products, 'product')} and {count(others, 'other service')} affected"
    return f"{named if failed else 'What is gone' if index.taken else 'Nothing is gone'}: {affect}"


def _listed(outcome: States, affected: NDArray[np.intp], doubted: NDArray[np.int32]) -> Iterator[ImpactRow]:
    """What is affected; the products in doubt, which are up, come after the others, the most critical first."""
    index = outcome.index
    products = int(np.count_nonzero(index.product[affected]))
    yield from _rows(outcome, affected[:products])
    if len(doubted):
        critical = (criticality(index)[doubted] + LEAST) % (LEAST + 1)
        yield from _doubted(outcome, doubted[np.lexsort((doubted, critical))])
    yield from _rows(outcome, affected[products:])


def _rows(outcome: States, affected: NDArray[np.intp]) -> Iterator[ImpactRow]:
    index = outcome.index
    names, stated = Names(index), _Stated(index, affected)
    for start in range(0, len(affected), BLOCK):
        block = affected[start : start + BLOCK]
        causes = outcome.causes(block)
        because = causes.because.tolist()
        for texts in (names.id, names.name):
            texts.read(np.concatenate([block, causes.because]))  # via is one of these
        found = (
            block,
            outcome.state[block],
            outcome.distance[block],
            causes.via,
            causes.because_at,
            causes.because_at[1:],
        )
        for v, state, distance, via, begin, end in zip(*(column.tolist() for column in found), strict=False):
            members = because[begin:end]
            yield ImpactRow(
                names.id[v],
                kind(index, v),
                states.NAMES[state],
                distance,
                names.id[via],
                names.id.of(members),
                names.name[v],
                names.name[via],
                names.name.of(members),
                names.labels([via, *(m for m in members if m != via)]) if via >= 0 else "",
                *stated.of(v),
            )


def _doubted(outcome: States, products: NDArray[np.int32]) -> Iterator[ImpactRow]:
    index = outcome.index
    names, stated = Names(index), _Stated(index, products)
    for product, unseen, said in doubt.reasons(index, products):
        yield ImpactRow(
            names.id[product],
            "product",
            states.NAMES[states.UP],
            None,
            "",
            names.id.of(unseen),
            names.name[product],
            "",
            names.name.of(unseen),
            f"{said}: {names.labels(unseen[:NAMED])}" + ", …" * (len(unseen) > NAMED),
            *stated.of(product),
        )


class _Stated:
    """What a row says of a service, whatever became of it."""

    def __init__(self, index: Index, services: Integers) -> None:
        self._index = index
        self._names = Names(index)
        self._critical, self._accountable = criticality(index), Accountable(index)
        self._rto = index.levels["rto"]
        found = judge(index, "rto", np.sort(services))
        self._verdict = dict(zip(found.services.tolist(), found.verdict.tolist(), strict=True))

    def of(self, v: int) -> tuple[str, str, str, str, str]:
        """Criticality, type, rto, accountable, and the verdict on the rto."""
        names, level = self._names, self._rto.of(v)
        return (
            str(self._critical[v] or ""),
            names.category_id[self._index.type[v]],
            level.text if level else "",
            ", ".join(names.role_id.of(self._accountable[v])),
            VERDICTS[self._verdict[v]] if v in self._verdict else "",
        )


MEANS = (
    "What becomes of everything when these services fail together (or are degraded, --as degraded). Dependencies "
    "without a group are each a requirement; those of one group are one requirement, of which k must be up. A hard "
    "requirement with fewer than k members that are not down takes its consumer down, a soft one degrades it; fewer "
    "than k members up or at risk degrade it; members lost that can be spared put it at risk. The worst requirement "
    "decides. On a cycle the least fixed point holds: nothing fails without a cause in what was asked. Criticality "
    "changes no state, nor does lifecycle."
)
ANALYSIS = Analysis(
    name="impact",
    summary="What happens when services fail together.",
    question=ImpactQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike impact sign-in",
        "graphmodel -c examples/exercise-bike impact database-a database-b --why exercise-bike",
        "graphmodel -c examples/exercise-bike impact cdn-east --as degraded",
        "graphmodel -c examples/exercise-bike impact name-resolution --notify",
        "graphmodel -c examples/university impact dns --contacts",
        "graphmodel -c examples/university impact dns --doubt",
    ),
    run=run,
    topics=(Topic("impact", ImpactRow, MEANS),),
    charts=("impact --by",),
)
