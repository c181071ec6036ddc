"""The rows of a diagram: products on top, whatever underpins them further down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.feedback import forward

if TYPE_CHECKING:
    from graphmodel.diagrams.spec import Diagram


def ranks(diagram: Diagram) -> dict[str, int]:
    """The longest way from the top to each node, without few edges that close cycles."""
    below: dict[str, list[str]] = {node.key: [] for node in diagram.nodes}
    for edge in diagram.edges:
        below[edge.consumer].append(edge.provider)
    consumed = {edge.provider for edge in diagram.edges}
    products = {node.key for node in diagram.nodes if node.kind == "product"}
    number = {key: at for at, key in enumerate(below)}
    ends = np.array([(number[e.consumer], number[e.provider]) for e in diagram.edges], np.intp).reshape(-1, 2)
    keys = [*below]
    order = [keys[at] for at in forward(len(keys), ends[:, 0], ends[:, 1])]
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
