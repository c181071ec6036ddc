"""The part of a catalogue that some services rest on, and providers in it that there may be one day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms.hard import below
from graphmodel.index.csr import gather, positions
from graphmodel.index.index import Index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graphmodel.index.arrays import Integers

ALONE = -1
"""In place of a requirement: every hard one that needs the service alone."""


class Extra(NamedTuple):
    """A provider that there is not yet."""

    beside: int
    """The service that it stands beside."""
    requirement: int
    """The requirement that it joins, or ``ALONE``."""


@dataclass(frozen=True)
class Foundation:
    """Some services, and what they need over hard requirements."""

    index: Index
    """The hard requirements among them, numbered anew; it has no texts."""
    services: NDArray[np.int32]
    """int32[n]: the number of each in the catalogue, ascending."""
    requirements: NDArray[np.int64]
    """int64[r]: the number of each in the catalogue, ascending."""
    chosen: NDArray[np.int32]
    """int32[·]: the services themselves, by their new numbers."""


def foundation(index: Index, services: NDArray[np.int32]) -> Foundation:
    """These services (ascending), and what they need over hard requirements."""
    inside, ways = below(index, services)
    place = np.full(index.n, -1, np.int32)
    place[inside] = np.arange(len(inside), dtype=np.int32)
    requirement: NDArray[np.int64] = np.repeat(np.arange(len(ways)), np.diff(index.member_at)[ways])
    made = renumbered(
        index,
        index.product[inside],
        index.gone[inside],
        place[index.consumer[ways]],
        index.needs[ways],
        np.ones(len(ways), np.bool_),
        requirement,
        place[gather(index.member_at, index.member, ways)],
    )
    return Foundation(made, inside, ways, place[services])


def needs_alone(index: Index) -> NDArray[np.int64]:
    """int64[·]: the hard requirements with one member, ascending."""
    return np.flatnonzero(index.hard & (np.diff(index.member_at) == 1))


def extended(index: Index, extras: Sequence[Extra], *, alike: bool) -> Index:
    """The services and requirements of an index with extra providers, numbered on from n, in the order given.

    ``alike``: each needs what the service that it stands beside needs, else nothing. The index has no texts.
    """
    beside = np.array([extra.beside for extra in extras], np.int64)
    joined = np.array([extra.requirement for extra in extras], np.int64)
    number = index.n + np.arange(len(extras))
    alone = needs_alone(index)
    order = alone[np.argsort(index.member[index.member_at[alone]], kind="stable")]
    at = np.searchsorted(index.member[index.member_at[order]], np.arange(index.n + 1))
    everywhere = np.flatnonzero(joined == ALONE)
    times = (at[1:] - at[:-1])[beside[everywhere]]
    grouped = np.flatnonzero(joined != ALONE)
    requirement = np.concatenate((_owned(index), gather(at, order, beside[everywhere]), joined[grouped]))
    known = index.member.astype(np.int64)
    member = np.concatenate((known, np.repeat(number[everywhere], times), number[grouped]))
    requirement, member = _sorted(requirement, member)
    consumer, needs, hard = index.consumer, index.needs, index.hard
    if alike:
        copied_at = np.append(0, np.cumsum(np.bincount(requirement, minlength=len(needs))))
        mine = positions(index.requirement_at, beside)
        size = copied_at[mine + 1] - copied_at[mine]
        copies = np.repeat(len(needs) + np.arange(len(mine)), size)
        member = np.append(member, gather(copied_at, member, mine))
        requirement = np.append(requirement, copies)
        each = (index.requirement_at[1:] - index.requirement_at[:-1])[beside]
        consumer = np.append(consumer, np.repeat(number, each))
        needs, hard = np.append(needs, needs[mine]), np.append(hard, hard[mine])
    product, gone = (np.append(of, np.zeros(len(extras), np.bool_)) for of in (index.product, index.gone))
    return renumbered(index, product, gone, consumer, needs, hard, requirement, member)


def topped(index: Index, groups: Sequence[tuple[NDArray[np.int32], int]]) -> Index:
    """The same with services more, the last, of which each needs so many of some members (ascending), nothing else."""
    number = np.arange(len(groups), dtype=np.int32)
    nothing = np.zeros(len(groups), np.bool_)
    size = [len(members) for members, _ in groups]
    return renumbered(
        index,
        np.append(index.product, nothing),
        np.append(index.gone, nothing),
        np.append(index.consumer, index.n + number),
        np.append(index.needs, np.array([needs for _, needs in groups], np.int32)),
        np.append(index.hard, ~nothing),
        np.append(_owned(index), len(index.needs) + np.repeat(number, size)),
        np.concatenate((index.member, *(members for members, _ in groups))),
    )


def without(index: Index, missing: NDArray[np.bool_]) -> Index:
    """The same services, of which those that are missing (bool[n]) provide nothing."""
    kept = ~missing[index.member]
    requirement = _owned(index)[kept]
    named = index.product, index.gone, index.consumer, index.needs, index.hard
    return renumbered(index, *named, requirement, index.member[kept])


def relaxed(index: Index, holding: NDArray[np.bool_]) -> Index:
    """The same, of which the requirements that hold whatever happens (bool[r]) take nothing down."""
    named = index.product, index.gone, index.consumer, index.needs, index.hard & ~holding
    return renumbered(index, *named, _owned(index), index.member)


def _owned(index: Index) -> NDArray[np.int64]:
    """int64[m]: the requirement of each member."""
    found: NDArray[np.int64] = np.repeat(np.arange(len(index.needs)), np.diff(index.member_at))
    return found


def _sorted(
    first: NDArray[np.int64], second: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    order = np.lexsort((second, first))
    return first[order], second[order]


def renumbered(
    of: Index,
    product: NDArray[np.bool_],
    gone: NDArray[np.bool_],
    consumer: NDArray[np.int32],
    needs: NDArray[np.int32],
    hard: NDArray[np.bool_],
    requirement: NDArray[np.int64],
    member: Integers,
) -> Index:
    """An index of requirements, ascending by consumer, without texts; ``requirement``: int64[m], of each member."""
    n = len(product)
    provider, used = _sorted(member.astype(np.int64), requirement)
    arrays = {
        "product": product,
        "requirement_at": np.searchsorted(consumer, np.arange(n + 1)).astype(np.int64),
        "member_at": np.searchsorted(requirement, np.arange(len(needs) + 1)).astype(np.int64),
        "member": member.astype(np.int32),
        "needs": needs.astype(np.int32),
        "hard": hard,
        "used_at": np.searchsorted(provider, np.arange(n + 1)).astype(np.int64),
        "used": used.astype(np.int32),
    }
    made = Index(arrays, of.catalogue, of.revision)
    made.gone = gone
    return made
