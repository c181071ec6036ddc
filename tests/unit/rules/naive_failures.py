"""The rules that speak of failures and alternatives, read off the records by the plainest loops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.unit.rules.world import SERVICES, Record, Requirement, World


def inverted(w: World) -> list[str]:
    found = set()
    for r in w.requirements:
        if r.hard and r.needs == len(r.members) and r.consumer in w.judged:
            for m in r.members:
                own, other = w.criticality(r.consumer), w.criticality(m)
                if m in w.judged and own in (1, 2) and other > own:
                    found.add(f"GM017:{m}")
    return sorted(found)


def single(w: World) -> list[str]:
    return [f"GM018:{s}" for s in w.judged if w.able(s) and set(w.critical) & w.down([s]) - {s}]


def false_redundancy(w: World) -> list[str]:
    found = []
    for r in w.requirements:
        if not (r.hard and r.needs < len(r.members) and r.consumer in w.judged):
            continue
        for s in w.judged:
            gone = w.down([s])
            fails = sum(m not in gone for m in r.members) < r.needs
            if w.able(s) and fails and s not in surely(w, r.consumer):
                found.append(f"GM019:{r.consumer}:{r.group}")
                break
    return found


def surely(w: World, consumer: str) -> set[str]:
    found = {consumer}
    while True:
        more = {
            m
            for r in w.requirements
            if r.hard and r.consumer in found and r.needs == len(r.members)
            for m in r.members
        } - found
        if not more:
            return found
        found |= more


def alternatives(w: World) -> list[tuple[Requirement, list[str]]]:
    """Groups that can spare a member that is not retired, and those members."""
    found = []
    for r in w.requirements:
        left = [m for m in r.members if not w.retired(m)]
        if r.consumer in w.judged and r.needs < len(left):
            found.append((r, left))
    return found


def common_cause(w: World) -> list[str]:
    found = []
    for r, left in alternatives(w):
        suppliers = [w.services.get(m, {}).get("supplier", "") for m in left]
        if any(text and len(left) - suppliers.count(text) < r.needs for text in suppliers):
            found.append(f"GM020:{r.consumer}:{r.group} supplier")
    return found


def concentrated(w: World) -> list[str]:
    suppliers = {w.services[s]["supplier"] for s in w.judged} - {""}
    found = []
    for supplier in sorted(suppliers):
        theirs = [s for s in w.judged if w.services[s]["supplier"] == supplier]
        gone = len(set(w.critical) & w.down(theirs) - {*theirs})
        if gone >= 2 and gone / len(w.critical) > 0.5:
            found.append(f"GM021:{supplier}")
    return found


def against(w: World) -> list[str]:
    roots = {c: root(w, c) for c in w.categories}
    below: dict[str, set[str]] = {c: set() for c in roots.values()}
    for c in w.categories:
        stating = c
        while stating and not w.categories[stating]["expects"]:
            stating = w.categories[stating]["parent"]
        expected = w.categories[stating]["expects"].split(";") if stating else []
        below[roots[c]] |= {roots[e] for e in expected}
    for _ in below:
        below = {t: under | {far for b in under for far in below[b]} for t, under in below.items()}
    found = set()
    for r in w.requirements:
        for m in r.members:
            own, other = w.type(r.consumer), w.type(m)
            if not (r.hard and r.consumer in w.judged and m in w.judged and own and other):
                continue
            if below[own] and own in below[other] and other not in below[own]:
                found.add(f"GM028:{r.consumer}:{m}")
    return sorted(found)


def root(w: World, category: str) -> str:
    while w.categories[category]["parent"]:
        category = w.categories[category]["parent"]
    return category


def only_degraded(w: World) -> list[str]:
    gone = w.down(s for s in w.every if w.able(s))

    def taken_down(service: str) -> bool:
        return any(
            r.hard and sum(m not in gone or m == service for m in r.members) < r.needs
            for r in w.requirements
            if r.consumer == service
        )

    using = {r.consumer for r in w.requirements}
    return [
        f"GM037:{r.consumer}:{r.group}"
        for r, left in alternatives(w)
        if all(m in using and not taken_down(m) for m in left)
    ]


def cold(w: World) -> list[str]:
    """All start that can, as long as some can; of the rest, the smallest of each set that waits for itself."""
    ways: dict[tuple[str, ...], list[Record]] = {}
    for d in w.left:
        if d["strength"] != "soft":
            ways.setdefault((d["service"], d["group"] or f"alone {d['depends_on']}", d["group"]), []).append(
                d
            )
    needs = [
        (key[0], {d["depends_on"] for d in rows}, min(int(rows[0]["needs"] or 1), len(rows)))
        for key, rows in ways.items()
    ]
    waiting = set(SERVICES) | {d["depends_on"] for d in w.left}
    while True:
        started = {
            s for s in waiting if all(len(of - waiting) >= k for consumer, of, k in needs if consumer == s)
        }
        if not started:
            break
        waiting -= started
    stuck = [
        {"service": consumer, "depends_on": m}
        for consumer, of, k in needs
        if consumer in waiting and len(of - waiting) < k
        for m in of & waiting
    ]
    w = replace(w, dependencies=stuck)
    found = []
    for s in sorted(waiting):
        mates = {o for o in w.below(s) if s in w.below(o)} | {s}
        itself = {"service": s, "depends_on": s} in stuck
        if (len(mates) > 1 or itself) and s == min(mates) and mates <= set(w.judged):
            found.append(f"GM035:{s}")
    return found


ORACLES: dict[str, Callable[[World], list[str]]] = {
    "GM017": inverted,
    "GM018": single,
    "GM019": false_redundancy,
    "GM020": common_cause,
    "GM021": concentrated,
    "GM028": against,
    "GM035": cold,
    "GM037": only_degraded,
}
