"""GM012: a service is named by others and defined by nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.model.table import Origin
from graphmodel.rules.rows import places, service
from graphmodel.rules.rule import Found, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.graph.index import Index


def find(index: Index) -> Iterator[Found]:
    """Placeholders by id; from the first dependency on each, else the first row that names it."""
    missing = np.flatnonzero(index.placeholder).tolist()
    ids = {(index.service_id[v],) for v in missing}
    held = index.catalogue()
    named = [
        (held.responsibilities, "service"),
        (held.dependencies, "service"),
        (held.dependencies, "depends_on"),
    ]
    origins: dict[tuple[str, ...], Origin] = {}
    for table, column in named:
        origins |= places(table, (column,), ids)
    for v in missing:
        name = index.service_id[v]
        yield service(
            index, v, f"{name} is named, but defined by nobody", origins.get((name,), Origin("", 0))
        )


RULE = Rule(
    code="GM012",
    title="Placeholder",
    severity="warning",
    why="Of a service that others name and nobody defines, nothing is known: what it is, who answers for it, what it "
    "rests on. What lies below it is missing from every answer. The other rules leave it out.",
    hint="catalogue it in services.csv, or mend the rows that name it",
    bad={
        "services.csv": "id,name,category\npayroll,Payroll,business-application\n",
        "dependencies.csv": "service,depends_on\npayroll,mainframe\n",
    },
    good={
        "services.csv": "id,name,category\npayroll,Payroll,business-application\nmainframe,Mainframe,platform\n",
        "dependencies.csv": "service,depends_on\npayroll,mainframe\n",
    },
    find=find,
)
