"""The condensed graph: every strongly connected component as one node. It has no cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graphmodel.algorithms.scc import strong_components
from graphmodel.index.csr import among, links
from graphmodel.index.shared import shared

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from graphmodel.index.arrays import Integers
    from graphmodel.index.csr import Links
    from graphmodel.index.index import Index


class Condensed(NamedTuple):
    """The components of a graph."""

    component: NDArray[np.int32]
    """int32[n]: that of each node; numbered by their smallest nodes."""
    size: int

    def between(self, source: Integers, target: Integers) -> Links:
        """Of the links source[i] → target[i] of nodes those that lead to another component, as links of components."""
        start, end = self.component[source], self.component[target]
        other = start != end
        return links(self.size, start[other], end[other])


def condensed(graph: Links) -> Condensed:
    """The condensed graph."""
    component = strong_components(graph)
    return Condensed(component, int(component.max(initial=-1)) + 1)


@shared
def whole(index: Index) -> Condensed:
    """The condensed graph of all services that are not gone, from consumers to providers."""
    return condensed(among(index, None))


def condensed_among(index: Index, there: NDArray[np.bool_] | None) -> Condensed:
    """The same of these services (bool[n]) among themselves; of all where that is None."""
    return whole(index) if there is None or there.all() else condensed(among(index, there))
