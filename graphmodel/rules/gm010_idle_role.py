"""GM010: a role holds no responsibility."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.rules.rule import Found, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.graph.index import Index


def find(index: Index) -> Iterator[Found]:
    """Roles without a responsibility, by id."""
    idle = np.ones(len(index.role_id), np.bool_)
    idle[index.held_role] = False
    rows = index.catalogue().roles
    for r in np.flatnonzero(idle).tolist():
        name = index.role_id[r]
        yield Found(name, index.role_name[r], f"role {name} holds no responsibility", rows.origin(r))


RULE = Rule(
    code="GM010",
    title="Role without responsibility",
    severity="info",
    why="A role that is responsible for nothing is a leftover of a change, or its services have lost their keeper.",
    hint="give it its responsibilities in responsibilities.csv, or remove the role",
    bad={
        "services.csv": "id,name,category\nmail,Mail,workplace\n",
        "roles.csv": "id,name\nmail-team,Mail team\nfax-team,Fax team\n",
        "responsibilities.csv": "role,service,responsibility\nmail-team,mail,A\n",
    },
    good={
        "services.csv": "id,name,category\nmail,Mail,workplace\n",
        "roles.csv": "id,name\nmail-team,Mail team\n",
        "responsibilities.csv": "role,service,responsibility\nmail-team,mail,A\n",
    },
    find=find,
    about="role",
)
