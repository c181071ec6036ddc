"""Circles of what leads from one name to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

SHOWN: Final = 10
"""So many names of a circle are shown."""


def shown(circle: Sequence[str]) -> str:
    """The circle from its smallest name back to it; the middle of a long one is counted."""
    if len(circle) > SHOWN:
        left_out = f"… ({len(circle) - SHOWN:,} more) …"
        circle = [*circle[: SHOWN - 2], left_out, *circle[-2:]]
    return " → ".join([*circle, circle[0]])


def circles(parent: Mapping[str, str]) -> list[list[str]]:
    """The circles of a map to one successor, each from its smallest name on, sorted.

    >>> circles({"c": "a", "a": "b", "b": "a"})
    [['a', 'b']]
    """
    seen: dict[str, str] = {}
    found: list[list[str]] = []
    for start in sorted(parent):
        at = start
        while at in parent and at not in seen:
            seen[at] = start
            at = parent[at]
        if seen.get(at) == start and at in parent:
            circle = [at]
            while parent[circle[-1]] != at:
                circle.append(parent[circle[-1]])
            least = circle.index(min(circle))
            found.append(circle[least:] + circle[:least])
    return sorted(found)
