"""In which order bands stand upon each other: so that most dependencies lead down."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graphmodel.render.layout.shapes import LOWEST

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from graphmodel.render.layout.shapes import Outline


def stacked(plan: Outline) -> list[str]:
    """The keys of the bands that hold nodes, from the top; those of one parent stand together.

    Those with nothing but ranks below 0 (products) come first, whatever they depend on, those with
    ``LOWEST`` last, above them those of the foot.

    In an ordered outline bands change places among themselves until they are in its order.
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
    for (consumer, provider), several in plan.links.items():
        one, other = ways[leaf[consumer]], ways[leaf[provider]]
        apart = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
        if apart is not None:
            weight[one[:apart]][one[apart], other[apart]] += several
    order: list[str] = []
    foot = {band.key for band in plan.bands if band.foot}

    def visit(above: tuple[str, ...]) -> None:
        for at in _from_top(children.get(above, {}), weight.get(above, {}), foot):
            if at in ranks:
                order.append(at)
            visit((*above, at))

    visit(())
    if plan.ordered:
        banded = iter([band.key for band in reversed(plan.bands) if band.key in ranks])
        order = [next(banded) if key in parent else key for key in order]
    return order


def _from_top(
    ranks: Mapping[str, Sequence[int]], weight: Mapping[tuple[str, str], int], foot: Collection[str]
) -> list[str]:
    """Bands side by side in their frame, by the ranks in them, in the order from the top."""
    parts: tuple[list[str], ...] = ([], [], [], [])
    for key in sorted(ranks, key=lambda key: sum(max(rank, -1) for rank in ranks[key]) / len(ranks[key])):
        highest = max(ranks[key])
        parts[2 if key in foot else 0 if highest < 0 else 1 if highest < LOWEST else 3].append(key)
    return [key for part in parts for key in _descending(part, weight)]


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
