"""The records of small random catalogues, and what follows from them by the plainest loops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from graphmodel.model.catalogue import Tables
from graphmodel.model.table import from_records

SERVICES = [f"s{i}" for i in range(7)]
CATEGORIES = [f"c{i}" for i in range(5)]
ROLES = ["r0", "r1", "r2"]
TODAY = date(2025, 6, 1)
DAYS = ["", "", "2020-01-01", "2025-05-20", "2025-06-01", "2025-08-01", "2031-01-01"]
NAMES = ["", "Mail relay", "Relay, mail", "Mail relays", "Mail relay 1", "Mail relay 2", "Hosting"]
SUPPLIERS = ["", "", "Acme Ltd", "ACME", "Bolt"]
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
Record = dict[str, str]


@dataclass(frozen=True)
class Requirement:
    """What one consumer needs: so many of these providers, which are those of a group where it has a name."""

    consumer: str
    group: str
    needs: int
    hard: bool
    members: tuple[str, ...]


@dataclass(frozen=True)
class World:
    """The records of a catalogue, by id where they have one."""

    services: dict[str, Record]
    categories: dict[str, Record]
    roles: dict[str, Record]
    dependencies: list[Record]
    responsibilities: list[Record]
    observations: list[Record]

    def tables(self) -> Tables:
        return {
            "service": from_records("service", self.services.values(), "services.csv"),
            "category": from_records("category", self.categories.values(), "categories.csv"),
            "role": from_records("role", self.roles.values(), "roles.csv"),
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

    @property
    def every(self) -> list[str]:
        """Also those that are only named."""
        named = {d[end] for d in self.dependencies for end in ("service", "depends_on")}
        named |= {end for pair in pairs(self.observations) for end in pair}
        return sorted({*self.services, *named, *(r["service"] for r in self.responsibilities)})

    @property
    def requirements(self) -> list[Requirement]:
        """By consumer, then those without a group by provider, then the groups by name."""
        found: dict[tuple[str, str, str], list[Record]] = {}
        for d in self.dependencies:
            key = d["service"], d["group"], "" if d["group"] else d["depends_on"]
            found.setdefault(key, []).append(d)
        return [
            Requirement(
                consumer,
                group,
                int(rows[0]["needs"] or 1),
                rows[0]["strength"] != "soft",
                tuple(sorted(d["depends_on"] for d in rows)),
            )
            for (consumer, group, _), rows in sorted(found.items())
        ]

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

    def type(self, service: str) -> str:
        """The root of its categories, or empty."""
        return (self.shelves(service) or [""])[-1]

    def level(self, service: str, name: str) -> str:
        """Its own, else that of its category, else of the nearest category above."""
        own = self.services.get(service, {}).get(name, "")
        return own or next(
            (text for c in self.shelves(service) if (text := self.categories[c].get(name))), ""
        )

    def accountable(self, service: str) -> int:
        return sum(1 for r in self.responsibilities if r["service"] == service and r["responsibility"] == "A")

    def criticality(self, service: str) -> int:
        """0 where nobody states it."""
        return int(self.services.get(service, {}).get("criticality") or 0)

    def able(self, service: str) -> bool:
        """It can fail of itself."""
        return self.services.get(service, {}).get("own_availability") != "100"

    def down(self, failed: Iterable[str]) -> set[str]:
        """What is down when these are."""
        found = set(failed)
        while True:
            more = {
                r.consumer
                for r in self.requirements
                if r.hard and sum(m not in found for m in r.members) < r.needs
            } - found
            if not more:
                return found
            found |= more

    @property
    def critical(self) -> list[str]:
        """The products of criticality 1 and 2, the most critical first."""
        found = [
            s for s in self.judged if self.services[s]["kind"] == "product" and 0 < self.criticality(s) <= 2
        ]
        return sorted(found, key=lambda s: (self.criticality(s), s))


def pairs(rows: list[Record]) -> set[tuple[str, str]]:
    return {(r["service"], r["depends_on"]) for r in rows}


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Half of them hold what is critical, live and hard, so that failures reach far."""
    plain = draw(st.booleans())
    ids = sorted(draw(st.sets(st.sampled_from(SERVICES), min_size=5 * plain, max_size=6)))
    one_of = st.sampled_from
    services = {
        i: {
            "id": i,
            "kind": draw(one_of(["service", "product"])),
            "name": draw(one_of(NAMES)),
            "category": draw(one_of(["", *CATEGORIES])),
            "criticality": draw(one_of(["1", "2"] if plain else ["", "1", "2", "3"])),
            "lifecycle": "" if plain else draw(one_of(["", "live", "planned", "retiring", "retired"])),
            "supplier": draw(one_of(["", "Bolt"] if plain else SUPPLIERS)),
            "own_availability": "" if plain else draw(one_of(["", "100", "99"])),
            "reviewed": draw(one_of(DAYS)),
            "starts": draw(one_of(DAYS)),
            "ends": draw(one_of(DAYS)),
            "mapped": draw(one_of(["", "", "yes", "no", "2025-01-02"])),
            **draw(LEVELLED),
        }
        for i in ids
    }
    categories = {
        c: {
            "id": c,
            "parent": draw(one_of(["", *CATEGORIES[:n]])),
            "expects": ";".join(sorted(draw(st.sets(one_of(CATEGORIES), max_size=2)))),
            "expected_attributes": draw(one_of(["", "", "name", "criticality;supplier", "site;provider"])),
            **draw(LEVELLED),
        }
        for n, c in enumerate(CATEGORIES)
    }
    roles = {r: {"id": r, "team": draw(one_of(["", "Ops", "OPS", "ops!"]))} for r in ROLES}
    rows: list[tuple[str, str, str]] = []
    for _ in range(draw(st.integers(4 * plain, 9))):
        consumer, group = draw(one_of(ids or SERVICES)), draw(one_of(["", "g", "g", "h"]))
        size = 3 if group else 1
        providers = draw(
            st.lists(one_of(SERVICES), min_size=1 + bool(group and plain), max_size=size, unique=True)
        )
        rows += [(consumer, p, group) for p in providers if (consumer, p, group) not in rows]
    members = {key: sum((c, g) == key for c, _, g in rows) for key in {(c, g) for c, _, g in rows}}
    needs = {key: draw(one_of([1, 1, 2])) for key in sorted(members)}
    hard = {key: plain or draw(st.booleans()) for key in sorted({(c, g or p) for c, p, g in rows})}
    dependencies = [
        {
            "service": c,
            "depends_on": p,
            "group": g,
            "needs": str(min(needs[c, g], members[c, g])) if g else "",
            "strength": draw(one_of(["", "hard"])) if hard[c, g or p] else "soft",
        }
        for c, p, g in rows
    ]
    held = st.tuples(one_of(ROLES[:2]), one_of(ids or SERVICES), one_of(["R", "A"]))
    responsibilities = [
        {"role": r, "service": s, "responsibility": x}
        for r, s, x in draw(st.lists(held, unique=True, max_size=8))
    ]
    seen = st.tuples(one_of(ids or SERVICES), one_of(SERVICES))
    observations = [{"service": c, "depends_on": p} for c, p in draw(st.lists(seen, unique=True, max_size=6))]
    return World(services, categories, roles, dependencies, responsibilities, observations)
