"""The catalogue in numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms.cycles import cycles
from graphmodel.algorithms.depth import depth
from graphmodel.analyses.details import specs
from graphmodel.answers.question import Analysis
from graphmodel.answers.report import Answer, columns
from graphmodel.index.index import GIVEN, LETTERS
from graphmodel.model.metamodel import NODES, RELATIONSHIPS
from graphmodel.model.rows import documented

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.answers.world import World
    from graphmodel.index.index import Index


@dataclass(frozen=True)
class StatsQuestion:
    """How large is the catalogue, and of what shape?

    Counts per kind, type, lifecycle and responsibility, and how the dependencies combine. Cycles count as one service
    where the depth is measured.
    """


@documented(name="what is counted", value="how many")
class StatsRow(NamedTuple):
    """One number."""

    name: str
    value: int


COLUMNS = columns(StatsRow)


def run(world: World, _: StatsQuestion) -> Answer:
    """Answer the question, always in the same order."""
    index = world.index
    rows = [
        StatsRow(*row)
        for part in (_kinds, _categories, _dependencies, _shape, _held, _others)
        for row in part(index)
    ]
    return Answer(
        COLUMNS,
        rows,
        title="The catalogue in numbers",
        spec=lambda: specs.selection(index, np.flatnonzero(~index.gone).astype(np.int32), everything=True),
    )


def _kinds(index: Index) -> Iterator[tuple[str, int]]:
    products = int(index.product.sum())
    yield "products", products
    yield "services that are no product", int((~index.gone).sum()) - products
    yield "placeholders among them", int((index.placeholder & ~index.gone).sum())
    yield from ((kind.plural, len(index.records(name))) for name, kind in NODES.items() if name != "service")


def _categories(index: Index) -> Iterator[tuple[str, int]]:
    counts = np.bincount(index.type[~index.gone] + 1, minlength=len(index.category_id) + 1).tolist()
    for root in np.flatnonzero(index.category_parent < 0).tolist():
        yield f"type {index.category_id[root]}", counts[root + 1]
    yield "unclassified", counts[0]
    lifecycle = Counter(index.records("service").column("lifecycle").of_rows(np.flatnonzero(~index.gone)))
    for name in ("planned", "live", "retiring", "retired"):
        yield f"lifecycle {name}", lifecycle[name]
    yield "lifecycle not stated", lifecycle[""]


def _dependencies(index: Index) -> Iterator[tuple[str, int]]:
    sizes = np.diff(index.member_at)
    grouped = np.diff(index.group.at) > 0
    hard = int(sizes[index.hard].sum())
    yield "dependencies", len(index.member)
    yield "hard dependencies", hard
    yield "soft dependencies", len(index.member) - hard
    yield "groups of alternatives", int(grouped.sum())
    yield "dependencies in groups", int(sizes[grouped].sum())


def _shape(index: Index) -> Iterator[tuple[str, int]]:
    found = cycles(index)
    used, using = np.diff(index.used_at), np.diff(index.provider_at)
    yield "services that depend on nothing", int(((using == 0) & ~index.gone).sum())
    yield "services that nothing depends on", int((used == 0).sum())
    yield "most dependencies of one service", int(using.max(initial=0))
    yield "most dependencies on one service", int(used[~index.gone].max(initial=0))
    yield "longest chain of dependencies", depth(index)
    yield "cycles", len(found)
    yield "services on the largest cycle", max((len(c.members) for c in found), default=0)


def _held(index: Index) -> Iterator[tuple[str, int]]:
    counts = np.bincount(index.held_letter, minlength=len(LETTERS)).tolist()
    yield "responsibilities", len(index.held_letter)
    for letter, count in zip(LETTERS, counts, strict=True):
        yield f"responsibilities {letter}", count
    held = index.gone.copy()
    held[index.held_service] = True
    yield "services without any responsibility", int((~held).sum())


def _others(index: Index) -> Iterator[tuple[str, int]]:
    """Of relationships that mean nothing more to the index."""
    for name, kind in RELATIONSHIPS.items():
        if name not in GIVEN:
            yield kind.plural, len(index.records(name))


ANALYSIS = Analysis(
    name="stats",
    summary="The catalogue in numbers.",
    question=StatsQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike stats",
        "graphmodel -c examples/university stats --format md",
    ),
    run=run,
)
