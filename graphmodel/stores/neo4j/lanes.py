"""Two transactions at a time, which touch no node in common: creating a relationship locks both of its ends.

The services are dealt out to four groups. As in a tournament of four, in each of three rounds the groups meet in two
pairs; the dependencies within one pair go one lane, those within the other pair the other.
"""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graphmodel.model.table import Table

T = TypeVar("T")

LANES: Final = 2
ROUNDS: Final = 3
MEETING: Final = (0, 0, 2, 4), (0, 0, 5, 3), (2, 5, 1, 1), (4, 3, 1, 1)
"""Group of the one end, group of the other → twice the round, plus the lane."""


def rounds(services: Table, dependencies: Table, rows: Sequence[int]) -> list[list[list[int]]]:
    """Those rows of the dependencies, by round and lane."""
    group = {name: number % len(MEETING) for number, name in enumerate(services.texts("id"))}
    ends = dependencies.texts("service"), dependencies.texts("depends_on")
    dealt: list[list[int]] = [[] for _ in range(ROUNDS * LANES)]
    for row in rows:
        dealt[MEETING[group[ends[0][row]]][group[ends[1][row]]]].append(row)
    return [dealt[at : at + LANES] for at in range(0, len(dealt), LANES)]


def by_end(pairs: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Pairs, each start of which occurs once, by lane: all with the same end go the same lane."""
    count = Counter(end for _, end in pairs)
    going: list[int] = [0] * LANES
    lane = {}
    for end, size in sorted(count.items(), key=lambda item: (-item[1], item[0])):
        lane[end] = going.index(min(going))
        going[lane[end]] += size
    dealt: list[list[tuple[str, str]]] = [[] for _ in range(LANES)]
    for pair in pairs:
        dealt[lane[pair[1]]].append(pair)
    return dealt


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
