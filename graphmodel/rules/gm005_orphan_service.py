"""GM005: a service underpins nothing and is no product."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.rules.rows import about, judged, links, retired
from graphmodel.rules.rule import LEFT_OUT, Rule

if TYPE_CHECKING:
    from graphmodel.index.index import Index
    from graphmodel.rules.gaps import Gaps
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Gaps:
    """Services on which none but themselves depends and which are no products, by id."""
    orphan = judged(index) & ~index.product
    consumer, provider = links(index)
    used = np.zeros(index.n, np.bool_)
    used[provider] = True
    orphan[provider[~retired(index)[consumer]]] = False
    return about(index, np.flatnonzero(orphan), "{} underpins nothing and is no product", used)


RULE = Rule(
    code="GM005",
    title="Orphan service",
    severity="warning",
    why="A service exists to keep something working. One that nothing depends on and nobody orders is either paid for "
    "in vain, or a dependency on it is missing, and then its failure surprises. " + LEFT_OUT,
    hint="add the dependency of what it underpins, make it a product, or retire it",
    bad={
        "products.csv": "id,name,category\nshop,Shop,business-application\n",
        "services.csv": "id,name,category\nhosting,Hosting,platform\nfax,Fax gateway,network\n",
        "dependencies.csv": "service,depends_on\nshop,hosting\nfax,hosting\n",
    },
    good={
        "products.csv": "id,name,category\nshop,Shop,business-application\n",
        "services.csv": "id,name,category,lifecycle\nhosting,Hosting,platform,live\nfax,Fax gateway,network,retired\n",
        "dependencies.csv": "service,depends_on\nshop,hosting\nfax,hosting\n",
    },
    find=find,
    needs=(
        judged,
        links,
        retired,
    ),
)
