"""What of a drawing becomes a node of its own, and what is collapsed until the diagram is readable.

Products go last; of clusters the smallest that is enough, or else the largest. Where even one node for each cluster
would be too many, the smallest are put together, those of products last. Where that leaves most of the room empty, of
one cluster as many are drawn one by one as there is room for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from graphmodel.diagrams.clusters import banded, clustering
from graphmodel.diagrams.structure import structure
from graphmodel.index.csr import distinct, gather

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.diagrams.clusters import Clustering
    from graphmodel.diagrams.spec import Spec
    from graphmodel.index.index import Index

STRUCTURE: Final = "structure"
"""How they are put together where nothing is known of them."""
OWN: Final = "own"
"""How they are put together where the answer says so."""
_COARSER: Final = {"none": STRUCTURE, "category": "type"}
"""What is tried instead where there would be too many nodes."""
_FOCUS: Final = 0.6
"""The share of nodes that may be services that stand apart from their collapsed cluster."""
_PRODUCTS: Final = 0.7
"""The share that may be those or products: products are collapsed last."""
_EMPTY: Final = 0.5
"""Where more than this share of the room is left, a part of a cluster is drawn one by one, …"""
_PART: Final = 8
"""… if that is more than so many."""


class Dependencies(NamedTuple):
    """The dependencies among the services drawn: arrays of one length, in the order of the index."""

    consumer: NDArray[np.int32]
    provider: NDArray[np.int32]
    requirement: NDArray[np.int32]


class Collapsed(NamedTuple):
    """What becomes a node."""

    clustering: Clustering
    by: str
    """How they are put together: what was asked for or something coarser."""
    folded: NDArray[np.bool_]
    """bool[k]: the clusters whose services are collapsed …"""
    single: NDArray[np.bool_]
    """bool[s]: … except these; what is on other clusters is drawn one by one too."""
    parted: int
    """The cluster of ``folded`` that is so only in part, or -1."""
    requirements: NDArray[np.int32]
    """The requirements with alternatives, ascending, that become nodes."""

    @property
    def framed(self) -> bool:
        """Have clusters that are not collapsed a frame?"""
        return self.by not in {"none", STRUCTURE}

    def frame(self, cluster: int) -> str:
        """The key of the frame around what of a cluster is drawn one by one, or empty; its own is its node's."""
        if not self.framed or (self.folded[cluster] and cluster != self.parted):
            return ""
        return f"{'p' if cluster == self.parted else 'c'}{cluster}"


def links(index: Index, services: NDArray[np.int32]) -> Dependencies:
    """All dependencies that these services (ascending) have on each other."""
    selected = np.zeros(index.n, np.bool_)
    selected[services] = True
    requirement = gather(index.requirement_at, np.arange(len(index.needs), dtype=np.int32), services)
    provider = gather(index.member_at, index.member, requirement)
    requirement = np.repeat(requirement, np.diff(index.member_at)[requirement])
    drawn = selected[provider]
    requirement = requirement[drawn]
    return Dependencies(index.consumer[requirement], provider[drawn], requirement)


