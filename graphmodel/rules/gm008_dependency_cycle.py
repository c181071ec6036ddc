"""GM008: services depend on each other in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.graph.cycles import cycles
from graphmodel.rules.rows import SHOWN, places, service
from graphmodel.rules.rule import Found, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphmodel.graph.index import Index


def find(index: Index) -> Iterator[Found]:
    """One finding for each set of services that depend on each other, about the smallest, from the dependency that
    closes a shortest circle through it.
    """
    found = cycles(index)
    closing = [(index.service_id[c.shortest[-1]], index.service_id[c.shortest[0]]) for c in found]
    origins = places(index.catalogue().dependencies, ("service", "depends_on"), set(closing))
    for cycle, ends in zip(found, closing, strict=True):
        message = f"{ends[1]} depends on itself: {_circle(index, cycle.shortest)}"
        if len(cycle.members) > len(cycle.shortest):
            message += f" (one circle among {len(cycle.members)} services)"
        yield service(index, int(cycle.shortest[0]), message, origins[ends])


def _circle(index: Index, around: Sequence[int]) -> str:
    shown = [index.service_id[v] for v in around[:SHOWN]]
    if len(around) > SHOWN:
        shown.append(f"… {len(around) - SHOWN} more …")
    return " → ".join([*shown, shown[0]])


RULE = Rule(
    code="GM008",
    title="Dependency cycle",
    severity="warning",
    why="Services that hold each other up fail together and may be impossible to start from cold. Circles are legal "
    "and every answer copes with them, hence a warning.",
    hint="remove the dependency that is not real, make it soft, or plan how to start from cold",
    bad={
        "services.csv": "id,name,category\ndirectory,Directory,security\ndns,Name resolution,network\n",
        "dependencies.csv": "service,depends_on\ndirectory,dns\ndns,directory\n",
    },
    good={
        "services.csv": "id,name,category\ndirectory,Directory,security\ndns,Name resolution,network\n",
        "dependencies.csv": "service,depends_on\ndirectory,dns\n",
    },
    find=find,
)
