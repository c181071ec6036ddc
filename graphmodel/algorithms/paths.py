"""Why one service depends on another: the simple paths from consumer to provider, shortest first.

J. Y. Yen's algorithm (Finding the k shortest loopless paths in a network, Management Science 1971) with E. L. Lawler's
partition: each path found splits the paths that remain into classes, one for each of its services at which a path may
leave it. A class is (the beginning up to there, the next services that are taken already); its best path is found
without copying the graph. Paths are ordered by length, then by number, service by service.

``far``, the distance to the end on the whole graph, says at once how long the best path of a class is at least, and
descending along it, always to the smallest number, finds that path; a search is needed only where it runs into the
path's own beginning, which takes a cycle. As each class holds a path, no more classes than paths wanted are tried.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.reach import distances
from graphmodel.index.csr import consumers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.index.index import Index

Path = tuple[int, ...]


def paths(index: Index, start: int, end: int, limit: int) -> list[Path]:
    """The first ``limit`` simple paths from ``start`` to ``end``, both included, by length, then number.

    Empty where there is none, and where start and end are the same.
    """
    if start == end or limit < 1:
        return []
    search = _Search(index, start, end)
    if search.far[start] < 0:
        return []
    first = tuple(search.descent(start, search.far))
    waiting = [(len(first), first, 0, frozenset[int]())]
    found: list[Path] = []
    while waiting and len(found) < limit:
        _, path, at, taken = heappop(waiting)
        found.append(path)
        for best in search.split(path, at, taken, limit - len(found)):
            heappush(waiting, best)
    return found


class _Class(NamedTuple):
    """The paths that leave a known path at one of its services. Sorts as its best path, or better than that."""

    length: int
    """No path of it has fewer services."""
    order: tuple[bool, int]
    """To a smaller number than the known path goes on to, the earlier the better; else the later the better."""
    at: int
    step: int
    """Where the best path goes from there, unless it runs into its own beginning."""
    taken: frozenset[int]


class _Search:
    """The search for paths from one service to another."""

    def __init__(self, index: Index, start: int, end: int) -> None:
        self.end = end
        self.at, self.member = index.provider_at.data, index.member.data
        self.back = consumers(index)
        between = distances(index, [start], up=False) >= 0
        self.open = np.where(between, np.int32(-1), np.int32(-2))
        """int32[n]: distances before a search: only what lies on a way from start is let in."""
        self.far = self._far(())

    def best(self, beginning: Path, taken: frozenset[int]) -> Iterator[Path]:
        """The best simple path (or none) that begins so and does not go on to a service that is taken."""
        far = self._far(beginning)
        steps = [(far[w], w) for w in self._providers(beginning[-1]) if far[w] >= 0 and w not in taken]
        if steps:
            yield beginning + tuple(self.descent(min(steps)[1], far))

    def split(
        self, path: Path, at: int, taken: frozenset[int], wanted: int
    ) -> Iterator[tuple[int, Path, int, frozenset[int]]]:
        """The best paths of the classes that a path (which left its own at ``at``) makes: the first ``wanted``."""
        place = {v: i for i, v in enumerate(path)}
        for one in sorted(self._classes(path, at, taken, place)):
            if not wanted:
                return
            beginning, rest = path[: one.at + 1], tuple(self.descent(one.step, self.far))
            if any(place.get(v, len(path)) <= one.at for v in rest):
                found = self.best(beginning, one.taken)
            else:
                found = iter((beginning + rest,))
                wanted -= 1
            yield from ((len(best), best, one.at, one.taken) for best in found)

    def _classes(self, path: Path, at: int, taken: frozenset[int], place: dict[int, int]) -> Iterator[_Class]:
        for i in range(at, len(path) - 1):
            shut = (taken if i == at else frozenset()) | {path[i + 1]}
            steps = [
                (self.far[w], w)
                for w in self._providers(path[i])
                if self.far[w] >= 0 and w not in shut and place.get(w, len(path)) > i
            ]
            if steps:
                far, step = min(steps)
                order = (True, -i) if step > path[i + 1] else (False, i)
                yield _Class(i + 2 + far, order, i, step, shut)

    def _far(self, without: Path) -> memoryview[int]:
        """int32[n]: the distance to the end on ways that avoid these services, negative where there is none."""
        far = self.open.copy()
        far[list(without)] = -2
        bfs(self.back, np.array([self.end], np.int32), far)
        return far.data

    def descent(self, v: int, far: memoryview[int]) -> Iterator[int]:
        """From v to the end the shortest way, of several always to the smallest number."""
        yield v
        while v != self.end:
            _, v = min((far[w], w) for w in self._providers(v) if far[w] >= 0)
            yield v

    def _providers(self, v: int) -> memoryview[int]:
        return self.member[self.at[v] : self.at[v + 1]]
