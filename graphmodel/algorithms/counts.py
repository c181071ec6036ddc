"""How many services underpin each of many consumers, and how many of these each service underpins: all pairs, counted.

Services that underpin the same consumers share a row of bits, one bit for each consumer. The rows are joined from
consumers to providers, level by level, for ``WORDS`` x 64 consumers at a time, in several threads (numpy's loops
release the interpreter's lock). Rows of one level with equally many consumers are joined together, a consumer at a
time; the few with many consumers row by row.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from graphmodel.algorithms import bits
from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.condensed import condensed
from graphmodel.algorithms.topological import topological_levels
from graphmodel.index.csr import distinct, gather, links, providers, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from graphmodel.index.arrays import Integers
    from graphmodel.index.csr import Links
    from graphmodel.index.index import Index

    Rows = NDArray[np.uint64]

T = TypeVar("T")
B = TypeVar("B", bound=np.integer[Any])

WORDS = 16
"""1,024 consumers at a time: on an estate of 110,000 services the rows then nearly fit the processor's cache."""

THREADS = 4
"""So many at most: each holds ``WORDS`` x 8 bytes for each row."""

FEW = 8
"""Rows with so many consumers, at most, are joined a consumer at a time."""

WIDE = 64
"""Levels with fewer rows than this are joined at once, whatever their rows' consumers."""


SEED = 20_241_127
"""Of the random numbers of ``fingerprints``: the same on every machine."""


class Counts(NamedTuple):
    """All pairs, counted. A service does not underpin itself."""

    consumer: NDArray[np.int64]
    """int64[consumers, buckets]: how many services of each bucket underpin each of the consumers asked about."""
    service: NDArray[np.int64]
    """int64[n]: how many of the consumers asked about each service underpins."""


