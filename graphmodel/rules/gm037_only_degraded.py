"""GM037: a group whose alternatives nothing below can take down, only degrade."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.states import DOWN, fail
from graphmodel.index.csr import dependencies
from graphmodel.index.stated import able
from graphmodel.rules.rows import judged, left, named, of_groups, retired, service
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterator[Gap]:
    """Groups with alternatives that are all soft below, by consumer, then group; from the group's first row."""
    size = np.diff(index.member_at)
    if not (index.needs < size).any():
        return
    soft = ~retired(index) & (np.diff(index.requirement_at) > 0) & ~_taken_down(index)
    only, all_ = np.add.reduceat(soft[index.member].astype(np.int64), index.member_at[:-1]), left(index)
    found = np.flatnonzero((index.needs < all_) & (only == all_) & judged(index)[index.consumer]).tolist()
    for r, (group, origin) in zip(found, of_groups(index, found), strict=True):
        consumer, members = int(index.consumer[r]), index.members(r)
        message = (
            f"the alternatives in group {group} of {named(index, consumer)} depend on others softly only: "
            f"these can degrade all {all_[r]}, and take down none"
        )
        yield service(index, consumer, message, origin, group, members.tolist())


def _taken_down(index: Index) -> NDArray[np.bool_]:
    """bool[n]: can what a service needs take it down, when all fails that can fail of itself?"""
    down = fail(index, np.flatnonzero(able(index)).tolist()).state == DOWN
    size, (consumer, provider) = np.diff(index.member_at), dependencies(index)
    gone = np.add.reduceat((down[provider] & (provider != consumer)).astype(np.int64), index.member_at[:-1])
    broken = index.hard & (gone > size - index.needs)
    found = np.zeros(index.n, np.bool_)
    found[index.consumer[broken]] = True
    return found


RULE = Rule(
    code="GM037",
    title="Group with one kind of failure",
    severity="warning",
    why="A group counts how many of its members are not down. Where all that these depend on is soft, whatever "
    "fails below only degrades them, all at once where they share it, and the group never chooses: either the "
    "dependencies below are harder than they say, or the group protects from nothing that is known. Groups "
    "whose members depend on nothing are not meant. " + LEFT_OUT,
    hint="make hard what the alternatives cannot do without, or make the group one dependency",
    bad={
        "services.csv": "id,name,category\nvpn,VPN,network\nline-a,Line A,network\nline-b,Line B,network\n"
        "power,Power,platform\n",
        "dependencies.csv": "service,depends_on,strength,group\nvpn,line-a,hard,uplink\nvpn,line-b,hard,uplink\n"
        "line-a,power,soft,\nline-b,power,soft,\n",
    },
    good={
        "services.csv": "id,name,category\nvpn,VPN,network\nline-a,Line A,network\nline-b,Line B,network\n"
        "power,Power,platform\n",
        "dependencies.csv": "service,depends_on,strength,group\nvpn,line-a,hard,uplink\nvpn,line-b,hard,uplink\n"
        "line-a,power,hard,\nline-b,power,soft,\n",
    },
    find=find,
    needs=(able, judged, left, retired),
)
