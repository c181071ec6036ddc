"""GM019: alternatives that rest on one service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.csr import Links
from graphmodel.rules.gaps import Gaps
from graphmodel.rules.rows import alone, first_rows, judged
from graphmodel.rules.rule import AS_ANSWERED, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Gaps:
    """Hard groups that one service takes down, by consumer, then group; from the group's first row."""
    shared = alone(index).shared
    groups = np.flatnonzero((shared >= 0) & judged(index)[index.consumer])
    culprit, detail = shared[groups], index.group.of_rows(groups)
    members = np.diff(index.member_at)[groups]
    spare = members - index.needs[groups]

    def messages(at: NDArray[np.intp]) -> Iterator[str]:
        known = index.names.called
        numbers = (index.consumer[groups], culprit, members, spare)
        for group, (consumer, v, size, most) in zip(
            (detail[i] for i in at.tolist()),
            np.stack([of[at] for of in numbers], axis=1).tolist(),
            strict=True,
        ):
            yield (
                f"group {group} of {known[consumer]} is false redundancy: {known[v]} alone takes down more "
                f"of its {size} members than it can spare ({most})"
            )

    others = Links(np.arange(len(culprit) + 1), culprit)
    rows = first_rows(index, groups)
    return Gaps(
        index, index.consumer[groups], messages, detail=detail, others=others, rows=rows, kind="dependency"
    )


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
