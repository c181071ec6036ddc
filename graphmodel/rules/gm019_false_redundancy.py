"""GM019: alternatives that rest on one service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.rules.rows import alone, judged, named, of_groups, service
from graphmodel.rules.rule import AS_ANSWERED, Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterator[Gap]:
    """Hard groups that one service takes down, by consumer, then group; from the group's first row."""
    shared = alone(index).shared
    found = np.flatnonzero((shared >= 0) & judged(index)[index.consumer]).tolist()
    for r, (group, origin) in zip(found, of_groups(index, found), strict=True):
        members = int(index.member_at[r + 1] - index.member_at[r])
        spare, consumer, v = members - int(index.needs[r]), int(index.consumer[r]), int(shared[r])
        message = (
            f"group {group} of {named(index, consumer)} is false redundancy: {named(index, v)} alone takes down more "
            f"of its {members} members than it can spare ({spare})"
        )
        yield service(index, consumer, message, origin, group, (v,))


RULE = Rule(
    code="GM019",
    title="False redundancy",
    severity="warning",
    why="Alternatives that rest on one service go down with it, all at once: two servers in one room, two lines in "
    "one cable. Named is one such service, the nearest to the alternatives. A service that the consumer needs "
    "anyway, with no alternative, is not: it would take the consumer down without the group. A service whose "
    "own_availability is 100 cannot fail of itself. " + AS_ANSWERED,
    hint="move one of the alternatives to something else, or give what they share an alternative",
    bad={
        "services.csv": "id,name,category\nvpn,VPN,network\nline-a,Line A,network\nline-b,Line B,network\n"
        "duct,Cable duct,network\nradio,Radio link,network\n",
        "dependencies.csv": "service,depends_on,group\nvpn,line-a,uplink\nvpn,line-b,uplink\nline-a,duct,\n"
        "line-b,duct,\n",
    },
    good={
        "services.csv": "id,name,category\nvpn,VPN,network\nline-a,Line A,network\nline-b,Line B,network\n"
        "duct,Cable duct,network\nradio,Radio link,network\n",
        "dependencies.csv": "service,depends_on,group\nvpn,line-a,uplink\nvpn,line-b,uplink\nline-a,duct,\n"
        "line-b,radio,\n",
    },
    find=find,
    needs=(alone, judged),
)
