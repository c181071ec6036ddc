"""GM021: one supplier's failure takes down a large share of the critical products."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.lone import together
from graphmodel.algorithms.sure import surely
from graphmodel.index.csr import links as linked
from graphmodel.index.stated import criticality
from graphmodel.model.words import count, short
from graphmodel.rules.rows import critical, distinct_texts, judged, ranked
from graphmodel.rules.rule import AS_ANSWERED, Gap, Rule
from graphmodel.rules.settings import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings

SHARE = Parameter(
    "GM021", "share", 50, "percent of the critical products that may go down with one supplier", 0, 100
)
PRODUCTS = Parameter("GM021", "products", 2, "so many critical products must go down", 1)


def find(index: Index, settings: Settings) -> Iterator[Gap]:
    """Suppliers whose services, failing together, take down too many products, by name; from their first service."""
    texts, code = distinct_texts(index, "supplier")
    products = critical(index)
    given = np.array([bool(text) for text in texts], np.bool_)[code] & judged(index)
    if not len(products) or not given.any():
        return
    found = together(index, np.where(given, code, np.int32(-1)), len(texts), products)
    many = (found.down * 100 > settings.value(SHARE) * len(products)) & (
        found.down >= settings.value(PRODUCTS)
    )
    rows = index.records("service")
    supplied = linked(max(len(texts), index.n), code[given], np.flatnonzero(given))
    for at in sorted(np.flatnonzero(many).tolist(), key=texts.__getitem__):
        number, first = int(found.down[at]), int(found.first[at])
        services = supplied.values[supplied.at[at] : supplied.at[at + 1]]
        message = (
            f"{short(texts[at])} supplies {count(len(services), 'service')} whose failure takes down {number:,} of "
            f"{count(len(products), 'critical product')} ({number * 100 // len(products)} %), the first of them "
            f"{ranked(index, np.array([first]))[0]}"
        )
        other = (index.service_id[first],), (index.service_name[first],)
        yield Gap(texts[at], texts[at], message, rows.origin(int(services[0])), "", *other)


RULE = Rule(
    code="GM021",
    title="Supplier concentration",
    severity="warning",
    why="A supplier that goes out of business, raises its prices or is under attack takes all its services with it "
    "at once. Counted are products of criticality 1 or 2 that it does not supply itself: graphmodel spof --by "
    "supplier shows all. " + AS_ANSWERED,
    hint="add an alternative of another supplier where it counts most, or plan for its failure",
    bad={
        "products.csv": "id,name,category,criticality\nshop,Shop,business-application,1\n"
        "kiosk,Kiosk,business-application,2\ndesk,Desk,support,2\n",
        "services.csv": "id,name,category,supplier\nhosting,Hosting,platform,Acme\nlan,LAN,network,Acme\n",
        "dependencies.csv": "service,depends_on\nshop,hosting\nkiosk,lan\n",
    },
    good={
        "products.csv": "id,name,category,criticality\nshop,Shop,business-application,1\n"
        "kiosk,Kiosk,business-application,2\ndesk,Desk,support,2\n",
        "services.csv": "id,name,category,supplier\nhosting,Hosting,platform,Acme\nlan,LAN,network,Bolt\n",
        "dependencies.csv": "service,depends_on\nshop,hosting\nkiosk,lan\n",
    },
    find=find,
    about="supplier",
    needs=(critical, criticality, judged, surely),
    parameters=(SHARE, PRODUCTS),
)
