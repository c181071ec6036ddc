"""In which order the members of each row stand, so that few edges cross, and where they stand then."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from graphmodel.render.layout.placing import placed
from graphmodel.render.layout.rows import INSET
from graphmodel.render.layout.shapes import LOWEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graphmodel.render.layout.rows import Stack, Token

    _Saved = tuple[list[NDArray[np.intp]], list[NDArray[np.float64]]]

_ROUGH: Final = 30
"""Sweeps that order by the middle of what each is joined to, at the start; they are cheap, …"""
_LOOSE: Final = 6
"""… and when all is loosened again, …"""
_FINE: Final = 2
"""… after so many that take crossings away one by one."""
_STALE: Final = 5
"""So often it is loosened without getting better, before it is begun anew."""
_ROUNDS: Final = 60
"""How often it is loosened at most, …"""
_PATIENCE: Final = 20
"""… how often without getting better than ever, …"""
_EFFORT: Final = 1_000_000
"""… and pairs of neighbours in rows that may be looked at in all rounds."""
_SETTLED: Final = 6
"""Sweeps that only move."""
_NEVER: Final = 100_000
"""The cost of an order that must not be: what is left of a heading, a provider left of its consumer in one row."""
_FIRM: Final = 1e6
"""The weight of a heading, which stands at the left."""
_STRAIGHT: Final = 4.0
"""Ways hold their line so many times as firmly as boxes: a bend in the open is worse than a box off its middle."""


def order(grid: Stack, width: float) -> None:
    """Put the members of every row in order, and give each its place, on a page of that width.

    Iterated local search: layered crossing reduction by barycentres (Sugiyama, Tagawa and Toda 1981), then sifting
    (Matuszewski, Schönfeld and Molitor 1999) with the rows on both sides as they are, loosened and begun again.
    """
    if grid.rows:
        rows = _Ordering(grid, width)
        _search(rows)
        for _ in range(_SETTLED):
            rows.settle()
        rows.straighten()
        rows.write()


def _search(rows: _Ordering) -> None:
    chance = np.random.default_rng(0)
    effort = sum(len(way) ** 2 for way in rows.order)
    rounds = max(2, min(_ROUNDS, _EFFORT // max(effort, 1)))
    best = rows.saved()
    least = stale = -1
    last = 0
    for at in range(rounds):
        if stale < 0 or stale >= _STALE:
            rows.scatter(chance if stale > 0 else None)
            for sweep in range(_ROUGH):
                rows.by_middle(up=sweep % 2 == 1)
            stale = 0
        for sweep in range(_FINE):
            rows.by_crossings(up=sweep % 2 == 1)
        now = rows.crossings()
        stale += 1
        if now < least or least < 0:
            best, least, stale, last = rows.saved(), now, 0, at
        if not now or at - last >= _PATIENCE:
            break
        rows.settle()
        for sweep in range(_LOOSE):
            rows.by_middle(up=sweep % 2 == 1)
    rows.restore(best)


class _Ordering:
    """The rows of a grid as arrays: a member is a number in its row."""

    def __init__(self, grid: Stack, width: float) -> None:
        self.grid = grid
        self.width = width
        self.order = [np.arange(len(row.members)) for row in grid.rows]
        self.x = [np.zeros(len(row.members)) for row in grid.rows]
        number = {at: i for row in grid.rows for i, at in enumerate(row.members)}
        self.links = [
            _Links(
                [
                    (number[at], number[end], edges)
                    for at in row.members
                    for end, edges in grid.tokens[at].below
                ]
            )
            for row in grid.rows[:-1]
        ]
        """What joins each row to the one below it."""
        tokens = [[grid.tokens[at] for at in row.members] for row in grid.rows]
        self.heading = [np.array([_first(token) for token in row], np.bool_) for row in tokens]
        """What stands at the left."""
        self.way = [np.array([token.kind == "way" for token in row], np.bool_) for row in tokens]
        self.rank = [np.array([_rank(token) for token in row], np.intp) for row in tokens]
        self.forbidden = [
            _forbidden(self.heading[at], self.rank[at], ranked=row.ranked) for at, row in enumerate(grid.rows)
        ]

    def saved(self) -> _Saved:
        """The orders and places as they are."""
        return [way.copy() for way in self.order], [x.copy() for x in self.x]

    def restore(self, saved: _Saved) -> None:
        """As it was then."""
        self.order, self.x = [way.copy() for way in saved[0]], [x.copy() for x in saved[1]]

    def write(self) -> None:
        """Tell the grid."""
        for row, way, x in zip(self.grid.rows, self.order, self.x, strict=True):
            for at, place in zip(row.members, x.tolist(), strict=True):
                self.grid.tokens[at].x = place
            row.members[:] = [row.members[i] for i in way.tolist()]

    def crossings(self) -> int:
        """How many pairs of edges cross between rows, each way counted as the edges that it carries."""
        return sum(
            links.crossings(_places(self.order[row]), _places(self.order[row + 1]))
            for row, links in enumerate(self.links)
        )

    def scatter(self, chance: np.random.Generator | None) -> None:
        """The first places: over the whole width, in the order in which they came, or in one by chance."""
        for row, way in enumerate(self.order):
            self.order[row] = np.arange(len(way)) if chance is None else chance.permutation(len(way))
            self._sort(row)
            if len(way):
                self._place(row, self.width * (np.arange(len(way)) + 0.5) / len(way))

    def by_middle(self, *, up: bool) -> None:
        """Row by row, order each by the middle of what its members are joined to."""
        for row in self._numbers(up=up):
            wanted = self._wanted(row)
            self.order[row] = np.argsort(wanted, kind="stable")
            self._sort(row)
            self._place(row, wanted[self.order[row]])

    def by_crossings(self, *, up: bool) -> None:
        """Row by row, move each member to where it crosses least with the rows on both sides as they are."""
        for row in self._numbers(up=up):
            way = self.order[row]
            if len(way) < 2:
                continue
            cost = self.forbidden[row][np.ix_(way, way)]
            own = _places(way)
            if row:
                cost += self.links[row - 1].turned.costs(own, _places(self.order[row - 1]))
            if row < len(self.links):
                cost += self.links[row].costs(own, _places(self.order[row + 1]))
            places = np.sort(self.x[row])
            self.order[row] = way[_cheapest(cost)]
            self._place(row, places)

    def settle(self) -> None:
        """Move all towards what they are joined to, in the order in which they stand, down and up again."""
        for up in (False, True):
            for row in self._numbers(up=up):
                self._place(row, self._wanted(row)[self.order[row]])

    def straighten(self) -> None:
        """From below, put each way right above what it leads on to: a turn in many strips becomes one in the last.

        Those that lead up are put above where they come from.
        """
        for row in self._numbers(up=True):
            if row >= len(self.links):
                continue
            links = self.links[row]
            wanted = self.x[row].copy()
            ways = self.way[row][links.upper]
            # A way has one link below, whatever joins it from above.
            alone = ways & (np.bincount(links.upper, minlength=len(wanted))[links.upper] == 1)
            wanted[links.upper[alone]] = self.x[row + 1][links.lower[alone]]
            self._place(row, wanted[self.order[row]])

    def _numbers(self, *, up: bool) -> range:
        numbers = range(len(self.order))
        return numbers[::-1] if up else numbers

    def _sort(self, row: int) -> None:
        """What must not stand left of another comes behind it."""
        way = self.order[row]
        self.order[row] = way = way[np.argsort(~self.heading[row][way], kind="stable")]
        if self.grid.rows[row].ranked:
            nodes = np.flatnonzero(self.rank[row][way] >= 0)
            way[nodes] = way[nodes][np.argsort(self.rank[row][way[nodes]], kind="stable")]

    def _wanted(self, row: int) -> NDArray[np.float64]:
        """float[members]: the middle of what each is joined to, above and below; where it is if that is nothing."""
        total, weight = np.zeros(len(self.x[row])), np.zeros(len(self.x[row]))
        sides = [(self.links[row - 1].turned, row - 1)] if row else []
        sides += [(self.links[row], row + 1)] if row < len(self.links) else []
        for links, other in sides:
            total += np.bincount(links.upper, links.edges * self.x[other][links.lower], len(total))
            weight += np.bincount(links.upper, links.edges, len(total))
        return np.where(weight > 0, total / np.maximum(weight, 1), self.x[row])

    def _place(self, row: int, wanted: NDArray[np.float64]) -> None:
        """Give the members of a row, in their order, the places nearest to the wanted ones."""
        line = self.grid.rows[row]
        if not line.members:
            return
        tokens = [self.grid.tokens[line.members[i]] for i in self.order[row].tolist()]
        inset = INSET * (1 + self.grid.depth.get(line.band, -1))
        gaps = self.grid.gaps(tokens)
        # What stands at the bottom stands in the middle, too.
        fixed = {"heading": 0.0, "node": self.width / 2}
        firm = [_first(t) or (t.kind == "node" and t.rank >= LOWEST) for t in tokens]
        middles = [
            fixed[t.kind] if held else want
            for t, want, held in zip(tokens, wanted.tolist(), firm, strict=True)
        ]
        for at in range(len(tokens) - 2, 0, -1):
            if tokens[at].segment and tokens[at].kind == "heading":
                middles[at] = middles[at + 1] - gaps[at + 1]
        places = placed(
            middles,
            [
                _FIRM if held else _STRAIGHT if t.kind == "way" else 1.0
                for t, held in zip(tokens, firm, strict=True)
            ],
            gaps,
            inset + tokens[0].width / 2,
            self.width - inset - tokens[-1].width / 2,
        )
        self.x[row][self.order[row]] = places


def _first(token: Token) -> bool:
    """Is it the heading at the left of its row?"""
    return token.kind == "heading" and not token.segment


def _rank(token: Token) -> int:
    """Smaller ones stand left: bands in their order, each behind its heading; -1 of what may be anywhere."""
    if token.kind not in {"node", "heading"} or _first(token):
        return -1
    return token.segment * (LOWEST + 2) + (token.rank + 1 if token.kind == "node" else 0)


class _Links:
    """What joins the members of a row to those of the next, in the order of the upper ones."""

    def __init__(self, links: Sequence[tuple[int, int, int]]) -> None:
        table = np.array(sorted(links), np.intp).reshape(-1, 3)
        self.upper, self.lower = table[:, 0], table[:, 1]
        self.edges = table[:, 2].astype(np.float64)
        """float64[links]: how many edges each stands for."""
        self.first = np.flatnonzero(np.diff(self.upper, prepend=-1))
        """intp: where those of the next upper member begin."""

    @cached_property
    def turned(self) -> _Links:
        """The same, seen from below."""
        return _Links(
            list(zip(self.lower.tolist(), self.upper.tolist(), self.edges.astype(int).tolist(), strict=True))
        )

    def costs(self, own: NDArray[np.intp], others: NDArray[np.intp]) -> NDArray[np.float64]:
        """float64[a, b], by place: how many edges of a cross edges of b where a stands left of b.

        ``own`` and ``others`` are the places of the upper and of the lower members.
        """
        found = np.zeros((len(own), len(own)))
        if len(self.upper):
            before = np.zeros((len(others) + 1, len(own)))
            # Two links never have both ends alike.
            before[others[self.lower] + 1, own[self.upper]] = self.edges
            left = np.cumsum(before, axis=0)[others[self.lower]] * self.edges[:, None]
            found[own[self.upper[self.first]]] = np.add.reduceat(left, self.first)
        return found

    def crossings(self, own: NDArray[np.intp], others: NDArray[np.intp]) -> int:
        """How many pairs of edges cross."""
        return int(np.triu(self.costs(own, others), 1).sum())


def _places(order: NDArray[np.intp]) -> NDArray[np.intp]:
    """intp[members]: the place of each member of an order."""
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    return places


def _forbidden(heading: NDArray[np.bool_], rank: NDArray[np.intp], *, ranked: bool) -> NDArray[np.float64]:
    """float[a, b]: a high cost where a must not stand left of b."""
    wrong = heading[None, :] & ~heading[:, None]
    if ranked:
        wrong |= (rank[:, None] > rank[None, :]) & (rank[None, :] >= 0)
    return np.where(wrong, float(_NEVER), 0.0)


def _cheapest(cost: NDArray[np.float64]) -> list[int]:
    """An order of low cost: each is moved to where it costs least until nothing gets better."""
    order = list(range(len(cost)))
    gain = cost - cost.T
    for _ in range(3):
        better = False
        for member in range(len(cost)):
            at = order.index(member)
            del order[at]
            # Standing behind one more costs what the two cost that way, less what they cost the other way.
            steps = np.cumsum(gain[order, member])
            place = int(np.argmin(steps)) + 1
            low = steps[place - 1]
            if low > 0 or (low == 0 and at == 0):
                place, low = 0, 0.0
            if low < (steps[at - 1] if at else 0.0):
                better = True
            else:
                place = at
            order.insert(place, member)
        if not better:
            break
    return order
