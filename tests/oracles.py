"""What the definitions say, written down as naively as they read: strings, dictionaries and sets, no speed.

Nothing here uses the index or any algorithm of graphmodel; only ``Catalogue`` is read. Ids stand for services, so
"smallest" is by code point.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx

from graphmodel.model.hours import WEEK, weekly

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from graphmodel.model.catalogue import Catalogue
    from graphmodel.model.table import Table

STATES = ("up", "at-risk", "degraded", "down")
State = dict[str, int]
"""Id → position in ``STATES``."""


class Requirement(NamedTuple):
    """Sorts as requirements are numbered: by consumer, those without a group by provider, then the groups by name."""

    consumer: str
    group: str
    members: tuple[str, ...]
    needs: int
    hard: bool


class Cause(NamedTuple):
    """What ``semantics`` calls so."""

    requirement: Requirement
    because: tuple[str, ...]
    via: str


def records(table: Table) -> list[dict[str, str]]:
    """What each record says."""
    return [table.record(row) for row in range(len(table))]


def services(catalogue: Catalogue) -> list[str]:
    """Every id, ascending."""
    return sorted(record["id"] for record in records(catalogue.services))


def products(catalogue: Catalogue) -> list[str]:
    """The ids of products, ascending."""
    return sorted(r["id"] for r in records(catalogue.services) if r.get("kind") == "product")


def requirements(catalogue: Catalogue) -> list[Requirement]:
    """All of them, in the order of their numbers."""
    rows: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in records(catalogue.dependencies):
        group = row.get("group", "")
        key = (row["service"], group) if group else (row["service"], group, row["depends_on"])
        rows.setdefault(key, []).append(row)
    return sorted(
        Requirement(
            key[0],
            key[1],
            tuple(sorted(r["depends_on"] for r in members)),
            max(int(r.get("needs") or 1) for r in members),
            all(r.get("strength") != "soft" for r in members),
        )
        for key, members in rows.items()
    )


def graph(catalogue: Catalogue) -> nx.DiGraph[str]:
    """Consumer → provider."""
    made: nx.DiGraph[str] = nx.DiGraph()
    made.add_nodes_from(services(catalogue))
    made.add_edges_from((r.consumer, m) for r in requirements(catalogue) for m in r.members)
    return made


def given(requirement: Requirement, state: State) -> int:
    """The state that a requirement gives, word by word."""
    states = [STATES[state[m]] for m in requirement.members]
    n, k = len(states), requirement.needs
    if sum(s != "down" for s in states) < k:
        return STATES.index("down" if requirement.hard else "degraded")
    if sum(s in {"up", "at-risk"} for s in states) < k:
        return STATES.index("degraded")
    if sum(s == "up" for s in states) < n:
        return STATES.index("at-risk")
    return STATES.index("up")


def rounds(catalogue: Catalogue, failed: Collection[str], state: str = "down") -> list[State]:
    """The states round by round of synchronous evaluation, until nothing changes."""
    known = requirements(catalogue)
    now = {s: STATES.index(state) if s in failed else 0 for s in services(catalogue)}
    history = [now]
    while True:
        then = {
            s: now[s] if s in failed else max((given(r, now) for r in known if r.consumer == s), default=0)
            for s in now
        }
        if then == now:
            return history
        history.append(now := then)


def causes(catalogue: Catalogue, failed: Collection[str], state: str = "down") -> dict[str, Cause | None]:
    """The cause of every service's state; None for what failed itself or is up."""
    history = rounds(catalogue, failed, state)
    final = history[-1]

    def since(service: str, at_least: int) -> int:
        return next(r for r, now in enumerate(history) if now[service] >= at_least)

    found: dict[str, Cause | None] = dict.fromkeys(final)
    for service in final:
        if service in failed or not final[service]:
            continue
        wanted = final[service]
        before = history[since(service, wanted) - 1]
        giving = []
        for number, r in enumerate(requirements(catalogue)):
            if r.consumer == service and given(r, before) == wanted:
                via = min((since(m, wanted), m) for m in r.members if before[m] >= wanted)
                giving.append((*via, number, r))
        _, by, _, requirement = min(giving)
        because = tuple(m for m in requirement.members if final[m])
        found[service] = Cause(requirement, because, by)
    return found


def distances(
    catalogue: Catalogue, starts: Collection[str], *, up: bool, limit: int | None = None
) -> dict[str, int]:
    """Dependencies on a shortest way from any of these, for all that can be reached."""
    of = graph(catalogue)
    ways = of.reverse() if up else of
    found: dict[str, int] = {}
    for start in starts:
        for service, far in nx.single_source_shortest_path_length(ways, start, cutoff=limit).items():
            found[service] = min(far, found.get(service, far))
    return found


