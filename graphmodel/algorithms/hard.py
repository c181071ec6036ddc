"""The hard requirements of some services, cut out of the index, and taken together by their size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.bfs import bfs
from graphmodel.index.csr import carried, gather, positions, tally
from graphmodel.index.shared import shared

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.index.arrays import Integers
    from graphmodel.index.csr import Links
    from graphmodel.index.index import Index


@dataclass(frozen=True)
class Hard:
    """The hard requirements of s services: r of them with m members."""

    services: NDArray[np.int32]
    """int32[s]: the consumers."""
    number: NDArray[np.int64]
    """int64[r]: the requirements as the index numbers them, consumer by consumer."""
    consumer: NDArray[np.intp]
    """intp[r]: the consumer of each, a position in ``services``."""
    needs: NDArray[np.int32]
    """int32[r]: how many members must be up."""
    member_at: NDArray[np.int64]
    """int64[r + 1]: where the members of each begin in ``member``."""
    member: NDArray[np.int32]
    """int32[m]: the providers."""

    @cached_property
    def size(self) -> NDArray[np.int64]:
        """int64[r]: how many members each has."""
        return np.diff(self.member_at)

    @cached_property
    def alike(self) -> list[tuple[NDArray[np.intp], int, NDArray[np.int64]]]:
        """Those of one size of which as many are needed: which they are (intp[a]), how many, and their members.

        The members are int64[a, size], positions in ``member``.
        """
        many = int(self.needs.max(initial=0)) + 1
        shape = self.size * many + self.needs
        values, counts = tally(shape)
        parts = np.split(np.argsort(shape, kind="stable"), np.cumsum(counts)[:-1])
        return [
            (those, value % many, self.member_at[those][:, None] + np.arange(value // many))
            for value, those in zip(values.tolist(), parts, strict=False)
        ]


def hard(index: Index, services: Integers) -> Hard:
    """Those of these services."""
    number = positions(index.requirement_at, services)
    consumer = np.repeat(np.arange(len(services)), np.diff(index.requirement_at)[services])
    kept = index.hard[number]
    number, consumer = number[kept], consumer[kept]
    size = np.diff(index.member_at)[number]
    return Hard(
        np.asarray(services, np.int32),
        number,
        consumer,
        index.needs[number],
        np.append(0, np.cumsum(size)),
        gather(index.member_at, index.member, number),
    )


@shared
def needed(index: Index) -> Links:
    """Consumer → the members of its hard requirements."""
    return carried(index, index.hard)


def below(index: Index, services: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """These services with all that they need over hard requirements, and those requirements; both ascending."""
    distance = np.full(index.n, -1, np.int32)
    inside = np.sort(bfs(needed(index), services, distance))
    ways = positions(index.requirement_at, inside)
    return inside, ways[index.hard[ways]]
