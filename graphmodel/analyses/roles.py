"""Who holds which responsibility for what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.analyses.details import covering, specs
from graphmodel.analyses.details.selection import Names, chosen, exclude_option, nothing, select_argument
from graphmodel.answers import charts, coverage
from graphmodel.answers.question import Analysis, option
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.index.index import LETTERS
from graphmodel.model.errors import UsageError
from graphmodel.model.rows import documented
from graphmodel.model.words import count, listed
from graphmodel.rules.rows import judged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.answers.world import World
    from graphmodel.index.index import Index


@dataclass(frozen=True)
class RolesQuestion:
    """Who holds which responsibility for what?

    R does the work, A answers for it, C is asked, I is told. Who holds a role, and how to reach them, says
    ``list roles``. --matrix is the RACI matrix, --vacant lists roles that a type expects and that are vacant, --leaves
    what nobody would cover, --load what each role, holder or team carries.
    """

    select: tuple[str, ...] = select_argument("the services asked about (all)")
    exclude: tuple[str, ...] = exclude_option()
    matrix: bool = option("services down, roles across: R, A, C, I where they meet", default=False)
    vacant: bool = option(
        "the roles that a service's type expects and that hold nothing for it", default=False
    )
    leaves: tuple[str, ...] = option(
        "what nobody would answer for, or do, without this role (may be given several times)",
        default=(),
        metavar="ROLE",
    )
    load: str | None = option("how much each of them carries", choices=("role", "holder", "team"))


@documented(
    role="the role",
    name="its name",
    service="the service it is responsible for",
    service_name="the service's name",
    responsibility="R, A, C or I",
    duty="what the duty is",
)
class RolesRow(NamedTuple):
    """One responsibility."""

    role: str
    name: str
    service: str
    service_name: str
    responsibility: str
    duty: str


COLUMNS = columns(RolesRow, spare=("duty", "name", "service_name"))


def run(world: World, question: RolesQuestion) -> Answer:
    """Answer the question: by role, then service, then R, A, C, I."""
    index = world.index
    asks = [f"--{name}" for name in ("matrix", "vacant", "leaves", "load") if getattr(question, name)]
    if len(asks) > 1:
        raise UsageError(f"{' and '.join(asks)} are different questions", "ask one at a time")
    services = chosen(index, question.select, question.exclude)
    asked = np.zeros(index.n, np.bool_)
    asked[services] = True
    if asks:
        return replace(_covering(index, question, asked), notes=nothing(question.select, services))
    held = _held(index, asked)
    title = "Who holds which responsibility"
    notes = nothing(question.select, services)
    return Answer(
        COLUMNS,
        Rows(partial(_rows, index, held)),
        title=title,
        notes=notes,
        spec=lambda: specs.held(index.held_service[held].tolist(), len(services)),
        chart=charts.raci,
    )


def _held(index: Index, asked: NDArray[np.bool_]) -> NDArray[np.intp]:
    """intp[…]: the responsibilities for these services, by role, then service, then letter."""
    held = np.flatnonzero(asked[index.held_service])
    return held[np.lexsort((index.held_letter[held], index.held_service[held], index.held_role[held]))]


def _covering(index: Index, question: RolesQuestion, asked: NDArray[np.bool_]) -> Answer:
    if question.matrix:
        made, rows = covering.matrix(index, asked)
        return Answer(
            made,
            rows,
            title="Who is responsible, accountable, consulted, informed",
            grid=True,
            chart=lambda _: charts.raci([*_rows(index, _held(index, asked))]),
        )
    if question.vacant:
        empty = list(covering.vacancies(index, asked & judged(index)))
        return Answer(covering.VACANT, empty, title=f"{count(len(empty), 'expected role')} vacant")
    if question.leaves:
        left = covering.leaves(index, asked & judged(index), question.leaves)
        without = listed(question.leaves)
        return Answer(
            covering.LEFT, left, title=f"Without {without} nobody covers {count(len(left), 'service')}"
        )
    field = str(question.load)
    return Answer(
        covering.LOAD,
        covering.load(index, asked, field),
        title=f"What each {field} carries",
        chart=coverage.load,
    )


def _rows(index: Index, held: NDArray[np.intp]) -> Iterator[RolesRow]:
    names = Names(index)
    for at in held.tolist():
        role, service = int(index.held_role[at]), int(index.held_service[at])
        yield RolesRow(
            names.role_id[role],
            names.role_name[role],
            names.id[service],
            names.name[service],
            LETTERS[index.held_letter[at]],
            index.duty[at],
        )


ANALYSIS = Analysis(
    name="roles",
    summary="Who holds which responsibility for what.",
    question=RolesQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike roles",
        "graphmodel -c examples/exercise-bike roles +exercise-bike --exclude kind:product",
        "graphmodel -c examples/exercise-bike roles --matrix",
        "graphmodel -c examples/university roles --load role",
        "graphmodel -c examples/university roles --leaves platform-lead",
    ),
    run=run,
    charts=("roles", "roles --matrix", "roles --load role"),
)
