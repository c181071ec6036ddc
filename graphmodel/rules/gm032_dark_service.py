"""GM032: nobody says what a service below a critical product depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.counts import first_counts
from graphmodel.algorithms.vision import DARK, vision
from graphmodel.index.csr import Links, among
from graphmodel.index.stated import criticality
from graphmodel.model.words import count
from graphmodel.rules.gaps import Gaps
from graphmodel.rules.rows import judged, products, retired
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule
from graphmodel.rules.settings import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings

CRITICAL = Parameter(
    "GM032", "critical", 2, "products of this criticality and higher ones (1 is the highest)", least=1, most=5
)


def find(index: Index, settings: Settings) -> Iterable[Gap]:
    """Dark services on which a critical product rests, by id; from the service's row."""
    stated = criticality(index)
    critical = products(index) & (stated > 0) & (stated <= settings.value(CRITICAL))
    dark = np.flatnonzero((vision(index) == DARK) & judged(index))
    if not critical.any() or not len(dark):
        return ()
    towards = among(index, ~retired(index))
    resting, first = first_counts(towards, np.flatnonzero(critical).astype(np.int32))
    below = dark[resting[dark] > 0]
    product, times = first[below], resting[below]

    def messages(at: NDArray[np.intp]) -> Iterator[str]:
        known = index.names.called
        for v, p, many in zip(below[at].tolist(), product[at].tolist(), times[at].tolist(), strict=True):
            who = (
                f"critical product {known[p]} rests on it"
                if many == 1
                else f"{count(many, 'critical product')} rest on it, {known[p]} first"
            )
            yield f"{known[v]} is dark, and {who}"

    return Gaps(index, below, messages, others=Links(np.arange(len(below) + 1), product))


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
