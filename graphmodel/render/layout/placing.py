"""Where the members of a row stand: as near as can be to where they want to, in their order, none upon another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def placed(
    wanted: Sequence[float],
    weights: Sequence[float],
    apart: Sequence[float],
    least: float,
    most: float,
) -> list[float]:
    """The centres nearest to the wanted ones (least squares by weight), each at least so far from the one before.

    ``apart[i]`` is the least distance between the centres of i - 1 and i; ``apart[0]`` is not read. All lie between
    ``least`` and ``most`` where there is room, else they begin at ``least``. Pool adjacent violators: Barlow et al.,
    *Statistical Inference under Order Restrictions* (1972); cutting the ends off keeps it the best.

    >>> placed([5, 5, 20], [1, 1, 1], [0, 4, 4], 0, 30)
    [3.0, 7.0, 20.0]
    """
    offsets, total = [], 0.0
    for i, gap in enumerate(apart):
        total += gap if i else 0.0
        offsets.append(total)
    blocks: list[tuple[float, float, int]] = []
    for want, weight, offset in zip(wanted, weights, offsets, strict=True):
        mean, heavy, length = want - offset, weight, 1
        while blocks and blocks[-1][0] >= mean:
            other, other_weight, other_length = blocks.pop()
            mean = (mean * heavy + other * other_weight) / (heavy + other_weight)
            heavy += other_weight
            length += other_length
        blocks.append((mean, heavy, length))
    highest = max(least, most - total)
    result: list[float] = []
    for mean, _, length in blocks:
        at = min(max(mean, least), highest)
        result += [at + offsets[len(result) + i] for i in range(length)]
    return result
