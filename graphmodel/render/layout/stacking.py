"""In which order bands stand upon each other: so that most dependencies lead down."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphmodel.render.layout.shapes import Outline


def stacked(plan: Outline) -> list[str]:
    """The keys of the bands that hold nodes, from the top; those of one parent stand together.

    Those with nothing but ranks below 0 (products) come first, whatever they depend on.

    A node that is in no band is a band of its own until all are in order: its key stands for it.
    """
    parent = {band.key: band.parent for band in plan.bands}
    leaf = {piece.key: piece.band or piece.key for piece in plan.pieces}
    for piece in plan.pieces:
        if piece.above and piece.above in leaf:
            leaf[piece.key] = leaf[piece.above]
    ranks: dict[str, list[int]] = defaultdict(list)
    for piece in plan.pieces:
        ranks[leaf[piece.key]].append(piece.rank)
    ways = {key: _way(key, parent) for key in ranks}
    weight: dict[tuple[str, ...], dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    children: dict[tuple[str, ...], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for key, way in ways.items():
        for depth, at in enumerate(way):
            children[way[:depth]][at] += ranks[key]
    for consumer, provider in plan.links:
        one, other = ways[leaf[consumer]], ways[leaf[provider]]
        apart = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
        if apart is not None:
            weight[one[:apart]][one[apart], other[apart]] += 1
    order: list[str] = []

    def visit(above: tuple[str, ...]) -> None:
        below = children.get(above)
        if below is None:
            return
        mean = {at: sum(of) / len(of) for at, of in below.items()}
        first = sorted(mean, key=lambda at: mean[at])
        tops = [at for at in first if max(below[at]) < 0]
        others = [at for at in first if max(below[at]) >= 0]
        ways_between = weight.get(above, {})
        for at in (*_descending(tops, ways_between), *_descending(others, ways_between)):
            if at in ranks:
                order.append(at)
            visit((*above, at))

    visit(())
    return order


def _way(key: str, parent: Mapping[str, str]) -> tuple[str, ...]:
    """The bands around it, the outermost first, and itself."""
    way = [key]
    while (above := parent.get(way[-1], "")) and above not in way:
        way.append(above)
    return tuple(reversed(way))


def _descending(first: Sequence[str], weight: Mapping[tuple[str, str], int]) -> list[str]:
    """So ordered that most weight leads from earlier to later, starting from an order that is nearly so.

    Each is moved to where it does best until nothing gets better (insertion, as Schiavinotto and Stützle, *The linear
    ordering problem* (2004), found it the best simple neighbourhood).
    """
    order = list(first)
    if len(order) > _MANY:
        return order
    for _ in range(len(order)):
        better = False
        for key in first:
            at = order.index(key)
            gain, best, best_at = 0, 0, at
            for i in range(at - 1, -1, -1):
                gain += weight.get((key, order[i]), 0) - weight.get((order[i], key), 0)
                if gain > best:
                    best, best_at = gain, i
            gain = 0
            for i in range(at + 1, len(order)):
                gain += weight.get((order[i], key), 0) - weight.get((key, order[i]), 0)
                if gain > best:
                    best, best_at = gain, i
            if best > 0:
                order.insert(best_at, order.pop(at))
                better = True
        if not better:
            break
    return order


_MANY = 400
