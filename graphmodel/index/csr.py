"""Compressed sparse rows: for each node its links, as one array of offsets and one of values.

The links of node v are ``values[at[v]:at[v + 1]]``. The index keeps both directions of the dependencies in this form;
everything that walks the graph walks ``Links`` and so knows no direction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.arrays import Integers
    from graphmodel.index.index import Index


T = TypeVar("T", bound=np.generic)
Whole = TypeVar("Whole", bound=np.integer[Any])

DENSE = 4
"""Where no value is larger than so many times their number, counting them takes a tenth of sorting them."""


class Links(NamedTuple):
    """The links of n nodes."""

    at: NDArray[np.int64]
    """int64[n + 1]."""
    values: NDArray[np.int32]
    """int32[m]."""


def providers(index: Index) -> Links:
    """Consumer → its providers that are not gone (one may come twice)."""
    return among(index, ~index.gone) if index.gone.any() else Links(index.provider_at, index.member)


def dependencies(index: Index) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Consumer and provider of every dependency, int32[m] each, by consumer; also on what is gone."""
    return np.repeat(index.consumer, np.diff(index.member_at)), index.member


def consumers(index: Index) -> Links:
    """Provider → its consumers (one may come twice)."""
    return Links(index.used_at, index.consumer[index.used])


def among(index: Index, there: NDArray[np.bool_] | None) -> Links:
    """Consumer → its providers, of these services (bool[n]) among themselves; of all where that is None."""
    if there is None or there.all():
        return providers(index)
    consumer, provider = dependencies(index)
    kept = there[consumer] & there[provider]
    return links(index.n, consumer[kept], provider[kept])


def carried(index: Index, counting: NDArray[np.bool_]) -> Links:
    """Consumer → the members of those of its requirements that count; ``counting``: bool[r]."""
    consumer, provider = dependencies(index)
    kept = np.repeat(counting, np.diff(index.member_at))
    return links(index.n, consumer[kept], provider[kept])


def links(n: int, source: Integers, target: Integers) -> Links:
    """The links source[i] → target[i] of n nodes; each is kept once, targets ascending."""
    pair = distinct(source.astype(np.int64) * n + target)
    at = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(pair // max(n, 1), minlength=n), out=at[1:])
    return Links(at, (pair % max(n, 1)).astype(np.int32))


def sources(found: Links) -> NDArray[np.int32]:
    """int32[m]: the node that each link starts at."""
    return np.repeat(np.arange(len(found.at) - 1, dtype=np.int32), np.diff(found.at))


def gather(at: NDArray[np.int64], values: NDArray[T], nodes: Integers) -> NDArray[T]:
    """The slices ``values[at[v]:at[v + 1]]`` of these nodes, joined in the order of the nodes."""
    found: NDArray[T] = values[positions(at, nodes)]
    return found


def positions(at: NDArray[np.int64], nodes: Integers) -> NDArray[np.int64]:
    """The numbers ``at[v]`` … ``at[v + 1] - 1`` of these nodes, in the order of the nodes."""
    start = at[nodes]
    length = at[nodes + 1] - start
    end = np.cumsum(length)
    total = int(end[-1]) if len(end) else 0
    found: NDArray[np.int64] = np.repeat(start - (end - length), length) + np.arange(total)
    return found


def distinct(values: NDArray[T]) -> NDArray[T]:
    """The distinct values, ascending. (``np.unique`` hashes first, which is ten times slower on large arrays.)"""
    values = np.sort(values, kind="stable")  # five times as fast where they nearly are, as links often are
    if not len(values):
        return values
    found: NDArray[T] = values[np.append(True, values[1:] != values[:-1])]
    return found


def tally(values: NDArray[Whole]) -> tuple[NDArray[Whole], NDArray[np.int64]]:
    """The distinct values ≥ 0, ascending, and how often each comes."""
    if int(values.max(initial=0)) < DENSE * len(values):
        counts = np.bincount(values)
        known = np.flatnonzero(counts)
        return known.astype(values.dtype), counts[known]
    values = np.sort(values, kind="stable")
    first = np.flatnonzero(np.append(True, values[1:] != values[:-1])[: len(values)])
    return values[first], np.diff(first, append=len(values))
