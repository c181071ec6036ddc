"""GM012: a service is named by others and defined by nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index import ends
from graphmodel.model.origin import Origin
from graphmodel.rules.rows import links, named, places, retired, service
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterator[Gap]:
    """Placeholders by id; from the first dependency on each, else the first row that names it."""
    missing = np.flatnonzero(index.placeholder & _named_by_others(index)).tolist()
    ids = {(index.service_id[v],) for v in missing}
    naming = [
        (index.records("observation"), "service"),
        (index.records("observation"), "depends_on"),
        (index.records("responsibility"), "service"),
        (index.records("dependency"), "service"),
        (index.records("dependency"), "depends_on"),
    ]
    origins: dict[tuple[str, ...], Origin] = {}
    for table, column in naming:
        origins |= places(table, (column,), ids)
    for v in missing:
        origin = origins.get((index.service_id[v],), Origin("", 0))
        yield service(index, v, f"{named(index, v)} is named, but defined by nobody", origin)


def _named_by_others(index: Index) -> NDArray[np.bool_]:
    """bool[n]: all but those that only retired services depend on or use, or that depend on nothing but these."""
    consumer, provider = (
        np.concatenate((declared, ends.numbers(index, "observation", name)))
        for declared, name in zip(links(index), ("service", "depends_on"), strict=True)
    )
    out = retired(index)
    only = np.zeros(index.n, np.bool_)
    for own, other in ((consumer, provider), (provider, consumer)):
        only[own[out[other]]] = True
    for own, other in ((consumer, provider), (provider, consumer)):
        only[own[~out[other]]] = False
    only[index.held_service] = False
    return ~only


RULE = Rule(
    code="GM012",
    title="Placeholder",
    severity="warning",
    why="Of a service that others name and nobody defines, nothing is known: what it is, who answers for it, what it "
    "rests on. What lies below it is missing from every answer. An import makes one only with --create-missing; "
    "else a service that nobody defines is an error. " + LEFT_OUT,
    hint="catalogue it in services.csv, or fix the rows that name it",
    bad={
        "services.csv": "id,name,category\npayroll,Payroll,business-application\n",
        "dependencies.csv": "service,depends_on\npayroll,mainframe\n",
    },
    good={
        "services.csv": "id,name,category\npayroll,Payroll,business-application\nmainframe,Mainframe,platform\n",
        "dependencies.csv": "service,depends_on\npayroll,mainframe\n",
    },
    find=find,
    needs=(
        links,
        retired,
    ),
)
