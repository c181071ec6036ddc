"""GM036: a role is responsible only for what nobody uses any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.model.words import called, listed
from graphmodel.rules.rows import links, named, retired
from graphmodel.rules.rule import Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterator[Gap]:
    """Roles with responsibilities, all of them for services that are retired or that nobody uses, by id."""
    gone = retired(index)
    consumer, provider = links(index)
    used = index.product & ~gone
    used[provider[~gone[consumer]]] = True
    used &= ~gone
    rows = index.records("role")
    for r in np.flatnonzero(np.bincount(index.held_role, minlength=len(index.role_id))).tolist():
        services = np.unique(index.held_service[index.held_role == r])
        if used[services].any():
            continue
        own, name = index.role_id[r], index.role_name[r]
        said = [f"{named(index, v)}{' (retired)' * bool(gone[v])}" for v in services.tolist()]
        message = f"role {called(own, name)} is responsible only for what nobody uses: {listed(said)}"
        ids, names = (
            tuple(of[v] for v in services.tolist()) for of in (index.service_id, index.service_name)
        )
        yield Gap(own, name, message, rows.origin(r), "", ids, names)


RULE = Rule(
    code="GM036",
    title="Role for what nobody uses",
    severity="info",
    why="A role whose services are all retired, or underpin nothing and are no product, keeps people busy with what is "
    "over, or its row is a leftover. Placeholders are services here: somebody named them.",
    hint="give the role its new responsibilities, or remove it together with the services",
    bad={
        "services.csv": "id,name,category,lifecycle\nfax,Fax gateway,network,retired\nmail,Mail,workplace,live\n",
        "products.csv": "id,name,category\nshop,Shop,business-application\n",
        "dependencies.csv": "service,depends_on\nshop,mail\n",
        "roles.csv": "id,name\nfax-team,Fax team\n",
        "responsibilities.csv": "role,service,responsibility\nfax-team,fax,A\n",
    },
    good={
        "services.csv": "id,name,category,lifecycle\nfax,Fax gateway,network,retired\nmail,Mail,workplace,live\n",
        "products.csv": "id,name,category\nshop,Shop,business-application\n",
        "dependencies.csv": "service,depends_on\nshop,mail\n",
        "roles.csv": "id,name\nfax-team,Fax team\n",
        "responsibilities.csv": "role,service,responsibility\nfax-team,fax,A\nfax-team,mail,R\n",
    },
    find=find,
    about="role",
    needs=(links, retired),
)
