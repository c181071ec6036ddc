"""GM025: a service was not reviewed for too long."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.stated import LEAST, criticality
from graphmodel.model.words import count
from graphmodel.rules.rows import judged, named, ordinals, service
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule
from graphmodel.rules.settings import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings

DAYS = Parameter(
    "GM025",
    "days",
    (365, 365, 730, 730, 1095),
    "a review lasts so many days, for criticality 1, 2, 3, 4 and 5; for none as for 5",
    least=1,
)


def find(index: Index, settings: Settings) -> Iterator[Gap]:
    """Services whose last review is too old, by id. Nothing is said where no review is stated."""
    days, rows = settings.value(DAYS), index.records("service")
    reviewed = ordinals(index, "reviewed")
    age = np.where(reviewed < 0, 0, settings.day.toordinal() - reviewed)
    stated = criticality(index)
    allowed = np.array([days[LEAST - 1], *days], np.int64)[stated]
    late = np.flatnonzero(judged(index) & (age > allowed))
    for v, origin in zip(late.tolist(), rows.origins(late), strict=True):
        lasts = f"a review lasts {count(int(allowed[v]), 'day')}"
        rank = f"at criticality {stated[v]} " if stated[v] else ""
        over = count(int(age[v] - allowed[v]), "day")
        day = date.fromordinal(int(reviewed[v]))
        message = f"{named(index, v)} was last reviewed on {day}: {rank}{lasts}, {over} over"
        yield service(index, v, message, origin)


RULE = Rule(
    code="GM025",
    title="Review overdue",
    severity="info",
    why="What nobody has looked at for long is as it was, not as it is: dependencies, levels and owners have moved "
    "on. The more critical, the sooner. " + LEFT_OUT,
    hint="review it with its owner and write the date in reviewed",
    bad={"services.csv": "id,name,category,criticality,reviewed\nmail,Mail,workplace,1,2001-01-31\n"},
    good={"services.csv": "id,name,category,criticality,reviewed\nmail,Mail,workplace,1,2999-01-31\n"},
    find=find,
    needs=(criticality, judged),
    parameters=(DAYS,),
)