def underpinning(catalogue: Catalogue) -> set[tuple[str, str]]:
    """Every (product, service) of which the service underpins the product."""
    of = graph(catalogue)
    return {(p, s) for p in products(catalogue) for s in nx.descendants(of, p) if s != p}


def required(catalogue: Catalogue, product: str) -> list[str]:
    """The services other than the product that take it down alone."""
    others = (s for s in services(catalogue) if s != product)
    return [s for s in others if STATES[rounds(catalogue, {s})[-1][product]] == "down"]


def cycles(catalogue: Catalogue) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(members, shortest cycle through the smallest) of every strongly connected component with a cycle."""
    of = graph(catalogue)
    found = []
    for component in nx.strongly_connected_components(of):
        first = min(component)
        cycles = [[first]] if of.has_edge(first, first) else []
        for second in of.successors(first):
            if second in component and second != first:
                cycles += [[first, *way[:-1]] for way in nx.all_simple_paths(of, second, first)]
        if cycles:
            _, shortest = min((len(c), tuple(c)) for c in cycles)
            found.append((tuple(sorted(component)), shortest))
    return sorted(found)


def paths(catalogue: Catalogue, start: str, end: str) -> list[tuple[str, ...]]:
    """Every simple path, by length, then id by id."""
    if start == end:
        return []
    found = nx.all_simple_paths(graph(catalogue), start, end)
    return sorted(map(tuple, found), key=lambda path: (len(path), path))


def is_path(catalogue: Catalogue, path: Collection[str]) -> bool:
    """Each depends on the next."""
    of = graph(catalogue)
    return all(of.has_edge(a, b) for a, b in pairwise(path))


def vision(catalogue: Catalogue) -> dict[str, str]:
    """Mapped, open or dark, word by word: of every service."""
    parents = {r["id"]: r for r in records(catalogue.categories)}
    depending = {r["service"] for r in records(catalogue.dependencies)}
    found = {}
    for record in records(catalogue.services):
        category = record.get("category", "")
        while category and parents[category].get("parent"):
            category = parents[category]["parent"]
        expects_nothing = bool(category) and not parents[category].get("expects")
        if record.get("placeholder") == "yes":
            found[record["id"]] = "dark"
        elif record.get("mapped", "") not in {"", "no"}:
            found[record["id"]] = "mapped"
        elif record["id"] in depending:
            found[record["id"]] = "open"
        else:
            found[record["id"]] = "mapped" if expects_nothing else "dark"
    return found


def unseen(catalogue: Catalogue, service: str) -> set[str]:
    """The dark and open services that it is or rests on."""
    seen = vision(catalogue)
    return {s for s in {service, *nx.descendants(graph(catalogue), service)} if seen[s] != "mapped"}


Levels = dict[str, str]
"""Level → what is stated of it, in effect; what nobody states is absent or empty."""
Needed = tuple[int, tuple[str, ...]]
"""How many are needed of which providers."""
NEEDED_LEVELS = {
    "availability": ("availability",),
    "rto": ("rto",),
    "rpo": ("rto", "rpo"),
    "support_hours": ("support_hours",),
}
"""Level → the levels of providers by which a promise of it is judged."""


def effective(catalogue: Catalogue) -> dict[str, Levels]:
    """The levels of every service: its own, else its category's, else of the nearest category above."""
    categories = {record["id"]: record for record in records(catalogue.categories)}
    found = {}
    for record in records(catalogue.services):
        levels = {name: record.get(name, "") for name in (*NEEDED_LEVELS, "own_availability")}
        for name, own in levels.items():
            at = record.get("category", "")
            while not own and at:
                own, at = categories[at].get(name, ""), categories[at].get("parent", "")
            levels[name] = own
        found[record["id"]] = levels
    return found


def seconds(text: str) -> int:
    """Of a duration of one number and one unit."""
    return int(text[:-1]) * {"s": 1, "m": 60, "h": 3600, "d": 86400}[text[-1]]


def availability_holds(own: Levels, needed: Sequence[Needed], stated: Mapping[str, Levels]) -> bool:
    """By every combination of providers that are up or down."""
    providers = sorted({m for _, members in needed for m in members})
    likely = Fraction(0)
    for up in product((True, False), repeat=len(providers)):
        state = dict(zip(providers, up, strict=True))
        if all(sum(state[m] for m in members) >= k for k, members in needed):
            chance = Fraction(1)
            for provider, on in state.items():
                p = Fraction(stated[provider]["availability"]) / 100
                chance *= p if on else 1 - p
            likely += chance
    return Fraction(own["availability"]) <= Fraction(own.get("own_availability") or 100) * likely


