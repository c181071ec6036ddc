"""Promises against what underpins them: kept, broken or unknown, and by what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms.promises import BROKEN, LEVELS, UNKNOWN, VERDICTS
from graphmodel.analyses.details import specs
from graphmodel.analyses.details.selection import Names, chosen, exclude_option, nothing, select_argument
from graphmodel.answers.question import Analysis, option
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.index.stated import criticality
from graphmodel.model.rows import documented
from graphmodel.model.words import count
from graphmodel.rules.promised import INDEPENDENT, Wording, requirement, verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.algorithms.promises import Judged
    from graphmodel.answers.world import World
    from graphmodel.index.index import Index


@dataclass(frozen=True)
class PromisesQuestion:
    """Can what is promised be kept by what it rests on?

    Judged are availability, rto, rpo and support hours, in effect for each service, by what its direct hard
    requirements promise. Unknown is a promise where a level is missing below and some value of it would change the
    verdict. Public holidays are no part of support hours.
    """

    select: tuple[str, ...] = select_argument("the services asked about (all)")
    exclude: tuple[str, ...] = exclude_option()
    level: str | None = option("only this level", choices=LEVELS)
    verdict: str | None = option("only promises with this verdict", choices=VERDICTS)


@documented(
    id="the service that promises it",
    level="availability, rto, rpo or support_hours",
    promised="what it promises, its own or its category's",
    supported="what it could promise: where levels are missing at best (broken) or at worst (kept); empty if unknown",
    verdict="kept, broken, or unknown: a level is missing that would decide",
    because="the providers in the requirement that allows least; of unknown those whose level is missing",
    name="the service's name",
    because_names="the names of because, empty where there is none",
    requirement="which requirement that is: a group, or its own parts; empty for a provider alone",
    short="by how much the promise is broken",
    to_state="the level that the first of because should state first; empty where none is missing",
    cause="because by name, or by id where there is none",
)
class PromisesRow(NamedTuple):
    """One promise of one service."""

    id: str
    level: str
    promised: str
    supported: str
    verdict: str
    because: tuple[str, ...]
    name: str
    because_names: tuple[str, ...]
    requirement: str
    short: str
    to_state: str
    cause: str


COLUMNS = columns(
    PromisesRow,
    wide=("because", "because_names"),
    spare=("name", "to_state", "requirement", "short", "supported", "promised", "cause"),
)


def run(world: World, question: PromisesQuestion) -> Answer:
    """Answer the question: broken ones first, then unknown ones; the most critical first, by id, by level."""
    index = world.index
    services = chosen(index, question.select, question.exclude)
    asked = np.zeros(index.n, np.bool_)
    asked[services] = True
    levels = LEVELS if question.level is None else (question.level,)
    found = [verdicts(index, level, world.settings) for level in levels]
    wanted = range(len(VERDICTS)) if question.verdict is None else (VERDICTS.index(question.verdict),)
    rows = [np.flatnonzero(asked[one.services]) for one in found]
    counts = np.bincount(
        np.concatenate([one.verdict[at] for one, at in zip(found, rows, strict=True)]), minlength=3
    )
    order = _order(
        index, found, [at[np.isin(one.verdict[at], wanted)] for one, at in zip(found, rows, strict=True)]
    )
    notes = nothing(question.select, services)
    if "availability" in levels:
        notes = (*notes, INDEPENDENT)
    if entangled := sum(int(one.entangled[at].sum()) for one, at in zip(found, rows, strict=True)):
        notes = (
            *notes,
            f"{count(entangled, 'promise')} unknown: too many requirements share members to be exact",
        )
    return Answer(
        COLUMNS,
        Rows(partial(_rows, world, found, order), len(order)),
        title=f"{counts[BROKEN]:,} of {count(int(counts.sum()), 'promise')} broken, {counts[UNKNOWN]:,} unknown",
        notes=notes,
        spec=lambda: specs.services(
            v for one in found for v in one.services[(one.verdict == BROKEN) & asked[one.services]].tolist()
        ),
    )


def _order(index: Index, found: Sequence[Judged], rows: Sequence[NDArray[np.intp]]) -> NDArray[np.intp]:
    """intp[rows, 2]: which of ``found``, and where in it."""
    which = np.repeat(np.arange(len(found)), [len(at) for at in rows])
    where = np.concatenate(rows)
    service = np.concatenate([one.services[at] for one, at in zip(found, rows, strict=True)])
    verdict = np.concatenate([one.verdict[at] for one, at in zip(found, rows, strict=True)])
    stated = criticality(index)[service]
    critical = np.where(stated > 0, stated, np.iinfo(np.int64).max)
    order = np.lexsort((which, service, critical, -verdict))
    return np.column_stack([which, where])[order]


def _rows(world: World, found: Sequence[Judged], order: NDArray[np.intp]) -> Iterator[PromisesRow]:
    index = world.index
    names = Names(index)
    wording = [Wording(index, one, world.settings) for one in found]
    for which, at in order.tolist():
        one, said = found[which], wording[which]
        v, verdict = int(one.services[at]), int(one.verdict[at])
        group, because = "", list[int]()
        if verdict == BROKEN:
            group, because = requirement(index, one, at)
        elif verdict == UNKNOWN:
            because = one.missing[one.missing_at[at] : one.missing_at[at + 1]].tolist()
        yield PromisesRow(
            names.id[v],
            one.level,
            said.promised(at),
            said.supported(at),
            VERDICTS[verdict],
            names.id.of(because),
            names.name[v],
            names.name.of(because),
            group,
            said.short(at),
            said.lacking(at),
            names.labels(because),
        )


ANALYSIS = Analysis(
    name="promises",
    summary="Promised service levels against what underpins them: kept, broken or unknown.",
    question=PromisesQuestion,
    examples=(
        "graphmodel -c examples/university promises --verdict broken",
        "graphmodel -c examples/university promises lms --level availability",
        "graphmodel -c examples/university promises kind:product --level support_hours",
    ),
    run=run,
)
