"""A diagram of a selection, and the dependencies in it as rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from graphmodel.analyses.details import specs
from graphmodel.analyses.details.selection import (
    Names,
    chosen,
    each,
    exclude_option,
    nothing,
    select_argument,
)
from graphmodel.answers.question import Analysis
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.diagrams.collapse import links
from graphmodel.model.rows import documented

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from graphmodel.answers.world import World
    from graphmodel.index.index import Index


@dataclass(frozen=True)
class DiagramQuestion:
    """What does it look like?

    Products stand on top, what underpins them below. Alternatives meet in a small node that says how many of them must
    be up; soft dependencies are dashed; cycles are marked. What would be too much to read is collapsed by cluster, and
    the diagram says so.
    """

    select: tuple[str, ...] = select_argument("what is drawn (everything)")
    exclude: tuple[str, ...] = exclude_option()


@documented(
    consumer="the service that depends",
    provider="the one that it depends on",
    strength="hard or soft",
    group="alternatives of one consumer share a group",
    needs="how many of its alternatives must be up; 1 without a group",
    consumer_name="the consumer's name",
    provider_name="the provider's name",
)
class DiagramRow(NamedTuple):
    """One dependency."""

    consumer: str
    provider: str
    strength: str
    group: str
    needs: int
    consumer_name: str
    provider_name: str


COLUMNS = columns(DiagramRow, wide=("consumer_name", "provider_name"))


def run(world: World, question: DiagramQuestion) -> Answer:
    """Answer the question: the dependencies by consumer, then as they are in its requirements."""
    index = world.index
    services = chosen(index, question.select, question.exclude)
    asked = ", ".join(each(question.select))
    return Answer(
        COLUMNS,
        Rows(partial(_rows, index, services)),
        title=asked or "Services and what underpins them",
        notes=nothing(question.select, services),
        spec=lambda: specs.selection(index, services, everything=not asked and not question.exclude),
    )


def _rows(index: Index, services: NDArray[np.int32]) -> Iterator[DiagramRow]:
    names = Names(index)
    found = links(index, services)
    for v, p, r in zip(
        found.consumer.tolist(), found.provider.tolist(), found.requirement.tolist(), strict=True
    ):
        yield DiagramRow(
            names.id[v],
            names.id[p],
            "hard" if index.hard[r] else "soft",
            index.group[r],
            int(index.needs[r]),
            names.name[v],
            names.name[p],
        )


ANALYSIS = Analysis(
    name="diagram",
    summary="A diagram: products on top, what underpins them below.",
    question=DiagramQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike diagram --format mermaid",
        "graphmodel -c examples/exercise-bike diagram +live-classes --cluster role --format dot",
        "graphmodel -c examples/exercise-bike diagram +exercise-bike -o exercise-bike.svg",
    ),
    run=run,
    diagram=True,
)
