"""Which bands stand side by side: where they are many and small, a row for each would be mostly empty."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, Final

from graphmodel.render.layout.shapes import LOWEST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from graphmodel.render.layout.shapes import Outline, Piece, Size

_ROOM: Final = 30.0
"""Points that a band takes beside its heading and boxes, and each of those takes beside itself."""


def shelved(
    plan: Outline,
    groups: Sequence[Sequence[str]],
    around: Mapping[str, tuple[str, ...]],
    of_band: Mapping[str, Sequence[Piece]],
    size: Callable[[Piece], Size],
    width: float,
    *,
    leveled: bool,
) -> list[list[str]]:
    """The groups, from the top, with bands of one frame and one row put together until that width is full.

    ``around``: key of a band → the bands around it. ``leveled``: only bands of which none depends on another.
    """
    heading = {band.key: band.heading for band in plan.bands}
    alone = {above for group in groups for above in around.get(group[0], ())}
    alone |= {band.key for band in plan.bands if band.foot}
    level = _levels(plan, groups) if leveled else {}

    def kind(group: Sequence[str]) -> tuple[object, ...]:
        """What those that share a row have in common; what is alone has nothing."""
        if group[0] not in around or group[0] in alone:
            return (*group,)
        ranks = {min(max(piece.rank, -1), 0) for piece in of_band[group[0]]}
        lowest = any(piece.rank >= LOWEST for piece in of_band[group[0]])
        return (*group,) if lowest or len(ranks) > 1 else (around[group[0]], *ranks)

    def across(key: str) -> float:
        return _ROOM + heading[key].width + sum(size(piece).width + _ROOM / 2 for piece in of_band[key])

    made: list[list[str]] = []
    for _, alike in groupby(groups, key=kind):
        several = [*alike]
        if len(several) == 1:
            made.append([*several[0]])
            continue
        ordered = sorted((group[0] for group in several), key=lambda key: level.get(key, 0))
        used = at = 0.0
        for key in ordered:
            if used and used + across(key) <= width and at == level.get(key, 0):
                made[-1].append(key)
            else:
                made.append([key])
                used = 0.0
            used += across(key)
            at = level.get(key, 0)
    return made


def _levels(plan: Outline, groups: Sequence[Sequence[str]]) -> dict[str, int]:
    """Key of a band → how many stand above it at least, each of which depends on the next."""
    band = {piece.key: piece.band for piece in plan.pieces}
    above: dict[str, set[str]] = defaultdict(set)
    for consumer, provider in plan.links:
        above[band[provider]].add(band[consumer])
    level: dict[str, int] = {}
    for group in groups:
        for key in group:
            level[key] = max((level[other] + 1 for other in above[key] if other in level), default=0)
    return level