def underpinning_counts(
    index: Index,
    consumers: NDArray[np.int32],
    bucket: Integers | None = None,
    buckets: int = 1,
) -> Counts:
    """What underpins these consumers, each named once, counted.

    ``bucket``: int[n], the bucket that each service is counted on, 0 … ``buckets`` - 1; without it there is one.
    """
    on = np.zeros(index.n, np.int64) if bucket is None else bucket
    shared = _shared(providers(index), consumers)
    count = len(shared.level)
    reached = shared.row >= 0
    place = on[reached] * np.int64(count) + shared.row[reached]
    weights = [
        _weights(size) for size in np.bincount(place, minlength=buckets * count).reshape(buckets, count)
    ]

    def counted(rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return bits.row_counts(rows), np.stack([_weighted(rows, weight) for weight in weights], axis=1)

    per_row = np.zeros(count + 1, np.int64)
    per_bit = [np.zeros((0, buckets), np.int64)]
    for of_rows, of_bits in _swept(shared, _blocks(consumers), counted):
        per_row[:-1] += of_rows
        per_bit.append(of_bits)
    found = np.concatenate(per_bit)[: len(consumers)]
    found[np.arange(len(consumers)), on[consumers]] -= 1
    per_service = per_row[shared.row]
    per_service[consumers] -= 1
    return Counts(found, per_service)


def weights_below(
    index: Index, consumers: NDArray[np.int32], *weights: NDArray[np.int64]
) -> NDArray[np.int64]:
    """int64[consumers, weights]: what the services below each of these weigh together, itself left out.

    ``weights``: int64[n] ≥ 0 each. Each consumer is named once.
    """
    shared = _shared(providers(index), consumers)
    reached = shared.row >= 0
    size = [np.zeros(len(shared.level), np.int64) for _ in weights]
    for total, weight in zip(size, weights, strict=True):
        np.add.at(total, shared.row[reached], weight[reached])
    digits = [_weights(total) for total in size]

    def weighed(rows: Rows) -> NDArray[np.int64]:
        return np.stack([_weighted(rows, of) for of in digits], axis=1)

    blocks = [np.zeros((0, len(weights)), np.int64), *_swept(shared, _blocks(consumers), weighed)]
    return np.concatenate(blocks)[: len(consumers)] - np.stack([w[consumers] for w in weights], axis=1)


def weighed_counts(
    towards: Links, consumers: NDArray[np.int32], *weights: NDArray[np.int64]
) -> NDArray[np.int64]:
    """int64[weights, n]: what those of these consumers weigh from which each node can be reached, itself left out.

    ``weights``: each int64, aligned with ``consumers``, each of which is named once.
    """
    shared = _shared(towards, consumers)
    found = np.zeros((len(weights), len(shared.level) + 1), np.int64)
    given = np.stack(weights)
    alike = _alike(given)
    blocks = [block for places in alike for block in _blocks(places)]
    counts = _swept(shared, [consumers[block] for block in blocks], bits.row_counts)
    for block, of_rows in zip(blocks, counts, strict=True):
        found[:, :-1] += given[:, block[0], None] * of_rows
    weighed: NDArray[np.int64] = found[:, shared.row]
    weighed[:, consumers] -= given
    return weighed


def _alike(weights: NDArray[np.int64]) -> list[NDArray[np.intp]]:
    """Consumers of which all weights are the same."""
    order = np.lexsort(weights)
    ends = [*np.flatnonzero((np.diff(weights[:, order]) != 0).any(axis=0)) + 1, len(order)]
    return [order[first:last] for first, last in zip([0, *ends], ends, strict=False)]


def first_counts(towards: Links, consumers: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """int64[n] and int32[n]: from how many of these consumers each node can be reached, itself left out, and the first.

    Each is named once; where there is none, the first is -1.
    """
    number, place = first_two(towards, consumers)
    own = np.full(len(number), -1)
    own[consumers] = np.arange(len(consumers))
    number[consumers] -= 1
    chosen = np.where((own >= 0) & (place[0] == own), place[1], place[0])
    return number, np.append(consumers, np.int32(-1))[chosen]


def first_two(towards: Links, consumers: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """int64[n] and int64[2, n]: from how many of these consumers each node is reached, and the first two of them.

    One reaches itself. The two are positions in ``consumers``, each of which is named once; -1 where there is none.
    """
    shared = _shared(towards, consumers)
    rows = len(shared.level) + 1
    count, places = np.zeros(rows, np.int64), np.full((2, rows), -1)
    blocks = _blocks(consumers)

    def looked(found: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        first = bits.first_bits(found)
        row = np.flatnonzero(first >= 0)
        counts = bits.row_counts(found)
        found[row, first[row] >> 6] ^= np.uint64(1) << (first[row] & 63).astype(np.uint64)
        return counts, first, bits.first_bits(found)

    for at, (counts, first, second) in enumerate(_swept(shared, blocks, looked)):
        count[:-1] += counts
        for found in (first, second):
            new = np.flatnonzero(found >= 0)
            missing = np.where(places[0, new] < 0, 0, 1)
            new, missing = new[places[1, new] < 0], missing[places[1, new] < 0]
            places[missing, new] = found[new] + at * WORDS * 64
    return count[shared.row], places[:, shared.row]


class Fingerprints(NamedTuple):
    """What underpins each of some consumers, itself left out."""

    mark: NDArray[np.uint64]
    """uint64[consumers]: equal where the same services underpin them; else different, but for one pair in 2 ** 64."""
    services: NDArray[np.int64]
    """int64[consumers]: how many services that are; 0 where they are those of no other."""


def fingerprints(towards: Links, consumers: NDArray[np.int32]) -> Fingerprints:
    """Which of these consumers, each named once, are underpinned by the same services.

    What a consumer needs directly brings all else that underpins it. So those that are alike in what any of them needs
    directly, and what lies above that, are alike; the many services below are only counted where some are.
    """
    n = len(towards.at) - 1
    source, target = sources(towards), towards.values
    above = np.full(n, -1, np.int32)
    bfs(links(n, target, source), distinct(gather(*towards, consumers)), above)
    kept = (above[source] >= 0) & (above[target] >= 0)
    mark = _marked(links(n, source[kept], target[kept]), consumers)
    marks, first, of, times = np.unique(mark, return_index=True, return_inverse=True, return_counts=True)
    alike = np.flatnonzero(times > 1)
    services = np.zeros(len(marks), np.int64)
    services[alike] = _sizes(towards, consumers[first[alike]])
    return Fingerprints(mark, services[of])


def _marked(towards: Links, consumers: NDArray[np.int32]) -> NDArray[np.uint64]:
    """uint64[consumers]: a number for what can be reached from each, itself left out.

    Every service has a random number, and a set of services those of its members, added bit by bit without carries
    (A. L. Zobrist, A New Hashing Method with Application for Game Playing, 1970).
    """
    shared = _shared(towards, consumers)
    own = np.random.Generator(np.random.PCG64(SEED)).integers(0, 1 << 63, len(shared.row), np.uint64)
    reached = shared.row >= 0
    mark = np.zeros(len(shared.level), np.uint64)
    np.bitwise_xor.at(mark, shared.row[reached], own[reached])
    digits = mark.astype("<u8").view(np.uint8).reshape(-1, 8)
    orders = [np.argsort(digit, kind="stable") for digit in digits.T]

    def marks(rows: Rows) -> NDArray[np.uint64]:
        found = [_marks(rows[order], digit[order]) for order, digit in zip(orders, digits.T, strict=True)]
        return np.stack(found, axis=1).view("<u8")[:, 0].astype(np.uint64)

    parts = [np.zeros(0, np.uint64), *_swept(shared, _blocks(consumers), marks)]
    found: NDArray[np.uint64] = np.concatenate(parts)[: len(consumers)] ^ own[consumers]
    return found


def _sizes(towards: Links, consumers: NDArray[np.int32]) -> NDArray[np.int64]:
    """int64[consumers]: how many can be reached from each, itself left out."""
    shared = _shared(towards, consumers)
    weights = _weights(np.bincount(shared.row[shared.row >= 0], minlength=len(shared.level)))
    parts = _swept(shared, _blocks(consumers), lambda rows: _weighted(rows, weights))
    return np.concatenate([np.zeros(0, np.int64), *parts])[: len(consumers)] - 1


def _marks(rows: Rows, digit: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """uint8[bits]: the digits, ascending, of the rows that have each bit, added without carries."""
    at = np.flatnonzero(np.diff(digit, prepend=np.uint8(~digit[0]) if len(digit) else 0))
    if not len(at):
        return np.zeros(rows.shape[1] * 64, np.uint8)
    alike = np.bitwise_xor.reduceat(rows, at, axis=0)
    found = np.zeros(rows.shape[1] * 64, np.uint8)
    for place in range(8):
        having = alike[digit[at] >> place & 1 > 0]
        found |= bits.unpack(np.bitwise_xor.reduce(having, axis=0, keepdims=True))[0] << np.uint8(place)
    return found


class _Step(NamedTuple):
    """Rows that are joined at once."""

    first: int
    last: int
    consumers: tuple[NDArray[np.intp], ...]
    """The rows of their consumers: the first of each row, the second of each row, …; or all in a single array."""
    starts: NDArray[np.intp] | None
    """Where those of each row begin in the single array."""


class _Shared(NamedTuple):
    row: NDArray[np.int64]
    """int64[n]: the row of each service; -1 for one that underpins none of the consumers."""
    level: NDArray[np.int32]
    """The level of each row, ascending."""
    steps: list[_Step]
    """In the order of the rows."""


def _shared(towards: Links, consumers: NDArray[np.int32]) -> _Shared:
    """The services of a cycle share a row; and one that is not asked about shares that of its only consumer."""
    n = len(towards.at) - 1
    node = np.full(n, -1, np.int32)
    bfs(towards, consumers, node)
    reached = np.flatnonzero(node >= 0)
    node[reached] = np.arange(len(reached), dtype=np.int32)
    source = node[sources(towards)]
    inside = source >= 0
    source, target = source[inside], node[towards.values[inside]]

    component, count = graph = condensed(links(len(reached), source, target))
    used = graph.between(target, source)

    same = np.diff(used.at) == 1
    same[component[node[consumers]]] = False
    above = np.arange(count)
    above[same] = used.values[used.at[:-1][same]]
    while not np.array_equal(further := above[above], above):
        above = further

    number = np.cumsum(~same) - 1
    provider = sources(used)
    kept = ~same[provider]
    source, target = number[above[used.values[kept]]], number[provider[kept]]
    below = links(count - int(same.sum()), source, target)
    source, target = sources(below), below.values
    level = topological_levels(below)
    shape = _shapes(level, np.bincount(target, minlength=len(level)))
    order = np.lexsort((shape, level))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    row = np.full(n, -1, np.int64)
    row[reached] = place[number[above[component]]]
    level, shape = level[order], shape[order]
    return _Shared(row, level, list(_steps(links(len(order), place[target], place[source]), level, shape)))


def _shapes(level: NDArray[np.int32], degree: NDArray[np.int64]) -> NDArray[np.int64]:
    """What is joined together on each level: the number of consumers where they are few, 0 for the rest."""
    wide = np.bincount(level)[level] >= WIDE
    return np.where(wide & (degree <= FEW), degree, 0)


def _steps(used: Links, level: NDArray[np.int32], shape: NDArray[np.int64]) -> Iterator[_Step]:
    """The rows of the first level have no consumers; all others have some."""
    at, consumer = used.at, used.values.astype(np.intp)
    for first, last in _runs(level * np.int64(FEW + 1) + shape):
        begin, end = int(at[first]), int(at[last])
        if begin == end:
            continue
        if few := int(shape[first]):
            columns = np.ascontiguousarray(consumer[begin:end].reshape(-1, few).T)
            yield _Step(first, last, tuple(columns), None)
        else:
            yield _Step(first, last, (consumer[begin:end],), (at[first:last] - begin).astype(np.intp))


def _runs(key: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Where the runs of equal values begin and end."""
    ends = [*(np.flatnonzero(np.diff(key)) + 1).tolist(), len(key)]
    return zip([0, *ends], ends, strict=False)


def _blocks(places: NDArray[B]) -> list[NDArray[B]]:
    """So many at a time."""
    return [places[first : first + WORDS * 64] for first in range(0, len(places), WORDS * 64)]


def _swept(shared: _Shared, blocks: list[NDArray[np.int32]], count: Callable[[Rows], T]) -> Iterator[T]:
    """What ``count`` makes of the joined rows of each block of consumers, block by block."""
    words = max((-(-len(block) // 64) for block in blocks), default=1)
    workers = min(THREADS, len(blocks), os.cpu_count() or 1)

    def work(worker: int) -> list[T]:
        rows = np.empty((len(shared.level), words), np.uint64)
        found = []
        for asked in blocks[worker::workers]:
            rows.fill(0)
            bits.put(rows, shared.row[asked], np.arange(len(asked)))
            _join(rows, shared.steps)
            found.append(count(rows))
        return found

    if workers < 2:
        yield from work(0) if blocks else ()
        return
    with ThreadPoolExecutor(workers) as pool:
        done = list(pool.map(work, range(workers)))
    for at in range(len(blocks)):
        yield done[at % workers][at // workers]


def _join(rows: Rows, steps: list[_Step]) -> None:
    """Add to each row those of its consumers."""
    widest = max((len(step.consumers[0]) for step in steps), default=0)
    space = np.empty((2, widest, rows.shape[1]), np.uint64)
    for first, last, consumers, starts in steps:
        found, more = space[:, : len(consumers[0])]
        np.take(rows, consumers[0], axis=0, out=found, mode="clip")
        if starts is not None:
            rows[first:last] |= np.bitwise_or.reduceat(found, starts, axis=0)
            continue
        for further in consumers[1:]:
            np.take(rows, further, axis=0, out=more, mode="clip")
            found |= more
        rows[first:last] |= found


def _weights(size: NDArray[np.int64]) -> list[tuple[int, NDArray[np.intp]]]:
    """Rows by how many services share them, in binary: digit → the rows whose count has it."""
    return [
        (digit, np.flatnonzero(size >> digit & 1)) for digit in range(int(size.max(initial=0)).bit_length())
    ]


def _weighted(rows: Rows, weights: list[tuple[int, NDArray[np.intp]]]) -> NDArray[np.int64]:
    """How many services have each bit: rows counted as often as they are shared."""
    counts = np.zeros(rows.shape[1] * 64, np.int64)
    for digit, chosen in weights:
        counts += bits.column_counts(rows[chosen]) << digit
    return counts
