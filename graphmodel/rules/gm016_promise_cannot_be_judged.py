"""GM016: whether a promise can be kept is not known, because a level is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.promises import LEVELS, UNKNOWN
from graphmodel.index.csr import Links, gather
from graphmodel.model.words import count
from graphmodel.rules.promised import JUDGED, Wording, known, level_by_level, verdicts
from graphmodel.rules.rows import judged
from graphmodel.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.rules.gaps import Gaps
    from graphmodel.rules.settings import Settings


def find(index: Index, settings: Settings) -> Gaps:
    """Services with a promise that is unknown because a level is missing, level by level, by id; from their row."""
    return level_by_level(index, {level: _Waiting(index, level, settings) for level in LEVELS})


class _Waiting:
    """The promises of one level that wait for a level of others."""

    def __init__(self, index: Index, level: str, settings: Settings) -> None:
        found = verdicts(index, level, settings)
        waits = np.diff(found.missing_at) > 0
        self._index, self._level = index, level
        self._wording = Wording(index, found, settings)
        self._at = np.flatnonzero((found.verdict == UNKNOWN) & waits & judged(index)[found.services])
        self.services = found.services[self._at]
        sizes = np.diff(found.missing_at)[self._at]
        missing = gather(*Links(found.missing_at, found.missing), self._at)
        self.others = Links(np.append(0, np.cumsum(sizes)), missing)

    def messages(self, at: NDArray[np.intp]) -> Iterator[str]:
        """What is said of each of these."""
        called, wording = self._index.names.called, self._wording
        first, size = self.others.values[self.others.at[at]].tolist(), np.diff(self.others.at)[at].tolist()
        rows = zip(self._at[at].tolist(), self.services[at].tolist(), first, size, strict=True)
        for where, v, lacking, number in rows:
            yield (
                f"whether {called[v]} can keep its {self._level} ({wording.promised(where)}) is not known: "
                f"{wording.lacking(where)} of {called[lacking]} is missing"
            ) + (f", and levels of {count(number - 1, 'other service')} after it" if number > 1 else "")


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
