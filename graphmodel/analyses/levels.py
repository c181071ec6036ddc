"""Every service level in effect, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from graphmodel.analyses.details import specs
from graphmodel.analyses.details.selection import Names, chosen, exclude_option, nothing, select_argument
from graphmodel.answers.question import Analysis, option
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.index.levels import NAMES, OWN
from graphmodel.model.rows import documented
from graphmodel.model.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from graphmodel.answers.world import World
    from graphmodel.index.index import Index


@dataclass(frozen=True)
class LevelsQuestion:
    """Which service levels hold, and where does each come from?

    A service without a level of its own takes that of its category, then of the category above, up to the type. A level
    that nobody states is not listed.
    """

    select: tuple[str, ...] = select_argument("the services asked about (all)")
    exclude: tuple[str, ...] = exclude_option()
    level: str | None = option("only this level", choices=NAMES)


@documented(
    id="the service",
    name="its name",
    level="which service level",
    value="what it is",
    origin="who states it: the service (own), a category, or the default of a type that graphmodel ships",
    category="the category that states it; empty where the service does",
    category_name="its name",
)
class LevelsRow(NamedTuple):
    """One level of one service."""

    id: str
    name: str
    level: str
    value: str
    origin: str
    category: str
    category_name: str


def origin(index: Index, at: int) -> str:
    """Who states a level: ``own``, ``category`` or ``default``; ``at`` as ``Effective.origin`` has it."""
    return "own" if at == OWN else "default" if index.levels.default(at) else "category"


def run(world: World, question: LevelsQuestion) -> Answer:
    """Answer the question: by id, then in the order of the columns."""
    index = world.index
    services = chosen(index, question.select, question.exclude)
    names = NAMES if question.level is None else (question.level,)
    stated = sum(int((index.levels[name].origin[services] >= OWN).sum()) for name in names)
    return Answer(
        columns(LevelsRow, spare=("name", "category_name")),
        Rows(partial(_rows, index, services, names)),
        title=f"{count(stated, 'level')} of {count(len(services), 'service')}",
        notes=nothing(question.select, services),
        spec=lambda: specs.services(services.tolist()),
    )


def _rows(index: Index, services: NDArray[np.int32], levels: tuple[str, ...]) -> Iterator[LevelsRow]:
    names = Names(index)
    found = [(name, index.levels[name].texts, index.levels[name].origin) for name in levels]
    for v in services.tolist():
        for level, texts, origins in found:
            if text := texts[v]:
                at = int(origins[v])
                category = -1 if at == OWN else at
                yield LevelsRow(
                    names.id[v],
                    names.name[v],
                    level,
                    text,
                    origin(index, at),
                    names.category_id[category],
                    names.category_name[category],
                )


ANALYSIS = Analysis(
    name="levels",
    summary="Every service level in effect, and where it comes from.",
    question=LevelsQuestion,
    examples=(
        "graphmodel -c examples/university levels lms",
        "graphmodel -c examples/university levels kind:product --level rto",
    ),
    run=run,
)
