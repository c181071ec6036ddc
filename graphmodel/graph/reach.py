"""What underpins what: everything that can be reached, with distances or as counts."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.graph import bits
from graphmodel.graph.csr import Links, consumers, links, providers, sources
from graphmodel.graph.cycles import components
from graphmodel.graph.layers import bounds, levels
from graphmodel.graph.search import spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.graph.index import Index

WORDS = 16
"""1,024 products at a time: on an estate of 110,000 services the rows then fit the processor's cache."""


def distances(
    index: Index, starts: Sequence[int], *, up: bool, limit: int | None = None
) -> NDArray[np.int32]:
    """int32[n]: dependencies on a shortest way from any of these services, at most ``limit``; -1 where there is none.

    ``up`` goes towards consumers (what do they underpin), else towards providers (what underpins them).
    """
    distance = np.full(index.n, -1, np.int32)
    spread(consumers(index) if up else providers(index), np.array(starts, np.int32), distance, limit)
    return distance


def underpinning_pairs(
    index: Index, products: Sequence[int]
) -> Iterator[tuple[int, NDArray[np.int32], NDArray[np.int32]]]:
    """For each of these, in that order: it, the services that underpin it, and their distances.

    By distance, then number; one product's services are held at a time. A service is not paired with itself.
    """
    towards = providers(index)
    distance = np.full(index.n, -1, np.int32)
    for product in products:
        reached = spread(towards, np.array([product], np.int32), distance)
        far = distance[reached]
        distance[reached] = -1
        yield int(product), reached[1:], far[1:]


def underpinning_counts(index: Index) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs of all products as counts: int64[n] services per product (0 for others), int64[n] products per service.

    Services that underpin the same products share a row of bits, one bit for each product. The rows are joined from
    consumers to providers, level by level, for ``WORDS`` x 64 products at a time.
    """
    shared = _shared(index)
    count = len(shared.size)
    products = np.flatnonzero(index.product)
    services = np.zeros(index.n, np.int64)
    per_row = np.zeros(count, np.int64)
    words = max(1, min(WORDS, -(-len(products) // 64)))
    rows = np.empty((count, words), np.uint64)
    for first in range(0, len(products), words * 64):
        block = products[first : first + words * 64]
        rows.fill(0)
        bits.put(rows, shared.row[block], np.arange(len(block)))
        _join(rows, shared)
        per_row += bits.row_counts(rows)
        services[block] = _weighted(rows, shared.size)[: len(block)] - 1
    return services, per_row[shared.row] - index.product


class _Shared(NamedTuple):
    row: NDArray[np.int64]
    """int64[n]: the row of each service."""
    size: NDArray[np.int64]
    """How many services share each row."""
    sources: Links
    """Row → the rows of its consumers, all on lower levels."""
    bounds: list[int]
    """Where the rows of each level begin."""


def _shared(index: Index) -> _Shared:
    """The services of a cycle share a row; and one that is no product shares that of its only consumer."""
    component = components(index)
    count = int(component.max(initial=-1)) + 1
    consumer, provider = component[sources(providers(index))], component[index.member]
    other = consumer != provider
    used = links(count, provider[other], consumer[other])

    same = np.diff(used.at) == 1
    same[component[index.product]] = False
    above = np.arange(count)
    above[same] = used.values[used.at[:-1][same]]
    while not np.array_equal(further := above[above], above):
        above = further

    number = np.cumsum(~same) - 1
    provider = sources(used)
    kept = ~same[provider]
    source, target = number[above[used.values[kept]]], number[provider[kept]]
    level = levels(links(count - int(same.sum()), source, target))
    order = np.argsort(level, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    row = place[number[above[component]]]
    size = np.bincount(row, minlength=len(order))
    return _Shared(row, size, links(len(order), place[target], place[source]), bounds(level))


def _join(rows: NDArray[np.uint64], shared: _Shared) -> None:
    """Add to each row those of its consumers. All rows from the second level on have one."""
    at, consumer = shared.sources
    ends = at[shared.bounds].tolist()
    widest = max((b - a for a, b in pairwise(ends)), default=0)
    space = np.empty((widest, rows.shape[1]), np.uint64)
    for level in range(1, len(shared.bounds) - 1):
        first, last = shared.bounds[level : level + 2]
        begin, end = ends[level : level + 2]
        found = np.take(rows, consumer[begin:end], axis=0, out=space[: end - begin], mode="clip")
        rows[first:last] |= np.bitwise_or.reduceat(found, at[first:last] - begin, axis=0)


def _weighted(rows: NDArray[np.uint64], size: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many services have each bit: rows counted as often as they are shared."""
    counts = bits.column_counts(rows)
    more = size - 1
    for digit in range(int(more.max(initial=0)).bit_length()):
        counts += bits.column_counts(rows[(more >> digit & 1).astype(bool)]) << digit
    return counts
