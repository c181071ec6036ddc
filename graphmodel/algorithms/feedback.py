"""Which links close the cycles of a graph: few, without which there is none.

P. Eades, X. Lin and W. F. Smyth, *A fast and effective heuristic for the feedback arc set problem*, Information
Processing Letters 47 (1993), in each strongly connected component; then what is not needed is taken back.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Final

import numpy as np

from graphmodel.algorithms.condensed import condensed
from graphmodel.algorithms.topological import topological_levels
from graphmodel.index.csr import links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from graphmodel.index.arrays import Integers

_EFFORT: Final = 2_000_000
"""Links that may be looked at to take back what is not needed."""


def forward(n: int, source: Integers, target: Integers) -> list[int]:
    """The n nodes in an order in which few of the links source[i] → target[i] lead back: none without a cycle."""
    graph = condensed(links(n, source, target))
    level = topological_levels(graph.between(source, target))
    members: dict[int, list[int]] = defaultdict(list)
    for node, component in enumerate(graph.component.tolist()):
        members[component].append(node)
    after: dict[int, list[int]] = defaultdict(list)
    before: dict[int, list[int]] = defaultdict(list)
    inside = (graph.component[source] == graph.component[target]) & (source != target)
    for one, other in zip(source[inside].tolist(), target[inside].tolist(), strict=True):
        after[one].append(other)
        before[other].append(one)
    order: list[int] = []
    for component in sorted(members, key=lambda c: (int(level[c]), c)):
        order += _greedy(members[component], after, before)
    return order


def closing(n: int, source: Integers, target: Integers) -> NDArray[np.bool_]:
    """bool[m]: links source[i] → target[i] without which no cycle is left, each of which closes one with the others."""
    place = np.empty(n, np.intp)
    place[forward(n, source, target)] = np.arange(n)
    found = place[source] >= place[target]
    kept: dict[int, list[int]] = defaultdict(list)
    for one, other in zip(source[~found].tolist(), target[~found].tolist(), strict=True):
        kept[one].append(other)
    numbers = np.flatnonzero(found).tolist()
    for at in numbers if len(numbers) * len(source) <= _EFFORT else []:
        one, other = int(source[at]), int(target[at])
        if not _leads(kept, other, one):
            found[at] = False
            kept[one].append(other)
    return found


def _greedy(
    nodes: Sequence[int], after: Mapping[int, Sequence[int]], before: Mapping[int, Sequence[int]]
) -> list[int]:
    """The nodes of one component: what leads nowhere any more goes to the end, else what leads most forward first."""
    out = {node: len(after.get(node, ())) for node in nodes}
    into = {node: len(before.get(node, ())) for node in nodes}
    heap = [(into[node] - out[node], node) for node in nodes]
    heapify(heap)
    ends = [node for node in nodes if not out[node]]
    left = set(nodes)
    first: list[int] = []
    last: list[int] = []

    def take(node: int, to: list[int]) -> None:
        left.discard(node)
        to.append(node)
        for others, number, mine in ((after, into, False), (before, out, True)):
            for other in others.get(node, ()):
                if other in left:
                    number[other] -= 1
                    heappush(heap, (into[other] - out[other], other))
                    if mine and not out[other]:
                        ends.append(other)

    while left:
        while ends:
            if (node := ends.pop()) in left:
                take(node, last)
        while heap and left:
            value, node = heappop(heap)
            if node in left and value == into[node] - out[node]:
                take(node, first)
                break
    return first + last[::-1]


def _leads(after: Mapping[int, Iterable[int]], start: int, end: int) -> bool:
    """Does a path lead from one to the other?"""
    seen, way = {start}, [start]
    while way:
        node = way.pop()
        if node == end:
            return True
        for other in after.get(node, ()):
            if other not in seen:
                seen.add(other)
                way.append(other)
    return False
