"""GM017: something critical needs what is less critical, and has no alternative to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.csr import dependencies, links, sources
from graphmodel.index.stated import criticality
from graphmodel.rules.rows import SHOWN, by_first, few, judged, named, ranked, service
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule
from graphmodel.rules.settings import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings

CRITICAL = Parameter(
    "GM017", "critical", 2, "consumers of this criticality and of a higher one are looked at", 1, 5
)
BY = Parameter("GM017", "by", 1, "so many steps lower the provider must be", 1, 4)


def find(index: Index, settings: Settings) -> Iterator[Gap]:
    """Providers that are less critical than a consumer that cannot do without them, by id; from the provider's row."""
    stated, live = criticality(index), judged(index)
    members = np.diff(index.member_at)
    sure = np.repeat(index.hard & (index.needs == members), members)
    consumer, provider = (ends[sure] for ends in dependencies(index))
    asked = live & (stated > 0) & (stated <= settings.value(CRITICAL))
    wrong = asked[consumer] & live[provider] & (stated[provider] - stated[consumer] >= settings.value(BY))
    once = links(index.n, provider[wrong], consumer[wrong])
    provider, consumer = sources(once), once.values
    order = np.lexsort((consumer, stated[consumer], provider))
    rows = index.records("service")
    for p, needing in by_first(provider[order], consumer[order]):
        names = [ranked(index, c) for c in needing[:SHOWN]]
        one = len(needing) == 1
        message = (
            f"{named(index, p)} has criticality {stated[p]}, but {few(names, len(needing))} "
            f"{'needs' if one else 'need'} it and {'has' if one else 'have'} no alternative"
        )
        yield service(index, p, message, rows.origin(p), others=needing[:SHOWN])


RULE = Rule(
    code="GM017",
    title="Criticality inversion",
    severity="warning",
    why="What something critical cannot do without is as critical as that: it is restored, watched and paid for by "
    "its own criticality, so one that is too low is an outage of what is above. Only hard dependencies of which"
    " each member is needed count, and only services that state their criticality. " + LEFT_OUT,
    hint="raise its criticality, add an alternative to it, or lower the criticality of what needs it",
    bad={
        "services.csv": "id,name,category,criticality\npayroll,Payroll,business-application,1\n"
        "database,Database,platform,3\n",
        "dependencies.csv": "service,depends_on\npayroll,database\n",
    },
    good={
        "services.csv": "id,name,category,criticality\npayroll,Payroll,business-application,1\n"
        "database,Database,platform,1\n",
        "dependencies.csv": "service,depends_on\npayroll,database\n",
    },
    find=find,
    needs=(criticality, judged),
    parameters=(CRITICAL, BY),
)
