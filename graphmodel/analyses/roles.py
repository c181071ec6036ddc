"""Who holds which responsibility for what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.analyses.details import specs
from graphmodel.analyses.details.selection import Names, chosen, exclude_option, nothing, select_argument
from graphmodel.answers import charts
from graphmodel.answers.question import Analysis
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.index.index import LETTERS
from graphmodel.model.rows import documented

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.answers.world import World
    from graphmodel.index.index import Index


@dataclass(frozen=True)
class RolesQuestion:
    """Who holds which responsibility for what?

    R does the work, A answers for it, C is asked, I is told. Who holds a role, and how to reach them, says
    ``list roles``.
    """

    select: tuple[str, ...] = select_argument("the services asked about (all)")
    exclude: tuple[str, ...] = exclude_option()


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
    services = chosen(index, question.select, question.exclude)
    asked = np.zeros(index.n, np.bool_)
    asked[services] = True
    held = np.flatnonzero(asked[index.held_service])
    order = np.lexsort((index.held_letter[held], index.held_service[held], index.held_role[held]))
    title = "Who holds which responsibility"
    notes = nothing(question.select, services)
    return Answer(
        COLUMNS,
        Rows(partial(_rows, index, held[order])),
        title=title,
        notes=notes,
        spec=lambda: specs.held(index.held_service[held].tolist(), len(services)),
        chart=charts.raci,
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
    ),
    run=run,
    charts=("roles",),
)
