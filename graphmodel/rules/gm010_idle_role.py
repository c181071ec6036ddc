"""GM010: a role holds no responsibility."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.model.words import called
from graphmodel.rules.rows import ASIDE, retired
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterator[Gap]:
    """Roles without a responsibility, by id."""
    idle, once = np.ones(len(index.role_id), np.bool_), np.zeros(len(index.role_id), np.bool_)
    once[index.held_role] = True
    idle[index.held_role[~retired(index)[index.held_service]]] = False
    rows = index.records("role")
    for r in np.flatnonzero(idle).tolist():
        own, name = index.role_id[r], index.role_name[r]
        message = f"role {called(own, name)} holds no responsibility{ASIDE * bool(once[r])}"
        yield Gap(own, name, message, rows.origin(r))


RULE = Rule(
    code="GM010",
    title="Role without responsibility",
    severity="info",
    why="A role that is responsible for nothing is a leftover of a change, or its services have lost their keeper. "
    + LEFT_OUT,
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
    needs=(retired,),
    about="role",
)
