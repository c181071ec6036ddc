"""GM030: a service that looks like a duplicate of another."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.csr import consumers, links, providers, sources
from graphmodel.rules.merging import merged
from graphmodel.rules.names import apart, key, words
from graphmodel.rules.rows import judged, named, service
from graphmodel.rules.rule import LEFT_OUT, Gap, Rule
from graphmodel.rules.settings import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from graphmodel.index.csr import Links
    from graphmodel.index.index import Index
    from graphmodel.rules.settings import Settings

    Words = list[list[str]]

LIKENESS = Parameter(
    "GM030",
    "likeness",
    90,
    "percent of the letters of two names that must be alike where the neighbours are the same",
    50,
    100,
)
ALIKE = 20
"""Where more services than this have the same neighbours, that says nothing of two of them."""
SHORTEST = 5
"""Letters of a name below which likeness says nothing."""
SEED = 20_241_127


def find(index: Index, settings: Settings) -> Iterator[Gap]:
    """Services that look like one of a smaller id, by id, each once; from the row of the service."""
    there = np.flatnonzero(judged(index) & index.service_name.where(bool))
    named_in = dict(zip(there.tolist(), words(index.service_name.of_rows(there)), strict=True))
    kind = index.type * 2 + index.product
    found = {v: (first, "the same name") for first, v in _same_names(index, named_in, kind)}
    for first, v, likeness in _alike(index, named_in, kind, settings.value(LIKENESS)):
        if v not in found:
            found[v] = first, f"names that are alike ({likeness:.0f} %), and the same consumers and providers"
    rows = index.records("service")
    for v, (first, why) in sorted(found.items()):
        message = f"{named(index, v)} looks like a duplicate of {named(index, first)}: {why}"
        yield service(index, v, message, rows.origin(v), index.service_id[first], (first,))


def _same_names(
    index: Index, named_in: dict[int, list[str]], kind: NDArray[np.int32]
) -> Iterator[tuple[int, int]]:
    """The first service of each name, kind and type, and one that has the same."""
    alike: dict[tuple[str, int], int] = {}
    for v, said in named_in.items():
        if said:
            first = alike.setdefault((key(said), int(kind[v])), v)
            if first != v and not _meant(index, first, v):
                yield first, v


def _alike(
    index: Index, named_in: dict[int, list[str]], kind: NDArray[np.int32], least: int
) -> Iterator[tuple[int, int, float]]:
    """Pairs of services with the same neighbours, and names that are alike by so many percent."""
    blocks = [*_blocks(index, np.array([*named_in], np.intp), kind)]
    if not blocks:
        return
    from rapidfuzz.fuzz import ratio  # which few catalogues need

    for block in blocks:
        keys = {v: key(named_in[v]) for v in block}
        for first, v in combinations(block, 2):
            one, other = keys[first], keys[v]
            if (
                one == other
                or min(len(one), len(other)) < SHORTEST
                or apart(named_in[first]) != apart(named_in[v])
            ):
                continue
            likeness = ratio(one, other, score_cutoff=least)
            if likeness and not _meant(index, first, v):
                yield first, v, likeness


def _blocks(index: Index, there: NDArray[np.intp], kind: NDArray[np.int32]) -> Iterable[list[int]]:
    """Services of one kind and type with the same providers and consumers, which are some."""
    own = np.random.Generator(np.random.PCG64(SEED)).integers(1, 1 << 63, index.n, np.uint64)
    below, above = (_marks(found, own) for found in (providers(index), consumers(index)))
    there = there[(below[there] | above[there]) > 0]
    order = there[np.lexsort((there, kind[there], above[there], below[there]))]
    new = np.ones(len(order), np.bool_)
    new[1:] = np.logical_or.reduce([np.diff(x[order]) != 0 for x in (kind, above, below)])
    start = np.flatnonzero(new)
    size = np.diff(start, append=len(order))
    runs = np.flatnonzero((size > 1) & (size <= ALIKE))
    return [order[a : a + n].tolist() for a, n in zip(start[runs].tolist(), size[runs].tolist(), strict=True)]


def _marks(found: Links, own: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """uint64[n]: a number for the set of services that each is linked to; 0 for none."""
    once = links(len(own), sources(found), found.values)
    marks = np.zeros(len(own), np.uint64)
    some = np.flatnonzero(np.diff(once.at))
    if len(some):
        marks[some] = np.bitwise_xor.reduceat(own[once.values], once.at[some])
    return marks


def _meant(index: Index, first: int, v: int) -> bool:
    """Are both there on purpose: alternatives of one group, or one a provider of the other?"""
    for r in index.used[index.used_at[v] : index.used_at[v + 1]].tolist():
        start, end = index.member_at[r : r + 2]
        at = start + np.searchsorted(index.member[start:end], first)
        if index.consumer[r] == first or (at < end and index.member[at] == first):
            return True
    start, end = index.provider_at[v : v + 2]
    return bool((index.member[start:end] == first).any())


RULE = Rule(
    code="GM030",
    title="Possible duplicate",
    severity="info",
    why="What is catalogued twice has half of its dependencies, roles and failures in each entry. Two services of "
    "one type look like one where their names have the same words, in whatever order and spelling, or where "
    "their names are nearly alike and their consumers and providers the same. Alternatives of one group, and a "
    "service and its provider, are meant to be two; so are names with other numbers or single letters. Where "
    "more than 20 services have the same neighbours, only names that are the same count. " + LEFT_OUT,
    hint="make one of the two, with the other's id as an alias, or give them names that tell them apart",
    bad={
        "services.csv": "id,name,category\nmail,Mail relay,workplace\nsmtp,E-mail relay,workplace\n"
        "mail-2,Relay (mail),workplace\n",
    },
    good={
        "services.csv": "id,name,category\nmail,Mail relay,workplace\nsmtp,E-mail relay,workplace\n"
        "mail-2,Relay (news),workplace\n",
    },
    find=find,
    needs=(judged,),
    parameters=(LIKENESS,),
    repair=merged,
)
