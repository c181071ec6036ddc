"""Each rule against its definition, read off the records of random catalogues by the plainest loops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.index.build import index
from graphmodel.model.catalogue import Tables, merge
from graphmodel.model.table import from_records
from graphmodel.rules import RULES
from graphmodel.rules.rule import findings
from tests.conftest import REVISION
from tests.oracles import promise

SERVICES = [f"s{i}" for i in range(7)]
CATEGORIES = [f"c{i}" for i in range(5)]
ROLES = ["r0", "r1", "r2"]
LEVELS = {
    "availability": ["99", "98"],
    "rto": ["1h", "4h"],
    "rpo": ["1h", "4h"],
    "support_hours": ["24x7", "Mon 08:00-18:00"],
}
LEVELLED = st.integers(0, 4**4 - 1).map(
    lambda n: {name: ["", "", *texts][n // 4**i % 4] for i, (name, texts) in enumerate(LEVELS.items())}
)
"""What a record states: one number for all levels, because several draws take their time."""
VALUES = {
    "availability": ["0", "100"],
    "rto": ["0s", "1h", "2h", "9d"],
    "rpo": ["0s", "9d"],
    "support_hours": ["24x7", "Sun 03:00-04:00"],
}
"""What stands for all values of a level that is missing."""
Record = dict[str, str]


@dataclass(frozen=True)
class World:
    """The records of a catalogue, by id where they have one."""

    services: dict[str, Record]
    categories: dict[str, Record]
    roles: list[str]
    dependencies: list[Record]
    responsibilities: list[Record]
    observations: list[Record]

    def tables(self) -> Tables:
        return {
            "service": from_records("service", self.services.values(), "services.csv"),
            "category": from_records("category", self.categories.values(), "categories.csv"),
            "role": from_records("role", ({"id": r} for r in self.roles), "roles.csv"),
            "dependency": from_records("dependency", self.dependencies, "dependencies.csv"),
            "responsibility": from_records("responsibility", self.responsibilities, "responsibilities.csv"),
            "observation": from_records("observation", self.observations, "observations.csv"),
        }

    def retired(self, service: str) -> bool:
        """It counts for nothing."""
        return self.services.get(service, {}).get("lifecycle") == "retired"

    @property
    def left(self) -> list[Record]:
        """The dependencies without those of and on retired services."""
        return [
            d for d in self.dependencies if not self.retired(d["service"]) | self.retired(d["depends_on"])
        ]

    @property
    def judged(self) -> list[str]:
        return sorted(s for s, record in self.services.items() if record["lifecycle"] != "retired")

    def below(self, service: str) -> set[str]:
        """What underpins a service, itself left out."""
        found: set[str] = set()
        while True:
            more = {d["depends_on"] for d in self.left if d["service"] in found | {service}} - found
            if not more:
                return found - {service}
            found |= more

    def shelves(self, service: str) -> list[str]:
        """The category of a service and those above it."""
        found, at = [], self.services.get(service, {}).get("category", "")
        while at:
            found.append(at)
            at = self.categories[at]["parent"]
        return found

    def level(self, service: str, name: str) -> str:
        """Its own, else that of its category, else of the nearest category above."""
        own = self.services.get(service, {}).get(name, "")
        return own or next((text for c in self.shelves(service) if (text := self.categories[c][name])), "")

    def accountable(self, service: str) -> int:
        return sum(1 for r in self.responsibilities if r["service"] == service and r["responsibility"] == "A")


@st.composite
def worlds(draw: st.DrawFn) -> World:
    ids = sorted(draw(st.sets(st.sampled_from(SERVICES), max_size=6)))
    one_of = st.sampled_from
    services = {
        i: {
            "id": i,
            "kind": draw(one_of(["service", "product"])),
            "category": draw(one_of(["", *CATEGORIES])),
            "lifecycle": draw(one_of(["", "", "live", "planned", "retiring", "retired"])),
            **draw(LEVELLED),
            "criticality": draw(one_of(["", "1", "2", "3"])),
            "mapped": draw(one_of(["", "", "yes", "no", "2025-01-02"])),
        }
        for i in ids
    }
    categories = {
        c: {
            "id": c,
            "parent": draw(one_of(["", *CATEGORIES[:n]])),
            "expects": ";".join(sorted(draw(st.sets(one_of(CATEGORIES), max_size=2)))),
            **draw(LEVELLED),
        }
        for n, c in enumerate(CATEGORIES)
    }
    groups = st.tuples(one_of(ids or SERVICES), one_of(SERVICES), one_of(["", "", "g", "h"]))
    needs = {(i, g): draw(st.integers(1, 2)) for i in SERVICES for g in "gh"}
    strengths = one_of(["hard", "", "soft"])
    strength = {(i, g): draw(strengths) for i in SERVICES for g in "gh"}
    dependencies = [
        {
            "service": c,
            "depends_on": p,
            "group": g,
            "needs": str(needs[c, g]) if g else "",
            "strength": strength[c, g] if g else draw(strengths),
        }
        for c, p, g in draw(st.lists(groups, unique=True, max_size=12))
    ]
    held = st.tuples(one_of(ROLES[:2]), one_of(ids or SERVICES), one_of(["R", "A"]))
    responsibilities = [
        {"role": r, "service": s, "responsibility": x}
        for r, s, x in draw(st.lists(held, unique=True, max_size=8))
    ]
    seen = st.tuples(one_of(ids or SERVICES), one_of(SERVICES))
    observations = [{"service": c, "depends_on": p} for c, p in draw(st.lists(seen, unique=True, max_size=6))]
    return World(services, categories, ROLES, dependencies, responsibilities, observations)


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
    named |= {r["service"] for r in w.responsibilities}
    named |= {end for pair in pairs(w.observations) if not any(map(w.retired, pair)) for end in pair}
    return [f"GM012:{s}" for s in sorted(named - set(w.services))]


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


def verdict(w: World, service: str, level: str) -> str:
    """Of a promise in effect; empty where nothing is promised."""
    stated = {s: {name: w.level(s, name) for name in LEVELS} for s in SERVICES}
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


def pairs(rows: list[Record]) -> set[tuple[str, str]]:
    return {(r["service"], r["depends_on"]) for r in rows}


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
    "GM013": promised_too_much("GM013", "availability"),
    "GM014": too_soon,
    "GM015": promised_too_much("GM015", "support_hours"),
    "GM016": undecided,
    "GM032": dark,
    "GM033": never_observed,
    "GM034": never_declared,
    "GM035": cold,
}
OF_SETTINGS = ("GM039", "GM040")
"""What is wrong with settings is tested with them."""


def test_every_rule_has_an_oracle() -> None:
    assert sorted([*ORACLES, *OF_SETTINGS]) == list(RULES)


@pytest.mark.parametrize("code", ORACLES)
@given(world=worlds())
def test_a_rule_finds_what_its_definition_says(code: str, world: World) -> None:
    found = list(findings(RULES[code], index(merge({"test": world.tables()}), REVISION)))
    assert [f.identity for f in found] == ORACLES[code](world)
    assert len({f.identity for f in found}) == len(found)
    assert all(f.origin.file and f.origin.line for f in found)


@given(world=worlds())
def test_the_finding_of_a_cycle_names_a_dependency_that_closes_it(world: World) -> None:
    for f in findings(RULES["GM008"], index(merge({"test": world.tables()}), REVISION)):
        row = world.dependencies[f.origin.line - 2]
        assert row["depends_on"] == f.subject
        assert row["service"] == f.subject or row["service"] in world.below(f.subject)
        around = [*f.others, f.others[0]]
        links = {(d["service"], d["depends_on"]) for d in world.dependencies}
        assert set(pairwise(around)) <= links
        assert (around[0], around[-2], around[-1]) == (f.subject, row["service"], f.subject)
