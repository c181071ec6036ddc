"""Services without categories, put together by how they are joined: a cycle, what is joined to the same, a level."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from graphmodel.algorithms.condensed import condensed
from graphmodel.algorithms.topological import topological_levels
from graphmodel.diagrams.clusters import Clustering, ClusterName
from graphmodel.index.csr import links
from graphmodel.model.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from graphmodel.index.index import Index

_CYCLE: Final = 3
"""A cycle of so many is a cluster …"""
_ALIKE: Final = 4
"""… and so are so many with the same consumers and the same providers."""
_NAMED: Final = 2
"""How many of those consumers or providers a cluster names."""

_Group = tuple[int, int]
"""How it was found (below), and a number."""
_Ends = tuple[frozenset[int], frozenset[int]]
"""Consumers and providers."""
_IN_CYCLE, _SAME, _LEVEL = range(3)


def structure(
    index: Index, services: NDArray[np.int32], consumers: NDArray[np.int32], providers: NDArray[np.int32]
) -> Clustering:
    """These services (ascending) by cycle, by what they are joined to, and all others by level.

    ``consumers`` and ``providers``: int32[m], the ends of the dependencies that they have on each other.
    """
    consumer, provider = np.searchsorted(services, consumers), np.searchsorted(services, providers)
    graph = condensed(links(len(services), consumer, provider))
    level = topological_levels(graph.between(consumer, provider))[graph.component]
    size = np.bincount(graph.component, minlength=graph.size)[graph.component]
    joined = _joined(len(services), consumer.tolist(), provider.tolist())
    alike = Counter(joined)
    number = {key: at for at, key in enumerate(alike)}
    groups: list[_Group] = []
    for at, key in enumerate(joined):
        if size[at] >= _CYCLE:
            groups.append((_IN_CYCLE, int(graph.component[at])))
        elif alike[key] >= _ALIKE and any(key):
            groups.append((_SAME, number[key]))
        else:
            groups.append((_LEVEL, int(level[at])))
    first = {group: at for at, group in reversed([*enumerate(groups)])}
    order = sorted(first, key=lambda group: (int(level[first[group]]), group))
    place = {group: at for at, group in enumerate(order)}

    def name(at: int) -> str:
        own = int(services[at])
        return index.service_name[own] or index.service_id[own]

    labels = tuple(ClusterName(_label(group, joined[first[group]], first[group], name)) for group in order)
    return Clustering(np.array([place[group] for group in groups], np.intp), labels)


def _joined(count: int, consumer: Sequence[int], provider: Sequence[int]) -> list[_Ends]:
    """The consumers and the providers of each."""
    above: list[set[int]] = [set() for _ in range(count)]
    below: list[set[int]] = [set() for _ in range(count)]
    for one, other in zip(consumer, provider, strict=True):
        below[one].add(other)
        above[other].add(one)
    return [(frozenset(a), frozenset(b)) for a, b in zip(above, below, strict=True)]


def _label(group: _Group, ends: _Ends, first: int, name: Callable[[int], str]) -> str:
    """What a group is called: by its first member, by what they are joined to, or by its number from the top."""
    how, number = group
    if how == _IN_CYCLE:
        return f"cycle of {name(first)}"
    if how == _LEVEL:
        return f"level {number + 1}"
    above, below = ends
    named = listed([name(at) for at in sorted(above or below)], _NAMED)
    if not above:
        return f"what needs {named}"
    return f"what {named} {'needs' if len(above) == 1 else 'need'}"
