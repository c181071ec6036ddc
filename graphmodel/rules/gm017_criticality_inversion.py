"""GM017: something critical needs what is less critical, and has no alternative to it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.csr import Links, dependencies, gather, links, sources
from graphmodel.index.stated import criticality
from graphmodel.rules.gaps import Gaps
from graphmodel.rules.rows import SHOWN, few, judged, ranked
from graphmodel.rules.rule import LEFT_OUT, Rule
from graphmodel.rules.settings import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings

CRITICAL = Parameter(
    "GM017", "critical", 2, "consumers of this criticality and of a higher one are looked at", 1, 5
)
BY = Parameter("GM017", "by", 1, "so many steps lower the provider must be", 1, 4)


def find(index: Index, settings: Settings) -> Gaps:
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
    provider, consumer = provider[order], consumer[order]
    first = np.flatnonzero(np.diff(provider, prepend=-1))
    less, ends = provider[first], np.append(first, len(provider))
    size = np.diff(ends)
    shown = Links(np.append(0, np.cumsum(np.minimum(size, SHOWN))), consumer[_place(first, size) < SHOWN])

    def messages(at: NDArray[np.intp]) -> Iterator[str]:
        known, names = index.names.called, iter(ranked(index, gather(*shown, at)))
        rows = zip(less[at].tolist(), stated[less[at]].tolist(), size[at].tolist(), strict=True)
        for p, rank, number in rows:
            those, one = [*islice(names, min(number, SHOWN))], number == 1
            yield (
                f"{known[p]} has criticality {rank}, but {few(those, number)} "
                f"{'needs' if one else 'need'} it and {'has' if one else 'have'} no alternative"
            )

    return Gaps(index, less, messages, others=shown)


def _place(first: NDArray[np.intp], size: NDArray[np.intp]) -> NDArray[np.intp]:
    """intp[…]: the place of each in its run; ``first`` and ``size`` are those of the runs."""
    return np.arange(int(size.sum())) - np.repeat(first, size)


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
