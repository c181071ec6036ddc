"""The rows of a diagram: products on top, whatever underpins them further down."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graphmodel.diagrams.spec import Diagram


def ranks(diagram: Diagram) -> dict[str, int]:
    """The longest way from the top to each node, without the edges that close a cycle."""
    below: dict[str, list[str]] = {node.key: [] for node in diagram.nodes}
    for edge in diagram.edges:
        below[edge.consumer].append(edge.provider)
    consumed = {edge.provider for edge in diagram.edges}
    products = {node.key for node in diagram.nodes if node.kind == "product"}
    tops = sorted(below, key=lambda key: (key in consumed, key not in products))
    order = list(_from_above(tops, below))
    place = {key: at for at, key in enumerate(order)}
    down = {key: [other for other in below[key] if place[other] > place[key]] for key in order}
    rank = dict.fromkeys(order, 0)
    for key in order:
        for other in down[key]:
            rank[other] = max(rank[other], rank[key] + 1)
    for key in reversed(order):
        if key not in consumed and key not in products and down[key]:
            rank[key] = min(rank[other] for other in down[key]) - 1
    return rank


def _from_above(tops: Sequence[str], below: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Every node before those below it, but for cycles: a depth-first search's last first."""
    seen: set[str] = set()
    left: list[str] = []
    for top in tops:
        if top in seen:
            continue
        seen.add(top)
        way = [(top, iter(below[top]))]
        while way:
            key, others = way[-1]
            other = next((other for other in others if other not in seen), None)
            if other is None:
                left.append(key)
                way.pop()
            else:
                seen.add(other)
                way.append((other, iter(below[other])))
    return reversed(left)
