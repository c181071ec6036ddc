"""GM015: a service promises support at hours at which nobody supports what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.rules.promised import JUDGED, broken, known
from graphmodel.rules.rows import judged
from graphmodel.rules.rule import Rule

if TYPE_CHECKING:
    from graphmodel.index.index import Index
    from graphmodel.rules.gaps import Gaps
    from graphmodel.rules.settings import Settings


SAID = "support {promised}, what it needs is supported {supported}: {much} too much"


def find(index: Index, settings: Settings) -> Gaps:
    """Services whose support hours are not covered, by id; from the service's row."""
    return broken(index, {"support_hours": SAID}, settings)


RULE = Rule(
    code="GM015",
    title="Support hours not covered",
    severity="warning",
    why="At an hour at which a service is supported and what it needs is not, somebody answers the phone who cannot "
    "help. Each minute that is promised must be covered by as many members of each hard requirement as it needs. "
    "Schedules of several time zones are compared at every minute of this year; public holidays are no part of a "
    f"schedule. {JUDGED}",
    hint="promise fewer hours, agree on more with the provider named, or add an alternative to it",
    bad={
        "products.csv": "id,name,support_hours\nshop,Shop,Mon-Sat 08:00-20:00\n",
        "services.csv": "id,name,support_hours\ndatabase,Database,Mon-Fri 08:00-18:00\nlan,Office network,24x7\n",
        "dependencies.csv": "service,depends_on\nshop,database\nshop,lan\n",
    },
    good={
        "products.csv": "id,name,support_hours\nshop,Shop,Mon-Sat 08:00-20:00\n",
        "services.csv": "id,name,support_hours\ndatabase,Database,24x7\nlan,Office network,24x7\n",
        "dependencies.csv": "service,depends_on\nshop,database\nshop,lan\n",
    },
    find=find,
    needs=(judged, known),
)
