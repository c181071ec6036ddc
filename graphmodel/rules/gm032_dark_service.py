"""GM032: nobody says what a service below a critical product depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.counts import weighed_counts
from graphmodel.algorithms.vision import DARK, vision
from graphmodel.index.csr import among
from graphmodel.model.words import count
from graphmodel.rules.rows import judged, named, retired, service
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule
from graphmodel.rules.settings import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings

CRITICAL = Parameter(
    "GM032", "critical", 2, "products of this criticality and higher ones (1 is the highest)", least=1, most=5
)


def find(index: Index, settings: Settings) -> Iterator[Gap]:
    """Dark services on which a critical product rests, by id; from the service's row."""
    levels = {str(level) for level in range(1, settings.value(CRITICAL) + 1)}
    critical = index.records("service").column("criticality").where(levels.__contains__)
    products = np.flatnonzero(critical & index.product & judged(index)).astype(np.int32)
    dark = np.flatnonzero((vision(index) == DARK) & judged(index))
    if not len(products) or not len(dark):
        return
    towards = among(index, ~retired(index))
    resting = weighed_counts(towards, products, np.ones(len(products), np.int64))
    first, entered = np.full(index.n, -1, np.int32), np.full(index.n, -1, np.int32)
    for at in range(len(products)):
        reached = bfs(towards, products[at : at + 1], entered)
        first[reached] = products[at]
        if len(reached):  # it does not rest on itself: the next one that reaches it is meant
            first[products[at]] = entered[products[at]] = -1
    records = index.records("service")
    for v in dark[resting[dark] > 0].tolist():
        product, times = int(first[v]), int(resting[v])
        who = (
            f"critical product {named(index, product)} rests on it"
            if times == 1
            else f"{count(times, 'critical product')} rest on it, {named(index, product)} first"
        )
        yield service(index, v, f"{named(index, v)} is dark, and {who}", records.origin(v), others=(product,))


RULE = Rule(
    code="GM032",
    title="Dark service under a critical product",
    severity="warning",
    why="A service of which no dependency is listed, and nobody states that it has none, may rest on anything. As long "
    "as a critical product rests on it, no failure can be ruled out for it. A type that expects nothing below "
    "it states it for its services. " + LEFT_OUT,
    hint="add its dependencies; or set mapped to yes, or to the date of today, where it has none",
    bad={
        "products.csv": "id,name,category,criticality\nshop,Shop,business-application,1\n",
        "services.csv": "id,name,category,mapped\nhosting,Hosting,platform,\n",
        "dependencies.csv": "service,depends_on\nshop,hosting\n",
    },
    good={
        "products.csv": "id,name,category,criticality\nshop,Shop,business-application,1\n",
        "services.csv": "id,name,category,mapped\nhosting,Hosting,platform,2025-04-03\n",
        "dependencies.csv": "service,depends_on\nshop,hosting\n",
    },
    find=find,
    needs=(judged, retired, vision),
    parameters=(CRITICAL,),
)
