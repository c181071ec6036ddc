"""The first twelve rules, read off the records by the plainest loops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.unit.rules.world import SERVICES, World, pairs


def no_accountable(w: World) -> list[str]:
    return [f"GM001:{s}" for s in w.judged if w.accountable(s) == 0]


def several_accountable(w: World) -> list[str]:
    return [f"GM002:{s}" for s in w.judged if w.accountable(s) > 1]


def unclassified(w: World) -> list[str]:
    return [f"GM003:{s}" for s in w.judged if not w.services[s]["category"]]


def empty(w: World) -> list[str]:
    return [f"GM004:{c}" for c in w.categories if not any(c in w.shelves(s) for s in w.judged)]


def orphan(w: World) -> list[str]:
    used = {d["depends_on"] for d in w.left if d["depends_on"] != d["service"]}
    return [f"GM005:{s}" for s in w.judged if w.services[s]["kind"] == "service" and s not in used]


def bare(w: World) -> list[str]:
    return [f"GM006:{s}" for s in w.judged if w.services[s]["kind"] == "product" and not w.below(s)]


def lacking(w: World) -> list[str]:
    found = []
    for s in w.judged:
        expects = next((e for c in w.shelves(s) if (e := w.categories[c]["expects"])), "")
        there = {c for other in w.below(s) for c in w.shelves(other)}
        if w.services[s]["kind"] == "product":
            found += [f"GM007:{s}:{t}" for t in expects.split(";") if t and t not in there]
    return found


def cyclic(w: World) -> list[str]:
    """About the smallest of each set of services that reach each other; itself alone only where it names itself."""
    found = []
    defined = {s for s in w.judged if s in w.services}
    w = replace(w, dependencies=[d for d in w.left if {d["service"], d["depends_on"]} <= defined])
    for s in SERVICES:
        mates = {o for o in w.below(s) if s in w.below(o)}
        itself = any(d["service"] == d["depends_on"] == s for d in w.dependencies)
        if (mates or itself) and all(s < o for o in mates):
            found.append(f"GM008:{s}")
    return found


def spent(w: World) -> list[str]:
    found = []
    for s in w.judged:
        for g in "gh":
            rows = [d for d in w.dependencies if d["service"] == s and d["group"] == g]
            if rows and sum(not w.retired(d["depends_on"]) for d in rows) <= int(rows[0]["needs"]):
                found.append(f"GM009:{s}:{g}")
    return found


def idle(w: World) -> list[str]:
    return [
        f"GM010:{r}"
        for r in w.roles
        if r not in {x["role"] for x in w.responsibilities if not w.retired(x["service"])}
    ]


def gone(w: World) -> list[str]:
    state = {s: record["lifecycle"] for s, record in w.services.items()}
    pairs = {(d["depends_on"], d["service"]) for d in w.dependencies}
    off = {"retired", "planned"}
    return [
        f"GM011:{p}:{c}"
        for p, c in sorted(pairs)
        if state.get(p) in off and c in state and state[c] not in off
    ]


def placeholder(w: World) -> list[str]:
    named = {d[end] for d in w.left for end in ("service", "depends_on")}
    named |= {end for pair in pairs(w.observations) if not any(map(w.retired, pair)) for end in pair}
    named |= {r["service"] for r in w.responsibilities}
    return [f"GM012:{s}" for s in sorted(named - set(w.services))]


ORACLES: dict[str, Callable[[World], list[str]]] = {
    "GM001": no_accountable,
    "GM002": several_accountable,
    "GM003": unclassified,
    "GM004": empty,
    "GM005": orphan,
    "GM006": bare,
    "GM007": lacking,
    "GM008": cyclic,
    "GM009": spent,
    "GM010": idle,
    "GM011": gone,
    "GM012": placeholder,
}
