"""GM018: one service alone takes down critical products."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.csr import Links
from graphmodel.index.stated import able, criticality
from graphmodel.rules.gaps import Gaps
from graphmodel.rules.rows import alone, judged, ranked
from graphmodel.rules.rule import AS_ANSWERED, Rule
from graphmodel.rules.settings import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings

PRODUCTS = Parameter("GM018", "products", 1, "so many products of criticality 1 or 2 must go down", 1)


def find(index: Index, settings: Settings) -> Gaps:
    """Services that can fail of themselves and take critical products down, by id."""
    found = alone(index)
    single = np.flatnonzero(judged(index) & able(index) & (found.down >= settings.value(PRODUCTS)))
    first = found.first[single]

    def messages(at: NDArray[np.intp]) -> Iterator[str]:
        known, numbers = index.names, found.down[single[at]].tolist()
        for v, number, product in zip(single[at].tolist(), numbers, ranked(index, first[at]), strict=True):
            many = (
                "a critical product," if number == 1 else f"{number:,} critical products, the first of them"
            )
            yield f"{known.called[v]} alone takes down {many} {product}"

    return Gaps(index, single, messages, others=Links(np.arange(len(first) + 1), first))


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
