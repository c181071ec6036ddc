"""GM009: a group of alternatives that is no redundancy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.rules.rows import ASIDE, judged, left, named, of_groups, service
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterator[Gap]:
    """Groups with one member, or all of whose members are needed, by consumer, then group; from the first row."""
    size, whole = left(index), np.diff(index.member_at)
    group = (np.diff(index.group.at) > 0) & judged(index)[index.consumer]
    spent = np.flatnonzero(group & (index.needs >= size)).tolist()
    for r, (name, origin) in zip(spent, of_groups(index, spent), strict=True):
        consumer = int(index.consumer[r])
        many = (
            ("more than it has", "its only member")[size[r]]
            if size[r] < 2
            else f"all of its {size[r]} members"
        )
        message = f"group {name} of {named(index, consumer)} is no redundancy: it needs {many}"
        message += ASIDE * bool(size[r] < whole[r])
        yield service(
            index,
            consumer,
            message,
            origin,
            name,
            index.members(r).tolist(),
        )


RULE = Rule(
    code="GM009",
    title="Group without redundancy",
    severity="warning",
    why="A group says that its members can replace each other. With one member, or with all of them needed, "
    "none may fail: the redundancy is on paper only. " + LEFT_OUT,
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
    needs=(
        judged,
        left,
    ),
)
