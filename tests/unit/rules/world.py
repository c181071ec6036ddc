"""The records of small random catalogues, and what follows from them by the plainest loops."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from graphmodel.model.catalogue import Tables
from graphmodel.model.table import from_records
from tests.strategies import choices, distinct, record, subsets

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
STATED: Mapping[str, Sequence[str]] = {name: ["", "", *texts] for name, texts in LEVELS.items()}
"""What a record states of its levels."""
SERVICE: Mapping[str, Sequence[str]] = {
    "kind": ["service", "product"],
    "name": NAMES,
    "category": ["", *CATEGORIES],
    "criticality": ["", "1", "2", "3"],
    "lifecycle": ["", "live", "planned", "retiring", "retired"],
    "supplier": SUPPLIERS,
    "own_availability": ["", "100", "99"],
    "reviewed": DAYS,
    "starts": DAYS,
    "ends": DAYS,
    "mapped": ["", "", "yes", "no", "2025-01-02"],
    **STATED,
}
PLAIN = SERVICE | {
    "criticality": ["1", "2"],
    "lifecycle": [""],
    "supplier": ["", "Bolt"],
    "own_availability": [""],
}
"""What is critical and live."""
CATEGORY: Mapping[str, Sequence[str]] = {
    "expected_attributes": ["", "", "name", "criticality;supplier", "site;provider"],
    **STATED,
}
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
    plain, size = choices(draw, 2, 7)
    ids = draw(subsets(SERVICES, 5 + size % 2 if plain else size))
    services = {i: {"id": i, **record(draw, PLAIN if plain else SERVICE)} for i in ids}
    categories = {c: _category(draw, c, n) for n, c in enumerate(CATEGORIES)}
    roles = {r: {"id": r, **record(draw, {"team": ["", "Ops", "OPS", "ops!"]})} for r in ROLES}
    rows = _rows(draw, ids or SERVICES, plain)
    members = {key: sum((c, g) == key for c, _, g in rows) for key in {(c, g) for c, _, g in rows}}
    needs = dict(zip(sorted(members), choices(draw, *[3] * len(members)), strict=True))
    ends = sorted({(c, g or p) for c, p, g in rows})
    hard = dict(zip(ends, choices(draw, *[2] * len(ends)), strict=True))
    said = choices(draw, *[2] * len(rows))
    dependencies = [
        {
            "service": c,
            "depends_on": p,
            "group": g,
            "needs": str(min((1, 1, 2)[needs[c, g]], members[c, g])) if g else "",
            "strength": ("", "hard")[how] if plain or hard[c, g or p] else "soft",
        }
        for (c, p, g), how in zip(rows, said, strict=True)
    ]
    responsibilities = [
        {"role": r, "service": s, "responsibility": x}
        for r, s, x in distinct(draw, 8, ROLES[:2], ids or SERVICES, ["R", "A"])
    ]
    observations = [{"service": c, "depends_on": p} for c, p in distinct(draw, 6, ids or SERVICES, SERVICES)]
    return World(services, categories, roles, dependencies, responsibilities, observations)


def _category(draw: st.DrawFn, name: str, above: int) -> Record:
    """A category under one of those before it, or none, which expects up to two others."""
    parent, first, second = choices(draw, above + 1, len(CATEGORIES) + 1, len(CATEGORIES) + 1)
    expected = {CATEGORIES[at] for at in (first, second) if at < len(CATEGORIES)}
    return {
        "id": name,
        "parent": ["", *CATEGORIES][parent],
        "expects": ";".join(sorted(expected)),
        **record(draw, CATEGORY),
    }


def _rows(draw: st.DrawFn, consumers: Sequence[str], plain: int) -> list[tuple[str, str, str]]:
    """Consumer, provider and group of dependencies; none twice."""
    rows: list[tuple[str, str, str]] = []
    (more,) = choices(draw, 10 - 4 * plain)
    for _ in range(4 * plain + more):
        who, at = choices(draw, len(consumers), 4)
        consumer, group = consumers[who], ("", "g", "g", "h")[at]
        least = 1 + bool(group and plain)
        size = least + (choices(draw, 4 - least)[0] if group else 0)
        left = [*SERVICES]
        providers = [left.pop(at) for at in choices(draw, *range(len(left), len(left) - size, -1))]
        rows += [(consumer, p, group) for p in providers if (consumer, p, group) not in rows]
    return rows
