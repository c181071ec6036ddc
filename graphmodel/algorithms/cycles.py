"""Cycles of dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.condensed import condensed_among
from graphmodel.algorithms.scc import strong_components
from graphmodel.index.csr import among, links, sources

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.csr import Links
    from graphmodel.index.index import Index

SHUT = -2
"""A distance that keeps a search out."""


class Cycle(NamedTuple):
    """Services that all depend on each other (or one that depends on itself)."""

    members: tuple[int, ...]
    """All of them, ascending."""
    shortest: tuple[int, ...]
    """A shortest cycle through the smallest, which it starts with; each depends on the next, the last on the first."""


def components(index: Index, there: NDArray[np.bool_] | None = None) -> NDArray[np.int32]:
    """int32[n]: services that depend on each other have the same number; numbered by their smallest service.

    ``there``, bool[n]: the services that count; all by default.
    """
    return condensed_among(index, there).component


def cycles(index: Index, there: NDArray[np.bool_] | None = None) -> list[Cycle]:
    """Every strongly connected component with a cycle in it, by its smallest service.

    ``there``, bool[n]: the services that count; all by default.
    """
    return _cycles(among(index, there), components(index, there))


def cycles_of(forward: Links) -> list[Cycle]:
    """The same of any links of n nodes."""
    return _cycles(forward, strong_components(forward))


def _cycles(forward: Links, component: NDArray[np.int32]) -> list[Cycle]:
    source = sources(forward)
    alone = np.bincount(component, minlength=1) == 1
    alone[component[source[source == forward.values]]] = False
    circular = np.flatnonzero(~alone[component])
    order = circular[np.argsort(component[circular], kind="stable")]
    if not len(order):
        return []
    groups = np.split(order, np.flatnonzero(np.diff(component[order])) + 1)
    distance = np.full(len(component), SHUT, np.int32)
    inside = component[source] == component[forward.values]
    back = links(len(component), forward.values[inside], source[inside])
    found = []
    for group in groups:
        distance[group] = -1
        bfs(back, group[:1].astype(np.int32), distance)
        found.append(Cycle(tuple(group.tolist()), _shortest(forward, int(group[0]), distance)))
        distance[group] = SHUT
    return found


def _shortest(forward: Links, start: int, distance: NDArray[np.int32]) -> tuple[int, ...]:
    """From ``start`` always to the smallest node that is nearest to ``start`` again."""
    at, values, far = forward.at.data, forward.values.data, distance.data
    cycle = [start]
    while True:
        v = cycle[-1]
        _, v = min((far[w], w) for w in values[at[v] : at[v + 1]] if far[w] >= 0)
        if v == start:
            return tuple(cycle)
        cycle.append(v)
