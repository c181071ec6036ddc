"""What nearly everything in a diagram needs: it stands at the foot, in a band of its own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphmodel.diagrams.spec import FOOT, Cluster

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphmodel.diagrams.spec import Edge, Node

_MOST: Final = 2 / 3
"""What so many of those that need anything need, directly or through others, stands at the foot, …"""
_FEW: Final = 1 / 3
"""… unless that is more than so many of those that are no products: then nothing stands out."""
_MANY: Final = 1_000
"""Of more nodes nobody sees what stands at the foot."""
_HEADING: Final = "what nearly everything needs"


def footed(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[Node]:
    """The nodes with what nearly everything needs in a cluster of its own: what has a letter, and what that needs.

    So nothing there needs what stands above it. Products stand above it, and so does what stands for a part of a
    cluster, and what needs one of these.
    """
    lettered = [node.key for node in nodes if node.badge]
    if not lettered or len(nodes) > _MANY:
        return [*nodes]
    above: dict[str, list[str]] = defaultdict(list)
    below: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        above[edge.provider].append(edge.consumer)
        below[edge.consumer].append(edge.provider)
    joints = {node.key for node in nodes if node.kind == "requirement"}
    high = {node.key for node in nodes if node.kind == "product" or (node.kind == "cluster" and node.cluster)}
    failed = {node.key for node in nodes if node.emphasis == "strong"}
    needing = below.keys() - joints
    found: set[str] = set()
    for key in lettered:
        if len(needing & _reached(key, above) - {key}) >= _MOST * len(needing - {key}):
            own = _reached(key, below) - failed
            found |= own if own.isdisjoint(high) else set()
    if len(found - joints) > _FEW * (len(nodes) - len(joints | high)):
        return [*nodes]
    return [replace(node, cluster=FOOT) if node.key in found else node for node in nodes]


def strip(nodes: Sequence[Node]) -> tuple[Cluster, ...]:
    """The frame around what stands at the foot, if anything does."""
    members = tuple(node.key for node in nodes if node.cluster == FOOT)
    return (Cluster(FOOT, _HEADING, members),) if members else ()


def _reached(key: str, ways: Mapping[str, Sequence[str]]) -> set[str]:
    """What can be reached from there, and itself."""
    reached, left = {key}, [key]
    while left:
        new = [other for other in ways.get(left.pop(), ()) if other not in reached]
        reached.update(new)
        left += new
    return reached
