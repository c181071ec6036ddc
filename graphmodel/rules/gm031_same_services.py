"""GM031: products that rest on exactly the same services."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.model.words import count
from graphmodel.rules.rows import SHOWN, labels, named, resting, service
from graphmodel.rules.rows import products as judged_products
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule
from graphmodel.rules.settings import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings

SERVICES = Parameter(
    "GM031", "services", 3, "products that rest on fewer services than this are not compared", 1
)


def find(index: Index, settings: Settings) -> Iterator[Gap]:
    """For each set of products that rest on the same services one finding, about the first of them."""
    products, found = resting(index)
    asked = np.flatnonzero(found.services >= settings.value(SERVICES))
    order = asked[np.lexsort((asked, found.mark[asked]))]
    runs = np.split(order, np.flatnonzero(np.diff(found.mark[order])) + 1)
    rows = index.records("service")
    for alike in sorted(run.tolist() for run in runs if len(run) > 1):
        p, *others = products[alike].tolist()
        message = (
            f"{named(index, p)} and {labels(index, others)} rest on exactly the same "
            f"{count(int(found.services[alike[0]]), 'service')}"
        )
        yield service(index, p, message, rows.origin(p), others=others[:SHOWN])


RULE = Rule(
    code="GM031",
    title="Products that rest on the same services",
    severity="info",
    why="Two products below which exactly the same lies, near and far, are one product under two names, or the "
    "dependencies of one were copied from the other and nobody has looked at its own. " + LEFT_OUT,
    hint="make them one, or catalogue what is different below them",
    bad={
        "products.csv": "id,name,category\nshop,Shop,business-application\nkiosk,Kiosk,business-application\n",
        "services.csv": "id,name,category\nhosting,Hosting,platform\nlan,LAN,network\nwan,WAN,network\n",
        "dependencies.csv": "service,depends_on\nshop,hosting\nkiosk,hosting\nhosting,lan\nhosting,wan\n",
    },
    good={
        "products.csv": "id,name,category\nshop,Shop,business-application\nkiosk,Kiosk,business-application\n",
        "services.csv": "id,name,category\nhosting,Hosting,platform\nlan,LAN,network\nwan,WAN,network\n",
        "dependencies.csv": "service,depends_on\nshop,hosting\nkiosk,lan\nhosting,lan\nhosting,wan\n",
    },
    find=find,
    over=judged_products,
    needs=(resting,),
    parameters=(SERVICES,),
)
