"""GM011: a live service depends on a retired or planned one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.rules.rows import judged, lifecycle, links, named, of_dependencies, retired, service
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterator[Gap]:
    """Retired or planned services and the live ones that depend on them, by the first, then the second; from the
    dependency's row. Retiring is still live, and so is a service that does not say.
    """
    off, planned = retired(index), lifecycle(index, "planned")
    gone = off | planned
    stated = index.records("service").texts("lifecycle")
    consumer, provider = links(index)
    wrong = gone[provider] & (judged(index) & ~planned)[consumer]
    pairs = np.unique(np.stack([provider[wrong], consumer[wrong]], axis=1), axis=0).tolist()
    origins = of_dependencies(index, [(c, p) for p, c in pairs])
    for (p, c), origin in zip(pairs, origins, strict=True):
        state = "retired" if off[p] else "planned"
        is_ = f", which is {stated[c]}," if stated[c] else ""
        message = f"{named(index, p)} is {state}, and {named(index, c)}{is_} depends on it"
        yield service(index, p, message, origin, index.service_id[c], (c,))


RULE = Rule(
    code="GM011",
    title="Live service on a retired or planned one",
    severity="error",
    why="What is live cannot rest on what is no longer there or not there yet: one of the two rows is wrong, or an "
    "outage is on its way. Live is also what is retiring, and what does not say. This rule alone speaks of retired "
    "services, as what others still rest on. " + LEFT_OUT,
    hint="move the live service to another provider, or correct the lifecycle of one of the two",
    bad={
        "services.csv": "id,name,category,lifecycle\npayroll,Payroll,business-application,live\n"
        "mainframe,Mainframe,platform,retired\n",
        "dependencies.csv": "service,depends_on\npayroll,mainframe\n",
    },
    good={
        "services.csv": "id,name,category,lifecycle\npayroll,Payroll,business-application,live\n"
        "mainframe,Mainframe,platform,retiring\n",
        "dependencies.csv": "service,depends_on\npayroll,mainframe\n",
    },
    find=find,
    needs=(
        judged,
        links,
        retired,
    ),
)
