"""GM035: services that wait for each other, so that no order brings them back once they are down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.algorithms.recovery import cold_cycles
from graphmodel.rules.rows import cycle_gaps, judged, retired
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterator[Gap]:
    """One finding for each set of services that wait for each other, about the smallest."""
    known = judged(index)
    found = [cycle for cycle in cold_cycles(index, ~retired(index)) if known[list(cycle.members)].all()]
    return cycle_gaps(index, found, "cannot be started cold, each waits for the next")


RULE = Rule(
    code="GM035",
    title="Cycle that cannot be started cold",
    severity="warning",
    why="Each of these services waits for another one of them by a hard dependency, and no alternative breaks the "
    "cycle. While they run nobody notices. Once all of them are down, say after a loss of power, no order brings "
    "them back, nor what rests on them, unless somebody starts one without what it needs. A soft dependency or an "
    "alternative outside the cycle is enough to start it. " + LEFT_OUT,
    hint="write down how to start one by hand, make one dependency soft, or add an alternative outside the cycle",
    bad={
        "services.csv": "id,name,category\ndirectory,Directory,security\ndns,Name resolution,network\n"
        "hosts,Host file,network\n",
        "dependencies.csv": "service,depends_on,group\ndirectory,dns,\ndns,directory,\n",
    },
    good={
        "services.csv": "id,name,category\ndirectory,Directory,security\ndns,Name resolution,network\n"
        "hosts,Host file,network\n",
        "dependencies.csv": "service,depends_on,group\ndirectory,dns,names\ndirectory,hosts,names\ndns,directory,\n",
    },
    find=find,
    needs=(judged, retired),
)