def collapse(index: Index, spec: Spec, found: Dependencies, by: str, most: int) -> Collapsed:
    """The plan for at most that many nodes (at least 1)."""
    grouped = distinct(found.requirement[np.diff(index.member_at)[found.requirement] > 1])
    at = np.searchsorted(spec.services, index.consumer[grouped])
    size = 1 + np.bincount(at, minlength=len(spec.services))
    focus = np.isin(spec.services, np.fromiter(spec.focus, np.int32))
    if size[focus].sum() > _FOCUS * most:
        focus[:] = False
    products = focus | index.product[spec.services]
    if size[products].sum() <= _PRODUCTS * most:
        focus = products
    clusters = _clusters(index, spec, found, by)
    loose = np.bincount(clusters.of[~focus], size[~focus], len(clusters.all)).astype(np.int64)
    fixed = int(size[focus].sum())
    least = int(size.sum()) if by == "none" else fixed + int(np.count_nonzero(loose))
    whole = int(size.sum()) > most and len(clusters.all) == 1 and by not in {"none", STRUCTURE}
    if whole:
        return collapse(index, spec, found, STRUCTURE, most)
    if least > most:
        if by in _COARSER:
            return collapse(index, spec, found, _COARSER[by], most)
        order = _largest(loose, clusters.of)
        first = _bought(index, spec, clusters)[order]
        kept = np.sort(order[np.argsort(~first, kind="stable")][: most - fixed - 1])
        clusters = clusters.together(kept.tolist())
        loose = np.append(loose[kept], loose.sum() - loose[kept].sum())
    bought = _bought(index, spec, clusters)
    folded = _folded(loose, clusters.of, most - fixed, bought)
    single = focus | ~folded[clusters.of]
    room = most - int(size[single].sum()) - int(np.count_nonzero(folded))
    parted = -1
    if folded.any() and room > max(0 if (folded & bought).any() else _EMPTY * most, _PART):
        parted = min(np.flatnonzero(folded).tolist(), key=lambda c: (not bought[c], int(loose[c])))
        inside = np.flatnonzero((clusters.of == parted) & ~single)
        order = inside[np.argsort(-_joined(spec, found)[inside], kind="stable")]
        apart = order[np.cumsum(size[order]) <= room]
        # One that stands for one would say less than that one.
        single[apart[: len(inside) - 2]] = True
    return Collapsed(clusters, by, folded, single, parted, grouped[single[at]].astype(np.int32))


def _joined(spec: Spec, found: Dependencies) -> NDArray[np.intp]:
    """intp[s]: how many dependencies each service has, more than all others where one of them is stressed."""
    ends = np.concatenate((found.consumer, found.provider))
    number = np.bincount(np.searchsorted(spec.services, ends), minlength=len(spec.services))
    pairs = [*spec.highlight, *(spec.closing or ()), *spec.edge_marks]
    stressed = np.isin(spec.services, np.array(pairs, np.int32))
    return np.where(stressed, number + len(ends), number)


def _clusters(index: Index, spec: Spec, found: Dependencies, by: str) -> Clustering:
    if by == STRUCTURE:
        return structure(index, spec.services, found.consumer, found.provider)
    if by == OWN and spec.band is not None:
        return banded(spec.band[spec.services], spec.bands)
    return clustering(index, spec.services, by)


def _largest(size: NDArray[np.int64], of: NDArray[np.intp]) -> NDArray[np.intp]:
    """The clusters by nodes, then by services, the largest first."""
    return np.lexsort((-np.bincount(of, minlength=len(size)), -size))


def _bought(index: Index, spec: Spec, clusters: Clustering) -> NDArray[np.bool_]:
    """bool[k]: the clusters most of whose services are products."""
    of = clusters.of
    products = np.bincount(of[index.product[spec.services]], minlength=len(clusters.all))
    most: NDArray[np.bool_] = 2 * products > np.bincount(of, minlength=len(clusters.all))
    return most


def _folded(
    size: NDArray[np.int64], of: NDArray[np.intp], most: int, last: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which clusters become one node, until there are no more nodes than that; those that come ``last`` do last.

    The smallest that is enough, or else the largest and then others: so most services are still drawn one by one.
    """
    folded = np.zeros(len(size), np.bool_)
    total = int(size.sum())
    largest = [c for c in _largest(size, of).tolist() if size[c] > 1]
    for left in ([c for c in largest if not last[c]], [c for c in largest if last[c]]):
        while total > most and left:
            enough = [c for c in left if total - int(size[c]) + 1 <= most]
            chosen = enough[-1] if enough else left[0]
            left.remove(chosen)
            folded[chosen] = True
            total -= int(size[chosen]) - 1
    return folded
