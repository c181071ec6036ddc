"""GM032: nobody says what a service below a critical product depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.counts import first_counts
from graphmodel.algorithms.vision import DARK, vision
from graphmodel.index.csr import among
from graphmodel.index.stated import criticality
from graphmodel.model.words import count
from graphmodel.rules.rows import judged, named, products, retired, service
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
    stated = criticality(index)
    critical = products(index) & (stated > 0) & (stated <= settings.value(CRITICAL))
    dark = np.flatnonzero((vision(index) == DARK) & judged(index))
    if not critical.any() or not len(dark):
        return
    towards = among(index, ~retired(index))
    resting, first = first_counts(towards, np.flatnonzero(critical).astype(np.int32))
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
    needs=(criticality, judged, products, retired, vision),
    parameters=(CRITICAL,),
)
