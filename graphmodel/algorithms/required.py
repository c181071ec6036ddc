"""Which services a product cannot do without: down alone, they take it down.

Only hard requirements can take anything down. One that needs all its n members is *sure*: each of them takes the
consumer down alone. One that needs k < n is *redundant*: it takes n - k + 1 members that are down together. So what is
reached over sure requirements is required; whether more is, where redundant ones meet again further down (two servers
in one building), is found by trying: every service in question fails alone, in its own column of bits, and the rows

    down(v) = v itself | down(m) of the members of sure requirements | at least n - k + 1 of the members' down(m)

are computed from providers to consumers, thousands of failures at once. What makes that small enough:

- services that surely need each other go down together and share a row;
- services of whose consumers only one needs them, and surely, need no column: when such a service fails, the same
  goes down as when its consumer fails (and the service itself);
- only what lies below a redundant requirement is in question, and only what lies above that can go down with it.

This file says what is in question, ``graphmodel.algorithms.single_failures`` computes the rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.single_failures import taken_down
from graphmodel.algorithms.sure import Sure, live, surely, users, within
from graphmodel.index.csr import distinct, gather

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.algorithms.single_failures import Needs
    from graphmodel.index.csr import Links
    from graphmodel.index.index import Index

PRODUCTS = 2_000
"""So many are answered together: their answers are held until the last column is computed."""


def required(index: Index, products: Sequence[int]) -> Iterator[tuple[int, NDArray[np.int32]]]:
    """For each of these, in that order: it, and the services that alone take it down, ascending; never itself."""
    hard = surely(index)
    distance = np.full(index.n, -1, np.int32)
    for first in range(0, len(products), PRODUCTS):
        chosen = np.array(products[first : first + PRODUCTS], np.int32)
        more = _more(hard, chosen)
        for product, further in zip(chosen.tolist(), more, strict=True):
            reached = bfs(hard.sure, np.array([product], np.int32), distance)
            distance[reached] = -1
            found = distinct(np.concatenate((reached, further)))
            yield product, found[found != product]


class Question(NamedTuple):
    """What has to be tried, since it lies below redundant requirements."""

    needs: Needs
    """Among the components."""
    columns: NDArray[np.int32]
    """int32[columns]: the components that are tried, ascending."""
    leader: NDArray[np.int32]
    """int32[components]: the component in whose column each is found; it may be none of the columns."""


def question(sure: Sure, tops: NDArray[np.int32], apart: NDArray[np.int32]) -> Question | None:
    """What has to be tried to know what takes these components down; None where it is nothing.

    Each of ``apart`` is found in no column but its own.
    """
    below = within(sure.components, tops, np.ones(sure.count, np.bool_))
    asking = np.flatnonzero(below[sure.owner])
    if not len(asking):
        return None
    members = gather(*sure.members, asking)
    above = users(sure, below)
    leader = _leaders(above, np.concatenate((members, apart)))
    columns = distinct(leader[within(sure.components, members, below)])
    return Question(live(sure, asking, within(above, columns, below)), columns, leader)


def _more(hard: Sure, products: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
    """For each product, the services in question that take it down."""
    tops = hard.component[products]
    asked = question(hard, tops, tops[:0])
    if not asked:
        yield from (np.zeros(0, np.int32) for _ in products)
        return
    leader = asked.leader[hard.component]
    led = np.argsort(leader, kind="stable").astype(np.int32)
    led_at = np.searchsorted(leader[led], np.arange(hard.count + 1))
    for taking in taken_down(asked.needs, asked.columns, tops):
        yield gather(led_at, led, taking)


def led_by(users: Links, doubted: NDArray[np.int32]) -> NDArray[np.int32]:
    """int32[components]: the only one that needs it, surely; itself where there are others, or none."""
    led = np.diff(users.at) == 1
    led[doubted] = False
    leader = np.arange(len(led), dtype=np.int32)
    leader[led] = users.values[users.at[:-1][led]]
    return leader


def _leaders(users: Links, doubted: NDArray[np.int32]) -> NDArray[np.int32]:
    """int32[components]: the component in whose column each is found: the last upwards that is alone in needing it."""
    leader = led_by(users, doubted)
    while not np.array_equal(further := leader[leader], leader):
        leader = further
    return leader
