"""GM014: a service promises to be back sooner, or to lose less, than what it needs allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.rules.promised import JUDGED, broken, known
from graphmodel.rules.rows import judged
from graphmodel.rules.rule import Rule

if TYPE_CHECKING:
    from graphmodel.index.index import Index
    from graphmodel.rules.gaps import Gaps
    from graphmodel.rules.settings import Settings


SAID = {
    "rto": "to be back within {promised} (rto), what it needs is back after {supported}: {much} too late",
    "rpo": "to lose no more than {promised} (rpo), what it needs loses {supported}: {much} too much",
}


def find(index: Index, settings: Settings) -> Gaps:
    """Services whose rto, then those whose rpo is broken, each by id; from the service's row."""
    return broken(index, SAID, settings)


RULE = Rule(
    code="GM014",
    title="Recovery promised too soon",
    severity="warning",
    why="A service cannot be back before what it needs: of a requirement that needs k of its members the k-th that is "
    "back decides, and what these k lose is lost. A shorter promise holds only on paper, until the first outage. "
    + JUDGED,
    hint="promise a longer time, agree on a shorter one with the provider named, or add an alternative to it",
    bad={
        "products.csv": "id,name,rto\nshop,Shop,1h\n",
        "services.csv": "id,name,rto\ndatabase,Database,4h\nlan,Office network,30m\n",
        "dependencies.csv": "service,depends_on\nshop,database\nshop,lan\n",
    },
    good={
        "products.csv": "id,name,rto\nshop,Shop,4h\n",
        "services.csv": "id,name,rto\ndatabase,Database,4h\nlan,Office network,30m\n",
        "dependencies.csv": "service,depends_on\nshop,database\nshop,lan\n",
    },
    find=find,
    needs=(judged, known),
)
