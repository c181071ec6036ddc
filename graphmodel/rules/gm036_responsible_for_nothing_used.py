"""GM036: a role is responsible only for what nobody uses any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.csr import links as linked
from graphmodel.model.words import called, listed
from graphmodel.rules.rows import judged, links, named, retired
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterator[Gap]:
    """Roles whose services underpin nothing and are no products, all of them, by id."""
    counting, gone = judged(index), retired(index)
    consumer, provider = links(index)
    used = index.product.copy()
    used[provider[~gone[consumer]]] = True
    rows, size = index.records("role"), len(index.role_id)
    mine = counting[index.held_service]
    some, needed = (
        np.bincount(index.held_role[of], minlength=size) for of in (mine, mine & used[index.held_service])
    )
    held = linked(max(size, index.n), index.held_role[mine], index.held_service[mine])
    for r in np.flatnonzero((some > 0) & (needed == 0)).tolist():
        services = held.values[held.at[r] : held.at[r + 1]]
        own, name = index.role_id[r], index.role_name[r]
        said = listed([named(index, v) for v in services.tolist()])
        message = f"role {called(own, name)} is responsible only for what nobody uses: {said}"
        ids, names = (
            tuple(of[v] for v in services.tolist()) for of in (index.service_id, index.service_name)
        )
        yield Gap(own, name, message, rows.origin(r), "", ids, names)


RULE = Rule(
    code="GM036",
    title="Role for what nobody uses",
    severity="info",
    why="A role whose services all underpin nothing and are no product keeps people busy with what is over, or a "
    "dependency is missing. A role whose services are all retired has a rule of its own, GM010. " + LEFT_OUT,
    hint="give the role its new responsibilities, or remove it together with the services",
    bad={
        "services.csv": "id,name,category,lifecycle\nfax,Fax gateway,network,live\nmail,Mail,workplace,live\n",
        "products.csv": "id,name,category\nshop,Shop,business-application\n",
        "dependencies.csv": "service,depends_on\nshop,mail\n",
        "roles.csv": "id,name\nfax-team,Fax team\n",
        "responsibilities.csv": "role,service,responsibility\nfax-team,fax,A\n",
    },
    good={
        "services.csv": "id,name,category,lifecycle\nfax,Fax gateway,network,live\nmail,Mail,workplace,live\n",
        "products.csv": "id,name,category\nshop,Shop,business-application\n",
        "dependencies.csv": "service,depends_on\nshop,mail\n",
        "roles.csv": "id,name\nfax-team,Fax team\n",
        "responsibilities.csv": "role,service,responsibility\nfax-team,fax,A\nfax-team,mail,R\n",
    },
    find=find,
    about="role",
    needs=(judged, links, retired),
)
