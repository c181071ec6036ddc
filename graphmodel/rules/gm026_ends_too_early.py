"""GM026: a service ends before those who need it, and nothing takes its place."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.csr import links, sources
from graphmodel.rules.rows import (
    SHOWN,
    by_first,
    judged,
    labels,
    lifecycle,
    named,
    ordinals,
    retired,
    service,
)
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule
from graphmodel.rules.settings import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings

DAYS = Parameter("GM026", "days", 365, "ends that are so many days ahead, or fewer, are looked at", 0)
NEVER = date.max.toordinal()


def find(index: Index, settings: Settings) -> Iterator[Gap]:
    """Services that end, by id, with those who need them longer; from the row of what ends.

    One that is retiring without a date may end today.
    """
    today, stated = settings.day.toordinal(), ordinals(index, "ends")
    ends = np.where(stated >= 0, stated, np.where(lifecycle(index, "retiring"), today, NEVER))
    size = np.diff(index.member_at)
    requirement, provider = np.repeat(np.arange(len(size)), size), index.member
    consumer = index.consumer[requirement]
    soon = judged(index) & (ends <= today + settings.value(DAYS))
    longer = judged(index)[consumer] & (ends[consumer] > ends[provider])
    asked = np.flatnonzero(soon[provider] & longer & index.hard[requirement])
    left = _left(index, requirement[asked], ends[provider[asked]], ends)
    asked = asked[left < index.needs[requirement[asked]]]
    once = links(index.n, provider[asked], consumer[asked])
    rows = index.records("service")
    for v, needing in by_first(sources(once), once.values):
        message = (
            f"{named(index, v)} {_when(stated[v], today)}, and {labels(index, needing)} "
            f"{'needs' if len(needing) == 1 else 'need'} it longer"
        )
        yield service(index, v, message, rows.origin(v), others=needing[:SHOWN])


def _left(
    index: Index, requirement: NDArray[np.intp], day: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.int64]:
    """int64, aligned: how many members of the requirement are there after that day."""
    starts, size = ordinals(index, "starts"), np.diff(index.member_at)
    owner = np.repeat(np.arange(len(size), dtype=np.int64), size)
    there = (~retired(index) & (starts < ends))[index.member]
    owner, member = owner[there], index.member[there]
    later = [_after(owner, days[member], requirement, day) for days in (ends, starts)]
    return later[0] - later[1]


def _after(
    owner: NDArray[np.int64], days: NDArray[np.int64], requirement: NDArray[np.intp], day: NDArray[np.int64]
) -> NDArray[np.int64]:
    """int64, aligned with ``requirement``: how many of its days are after that day."""
    key = np.sort(owner * (NEVER + 2) + days + 1)
    first = requirement.astype(np.int64) * (NEVER + 2)
    return np.searchsorted(key, first + NEVER + 1, "right") - np.searchsorted(key, first + day + 1, "right")


def _when(stated: int, today: int) -> str:
    if stated < 0:
        return "is retiring"
    return f"{'ends' if stated >= today else 'ended'} on {date.fromordinal(int(stated))}"


RULE = Rule(
    code="GM026",
    title="Ends before those who need it",
    severity="warning",
    why="A service that ends takes down what still needs it. It has a successor where enough alternatives in the "
    "same group are there after its end. One that is retiring without a date may end on any day. Only hard "
    "dependencies count. " + LEFT_OUT,
    hint="add its successor as an alternative, move its end, or end what needs it, too",
    bad={
        "services.csv": "id,name,category,lifecycle\npayroll,Payroll,business-application,live\n"
        "mainframe,Mainframe,platform,retiring\n",
        "dependencies.csv": "service,depends_on\npayroll,mainframe\n",
    },
    good={
        "services.csv": "id,name,category,lifecycle\npayroll,Payroll,business-application,retiring\n"
        "mainframe,Mainframe,platform,retiring\n",
        "dependencies.csv": "service,depends_on\npayroll,mainframe\n",
    },
    find=find,
    needs=(judged, retired),
    parameters=(DAYS,),
)
