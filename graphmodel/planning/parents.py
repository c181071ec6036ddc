"""Cycles of what leads from one name to the next."""

from __future__ import annotations

from collections.abc import Mapping


def cycles(parent: Mapping[str, str]) -> list[list[str]]:
    """The cycles of a map to one successor, each from its smallest name on, sorted.

    >>> cycles({"c": "a", "a": "b", "b": "a"})
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
            cycle = [at]
            while parent[cycle[-1]] != at:
                cycle.append(parent[cycle[-1]])
            least = cycle.index(min(cycle))
            found.append(cycle[least:] + cycle[:least])
    return sorted(found)