def rto_holds(own: Levels, needed: Sequence[Needed], stated: Mapping[str, Levels]) -> bool:
    """As it is defined."""
    back = [sorted(seconds(stated[m]["rto"]) for m in members)[k - 1 :][:1] for k, members in needed]
    return all(times and seconds(own["rto"]) >= times[0] for times in back)


def lost(needed: Needed, stated: Mapping[str, Levels]) -> int:
    """The worst rpo among the k members of smallest rto, then smallest rpo."""
    k, members = needed
    return max(
        p for _, p in sorted((seconds(stated[m]["rto"]), seconds(stated[m]["rpo"])) for m in members)[:k]
    )


def rpo_holds(own: Levels, needed: Sequence[Needed], stated: Mapping[str, Levels]) -> bool:
    """As it is defined."""
    return all(k <= len(m) and seconds(own["rpo"]) >= lost((k, m), stated) for k, m in needed)


@cache
def minutes(text: str) -> frozenset[int]:
    """The minutes of the week of a schedule."""
    covered = weekly(text)
    return frozenset(minute for minute in range(WEEK) if covered >> minute & 1)


def hours_hold(own: Levels, needed: Sequence[Needed], stated: Mapping[str, Levels]) -> bool:
    """Minute by minute of a week; all schedules are of one time zone."""
    promised = minutes(own["support_hours"])
    by = [(k, [minutes(stated[m]["support_hours"]) for m in members]) for k, members in needed]
    return all(sum(minute in one for one in members) >= k for k, members in by for minute in promised)


HOLDS: dict[str, Callable[[Levels, Sequence[Needed], Mapping[str, Levels]], bool]] = {
    "availability": availability_holds,
    "rto": rto_holds,
    "rpo": rpo_holds,
    "support_hours": hours_hold,
}


def fillings(
    level: str, needed: Sequence[Needed], stated: Mapping[str, Levels], values: Mapping[str, Sequence[str]]
) -> Iterator[dict[str, Levels]]:
    """What the providers state, with each of these values in place of what is missing."""
    providers = sorted({m for _, members in needed for m in members})
    gaps = [(m, n) for m in providers for n in NEEDED_LEVELS[level] if not stated.get(m, {}).get(n)]
    for chosen in product(*(values[name] for _, name in gaps)):
        filled = {m: dict(stated.get(m, {})) for m in providers}
        for (provider, name), value in zip(gaps, chosen, strict=True):
            filled[provider][name] = value
        yield filled


def promise(
    level: str,
    own: Levels,
    needed: Sequence[Needed],
    stated: Mapping[str, Levels],
    values: Mapping[str, Sequence[str]],
) -> str:
    """The verdict on a promise: unknown exactly when some of these values of what is missing would change it."""
    found = {HOLDS[level](own, needed, filled) for filled in fillings(level, needed, stated, values)}
    return "unknown" if len(found) > 1 else "kept" if found.pop() else "broken"


EXTREMES = {
    "availability": ("0", "100"),
    "rto": ("0s", "99d"),
    "rpo": ("0s", "99d"),
    "support_hours": ("24x7", "Sun 3-4"),
}
"""The best and the worst that may be stated of a level; the last of a schedule covers next to nothing."""


def promises(catalogue: Catalogue) -> list[tuple[str, str, str, str]]:
    """Service, level, what is promised and the verdict, of all that is promised, by service, then level."""
    stated = effective(catalogue)
    found = []
    for service, own in sorted(stated.items()):
        needed = [(r.needs, r.members) for r in requirements(catalogue) if r.consumer == service and r.hard]
        found += [
            (service, level, own[level], promise(level, own, needed, stated, EXTREMES))
            for level in NEEDED_LEVELS
            if own[level]
        ]
    return found


def drift(catalogue: Catalogue) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Pairs declared and never observed, and observed and never declared."""
    declared = {(r["service"], r["depends_on"]) for r in records(catalogue.dependencies)}
    observed = {(r["service"], r["depends_on"]) for r in records(catalogue.table("observation"))}
    known = {end for pair in observed for end in pair}
    unobserved = {pair for pair in declared - observed if known.issuperset(pair) and pair[0] != pair[1]}
    return unobserved, {pair for pair in observed - declared if pair[0] != pair[1]}
