"""GM001: nobody is accountable for a service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.duties import holding
from graphmodel.rules.rows import about, judged
from graphmodel.rules.rule import LEFT_OUT, Rule

if TYPE_CHECKING:
    from graphmodel.index.index import Index
    from graphmodel.rules.gaps import Gaps
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Gaps:
    """Services and products without a responsibility A, by id."""
    lacking = judged(index).copy()
    lacking[index.held_service[holding(index, "A")]] = False
    return about(index, np.flatnonzero(lacking), "no role is accountable for {}")


RULE = Rule(
    code="GM001",
    title="No accountable role",
    severity="warning",
    why="A service that nobody is accountable for is kept running by chance: nobody decides on its levels, its money "
    "or its end. Being responsible (R) is not being accountable (A). " + LEFT_OUT,
    hint="give one role the responsibility A for it in responsibilities.csv",
    bad={
        "services.csv": "id,name,category\nmail,Mail,workplace\n",
        "roles.csv": "id,name\nmail-team,Mail team\n",
        "responsibilities.csv": "role,service,responsibility\nmail-team,mail,R\n",
    },
    good={
        "services.csv": "id,name,category\nmail,Mail,workplace\n",
        "roles.csv": "id,name\nmail-team,Mail team\n",
        "responsibilities.csv": "role,service,responsibility\nmail-team,mail,R\nmail-team,mail,A\n",
    },
    find=find,
    needs=(judged,),
)
