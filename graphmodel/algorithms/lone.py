"""Each service fails alone: how many of some products it takes down and the first of them, and which alternatives.

As in ``graphmodel.algorithms.required``: what is reached over sure requirements is counted, and only what lies below
redundant ones is tried, each class of services with one effect once. And only a class that breaks a redundant one: of
any other what is counted is all. Whether it breaks one shows in what is sure alone, since up to the first that breaks
nothing else goes down; and where one breaks some, so does all that it surely needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms import bits
from graphmodel.algorithms.counts import first_counts, first_two
from graphmodel.algorithms.single_failures import Needs, Sweep
from graphmodel.algorithms.sure import surely, within
from graphmodel.algorithms.trial import Trial
from graphmodel.index.csr import Links, distinct, links, sources

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphmodel.algorithms.sure import Sure
    from graphmodel.index.index import Index


class Lone(NamedTuple):
    """What becomes of products and of alternatives when each service fails alone."""

    down: NDArray[np.int64]
    """int64[n]: how many of the products it takes down, itself left out."""
    first: NDArray[np.int32]
    """int32[n]: the first of those; -1 where there is none."""
    shared: NDArray[np.int32]
    """int32[r]: of a hard requirement with alternatives a service that takes so many of them down that it fails, and
    that its consumer does not surely need otherwise; -1 where there is none."""


def lone(index: Index, products: NDArray[np.int32], able: NDArray[np.bool_]) -> Lone:
    """Fail each service alone.

    ``products``: each named once, the first counts most. ``able``: bool[n], the services that can fail of themselves;
    the others take nothing down.
    """
    hard = surely(index)
    down, first = first_counts(hard.sure, products)
    down[~able], first[~able] = 0, -1
    shared = np.full(len(index.hard), -1, np.int32)
    if not len(hard.owner):
        return Lone(down, first, shared)
    tops = hard.component[products]
    there = np.zeros(hard.count, np.bool_)
    there[hard.component[able]] = True
    trial = Trial(hard, tops, np.arange(len(hard.owner)), there)
    witness = np.full(len(hard.redundant), -1)
    column = np.full((3, hard.count), -1)
    seen, both = np.flatnonzero(trial.reached(tops)), trial.reached(trial.owner)
    for block in trial.blocks:
        trial.fail(block)
        otherwise = trial.down(trial.owner[both])
        trial.go_on()
        column[:, block] = _counted(trial.down(tops[seen]), seen)[:, : len(block)]
        rows = trial.down(trial.broken)
        rows[both] &= ~otherwise
        breaking = bits.last_bits(rows)
        hit = np.flatnonzero(breaking >= 0)
        witness[trial.asked[hit]] = block[breaking[hit]]
    leader = trial.leader[hard.component]
    at = np.flatnonzero(able & (leader >= 0) & (column[0, leader] >= 0))
    counted = column[:, leader[at]]
    own = np.full(index.n, -1)
    own[products] = np.arange(len(products))
    itself = own[at] >= 0
    down[at] = counted[0] - itself
    position = np.where(itself & (counted[1] == own[at]), counted[2], counted[1])
    first[at] = np.append(products, np.int32(-1))[position]
    of = np.full(hard.count + 1, -1, np.int32)
    services = np.flatnonzero(able)[::-1]
    of[hard.component[services]] = services
    shared[hard.redundant] = of[witness]
    return Lone(down, first, shared)


class TakenDown(NamedTuple):
    """What becomes of products when all services of one group fail together."""

    down: NDArray[np.int64]
    """int64[groups]: how many of the products go down that are not in the group themselves."""
    first: NDArray[np.int32]
    """int32[groups]: the first of those; -1 where there is none."""


def together(index: Index, group: NDArray[np.int32], groups: int, products: NDArray[np.int32]) -> TakenDown:
    """Fail each group. ``group``: int32[n], that of each service, -1 for none. ``products``: the first counts most.

    Each group is a node of its own, which all its services surely need, and that fails alone. So what reaches it over
    sure requirements is counted, and those only are tried that lie below a redundant one.
    """
    hard = surely(index)
    towards = links(
        index.n + groups,
        np.append(sources(hard.sure), np.flatnonzero(group >= 0)),
        np.append(hard.sure.values, group[group >= 0] + np.int32(index.n)),
    )
    number, place = (found[..., index.n :] for found in first_two(towards, products))
    of, at = np.append(group[products], np.int32(-2)), np.arange(groups)
    down = number - np.bincount(of[of >= 0], minlength=groups)
    chosen = np.where(of[place[0]] == at, place[1], place[0])
    first = np.append(products, np.int32(-1))[np.where(down > 0, chosen, -1)]
    below = within(hard.components, hard.members.values, np.ones(hard.count, np.bool_))[hard.component]
    trying = below & (group >= 0)
    tried = np.zeros(groups, np.bool_)
    tried[group[trying]] = True
    tried |= (down > 0) & (of[chosen] == at)
    _try(hard, group, np.flatnonzero(tried).astype(np.int32), products, TakenDown(down, first))
    return TakenDown(down, first)


def _try(
    hard: Sure,
    group: NDArray[np.int32],
    tried: NDArray[np.int32],
    products: NDArray[np.int32],
    found: TakenDown,
) -> None:
    """Fail each of the groups ``tried`` and write what becomes of the products to what is found."""
    groups = len(found.down)
    member = np.flatnonzero(np.isin(group, tried))
    pairs = distinct(hard.component[member].astype(np.int64) * groups + group[member])
    owner, of = (pairs // max(groups, 1)).astype(np.int32), (pairs % max(groups, 1)).astype(np.int32)
    failing, members = _single(np.concatenate((hard.sure_components.values, of + np.int32(hard.count))))
    needs = Needs(
        np.concatenate((sources(hard.sure_components), owner, hard.owner)),
        np.concatenate((failing, hard.failing)),
        _joined(members, hard.members),
        hard.count + groups,
    )
    sweep = Sweep(needs, tried + np.int32(hard.count))
    asked = products[sweep.reached(hard.component[products])]
    for block in sweep.blocks:
        sweep.fail(block)
        rows = sweep.down(hard.component[asked])
        column = np.full(groups, -1)
        column[block - hard.count] = np.arange(len(block))
        own = np.where(group[asked] < 0, -1, column[group[asked]])
        itself = np.flatnonzero(own >= 0)
        rows[itself, own[itself] >> 6] &= ~(np.uint64(1) << (own[itself] & 63).astype(np.uint64))
        number, place, _ = _counted(rows, np.arange(len(asked)))[:, : len(block)]
        found.down[block - hard.count] = number
        found.first[block - hard.count] = np.append(asked, np.int32(-1))[place]


def _counted(rows: NDArray[np.uint64], seen: NDArray[np.intp]) -> NDArray[np.int64]:
    """int64[3, bits]: how many rows have each bit, and the first two of them, as positions in what was asked about."""
    place = np.append(seen, -1)
    first = bits.first_rows(rows)
    bit = np.flatnonzero(first >= 0)
    own = np.uint64(1) << (bit & 63).astype(np.uint64)
    np.bitwise_xor.at(rows, (first[bit], bit >> 6), own)
    second = bits.first_rows(rows)
    return np.stack((bits.column_counts(rows) + (first >= 0), place[first], place[second]))


def _single(values: NDArray[np.int32]) -> tuple[NDArray[np.int64], Links]:
    """Requirements of one member each."""
    return np.ones(len(values), np.int64), Links(np.arange(len(values) + 1), values)


def _joined(*parts: Links) -> Links:
    sizes = np.concatenate([np.diff(part.at) for part in parts])
    return Links(np.append(0, np.cumsum(sizes)), np.concatenate([part.values for part in parts]))
