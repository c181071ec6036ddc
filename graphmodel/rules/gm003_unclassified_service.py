"""GM003: a service is in no category."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.rules.rows import about, judged
from graphmodel.rules.rule import LEFT_OUT, Rule

if TYPE_CHECKING:
    from graphmodel.index.index import Index
    from graphmodel.rules.gaps import Gaps
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Gaps:
    """Services and products without a category, by id."""
    return about(index, np.flatnonzero(judged(index) & (index.category < 0)), "{} is in no category")


RULE = Rule(
    code="GM003",
    title="Unclassified service",
    severity="warning",
    why="Without a category a service has no type: no boundary, no default service levels, no expectation of what "
    "must underpin it, and it counts for no type when others are judged. " + LEFT_OUT,
    hint="give it a category in its row",
    bad={"services.csv": "id,name,category\nmail,Mail,\n"},
    good={"services.csv": "id,name,category\nmail,Mail,workplace\n"},
    find=find,
    needs=(judged,),
)
