"""Two transactions at a time, which touch no node in common: creating a relationship locks both of its ends.

The services are shared out among four groups with about as many dependencies each. As in a tournament of four, in each
of three rounds the groups meet in two pairs; the dependencies within one pair go one lane, those within the other pair
the other.
"""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from graphmodel.model.table import Table

T = TypeVar("T")
K = TypeVar("K", bound="Hashable")

LANES: Final = 2
ROUNDS: Final = 3
MEETING: Final = (0, 0, 2, 4), (0, 0, 5, 3), (2, 5, 1, 1), (4, 3, 1, 1)
"""Group of the one end, group of the other → twice the round, plus the lane."""


def rounds(dependencies: Table, rows: Sequence[int]) -> list[list[list[int]]]:
    """Those rows of the dependencies, by round and lane."""
    consumers, providers = dependencies.texts("service"), dependencies.texts("depends_on")
    count = Counter(consumers[row] for row in rows)
    count.update(providers[row] for row in rows)
    group = _shared_out(count, len(MEETING))
    dealt: list[list[int]] = [[] for _ in range(ROUNDS * LANES)]
    for row in rows:
        dealt[MEETING[group[consumers[row]]][group[providers[row]]]].append(row)
    return [dealt[at : at + LANES] for at in range(0, len(dealt), LANES)]


def by_end(pairs: Sequence[tuple[T, Hashable]]) -> list[list[tuple[T, Hashable]]]:
    """Pairs, each start of which occurs once, by lane: all with the same end go the same lane."""
    lane = _shared_out(Counter(end for _, end in pairs), LANES)
    dealt: list[list[tuple[T, Hashable]]] = [[] for _ in range(LANES)]
    for pair in pairs:
        dealt[lane[pair[1]]].append(pair)
    return dealt


def _shared_out(sizes: Counter[K], among: int) -> dict[K, int]:
    """The things shared out among so many so that each gets about the same: the large ones first."""
    given = [0] * among
    owner = {}
    for thing, size in sizes.most_common():
        owner[thing] = given.index(min(given))
        given[owner[thing]] += size
    return owner


def run(lanes: Sequence[Iterable[T]], work: Callable[[int, T], None]) -> None:
    """Do the work of all lanes, each in a thread of its own. After an error no lane begins anything more."""
    stop = threading.Event()

    def follow(lane: int, parts: Iterable[T]) -> None:
        for part in parts:
            if stop.is_set():
                return
            work(lane, part)

    with ThreadPoolExecutor(len(lanes)) as pool:
        going = [pool.submit(follow, lane, parts) for lane, parts in enumerate(lanes)]
        try:
            wait(going, return_when=FIRST_EXCEPTION)
        finally:
            stop.set()
        for one in going:
            one.result()
