"""GM033: a dependency is declared, and was never observed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.algorithms.drift import drift
from graphmodel.rules.rows import judged, named, of_dependencies, retired, service
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterator[Gap]:
    """Declared dependencies between services that observations know, by consumer, then provider; from their row."""
    pairs = drift(index).unobserved
    found = pairs[judged(index)[pairs[:, 0]] & ~retired(index)[pairs[:, 1]]].tolist()
    for (c, p), origin in zip(found, of_dependencies(index, found), strict=True):
        message = f"{named(index, c)} depends on {named(index, p)}, and was never observed to use it"
        yield service(index, c, message, origin, index.service_id[p], (p,))


RULE = Rule(
    code="GM033",
    title="Dependency never observed",
    severity="warning",
    why="Both services are watched, and nothing was seen to pass between them: the dependency may be of the past, or "
    "what was watched does not show it (it is rare, manual, or takes another way). A service that no observation names "
    "is not watched, and nothing is said of it. " + LEFT_OUT,
    hint="remove the dependency if it is of the past; else say in its note why it is not seen, and waive this",
    bad={
        "services.csv": "id,name,category\nshop,Shop,business-application\nbilling,Billing,business-application\n"
        "data,Data,platform\n",
        "dependencies.csv": "service,depends_on\nshop,data\nbilling,data\n",
        "observations.csv": "service,depends_on,count,last_seen\nshop,data,1280,2025-04-03\n"
        "billing,billing,3,2025-04-02\n",
    },
    good={
        "services.csv": "id,name,category\nshop,Shop,business-application\nbilling,Billing,business-application\n"
        "data,Data,platform\n",
        "dependencies.csv": "service,depends_on\nshop,data\nbilling,data\n",
        "observations.csv": "service,depends_on,count,last_seen\nshop,data,1280,2025-04-03\n"
        "billing,data,3,2025-04-02\n",
    },
    find=find,
    needs=(drift, judged, retired),
)
