"""GM016: whether a promise can be kept is not known, because a level is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.promises import LEVELS, UNKNOWN
from graphmodel.model.words import count
from graphmodel.rules.promised import JUDGED, Wording, known, verdicts
from graphmodel.rules.rows import judged, named, service
from graphmodel.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index
    from graphmodel.rules.rule import Gap
    from graphmodel.rules.settings import Settings


def find(index: Index, settings: Settings) -> Iterator[Gap]:
    """Services with a promise that is unknown because a level is missing, level by level, by id; from their row."""
    for level in LEVELS:
        found = verdicts(index, level, settings)
        wording = Wording(index, found, settings)
        waits = np.diff(found.missing_at) > 0
        open_ = np.flatnonzero((found.verdict == UNKNOWN) & waits & judged(index)[found.services])
        origins = index.records("service").origins(found.services[open_])
        for at, origin in zip(open_.tolist(), origins, strict=True):
            v = wording.services[at]
            those = found.missing[found.missing_at[at] : found.missing_at[at + 1]].tolist()
            message = (
                f"whether {named(index, v)} can keep its {level} ({wording.promised(at)}) is not known: "
                f"{wording.lacking(at)} of {named(index, those[0])} is missing"
            )
            if len(those) > 1:
                message += f", and levels of {count(len(those) - 1, 'other service')} after it"
            yield service(index, v, message, origin, level, those)


RULE = Rule(
    code="GM016",
    title="Promise that cannot be judged",
    severity="info",
    why="A level is missing of what the service needs, and the verdict on its promise depends on it: nobody can say "
    "whether it will be kept. The level to state first is named. " + JUDGED,
    hint="state that level in services.csv, or for its whole category in categories.csv",
    bad={
        "products.csv": "id,name,rto\nshop,Shop,4h\n",
        "services.csv": "id,name,rto\ndatabase,Database,\nlan,Office network,30m\n",
        "dependencies.csv": "service,depends_on\nshop,database\nshop,lan\n",
    },
    good={
        "products.csv": "id,name,rto\nshop,Shop,4h\n",
        "services.csv": "id,name,rto\ndatabase,Database,1h\nlan,Office network,30m\n",
        "dependencies.csv": "service,depends_on\nshop,database\nshop,lan\n",
    },
    find=find,
    needs=(judged, known),
)
