"""Products that do not feel a failure: ruled out, or only not affected as far as the catalogue says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.algorithms import states
from graphmodel.algorithms.reach import underpinning_pairs
from graphmodel.algorithms.vision import DARK, MAPPED, OPEN, doubt, vision
from graphmodel.model.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.algorithms.states import States
    from graphmodel.algorithms.vision import Doubt
    from graphmodel.index.index import Index


class Standing(NamedTuple):
    """What a failure does to the products, those aside that fail themselves."""

    hit: tuple[int, int, int]
    """How many are down, degraded, at risk."""
    ruled_out: int
    """How many are up and rest on mapped services alone."""
    doubt: Doubt
    """The others that are up."""

    @property
    def counts(self) -> dict[str, int]:
        """As JSON has them."""
        down, degraded, at_risk = self.hit
        return {
            "products_down": down,
            "products_degraded": degraded,
            "products_at_risk": at_risk,
            "products_ruled_out": self.ruled_out,
            "products_in_doubt": len(self.doubt.services),
            "dark": len(self.doubt.dark),
            "open": len(self.doubt.open),
        }

    @property
    def sentence(self) -> str:
        """In a line; empty where there is no product that could be hit."""
        down, *milder = self.hit
        doubted = len(self.doubt.services)
        if not (down or any(milder) or self.ruled_out or doubted):
            return ""
        parts = [count(down, "product") + " down"]
        parts += [
            f"{n:,} {said}"
            for n, said in zip((*milder, self.ruled_out), ("degraded", "at risk", "ruled out"), strict=True)
            if n
        ]
        if doubted:
            dark, open_ = len(self.doubt.dark), len(self.doubt.open)
            rests = "it rests" if doubted == 1 else "they rest"
            parts.append(f"{doubted:,} not affected as far as stated: {rests} on {unseen(dark, open_)}")
        return ", ".join(parts)


def unseen(dark: int, open_: int) -> str:
    """So many dark and so many open services.

    >>> unseen(5, 21), unseen(1, 0)
    ('5 dark and 21 open services', '1 dark service')
    """
    said = [f"{n:,} {what}" for n, what in ((dark, "dark"), (open_, "open")) if n]
    return f"{' and '.join(said)} {'service' if dark + open_ == 1 else 'services'}"


def standing(outcome: States, failed: Sequence[int]) -> Standing:
    """What becomes of all products but those that failed themselves."""
    index = outcome.index
    others = index.product.copy()
    others[failed] = False
    tally = np.bincount(outcome.state[others], minlength=len(states.NAMES)).tolist()
    up = np.flatnonzero(others & (outcome.state == states.UP))
    found = doubt(index, up)
    hit = tally[states.DOWN], tally[states.DEGRADED], tally[states.AT_RISK]
    return Standing(hit, len(up) - len(found.services), found)


def reasons(index: Index, products: NDArray[np.int32]) -> Iterator[tuple[int, list[int], str]]:
    """Each of these products in doubt, the dark and open services that it is or rests on, the nearest first, and how
    many of each there are.
    """
    seen = vision(index)
    for product, below, _ in underpinning_pairs(index, products.tolist()):
        services = np.append(np.int32(product), below)
        kinds = seen[services]
        dark, open_ = (int(np.count_nonzero(kinds == kind)) for kind in (DARK, OPEN))
        yield product, services[kinds != MAPPED].tolist(), unseen(dark, open_)
