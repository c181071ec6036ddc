"""GM020: alternatives that share a supplier, a site or a team fail together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.model.metamodel import SERVICE
from graphmodel.model.words import short
from graphmodel.rules.rows import distinct_texts, judged, left, named, of_groups, retired, service
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule
from graphmodel.rules.settings import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings

COLUMNS = Parameter[tuple[str, ...]](
    "GM020", "columns", ("supplier", "site", "team"), "columns of services that name what may fail as a whole"
)


def find(index: Index, settings: Settings) -> Iterator[Gap]:
    """Groups that a common cause takes down, by consumer, then group, then column; from the group's first row."""
    found = []
    for at, column in enumerate(dict.fromkeys(map(SERVICE.current, settings.value(COLUMNS)))):
        texts, code = distinct_texts(index, column)
        requirement, value = _sharing(index, code, np.array([bool(text) for text in texts], np.bool_))
        found += [
            (r, at, column, texts[v]) for r, v in zip(requirement.tolist(), value.tolist(), strict=True)
        ]
    found.sort(key=lambda one: one[:2])
    groups = of_groups(index, [r for r, *_ in found])
    for (r, _, column, text), (group, origin) in zip(found, groups, strict=True):
        consumer, members = int(index.consumer[r]), index.members(r)
        message = (
            f"the alternatives in group {group} of {named(index, consumer)} have one {column}: {short(text)}"
        )
        yield service(index, consumer, message, origin, f"{group} {column}", members.tolist())


def _sharing(
    index: Index, value: NDArray[np.integer], stated: NDArray[np.bool_]
) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Requirements with alternatives, ascending, and the value that so many of their members share that they fail."""
    there, size = ~retired(index)[index.member], np.diff(index.member_at)
    asked = (index.needs < left(index)) & judged(index)[index.consumer]
    requirement = np.repeat(np.arange(len(size)), size)
    kept = asked[requirement] & there & stated[value[index.member]]
    pair = requirement[kept] * np.int64(len(stated) + 1) + value[index.member[kept]]
    pairs, times = np.unique(pair, return_counts=True)
    requirement, shared = pairs // (len(stated) + 1), pairs % (len(stated) + 1)
    failing = times > left(index)[requirement] - index.needs[requirement]
    return _most(requirement[failing], shared[failing], times[failing])


def _most(
    requirement: NDArray[np.intp], value: NDArray[np.int64], times: NDArray[np.int64]
) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Of several values of one requirement the one that most members share, then the first."""
    order = np.lexsort((-times, requirement))
    first = np.diff(requirement[order], prepend=-1) > 0
    return requirement[order][first], value[order][first]


RULE = Rule(
    code="GM020",
    title="Alternatives with a common cause of failure",
    severity="warning",
    why="Alternatives protect only from what does not hit all of them. A supplier, a site or a team that fails as a"
    " whole takes so many of them with it that too few are left. " + LEFT_OUT,
    hint="move an alternative to another one, or record that this risk is taken",
    bad={
        "services.csv": "id,name,category,supplier\nvpn,VPN,network,\nline-a,Line A,network,Acme\n"
        "line-b,Line B,network,Acme\n",
        "dependencies.csv": "service,depends_on,group\nvpn,line-a,uplink\nvpn,line-b,uplink\n",
    },
    good={
        "services.csv": "id,name,category,supplier\nvpn,VPN,network,\nline-a,Line A,network,Acme\n"
        "line-b,Line B,network,Bolt\n",
        "dependencies.csv": "service,depends_on,group\nvpn,line-a,uplink\nvpn,line-b,uplink\n",
    },
    find=find,
    needs=(judged, left, retired),
    parameters=(COLUMNS,),
)
