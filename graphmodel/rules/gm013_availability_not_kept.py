"""GM013: a service promises an availability that what underpins it cannot keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.rules.promised import INDEPENDENT, JUDGED, broken, known
from graphmodel.rules.rows import judged
from graphmodel.rules.rule import Rule

if TYPE_CHECKING:
    from graphmodel.index.index import Index
    from graphmodel.rules.gaps import Gaps
    from graphmodel.rules.settings import Settings


SAID = "{promised} % availability, what it needs allows {supported} %: {much} too much"


def find(index: Index, settings: Settings) -> Gaps:
    """Services whose availability is broken, by id; from the service's row."""
    return broken(index, {"availability": SAID}, settings)


RULE = Rule(
    code="GM013",
    title="Availability that cannot be kept",
    severity="warning",
    why="A service cannot be up more often than all that it needs at once: its own parts, and its hard requirements, "
    f"of which each provider counts once at what it promises; {INDEPENDENT}. A promise above that will be broken, "
    f"whoever does their work well. {JUDGED}",
    hint="promise less, agree on more with the provider named, or add an alternative to it",
    bad={
        "products.csv": "id,name,availability\nshop,Shop,99.9\n",
        "services.csv": "id,name,availability\ndatabase,Database,99.5\nlan,Office network,99.99\n",
        "dependencies.csv": "service,depends_on\nshop,database\nshop,lan\n",
    },
    good={
        "products.csv": "id,name,availability\nshop,Shop,99.4\n",
        "services.csv": "id,name,availability\ndatabase,Database,99.5\nlan,Office network,99.99\n",
        "dependencies.csv": "service,depends_on\nshop,database\nshop,lan\n",
    },
    find=find,
    needs=(judged, known),
)
