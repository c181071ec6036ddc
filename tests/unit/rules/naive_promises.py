"""The rules that speak of promises, read off the records by the plainest loops."""

from __future__ import annotations

from collections.abc import Callable

from tests.oracles import promise
from tests.unit.rules.world import LEVELS, SERVICES, World

VALUES = {
    "availability": ["0", "100"],
    "rto": ["0s", "1h", "2h", "9d"],
    "rpo": ["0s", "9d"],
    "support_hours": ["24x7", "Sun 03:00-04:00"],
}
"""What stands for all values of a level that is missing."""


def verdict(w: World, service: str, level: str) -> str:
    """Of a promise in effect; empty where nothing is promised."""
    stated = {s: {name: w.level(s, name) for name in (*LEVELS, "own_availability")} for s in SERVICES}
    if not stated[service][level]:
        return ""
    rows = [d for d in w.dependencies if d["service"] == service and d["strength"] != "soft"]
    needed = [(1, (d["depends_on"],)) for d in rows if not d["group"]]
    groups = ([d for d in rows if d["group"] == g] for g in "gh")
    needed += [(int(of[0]["needs"]), tuple(d["depends_on"] for d in of)) for of in groups if of]
    return promise(level, stated[service], needed, stated, VALUES)


def promised_too_much(code: str, level: str, detail: str = "") -> Callable[[World], list[str]]:
    return lambda w: [f"{code}:{s}{detail}" for s in w.judged if verdict(w, s, level) == "broken"]


def too_soon(w: World) -> list[str]:
    return [i for level in ("rto", "rpo") for i in promised_too_much("GM014", level, f":{level}")(w)]


def undecided(w: World) -> list[str]:
    return [f"GM016:{s}:{level}" for level in LEVELS for s in w.judged if verdict(w, s, level) == "unknown"]


ORACLES: dict[str, Callable[[World], list[str]]] = {
    "GM013": promised_too_much("GM013", "availability"),
    "GM014": too_soon,
    "GM015": promised_too_much("GM015", "support_hours"),
    "GM016": undecided,
}
