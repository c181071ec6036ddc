"""What the rules share: whom they judge, and the row that a finding comes from.

Services, categories and roles are numbered in the index as they are in the catalogue's tables, so a number is a row.
"""

from __future__ import annotations

from datetime import date
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.counts import fingerprints
from graphmodel.algorithms.lone import lone
from graphmodel.index.csr import among, dependencies, distinct, positions
from graphmodel.index.shared import shared
from graphmodel.index.stated import able, criticality
from graphmodel.index.strings import coded
from graphmodel.model.words import called, count, label, ring
from graphmodel.rules.gaps import Gaps
from graphmodel.rules.rule import Gap

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.algorithms.counts import Fingerprints
    from graphmodel.algorithms.cycles import Cycle
    from graphmodel.algorithms.lone import Lone
    from graphmodel.index.arrays import Integers
    from graphmodel.index.index import Index
    from graphmodel.index.records import Records
    from graphmodel.model.origin import Origin

CRITICAL = 2
"""Products of this criticality, and of 1, are critical."""
SHOWN = 5
"""How many names a message lists."""
ASIDE = ", retired services aside"
"""What a message adds where retired services are there that count for nothing."""


def lifecycle(index: Index, *states: str) -> NDArray[np.bool_]:
    """bool[n]: the services whose lifecycle is one of these."""
    return index.records("service").column("lifecycle").where(states.__contains__)


@shared
def retired(index: Index) -> NDArray[np.bool_]:
    """bool[n]: the services that count for nothing: nobody has to look after them any more."""
    return lifecycle(index, "retired")


@shared
def judged(index: Index) -> NDArray[np.bool_]:
    """bool[n]: the services of which something is expected: neither retired nor placeholders."""
    return ~index.placeholder & ~retired(index)


@shared
def products(index: Index) -> NDArray[np.bool_]:
    """bool[n]: the products among them."""
    found: NDArray[np.bool_] = judged(index) & index.product
    return found


@shared
def expectations(index: Index) -> dict[int, list[str]]:
    """Category → the types that it expects, by id; one that nobody defines means nothing (W305)."""
    expects, known = index.records("category").column("expects"), {*index.category_id}
    nearest = index.category_tree.nearest(expects.where(bool)).tolist()
    return {c: sorted(known.intersection(expects[at].split(";"))) for c, at in enumerate(nearest) if at >= 0}


