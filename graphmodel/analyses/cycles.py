"""Services that depend on each other in a cycle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from graphmodel.algorithms import cycles
from graphmodel.analyses.details import specs
from graphmodel.analyses.details.selection import Names
from graphmodel.answers.question import Analysis
from graphmodel.answers.report import Answer, columns
from graphmodel.model.rows import documented

if TYPE_CHECKING:
    from graphmodel.answers.world import World


@dataclass(frozen=True)
class CyclesQuestion:
    """Which services depend on each other in a cycle?

    Services that all depend on each other, directly or through others, are in one row. A service that depends on
    itself is a cycle of one.
    """


@documented(
    members="all services that depend on each other",
    shortest="a shortest cycle through the smallest id: each depends on the next, the last on the first",
    size="how many members there are",
    member_names="the names of members",
    shortest_names="the names of shortest",
    cycle="shortest to read: names, or ids where there is none, with the first again at the end",
)
class CyclesRow(NamedTuple):
    """Services that depend on each other."""

    members: tuple[str, ...]
    shortest: tuple[str, ...]
    size: int
    member_names: tuple[str, ...]
    shortest_names: tuple[str, ...]
    cycle: str


COLUMNS = columns(CyclesRow, wide=("shortest", "member_names", "shortest_names"), spare=("members",))


def run(world: World, _: CyclesQuestion) -> Answer:
    """Answer the question, by the smallest id of each cycle."""
    index = world.index
    names = Names(index)
    rows = []
    found = cycles.cycles(index)
    for cycle in found:
        members, shortest = list(map(int, cycle.members)), list(map(int, cycle.shortest))
        rows.append(
            CyclesRow(
                names.id.of(members),
                names.id.of(shortest),
                len(members),
                names.name.of(members),
                names.name.of(shortest),
                names.labels([*shortest, shortest[0]], " → "),
            )
        )
    title = "Services that depend on each other in a cycle"
    return Answer(
        COLUMNS,
        rows,
        title=title,
        spec=lambda: specs.cycles(index, found),
    )


ANALYSIS = Analysis(
    name="cycles",
    summary="Services that depend on each other in a cycle.",
    question=CyclesQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike cycles",
        "graphmodel -c examples/exercise-bike cycles --format json",
    ),
    run=run,
)
