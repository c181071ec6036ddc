"""Dependencies declared and never observed, observed and never declared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms import drift
from graphmodel.analyses.details.selection import Names, chosen, exclude_option, nothing, select_argument
from graphmodel.answers import coverage
from graphmodel.answers.question import Analysis
from graphmodel.answers.report import Answer, Rows, columns
from graphmodel.model.rows import documented
from graphmodel.model.words import count
from graphmodel.rules.rows import places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.answers.world import World
    from graphmodel.index.index import Index

UNOBSERVED, UNDECLARED = "never observed", "never declared"


@dataclass(frozen=True)
class DriftQuestion:
    """What is declared and was never observed, and what was observed and is not declared?

    Observed is what a source says that was seen at work (traces, flows): its mapping says evidence = "observed", or its
    folder has observations.csv. Declared and never observed are only dependencies between services that observations
    know, too. What was observed changes no other answer: it is no requirement.
    """

    select: tuple[str, ...] = select_argument("the services at either end (all)")
    exclude: tuple[str, ...] = exclude_option()


@documented(
    service="the consumer",
    depends_on="the provider",
    drift="never observed (though declared), or never declared (though observed)",
    count="how often it was observed, where a source says so",
    last_seen="when it was observed last, where a source says so",
    note="what may explain it: the other way round is declared, or nobody defines one of the services",
    name="the consumer's name",
    depends_on_name="the provider's name",
    file="the file of the row that declares it, or that says that it was observed",
    line="its line; 0 where there is none",
    source="the source that gave that row",
)
class DriftRow(NamedTuple):
    """One dependency of which one side does not know."""

    service: str
    depends_on: str
    drift: str
    count: float | None  # type: ignore[assignment]  # tuple.count is not wanted here
    last_seen: str
    note: str
    name: str
    depends_on_name: str
    file: str
    line: int
    source: str


COLUMNS = columns(
    DriftRow, wide=("name", "depends_on_name", "source"), spare=("line", "file", "note", "last_seen")
)


def run(world: World, question: DriftQuestion) -> Answer:
    """Answer the question: what was never observed, then what was never declared, the most often seen first."""
    index = world.index
    services = chosen(index, question.select, question.exclude)
    found = drift.drift(index)
    wanted = np.zeros(index.n, np.bool_)
    wanted[services] = True
    unobserved = found.unobserved[wanted[found.unobserved].any(axis=1)]
    kept = wanted[found.undeclared].any(axis=1)
    undeclared, seen = found.undeclared[kept], found.seen[kept]
    agreed = found.agreed[wanted[found.agreed].any(axis=1)]
    notes = nothing(question.select, services)
    if not len(index.records("observation")):
        notes = (
            *notes,
            'nothing in the catalogue was observed: import traces or flows with evidence = "observed"',
        )
    return Answer(
        COLUMNS,
        Rows(partial(_rows, index, unobserved, undeclared, seen)),
        title=f"{count(len(unobserved), 'dependency')} declared and never observed, "
        f"{len(undeclared):,} observed and never declared",
        notes=notes,
        chart=partial(coverage.drift, Counter(agreed[:, 0].tolist()), index),
    )


def _rows(
    index: Index, unobserved: NDArray[np.int32], undeclared: NDArray[np.int32], seen: NDArray[np.intp]
) -> Iterator[DriftRow]:
    names = Names(index)
    ids = [(names.id[consumer], names.id[provider]) for consumer, provider in unobserved.tolist()]
    declared = places(index.records("dependency"), ("service", "depends_on"), {*ids})
    for (consumer, provider), (one, other) in zip(unobserved.tolist(), ids, strict=True):
        origin = declared[one, other]
        yield DriftRow(
            one,
            other,
            UNOBSERVED,
            None,
            "",
            "",
            names.name[consumer],
            names.name[provider],
            origin.file,
            origin.line,
            origin.source,
        )
    observations = index.records("observation")
    texts = observations.column("count").of_rows(seen)
    said = observations.column("last_seen").of_rows(seen)
    turned = drift.turned(index, undeclared).tolist()
    origins = observations.origins(seen)
    for at in np.argsort([-float(text or 0) for text in texts], kind="stable").tolist():
        consumer, provider = undeclared[at].tolist()
        yield DriftRow(
            names.id[consumer],
            names.id[provider],
            UNDECLARED,
            _number(texts[at]),
            said[at],
            _note(index, consumer, provider, turned=turned[at]),
            names.name[consumer],
            names.name[provider],
            origins[at].file,
            origins[at].line,
            origins[at].source,
        )


def _number(text: str) -> float | None:
    """A count, whole where it is."""
    found = float(text) if text else None
    return int(found) if found is not None and found.is_integer() else found


def _note(index: Index, consumer: int, provider: int, *, turned: bool) -> str:
    if turned:
        return "declared the other way round"
    missing = [index.service_id[v] for v in (consumer, provider) if index.placeholder[v]]
    return f"nobody defines {' and '.join(missing)}" if missing else ""


ANALYSIS = Analysis(
    name="drift",
    summary="Dependencies declared and never observed, observed and never declared.",
    question=DriftQuestion,
    examples=(
        "graphmodel -c examples/exercise-bike drift",
        "graphmodel -c examples/exercise-bike drift class-streaming",
    ),
    run=run,
    charts=("drift",),
)
