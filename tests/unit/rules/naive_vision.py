"""The rules that speak of what the catalogue cannot see, read off the records by the plainest loops."""

from __future__ import annotations

from collections.abc import Callable

from tests.unit.rules.world import World, pairs


def dark(w: World) -> list[str]:
    depending = {d["service"] for d in w.dependencies}
    critical = [
        s
        for s in w.judged
        if w.services[s]["kind"] == "product" and w.services[s]["criticality"] in {"1", "2"}
    ]
    found = []
    for s in w.judged:
        types = w.shelves(s)[-1:]
        silent = any(not w.categories[c]["expects"] for c in types)
        unseen = s not in depending and w.services[s]["mapped"] in {"", "no"} and not silent
        if unseen and any(s in w.below(p) for p in critical):
            found.append(f"GM032:{s}")
    return found


def told(w: World, code: str, found: set[tuple[str, str]]) -> list[str]:
    """Of those that are judged, by consumer, then provider."""
    return [f"{code}:{c}:{p}" for c, p in sorted(found) if c in w.judged and not w.retired(p) and c != p]


def never_observed(w: World) -> list[str]:
    watched = {end for pair in pairs(w.observations) for end in pair}
    declared = {pair for pair in pairs(w.dependencies) if watched.issuperset(pair)}
    return told(w, "GM033", declared - pairs(w.observations))


def never_declared(w: World) -> list[str]:
    return told(w, "GM034", pairs(w.observations) - pairs(w.dependencies))


ORACLES: dict[str, Callable[[World], list[str]]] = {
    "GM032": dark,
    "GM033": never_observed,
    "GM034": never_declared,
}
