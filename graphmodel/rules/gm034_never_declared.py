"""GM034: a dependency was observed, and nobody declares it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.algorithms.drift import drift
from graphmodel.rules.rows import judged, named, retired, service
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterator[Gap]:
    """Observed pairs that no dependency has, by consumer, then provider; from the observation's row."""
    found = drift(index)
    kept = judged(index)[found.undeclared[:, 0]] & ~retired(index)[found.undeclared[:, 1]]
    origins = index.records("observation").origins(found.seen[kept])
    for (c, p), origin in zip(found.undeclared[kept].tolist(), origins, strict=True):
        message = f"{named(index, c)} was observed to use {named(index, p)}, which nobody declares"
        yield service(index, c, message, origin, index.service_id[p], (p,))


RULE = Rule(
    code="GM034",
    title="Dependency never declared",
    severity="warning",
    why="What was seen to use another service rests on it, whether the catalogue says so or not. Every answer is "
    "without it: what is observed is no requirement until somebody declares it, as nobody has seen whether it is hard "
    "or soft, or which are alternatives. " + LEFT_OUT,
    hint="declare the dependency, with its strength and its group; or stop what uses it",
    bad={
        "services.csv": "id,name,category\nshop,Shop,business-application\ndata,Data,platform\n"
        "search,Search,platform\n",
        "dependencies.csv": "service,depends_on\nshop,data\n",
        "observations.csv": "service,depends_on,count,last_seen\nshop,data,1280,2025-04-03\n"
        "shop,search,411,2025-04-03\n",
    },
    good={
        "services.csv": "id,name,category\nshop,Shop,business-application\ndata,Data,platform\n"
        "search,Search,platform\n",
        "dependencies.csv": "service,depends_on\nshop,data\nshop,search\n",
        "observations.csv": "service,depends_on,count,last_seen\nshop,data,1280,2025-04-03\n"
        "shop,search,411,2025-04-03\n",
    },
    find=find,
    needs=(drift, judged, retired),
)
