"""The rules that speak of dates and of missing attributes, read off the records by the plainest loops."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tests.unit.rules.world import TODAY, World

LASTS = {0: 1095, 1: 365, 2: 365, 3: 730}
"""How many days a review lasts, by criticality."""


def day(w: World, service: str, column: str) -> date | None:
    text = w.services.get(service, {}).get(column, "")
    return date.fromisoformat(text) if text else None


def overdue(w: World) -> list[str]:
    return [
        f"GM025:{s}"
        for s in w.judged
        if (reviewed := day(w, s, "reviewed")) and TODAY - reviewed > timedelta(LASTS[w.criticality(s)])
    ]


def end(w: World, service: str) -> date:
    retiring = w.services.get(service, {}).get("lifecycle") == "retiring"
    return day(w, service, "ends") or (TODAY if retiring else date.max)


def ending(w: World) -> list[str]:
    found = set()
    for r in w.requirements:
        for m in r.members:
            ends = end(w, m)
            if not (r.hard and m in w.judged and r.consumer in w.judged):
                continue
            if ends > TODAY + timedelta(365) or end(w, r.consumer) <= ends:
                continue
            there = [
                other
                for other in r.members
                if not w.retired(other)
                and end(w, other) > ends
                and (day(w, other, "starts") or date.min) <= ends
                and (day(w, other, "starts") or date.min) < end(w, other)
            ]
            if len(there) < r.needs:
                found.add(f"GM026:{m}")
    return sorted(found)


def undated(w: World) -> list[str]:
    found = []
    for s in w.judged:
        lifecycle, starts = w.services[s]["lifecycle"], day(w, s, "starts")
        late = lifecycle == "planned" and starts and TODAY - starts > timedelta(30)
        if late or (lifecycle == "retiring" and not day(w, s, "ends")):
            found.append(f"GM027:{s}")
    return found


def incomplete(w: World) -> list[str]:
    found = []
    for s in w.judged:
        expected = next((e for c in w.shelves(s) if (e := w.categories[c]["expected_attributes"])), "")
        names = {"supplier" if name == "provider" else name for name in expected.split(";") if name}
        if any(not w.services[s].get(name) for name in names):
            found.append(f"GM029:{s}")
    return found


ORACLES: dict[str, Callable[[World], list[str]]] = {
    "GM025": overdue,
    "GM026": ending,
    "GM027": undated,
    "GM029": incomplete,
}
