"""Which boxes of a band stand in one row: each level in rows of its own, unless that takes too many of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from graphmodel.render.layout.shapes import LOWEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphmodel.render.layout.shapes import Outline, Piece, Size

_NOBODY: Final[Counter[str]] = Counter()
_NONE: Final[Mapping[str, Counter[str]]] = MappingProxyType({})
APART: Final = 16.0
"""Points between two boxes."""
_FULL: Final = 1.4
"""So many times as many rows as needed may be made to keep each level in rows of its own, …"""
_FEW: Final = 5
"""… and so many more where those have no band."""
_WRITTEN: Final = 2
"""So many edges with a text may lead within a row."""


def ranked(plan: Outline, pieces: Sequence[Piece], hung: Mapping[str, Sequence[Piece]]) -> list[Piece]:
    """The pieces of a band, ranked by what joins them to each other: where nothing does, one row will do.

    What nothing is joined to stands below all others.
    """
    own = {piece.key: piece for piece in pieces}
    holder = {below.key: piece.key for piece in pieces for below in hung.get(piece.key, ())}
    above: dict[str, list[str]] = defaultdict(list)
    for ends in plan.links:
        consumer, provider = (holder.get(key, key) for key in ends)
        if consumer in own and provider in own and own[consumer].rank < own[provider].rank:
            above[provider].append(consumer)
    # Of those on top there are no more levels than that.
    high = sum(piece.rank < 0 for piece in pieces)
    rank: dict[str, int] = {}
    for piece in sorted(pieces, key=lambda piece: piece.rank):
        own_rank = max((rank[key] + 1 for key in above[piece.key]), default=-high)
        rank[piece.key] = LOWEST if piece.rank >= LOWEST else own_rank if piece.rank < 0 else max(own_rank, 0)
    joined = {holder.get(key, key) for ends in plan.links for key in ends}
    alone = {piece.key for piece in pieces if 0 <= piece.rank < LOWEST} - joined
    rank |= dict.fromkeys(alone, max((rank[key] + 1 for key in own.keys() - alone), default=0))
    return [piece._replace(rank=rank[piece.key]) for piece in pieces]


def written(
    plan: Outline, pieces: Sequence[Piece], hung: Mapping[str, Sequence[Piece]]
) -> dict[str, Counter[str]]:
    """Key of a piece → those of them that edges with a text join it to, and how many of these edges there are.

    Few may lead within a row: arcs lie upon each other there, and nobody sees whose text is whose.
    """
    holder = {piece.key: piece.key for piece in pieces}
    holder |= {below.key: piece.key for piece in pieces for below in hung.get(piece.key, ())}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for wire in plan.wires:
        one, other = holder.get(wire.consumer), holder.get(wire.provider)
        if wire.label and one and other and one != other:
            found[one][other] += 1
            found[other][one] += 1
    return found


def in_levels(
    ordered: Sequence[Piece],
    sizes: Mapping[str, Size],
    width: float,
    apart: Mapping[str, Counter[str]] = _NONE,
    *,
    alone: bool = False,
) -> list[list[Piece]]:
    """Pieces by rank, in rows no wider than that: a level in rows of its own, unless that makes too many rows.

    ``apart``: what ``written`` gives. ``alone``: those of no band, of which few always have rows of their own.
    """
    levels = [list(level) for _, level in groupby(ordered, key=lambda piece: piece.rank)]
    strict = [row for level in levels for row in wrapped(level, sizes, width, apart)]
    needed = max(1, len(wrapped(ordered, sizes, width, apart)))
    if len(strict) <= _FULL * needed + 1 + alone * _FEW:
        return strict
    merged: list[list[Piece]] = []
    for level in levels:
        if (
            merged
            and _across([*merged[-1], *level], sizes) <= width
            and not _crowded([*merged[-1], *level], apart)
        ):
            merged[-1] += level
        else:
            merged += wrapped(level, sizes, width, apart)
    return merged if len(merged) <= _FULL * needed + 1 else wrapped(ordered, sizes, width, apart)


def wrapped(
    pieces: Sequence[Piece],
    sizes: Mapping[str, Size],
    width: float,
    apart: Mapping[str, Counter[str]] = _NONE,
) -> list[list[Piece]]:
    """In as many rows as needed, of about the same width; what stands at the bottom has rows of its own."""
    lowest = [piece for piece in pieces if piece.rank >= LOWEST]
    if lowest and len(lowest) < len(pieces):
        rest = [piece for piece in pieces if piece.rank < LOWEST]
        return [*wrapped(rest, sizes, width, apart), *wrapped(lowest, sizes, width, apart)]
    total = _across(pieces, sizes)
    rows: list[list[Piece]] = [[]]
    parts = max(1, -(-int(total) // max(1, int(width))))
    used = 0.0
    for piece in pieces:
        room = sizes[piece.key].width + APART
        full = rows[-1] and _across([*rows[-1], piece], sizes) > width
        even = rows[-1] and len(rows) < parts and used + room / 2 > total / parts * len(rows)
        if full or even or _crowded([*rows[-1], piece], apart):
            rows.append([])
        rows[-1].append(piece)
        used += room
    return [row for row in rows if row]


def _crowded(row: Sequence[Piece], apart: Mapping[str, Counter[str]]) -> bool:
    """Would too many edges with a text lead within the row?"""
    if not apart:
        return False
    keys = {piece.key for piece in row}
    both = sum(several for key in keys for other, several in apart.get(key, _NOBODY).items() if other in keys)
    return both > 2 * _WRITTEN


def _across(row: Sequence[Piece], sizes: Mapping[str, Size]) -> float:
    return sum(sizes[piece.key].width + APART for piece in row) - APART
