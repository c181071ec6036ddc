"""The rules that compare services with each other, read off the records by the plainest loops."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import combinations

from tests.unit.rules.world import World

LEGAL = {"ltd", "gmbh", "inc"}


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def edits(one: str, other: str) -> int:
    """Letters to take out of both until they are the same: what the longest common part leaves."""
    before = [0] * (len(other) + 1)
    for a in one:
        row = [0]
        for at, b in enumerate(other):
            row.append(before[at] + 1 if a == b else max(row[-1], before[at + 1]))
        before = row
    return len(one) + len(other) - 2 * before[-1]


def meant(w: World, one: str, other: str) -> bool:
    pairs = {(d["service"], d["depends_on"]) for d in w.dependencies}
    together = any({one, other} <= {*r.members} for r in w.requirements)
    return together or (one, other) in pairs or (other, one) in pairs


def duplicates(w: World) -> list[str]:
    def neighbours(s: str) -> tuple[set[str], set[str]]:
        return (
            {d["depends_on"] for d in w.dependencies if d["service"] == s},
            {d["service"] for d in w.dependencies if d["depends_on"] == s},
        )

    named = [s for s in w.judged if words(w.services[s]["name"])]
    said = {s: sorted(words(w.services[s]["name"])) for s in named}
    alike: dict[str, str] = {}
    for s in named:
        same = [o for o in named if said[o] == said[s] and kind(w, o) == kind(w, s)]
        if same[0] != s and not meant(w, same[0], s):
            alike[s] = same[0]
    for one, s in combinations(named, 2):
        a, b = " ".join(said[one]), " ".join(said[s])
        if s in alike or a == b or kind(w, one) != kind(w, s) or min(len(a), len(b)) < 5:
            continue
        if [x for x in said[one] if x.isdigit()] != [x for x in said[s] if x.isdigit()]:
            continue
        close = 1 - edits(a, b) / (len(a) + len(b)) >= 0.9
        if close and neighbours(one) == neighbours(s) != (set(), set()) and not meant(w, one, s):
            alike[s] = one
    return [f"GM030:{s}:{alike[s]}" for s in sorted(alike)]


def kind(w: World, service: str) -> tuple[str, str]:
    return w.services[service]["kind"], w.type(service)


def same_services(w: World) -> list[str]:
    products = [s for s in w.judged if w.services[s]["kind"] == "product" and len(w.below(s)) >= 3]
    found = []
    for p in products:
        same = [o for o in products if w.below(o) == w.below(p)]
        if len(same) > 1 and same[0] == p:
            found.append(f"GM031:{p}")
    return found


def spelt(w: World) -> list[str]:
    found = []
    for kind, column, records in (
        ("service", "supplier", {s: w.services[s] for s in w.judged}),
        ("role", "team", w.roles),
    ):
        times = Counter(record[column] for record in records.values() if record[column])
        for own, record in sorted(records.items()):
            same = [text for text in times if company(text) == company(record[column])]
            if record[column] and record[column] != min(same, key=lambda text: (-times[text], text)):
                found.append(f"GM038:{own}:{kind} {column}")
    return found


def company(text: str) -> str:
    return "".join(word for word in words(text) if word not in LEGAL)


ORACLES: dict[str, Callable[[World], list[str]]] = {
    "GM030": duplicates,
    "GM031": same_services,
    "GM038": spelt,
}
