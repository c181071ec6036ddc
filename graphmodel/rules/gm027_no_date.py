"""GM027: planned, and never started; retiring, with no date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.model.words import count
from graphmodel.rules.rows import judged, lifecycle, named, ordinals, service
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule
from graphmodel.rules.settings import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings

DAYS = Parameter("GM027", "days", 30, "a start may be late by so many days", 0)


def find(index: Index, settings: Settings) -> Iterator[Gap]:
    """Planned services whose start is past, and retiring ones without an end, by id."""
    starts, ends = ordinals(index, "starts"), ordinals(index, "ends")
    late = settings.day.toordinal() - starts
    planned = judged(index) & lifecycle(index, "planned") & (starts >= 0) & (late > settings.value(DAYS))
    retiring = judged(index) & lifecycle(index, "retiring") & (ends < 0)
    found = np.flatnonzero(planned | retiring)
    for v, origin in zip(found.tolist(), index.records("service").origins(found), strict=True):
        said = "is retiring, and no end is stated"
        if planned[v]:
            day = date.fromordinal(int(starts[v]))
            said = f"was to start on {day} and is planned still, {count(int(late[v]), 'day')} later"
        yield service(index, v, f"{named(index, v)} {said}", origin)


RULE = Rule(
    code="GM027",
    title="Planned and never started, or retiring with no date",
    severity="info",
    why="A plan whose day is past was given up or has come true, and the catalogue does not say which. What retires"
    " on no day is never gone: nobody can plan for what comes after it. " + LEFT_OUT,
    hint="correct its lifecycle, or write the day in starts or ends",
    bad={"services.csv": "id,name,category,lifecycle,ends\nmail,Mail,workplace,retiring,\n"},
    good={"services.csv": "id,name,category,lifecycle,ends\nmail,Mail,workplace,retiring,2999-12-31\n"},
    find=find,
    needs=(judged,),
    parameters=(DAYS,),
)
