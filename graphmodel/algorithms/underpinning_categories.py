"""Which categories underpin each service: what the coverage of products by types is judged by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.condensed import condensed_among
from graphmodel.algorithms.topological import topological_levels
from graphmodel.index.csr import among, sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.algorithms.condensed import Condensed
    from graphmodel.index.csr import Links
    from graphmodel.index.index import Index


def underpinning_categories(
    index: Index, categories: Sequence[int], there: NDArray[np.bool_] | None = None
) -> list[int]:
    """For each service a set of bits: bit i where a service of ``categories[i]`` or a sub-category underpins it.

    A service does not underpin itself, also on a cycle. A category that is -1 has nothing in it. One pass over the
    dependencies, however many categories there are: the bits are those of one Python integer. ``there``, bool[n]: the
    services that count; all by default.
    """
    own = _own(index, categories)
    found = [0] * index.n
    carried = [0] * index.n
    found_links = among(index, there)
    at, member = found_links.at.tolist(), found_links.values.tolist()
    for together in _providers_first(found_links, condensed_among(index, there)):
        under = once = twice = 0
        for v in together:
            for p in member[at[v] : at[v + 1]]:
                under |= carried[p]
            twice |= once & own[v]
            once |= own[v]
        for v in together:
            found[v] = under | twice | (once & ~own[v])
            carried[v] = under | once
    return found


def _own(index: Index, categories: Sequence[int]) -> list[int]:
    """The bits of each service itself: those of its category and of all categories above that one."""
    parent = index.category_parent.tolist()
    bits = [0] * len(parent)
    for i, category in enumerate(categories):
        if category >= 0:
            bits[category] |= 1 << i
    for category in index.category_tree.downwards.tolist():
        if parent[category] >= 0:
            bits[category] |= bits[parent[category]]
    return [bits[c] if c >= 0 else 0 for c in index.category.tolist()]


def _providers_first(found: Links, graph: Condensed) -> Iterator[list[int]]:
    """The services that are on a cycle together, or alone, each after all that underpins it."""
    component = graph.component
    level = topological_levels(graph.between(found.values, sources(found)))
    order = np.lexsort((component, level[component]))
    ends = np.flatnonzero(np.diff(component[order], append=-1)).tolist()
    ordered = order.tolist()
    start = 0
    for end in ends:
        yield ordered[start : end + 1]
        start = end + 1
