"""Random small catalogues for hypothesis.

Every catalogue is valid by ``semantics``: what it may hold is drawn freely otherwise, cycles, self-dependencies,
k-of-n groups, soft requirements, one provider in several requirements, aliases, categories in a forest, roles, and ids
whose order by code point is not that of a dictionary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from graphmodel.index.build import index as build_index
from graphmodel.model.catalogue import Catalogue, Tables, merge
from graphmodel.model.table import from_records
from tests.conftest import REVISION

if TYPE_CHECKING:
    from graphmodel.index.index import Index

Record = dict[str, str]

IDS = ("B", "a", "a-1", "a1", "b", "c", "d", "z", "é", "日本")
CATEGORIES = ("Net", "apps", "db", "net")
ROLES = ("dba", "desk", "ops")


@st.composite
def tables(draw: st.DrawFn, *, most: int = len(IDS), placeholders: bool = False) -> Tables:
    """What one source gives: at most that many services. ``placeholders``: some are only referred to."""
    ids = sorted(draw(st.sets(st.sampled_from(IDS), max_size=most)))
    services = [draw(service(i)) for i in ids]
    categories = draw(forest())
    missing = set(draw(st.sets(st.sampled_from(ids)))) if ids and placeholders else set[str]()
    return {
        "service": from_records("service", (s for s in services if s["id"] not in missing), "services.csv"),
        "category": from_records("category", categories, "categories.csv"),
        "role": from_records("role", [{"id": r, "name": r.upper()} for r in ROLES], "roles.csv"),
        "dependency": from_records("dependency", draw(dependencies(ids)), "dependencies.csv"),
        "responsibility": from_records("responsibility", draw(responsibilities(ids)), "responsibilities.csv"),
        "observation": from_records("observation", draw(observations(ids)), "observations.csv"),
    }


def catalogues(*, most: int = len(IDS), placeholders: bool = False) -> st.SearchStrategy[Catalogue]:
    """The same, merged."""
    return tables(most=most, placeholders=placeholders).map(lambda held: merge({"test": held}))


def indexes(*, most: int = len(IDS), placeholders: bool = False) -> st.SearchStrategy[Index]:
    """The same as an index; ``index.catalogue()`` has the records."""
    return catalogues(most=most, placeholders=placeholders).map(lambda made: build_index(made, REVISION))


@st.composite
def service(draw: st.DrawFn, identity: str) -> Record:
    """One service or product; its aliases are its id with an ending."""
    return {
        "id": identity,
        "kind": draw(st.sampled_from(("service", "service", "product"))),
        "name": draw(st.sampled_from(("", "Mail", "Shop", "<b>=1+1"))),
        "category": draw(st.sampled_from(("", *CATEGORIES))),
        "criticality": draw(st.sampled_from(("", "1", "3", "5"))),
        "lifecycle": draw(st.sampled_from(("", "planned", "live", "retired"))),
        "starts": draw(st.sampled_from(("", "", "2026-05-01"))),
        "ends": draw(st.sampled_from(("", "", "2026-05-01", "2027-05-01"))),
        "mapped": draw(st.sampled_from(("", "yes", "no", "2024-05-06", "2025-01-02"))),
        "aliases": draw(st.sampled_from(("", "", f"{identity}.x", f"{identity}.x;{identity}.y"))),
        "tags": draw(st.sampled_from(("", "pci", "pci;old"))),
        "site": draw(st.sampled_from(("", "north", "south"))),
    }


@st.composite
def forest(draw: st.DrawFn) -> list[Record]:
    """Categories, each with a parent among those before it, or none."""
    return [
        {
            "id": name,
            "name": name.title(),
            "parent": draw(st.sampled_from(("", *CATEGORIES[:i]))),
            "expects": draw(st.sampled_from(("", CATEGORIES[0]))),
        }
        for i, name in enumerate(CATEGORIES)
    ]


@st.composite
def dependencies(draw: st.DrawFn, ids: list[str], *, most: int = 14) -> list[Record]:
    """The dependencies of up to that many requirements: single ones, and k-of-n groups (the third of them)."""
    rows: dict[tuple[str, str, str], Record] = {}
    for number in range(draw(st.integers(0, most)) if ids else 0):
        consumer = draw(st.sampled_from(ids))
        strength = draw(st.sampled_from(("", "hard", "hard", "soft")))
        grouped = draw(st.integers(0, 2)) == 0
        members = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=4 if grouped else 1, unique=True))
        group = f"g{number}" if grouped else ""
        needs = draw(st.sampled_from(("", *map(str, range(1, len(members) + 1))))) if grouped else ""
        stated = draw(st.integers(0, len(members) - 1))
        for position, provider in enumerate(members):
            everywhere = position == stated or draw(st.booleans())
            rows.setdefault(
                (consumer, provider, group),
                {
                    "service": consumer,
                    "depends_on": provider,
                    "strength": strength if everywhere else "",
                    "group": group,
                    "needs": needs if everywhere else "",
                },
            )
    return list(rows.values())


@st.composite
def responsibilities(draw: st.DrawFn, ids: list[str]) -> list[Record]:
    """Who holds what; none twice."""
    if not ids:
        return []
    held = st.tuples(st.sampled_from(ROLES), st.sampled_from(ids), st.sampled_from("RACI"))
    return [
        {"role": role, "service": on, "responsibility": letter, "duty": ""}
        for role, on, letter in draw(st.lists(held, max_size=6, unique=True))
    ]


@st.composite
def observations(draw: st.DrawFn, ids: list[str]) -> list[Record]:
    """Which services were seen to use which."""
    if not ids:
        return []
    pairs = st.tuples(st.sampled_from(ids), st.sampled_from(ids))
    return [
        {
            "service": consumer,
            "depends_on": provider,
            "count": draw(st.sampled_from(("", "1", "20", "300"))),
            "last_seen": draw(st.sampled_from(("", "2024-05-06", "2025-01-02"))),
        }
        for consumer, provider in draw(st.lists(pairs, max_size=5, unique=True))
    ]
