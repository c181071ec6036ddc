"""Did you mean …? Names near to a mistyped one, found quickly among a million."""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING

from graphmodel.model.values import MAX_ID

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 1_000
"""How many likely names are compared letter by letter."""


def near(text: str, known: Iterable[str]) -> list[str]:
    """Up to three of the known names that ``text`` may be meant for, the nearest first.

    Two slips leave one of three pieces of a word whole, so names that share no piece are not compared further; of the
    others those go first that begin and end alike.
    """
    wanted = text.casefold()
    if len(wanted) > MAX_ID:
        return []
    third = max(1, len(wanted) // 3)
    pieces = [wanted[i : i + third] for i in range(0, len(wanted), third)]
    shared: dict[str, tuple[int, str]] = {}
    for name in known:
        folded = name.casefold()
        if any(piece in folded for piece in pieces):
            ends = _begin(folded, wanted) + _begin(folded[::-1], wanted[::-1])
            shared.setdefault(folded, (ends - len(folded), name))
    likely = nlargest(MOST, shared, key=lambda folded: shared[folded][0])
    from difflib import get_close_matches

    return [shared[folded][1] for folded in get_close_matches(wanted, likely, 3, 0.6)]


def did_you_mean(text: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint that names what may be meant; ``otherwise`` where nothing is near."""
    names = [repr(name) for name in near(text, known)]
    if not names:
        return otherwise
    return f"did you mean {' or '.join(names)}?"


def _begin(one: str, other: str) -> int:
    """How many characters both begin with."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))
