"""GM009: a group of alternatives that is no redundancy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.rules.rows import places, service
from graphmodel.rules.rule import Found, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.graph.index import Index


def find(index: Index) -> Iterator[Found]:
    """Groups with one member, or all of whose members are needed, by consumer, then group; from the first row."""
    size = np.diff(index.member_at)
    group = np.diff(index.group.at) > 0
    spent = np.flatnonzero(group & (index.needs >= size)).tolist()
    keys = [(index.service_id[index.consumer[r]], index.group[r]) for r in spent]
    origins = places(index.catalogue().dependencies, ("service", "group"), set(keys))
    for r, key in zip(spent, keys, strict=True):
        consumer, name = key
        many = f"all of its {size[r]} members" if size[r] > 1 else "its only member"
        message = f"group {name} of {consumer} is no redundancy: it needs {many}"
        yield service(index, int(index.consumer[r]), message, origins[key], name)


RULE = Rule(
    code="GM009",
    title="Group without redundancy",
    severity="warning",
    why="A group says that its members can stand in for each other. With one member, or with all of them needed, "
    "nothing can be spared: the redundancy is on paper only.",
    hint="add an alternative, lower needs, or drop the group and let each be a dependency of its own",
    bad={
        "services.csv": "id,name,category\nvpn,VPN,network\nline-a,Line A,network\nline-b,Line B,network\n",
        "dependencies.csv": "service,depends_on,group,needs\nvpn,line-a,uplink,2\nvpn,line-b,uplink,2\n",
    },
    good={
        "services.csv": "id,name,category\nvpn,VPN,network\nline-a,Line A,network\nline-b,Line B,network\n",
        "dependencies.csv": "service,depends_on,group,needs\nvpn,line-a,uplink,1\nvpn,line-b,uplink,1\n",
    },
    find=find,
)
