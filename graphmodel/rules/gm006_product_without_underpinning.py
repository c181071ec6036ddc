"""GM006: nothing underpins a product."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.rules.rows import about, links, products, retired
from graphmodel.rules.rule import LEFT_OUT, Rule

if TYPE_CHECKING:
    from graphmodel.index.index import Index
    from graphmodel.rules.gaps import Gaps
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Gaps:
    """Products that depend on nothing but themselves, by id."""
    bare = products(index).copy()
    consumer, provider = links(index)
    using = np.zeros(index.n, np.bool_)
    using[consumer] = True
    bare[consumer[~retired(index)[provider]]] = False
    return about(index, np.flatnonzero(bare), "nothing underpins product {}", using)


RULE = Rule(
    code="GM006",
    title="Product without underpinning",
    severity="warning",
    why="No product keeps working by itself. Where no dependency is catalogued, no failure can be traced to it. "
    + LEFT_OUT,
    hint="add what it depends on to dependencies.csv",
    bad={"products.csv": "id,name,category\nbike,Exercise bike,workplace\n"},
    good={
        "products.csv": "id,name,category\nbike,Exercise bike,workplace\n",
        "services.csv": "id,name,category\nmaintenance,Maintenance,support\n",
        "dependencies.csv": "service,depends_on\nbike,maintenance\n",
    },
    find=find,
    over=products,
    needs=(
        links,
        products,
        retired,
    ),
)