@shared
def links(index: Index) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Consumer and provider of every dependency, int32[…] each, by consumer; those of a service on itself left out."""
    consumer, provider = dependencies(index)
    other = consumer != provider
    return consumer[other], provider[other]


@shared
def left(index: Index) -> NDArray[np.int64]:
    """int64[r]: how many members each requirement has, retired ones left out."""
    there = (~retired(index)[index.member]).astype(np.int64)
    return np.add.reduceat(there, index.member_at[:-1]) if len(index.needs) else there


@shared
def critical(index: Index) -> NDArray[np.int32]:
    """int32[…]: the products of criticality 1 or 2, the most critical first, then by id."""
    stated = criticality(index)
    found = np.flatnonzero(products(index) & (stated > 0) & (stated <= CRITICAL))
    return found[np.lexsort((found, stated[found]))].astype(np.int32)


@shared
def alone(index: Index) -> Lone:
    """What each service takes down alone: critical products, and requirements with alternatives."""
    return lone(index, critical(index), able(index) & judged(index))


@shared
def resting(index: Index) -> tuple[NDArray[np.int32], Fingerprints]:
    """int32[…]: the products of which something is expected; and what they rest on, retired services left out."""
    asked = np.flatnonzero(products(index)).astype(np.int32)
    return asked, fingerprints(among(index, ~retired(index)), asked)


def about(index: Index, services: Integers, message: str, aside: NDArray[np.bool_] | None = None) -> Gaps:
    """A gap of each of these services, from the service's row; ``{}`` in the message is what it is called.

    ``aside``, bool[n]: of which of them it is only true because retired services count for nothing.
    """

    def messages(at: NDArray[np.intp]) -> Iterator[str]:
        known, those = index.names.called, services[at]
        besides = repeat(False) if aside is None else aside[those].tolist()
        return (
            message.format(known[v]) + ASIDE * more for v, more in zip(those.tolist(), besides, strict=False)
        )

    return Gaps(index, services, messages)


def service(
    index: Index, v: int, message: str, origin: Origin, detail: str = "", others: Sequence[int] = ()
) -> Gap:
    """A finding about one service; ``others`` are services that the message speaks of, too."""
    return Gap(
        index.service_id[v],
        index.service_name[v],
        message,
        origin,
        detail,
        tuple(index.service_id[o] for o in others),
        tuple(index.service_name[o] for o in others),
    )


def cycle_gaps(index: Index, found: Sequence[Cycle], says: str) -> Iterator[Gap]:
    """A finding about the smallest service of each cycle, from the dependency that closes a shortest way round."""
    origins = of_dependencies(index, [(c.shortest[-1], c.shortest[0]) for c in found])
    for cycle, origin in zip(found, origins, strict=True):
        first = int(cycle.shortest[0])
        way = ring([label(index.service_id[v], index.service_name[v]) for v in cycle.shortest], SHOWN)
        message = f"{named(index, first)} {says}: {way}"
        if len(cycle.members) > len(cycle.shortest):
            message += f" (one cycle among {count(len(cycle.members), 'service')})"
        yield service(index, first, message, origin, others=cycle.shortest)


def named(index: Index, v: int) -> str:
    """What a message calls a service: its name and its id."""
    return called(index.service_id[v], index.service_name[v])


def ranked(index: Index, services: Integers) -> list[str]:
    """The name of each of these services and its criticality, which it states."""
    known, stated = index.names.label, criticality(index)[services].tolist()
    rows = zip(services.tolist(), stated, strict=True)
    return [f"{known[v]} (criticality {rank})" for v, rank in rows]


def of_dependencies(index: Index, pairs: Iterable[Sequence[int]]) -> list[Origin]:
    """The first row of each of these dependencies, consumer and provider."""
    wanted = np.array([*pairs], np.int64).reshape(-1, 2)
    rows = positions(index.provider_at, distinct(wanted[:, 0]))
    ends = dependencies(index)
    keys = ends[0][rows].astype(np.int64) * index.n + ends[1][rows]
    order = np.lexsort((index.records("dependency").rank(rows), keys))
    first = rows[order[np.searchsorted(keys, wanted @ (index.n, 1), sorter=order)]]
    return index.records("dependency").origins(first)


def of_groups(index: Index, requirements: Sequence[int]) -> list[tuple[str, Origin]]:
    """The group of each of these requirements: its name and its first row."""
    numbers = np.array(requirements, np.intp)
    origins = index.records("dependency").origins(first_rows(index, numbers))
    return [*zip(index.group.of_rows(numbers), origins, strict=True)]


def first_rows(index: Index, requirements: NDArray[np.intp]) -> Integers:
    """int[…]: the first row (by file, line, then source) of each of these requirements, each named once."""
    rows = positions(index.member_at, requirements)
    of = np.repeat(np.arange(len(requirements)), np.diff(index.member_at)[requirements])
    rows = rows[np.lexsort((index.records("dependency").rank(rows), of))]
    return rows[np.flatnonzero(np.diff(np.sort(of), prepend=-1))]


def places(
    records: Records, columns: Sequence[str], wanted: Collection[tuple[str, ...]]
) -> dict[tuple[str, ...], Origin]:
    """Values of these columns → the first place (file, line, then source) of the rows that hold them."""
    if not wanted:
        return {}
    read = [records.column(name) for name in columns]
    among = [{*texts}.__contains__ for texts in zip(*wanted, strict=True)]
    fitting = [column.where(fits) for column, fits in zip(read, among, strict=True)]
    rows = np.flatnonzero(np.logical_and.reduce(fitting))
    found: dict[tuple[str, ...], list[int]] = {}
    for row, *key in zip(rows.tolist(), *(column.of_rows(rows) for column in read), strict=True):
        found.setdefault((*key,), []).append(row)
    return {key: records.first(places) for key, places in found.items() if key in wanted}


def distinct_texts(index: Index, column: str) -> tuple[list[str], NDArray[np.int32]]:
    """The distinct texts of a column of services, and int32[n]: which of them each has. They are sorted."""
    texts, code = coded(index.records("service").column(column))
    number = {text: at for at, text in enumerate(sorted(set(texts)))}
    return list(number), np.array([number[text] for text in texts], np.int32)[code]


def ordinals(index: Index, column: str) -> NDArray[np.int64]:
    """int64[n]: the days of a column of services, counted from the first of the year 1; -1 where there is none."""
    texts, code = distinct_texts(index, column)
    return np.array([_ordinal(text) for text in texts], np.int64)[code]


def _ordinal(text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:  # a free attribute may hold anything
        return -1


def by_first(first: Integers, second: Integers) -> Iterator[tuple[int, list[int]]]:
    """Each of the values of ``first``, which is ascending, and what of ``second`` stands beside it."""
    ends = (np.flatnonzero(np.diff(first, append=-1)) + 1).tolist()
    start = 0
    for end in ends:
        yield int(first[start]), second[start:end].tolist()
        start = end


def few(texts: Sequence[str], number: int) -> str:
    """The texts, the first of so many.

    >>> few(["a", "b"], 2), few(["a", "b"], 5)
    ('a, b', 'a, b and 3 more')
    """
    return ", ".join(texts) + (f" and {number - len(texts):,} more" if number > len(texts) else "")


def labels(index: Index, services: Sequence[int]) -> str:
    """The names of the first of these services, and how many more they are."""
    shown = [label(index.service_id[v], index.service_name[v]) for v in services[:SHOWN]]
    return few(shown, len(services))
