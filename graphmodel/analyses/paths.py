"""Why one service depends on another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from graphmodel.algorithms import paths
from graphmodel.analyses.details import specs
from graphmodel.analyses.details.selection import Names
from graphmodel.answers.question import Analysis, argument, option
from graphmodel.answers.report import Answer, columns
from graphmodel.model.errors import UsageError
from graphmodel.model.rows import documented
from graphmodel.selectors import selector

if TYPE_CHECKING:
    from graphmodel.answers.world import World


@dataclass(frozen=True)
class PathsQuestion:
    """Why does one service depend on another?

    The ways from the consumer to the provider along dependencies that pass no service twice, the shortest first.
    """

    consumer: str = argument("the one that depends", "FROM")
    provider: str = argument("the one that it depends on", "TO")
    limit: int = option("how many ways at most", default=10, metavar="N")


@documented(
    path="the services on the way, both ends included",
    length="how many dependencies it has",
    names="their names",
    way="the same to read: names, or ids where there is none",
)
class PathsRow(NamedTuple):
    """One way from the consumer to the provider."""

    path: tuple[str, ...]
    length: int
    names: tuple[str, ...]
    way: str


COLUMNS = columns(PathsRow, wide=("names",), spare=("path",))


def run(world: World, question: PathsQuestion) -> Answer:
    """Answer the question: the shortest way first, then by ids."""
    index = world.index
    if question.limit < 1:
        raise UsageError(f"--limit {question.limit}: at least one way", "leave it out for ten")
    consumer, provider = selector.one(index, question.consumer), selector.one(index, question.provider)
    names = Names(index)
    ends = names.called(consumer), names.called(provider)
    if consumer == provider:
        raise UsageError(f"{ends[0]} is one service, not two", "ask 'graphmodel cycles' for cycles")
    found = paths.paths(index, consumer, provider, question.limit)
    rows = [
        PathsRow(names.id.of(path), len(path) - 1, names.name.of(path), names.labels(path, " → "))
        for path in found
    ]
    notes: tuple[str, ...] = ()
    if not rows:
        back = paths.paths(index, provider, consumer, 1)
        notes = (f"{ends[0]} does not depend on {ends[1]}" + (": it is the other way round" if back else ""),)
    elif len(rows) == question.limit:
        notes = (f"there may be more ways than the {len(rows):,} shown: --limit N shows more",)
    title = f"Ways from {names.label(consumer)} to {names.label(provider)}"
    return Answer(
        COLUMNS,
        rows,
        title=title,
        notes=notes,
        spec=lambda: specs.paths(index, found, (consumer, provider), more=len(found) == question.limit),
    )


ANALYSIS = Analysis(
    name="paths",
    summary="Why one service depends on another.",
    question=PathsQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike paths exercise-bike cloud-hosting",
        "graphmodel -c examples/exercise-bike paths live-classes dns --limit 2",
    ),
    run=run,
)
