"""Random small catalogues for hypothesis.

Every catalogue is valid by ``semantics``: what it may hold is drawn freely otherwise, cycles, self-dependencies,
k-of-n groups, soft requirements, one provider in several requirements, aliases, categories in a forest, roles, and ids
whose order by code point is not that of a dictionary.

Each draw takes its time, whatever is drawn. So several choices are drawn as one number, of which each takes its part.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from graphmodel.index.build import index as build_index
from graphmodel.model.catalogue import Catalogue, Tables, merge
from graphmodel.model.table import from_records
from tests.conftest import REVISION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graphmodel.index.index import Index

Record = dict[str, str]

IDS = ("B", "a", "a-1", "a1", "b", "c", "d", "z", "é", "日本")
CATEGORIES = ("Net", "apps", "db", "net")
ROLES = ("dba", "desk", "ops")


@st.composite
def tables(draw: st.DrawFn, *, most: int = len(IDS), placeholders: bool = False) -> Tables:
    """What one source gives: at most that many services. ``placeholders``: some are only referred to."""
    (size,) = choices(draw, min(most, len(IDS)) + 1)
    ids = draw(subsets(IDS, size))
    services = [service(draw, i) for i in ids]
    categories = forest(draw)
    gone = choices(draw, *[2] * size) if placeholders else [0] * size
    missing = {i for i, out in zip(ids, gone, strict=True) if out}
    return {
        "service": from_records("service", (s for s in services if s["id"] not in missing), "services.csv"),
        "category": from_records("category", categories, "categories.csv"),
        "role": from_records("role", [{"id": r, "name": r.upper()} for r in ROLES], "roles.csv"),
        "dependency": from_records("dependency", dependencies(draw, ids), "dependencies.csv"),
        "responsibility": from_records("responsibility", responsibilities(draw, ids), "responsibilities.csv"),
        "observation": from_records("observation", observations(draw, ids), "observations.csv"),
    }


def catalogues(*, most: int = len(IDS), placeholders: bool = False) -> st.SearchStrategy[Catalogue]:
    """The same, merged."""
    return tables(most=most, placeholders=placeholders).map(lambda held: merge({"test": held}))


def indexes(*, most: int = len(IDS), placeholders: bool = False) -> st.SearchStrategy[Index]:
    """The same as an index; ``index.catalogue()`` has the records."""
    return catalogues(most=most, placeholders=placeholders).map(lambda made: build_index(made, REVISION))


SERVICE: Mapping[str, Sequence[str]] = {
    "kind": ("service", "service", "product"),
    "name": ("", "Mail", "Shop", "<b>=1+1"),
    "category": ("", *CATEGORIES),
    "criticality": ("", "1", "3", "5"),
    "lifecycle": ("", "planned", "live", "retired"),
    "starts": ("", "", "2026-05-01"),
    "ends": ("", "", "2026-05-01", "2027-05-01"),
    "mapped": ("", "yes", "no", "2024-05-06", "2025-01-02"),
    "aliases": ("", "", "{id}.x", "{id}.x;{id}.y"),
    "tags": ("", "pci", "pci;old"),
    "site": ("", "north", "south"),
}
"""What a service or product may say; its aliases are its id with an ending."""
OBSERVATION: Mapping[str, Sequence[str]] = {
    "count": ("", "1", "20", "300"),
    "last_seen": ("", "2024-05-06", "2025-01-02"),
}
FOREST: Mapping[str, Sequence[str]] = {
    **{f"{name} parent": ("", *CATEGORIES[:at]) for at, name in enumerate(CATEGORIES)},
    **{f"{name} expects": ("", CATEGORIES[0]) for name in CATEGORIES},
}
"""Categories, each with a parent among those before it, or none."""


FEW = 256
"""Up to so many numbers, hypothesis draws all of them equally often."""


def choices(draw: st.DrawFn, *sizes: int) -> list[int]:
    """As many numbers as there are sizes, each below its size."""
    return [part for numbers, group in _grouped(sizes) for part in parts(draw(numbers), *group)]


@cache
def _grouped(sizes: tuple[int, ...]) -> list[tuple[st.SearchStrategy[int], list[int]]]:
    """The sizes whose choices are drawn as one number, and that number."""
    groups: list[list[int]] = []
    for size in sizes:
        if groups and prod(groups[-1]) * size <= FEW:
            groups[-1].append(size)
        else:
            groups.append([size])
    return [(st.integers(0, prod(group) - 1), group) for group in groups]


def parts(number: int, *sizes: int) -> list[int]:
    """The choices that are drawn as that number."""
    found = []
    for size in sizes:
        number, part = divmod(number, size)
        found.append(part)
    return found


def record(draw: st.DrawFn, values: Mapping[str, Sequence[str]]) -> Record:
    """One of the values of each name."""
    chosen = choices(draw, *map(len, values.values()))
    return {name: given[at] for at, (name, given) in zip(chosen, values.items(), strict=True)}


@cache
def _subsets(values: tuple[str, ...], size: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sampled_from([*combinations(sorted(values), size)])


def subsets(values: Sequence[str], size: int) -> st.SearchStrategy[tuple[str, ...]]:
    """That many of the values, in their order."""
    return _subsets(tuple(values), size)


@cache
def _distinct(most: int, size: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, size - 1), max_size=most, unique=True)


def distinct(draw: st.DrawFn, most: int, *values: Sequence[str]) -> Iterator[list[str]]:
    """Up to that many rows of one of each values; no two are alike."""
    sizes = [len(given) for given in values]
    for number in draw(_distinct(most, prod(sizes))) if prod(sizes) else ():
        yield [given[at] for at, given in zip(parts(number, *sizes), values, strict=True)]


def service(draw: st.DrawFn, identity: str) -> Record:
    """One service or product."""
    found = record(draw, SERVICE)
    return {"id": identity, **found, "aliases": found["aliases"].format(id=identity)}


def forest(draw: st.DrawFn) -> list[Record]:
    """All categories."""
    found = record(draw, FOREST)
    return [
        {
            "id": name,
            "name": name.title(),
            "parent": found[f"{name} parent"],
            "expects": found[f"{name} expects"],
        }
        for name in CATEGORIES
    ]


def dependencies(draw: st.DrawFn, ids: Sequence[str]) -> list[Record]:
    """The dependencies of some requirements: single ones, and k-of-n groups (the third of them)."""
    rows: dict[tuple[str, str, str], Record] = {}
    for number in range(choices(draw, 15)[0] if ids else 0):
        who, how, grouped = choices(draw, len(ids), 4, 3)
        size = choices(draw, min(4, len(ids)))[0] + 1 if grouped == 2 else 1
        left = list(ids)
        members = [left.pop(at) for at in choices(draw, *range(len(ids), len(ids) - size, -1))]
        needs, stated, *everywhere = choices(draw, size + 1, size, *[2] * size) if grouped == 2 else (0, 0, 0)
        strength = ("", "hard", "hard", "soft")[how]
        group = f"g{number}" if grouped == 2 else ""
        for position, provider in enumerate(members):
            said = position == stated or everywhere[position]
            rows.setdefault(
                (ids[who], provider, group),
                {
                    "service": ids[who],
                    "depends_on": provider,
                    "strength": strength if said else "",
                    "group": group,
                    "needs": str(needs) if needs and said else "",
                },
            )
    return list(rows.values())


def responsibilities(draw: st.DrawFn, ids: Sequence[str]) -> Iterator[Record]:
    """Who holds what; none twice."""
    for on, role, letter in distinct(draw, 6, ids, ROLES, "RACI"):
        yield {"role": role, "service": on, "responsibility": letter, "duty": ""}


def observations(draw: st.DrawFn, ids: Sequence[str]) -> Iterator[Record]:
    """Which services were seen to use which."""
    for consumer, provider in distinct(draw, 5, ids, ids):
        yield {"service": consumer, "depends_on": provider, **record(draw, OBSERVATION)}
