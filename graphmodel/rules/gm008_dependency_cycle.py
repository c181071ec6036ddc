"""GM008: services depend on each other in a cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.algorithms.condensed import whole
from graphmodel.algorithms.cycles import cycles
from graphmodel.rules.rows import cycle_gaps, judged
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings


def find(index: Index, _settings: Settings) -> Iterator[Gap]:
    """One finding for each set of services that depend on each other, about the smallest, from the dependency that
    closes a shortest cycle through it.
    """
    return cycle_gaps(index, cycles(index, judged(index)), "depends on itself")


RULE = Rule(
    code="GM008",
    title="Dependency cycle",
    severity="warning",
    why="Services that hold each other up fail or degrade together and may be impossible to start from cold; a soft "
    "dependency closes a cycle as a hard one does. Cycles are legal and every answer copes with them, hence a "
    "warning. A cycle through a placeholder is not told. " + LEFT_OUT,
    hint="remove the dependency that is not real, or plan how to start from cold",
    bad={
        "services.csv": "id,name,category\ndirectory,Directory,security\ndns,Name resolution,network\n",
        "dependencies.csv": "service,depends_on\ndirectory,dns\ndns,directory\n",
    },
    good={
        "services.csv": "id,name,category\ndirectory,Directory,security\ndns,Name resolution,network\n",
        "dependencies.csv": "service,depends_on\ndirectory,dns\n",
    },
    find=find,
    needs=(judged, whole),
)
