"""The frames around frames of a diagram by category: what a category is part of, where that holds several of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from graphmodel.diagrams.spec import Cluster

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphmodel.index.index import Index


def nested(
    index: Index, clusters: Sequence[Cluster], ids: Mapping[str, str]
) -> tuple[tuple[Cluster, ...], tuple[Cluster, ...]]:
    """The clusters with what is around them, and those around that have no members of their own.

    ``ids``: the key of a cluster → the id of its category. What would hold nothing but one frame is left out.
    """
    own = {index.category_id.find(ids[cluster.key]): cluster.key for cluster in clusters if ids[cluster.key]}
    branches: dict[int, set[int]] = defaultdict(set)
    for category in own:
        below, above = category, int(index.category_parent[category])
        while above >= 0:
            branches[above].add(below)
            below, above = above, int(index.category_parent[above])
    keys = {category: f"o{category}" for category, of in branches.items() if len(of) > 1} | own

    def parent(category: int) -> str:
        above = int(index.category_parent[category])
        while above >= 0 and above not in keys:
            above = int(index.category_parent[above])
        return keys[above] if above >= 0 else ""

    parents = {keys[category]: parent(category) for category in keys}
    inner = tuple(replace(cluster, parent=parents.get(cluster.key, "")) for cluster in clusters)
    outer = (
        Cluster(keys[c], index.category_name[c] or index.category_id[c], (), parents[keys[c]])
        for c in sorted(set(keys) - set(own))
    )
    return inner, tuple(outer)
