"""GM018: one service alone takes down critical products."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.stated import able, criticality
from graphmodel.rules.rows import alone, judged, named, ranked, service
from graphmodel.rules.rule import AS_ANSWERED, Gap, Rule
from graphmodel.rules.settings import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings

PRODUCTS = Parameter("GM018", "products", 1, "so many products of criticality 1 or 2 must go down", 1)


def find(index: Index, settings: Settings) -> Iterator[Gap]:
    """Services that can fail of themselves and take critical products down, by id."""
    found = alone(index)
    single = np.flatnonzero(judged(index) & able(index) & (found.down >= settings.value(PRODUCTS)))
    origins = index.records("service").origins(single)
    for v, origin in zip(single.tolist(), origins, strict=True):
        number, first = int(found.down[v]), int(found.first[v])
        many = "a critical product," if number == 1 else f"{number:,} critical products, the first of them"
        message = f"{named(index, v)} alone takes down {many} {ranked(index, first)}"
        yield service(index, v, message, origin, others=(first,))


RULE = Rule(
    code="GM018",
    title="Single point of failure",
    severity="warning",
    why="One failure that takes down a product of criticality 1 or 2 is the first thing to look at: graphmodel spof"
    " ranks them, and spof --why shows how. A service whose own_availability is 100 cannot fail of itself. "
    + AS_ANSWERED,
    hint="add an alternative to it where it is needed, or make what needs it able to go on without it (soft)",
    bad={
        "products.csv": "id,name,category,criticality\nshop,Shop,business-application,1\n",
        "services.csv": "id,name,category\nline-a,Line A,network\nline-b,Line B,network\n",
        "dependencies.csv": "service,depends_on,group\nshop,line-a,\n",
    },
    good={
        "products.csv": "id,name,category,criticality\nshop,Shop,business-application,1\n",
        "services.csv": "id,name,category\nline-a,Line A,network\nline-b,Line B,network\n",
        "dependencies.csv": "service,depends_on,group\nshop,line-a,uplink\nshop,line-b,uplink\n",
    },
    find=find,
    needs=(able, alone, criticality, judged),
    parameters=(PRODUCTS,),
)
