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

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms.bfs import bfs
from graphmodel.algorithms.single_failures import taken_down
from graphmodel.algorithms.sure import Sure, live, within
from graphmodel.index.csr import distinct, gather, links, sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.index.csr import Links
    from graphmodel.index.index import Index

PRODUCTS = 2_000
"""So many are answered together: their answers are held until the last column is computed."""


def required(index: Index, products: Sequence[int]) -> Iterator[tuple[int, NDArray[np.int32]]]:
    """For each of these, in that order: it, and the services that alone take it down, ascending; never itself."""
    hard = Sure(index, index.hard)
    distance = np.full(index.n, -1, np.int32)
    for first in range(0, len(products), PRODUCTS):
        chosen = np.array(products[first : first + PRODUCTS], np.int32)
        more = _more(hard, chosen)
        for product, further in zip(chosen.tolist(), more, strict=True):
            reached = bfs(hard.sure, np.array([product], np.int32), distance)
            distance[reached] = -1
            found = distinct(np.concatenate((reached, further)))
            yield product, found[found != product]


def _more(hard: Sure, products: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
    """For each product, the services in question that take it down."""
    tops = hard.component[products]
    below = within(hard.components, tops, np.ones(hard.count, np.bool_))
    asking = np.flatnonzero(below[hard.owner])
    if not len(asking):
        yield from (np.zeros(0, np.int32) for _ in products)
        return
    members = gather(*hard.members, asking)
    source = sources(hard.components)
    users = links(hard.count, hard.components.values[below[source]], source[below[source]])
    leader = _leaders(users, members)
    columns = distinct(leader[within(hard.components, members, below)])
    found = taken_down(live(hard, asking, within(users, columns, below)), columns, tops)
    led = np.argsort(leader[hard.component], kind="stable").astype(np.int32)
    led_at = np.searchsorted(leader[hard.component][led], np.arange(hard.count + 1))
    for taking in found:
        yield gather(led_at, led, taking)


def _leaders(users: Links, doubted: NDArray[np.int32]) -> NDArray[np.int32]:
    """int32[components]: the component in whose column each is found: the last upwards that is alone in needing it."""
    led = np.diff(users.at) == 1
    led[doubted] = False
    leader = np.arange(len(led), dtype=np.int32)
    leader[led] = users.values[users.at[:-1][led]]
    while not np.array_equal(further := leader[leader], leader):
        leader = further
    return leader
