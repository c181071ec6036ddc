"""The rows that make one service of several that look alike: which of them stays, and what it takes over."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.index.csr import dependencies, distinct
from graphmodel.model.words import called, count, several
from graphmodel.rules.rule import Repair

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.rules.rule import Finding
    from graphmodel.rules.settings import Settings

KEPT = ("id", "kind", "aliases")
"""Columns of a service that are not taken over."""
ENDS = {"dependency": ("service", "depends_on"), "responsibility": ("service",)}
"""Relations that go with a service, and their fields that name one."""


class _Alike(NamedTuple):
    """Services that look alike: which stays, and the finding by which each of the others goes."""

    stays: int
    goes: Mapping[int, Finding]


def merged(index: Index, _settings: Settings, findings: Sequence[Finding]) -> Iterator[Repair]:
    """For each service that stays a row with the others' ids as aliases, and the rows on which they disagree.

    The one with the most relations stays (dependencies at either end, and responsibilities); of several the one that
    states most, then the one with the smallest id. What it leaves empty it takes from the others of its source; of
    another source what contradicts it is cleared. Nothing is proposed where the groups of both would become one, nor
    where one import cannot do it: rows of several sources would change.
    """
    related = _related(index)
    every = [_chosen(index, group, related) for group in _groups(index, findings)]
    apart = _apart(index, {v: one.stays for one in every for v in one.goes})
    concerned = {index.service_id[v] for one in every for v in (one.stays, *one.goes)}
    rows = {kind: _rows(index, kind, concerned) for kind in ENDS}
    for one in every:
        made = [_service(index, one, related), *_relations(index, one, rows)]
        if (
            not apart.intersection(one.goes)
            and len({*_sources(index, one), *(row.source for row in made)}) == 1
        ):
            yield from made


def _sources(index: Index, one: _Alike) -> set[str]:
    """Which sources gave those that go."""
    return {index.records("service").origin(v).source for v in one.goes}


def _related(index: Index) -> NDArray[np.int64]:
    """int64[n]: how many dependencies and responsibilities each service has."""
    consumer, provider = dependencies(index)
    pairs = distinct(consumer.astype(np.int64) * max(1, index.n) + provider)
    ends = np.concatenate([pairs // max(1, index.n), pairs % max(1, index.n), index.held_service])
    return np.bincount(ends, minlength=index.n)


def _groups(index: Index, findings: Sequence[Finding]) -> Iterator[dict[int, Finding]]:
    """The findings by service, for each set of services that look alike."""
    like = {index.find(f.subject): (index.find(f.others[0]), f) for f in findings}
    found: dict[int, dict[int, Finding]] = defaultdict(dict)
    for v, (first, finding) in like.items():
        while first in like:
            first = like[first][0]
        found[first][v] = finding
    yield from found.values()


def _chosen(index: Index, group: dict[int, Finding], related: NDArray[np.int64]) -> _Alike:
    root = next(index.find(f.others[0]) for f in group.values() if index.find(f.others[0]) not in group)
    records = index.records("service")
    stays = min([root, *group], key=lambda v: (-int(related[v]), -len(records.record(v)), v))
    goes = {v: f for v, f in group.items() if v != stays}
    return _Alike(stays, goes if stays == root else {**goes, root: group[stays]})


def _apart(index: Index, into: Mapping[int, int]) -> set[int]:
    """Services that cannot be made one with another: their groups would be one, or two members of one group."""
    whose: dict[tuple[int, str], set[int]] = defaultdict(set)
    found: set[int] = set()
    for r in np.flatnonzero(np.array([bool(text) for text in index.group])).tolist() if into else ():
        consumer = int(index.consumer[r])
        members = index.members(r).tolist()
        whose[into.get(consumer, consumer), index.group[r]].add(consumer)
        times = Counter(into.get(m, m) for m in members)
        found.update(m for m in members if times[into.get(m, m)] > 1)
    for consumers in whose.values():
        found.update(consumers if len(consumers) > 1 else ())
    return {v for v, kept in into.items() if v in found or kept in found}


def _service(index: Index, one: _Alike, related: NDArray[np.int64]) -> Repair:
    """The row of the one that stays, for the source of those that go."""
    records = index.records("service")
    kept, others = records.record(one.stays), [records.record(v) for v in one.goes]
    source = records.origin(next(iter(one.goes))).source
    same = source == records.origin(one.stays).source
    own = kept.get("aliases", "").split(";") if same else []
    ids = [name for other in others for name in (other["id"], *other.get("aliases", "").split(";"))]
    cells = {"id": kept["id"], "aliases": ";".join(dict.fromkeys(filter(None, [*own, *ids])))}
    for other in others:
        for name, value in other.items():
            if name in KEPT:
                continue
            if same and name not in kept:
                cells.setdefault(name, value)
            elif not same and kept.get(name, value) != value:
                cells[name] = ""
    if same and "name" in kept:
        cells["name"] = kept["name"]
    return Repair((*one.goes.values(),), source, ("service", (*cells.items(),)), _why(index, one, related))


def _why(index: Index, one: _Alike, related: NDArray[np.int64]) -> str:
    """Which one stays, and by what it was chosen."""
    names = [called(index.service_id[v], index.service_name[v]) for v in one.goes]
    most = max(int(related[v]) for v in one.goes)
    own, records = int(related[one.stays]), index.records("service")
    stays = index.service_id[one.stays]
    if own > most:
        by = f"it has {count(own, 'relation')}, the others {most:,} at most"
    elif len(records.record(one.stays)) > max(len(records.record(v)) for v in one.goes):
        by = "all have as many relations, and it states most"
    else:
        by = "all have as many relations and state as much, and its id is the smallest"
    return f"{' and '.join(names)} {several(len(names), 'looks', 'look')} like {stays}, which stays: {by}"


def _rows(index: Index, kind: str, services: set[str]) -> dict[str, list[int]]:
    """Service → the rows of the relations that name it."""
    records, found = index.records(kind), defaultdict(list)
    for end in ENDS[kind] if len(records) else ():
        those = np.flatnonzero(records.column(end).where(services.__contains__))
        for row, own in zip(those.tolist(), records.column(end).of_rows(those), strict=True):
            found[own].append(row)
    return found


def _relations(
    index: Index, one: _Alike, rows: Mapping[str, Mapping[str, Sequence[int]]]
) -> Iterator[Repair]:
    """Of relations that become one and do not say the same, the one of the service that stays."""
    kept = index.service_id[one.stays]
    finding = {index.service_id[v]: f for v, f in one.goes.items()}
    for kind, ends in ENDS.items():
        records = index.records(kind)
        alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for row in sorted({row for own in (kept, *finding) for row in rows[kind].get(own, ())}):
            said = records.record(row)
            own = {**said, **{end: kept for end in ends if said[end] in finding}}
            alike[tuple(own.get(name, "") for name in records.kind.key)].append(row)
        for together in alike.values():
            made = [records.record(row) for row in together]
            best = min(made, key=lambda said: sum(said[end] in finding for end in ends))
            columns = [name for name in records.columns if name not in ends]
            for row, said in zip(together, made, strict=True):
                if any(said.get(name, "") != best.get(name, "") for name in columns):
                    cells = {end: kept if said[end] in finding else said[end] for end in ends}
                    cells |= {name: best.get(name, "") for name in columns}
                    found = tuple(finding[said[end]] for end in ends if said[end] in finding)
                    why = "both have this relation, and say it otherwise: as the one that stays says it"
                    yield Repair(found, records.origin(row).source, (kind, (*cells.items(),)), why)
