"""What the services of a picture are put together by: their type, category, supplier or role."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.index.csr import distinct
from graphmodel.index.index import LETTERS
from graphmodel.model.words import count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.index.strings import Strings

    _Texts = Strings | Sequence[str]


class Shelf(NamedTuple):
    """Services that belong together."""

    label: str
    id: str = ""
    """The id of the category or role, where it is one."""


class Shelves(NamedTuple):
    """Services, put together."""

    of: NDArray[np.intp]
    """intp[s]: the shelf of each service, a position in ``all``."""
    all: tuple[Shelf, ...]
    """None is empty; by id, those that belong nowhere last."""

    def together(self, kept: Sequence[int]) -> Shelves:
        """All but these (ascending) put together, as the last one."""
        place = np.full(len(self.all), len(kept))
        place[list(kept)] = np.arange(len(kept))
        others = Shelf(count(len(self.all) - len(kept), "other") if kept else "everything")
        return Shelves(place[self.of], (*(self.all[c] for c in kept), others))


def shelves(index: Index, services: NDArray[np.int32], by: str) -> Shelves:
    """These services, put together by type, category, provider or role, or not at all (``none``)."""
    return _WAYS[by](index, services)


def _by_type(index: Index, services: NDArray[np.int32]) -> Shelves:
    return _shelves(index.type[services], index.category_name, index.category_id, "unclassified")


def _by_category(index: Index, services: NDArray[np.int32]) -> Shelves:
    return _shelves(index.category[services], index.category_name, index.category_id, "unclassified")


def _by_role(index: Index, services: NDArray[np.int32]) -> Shelves:
    """By who answers for it; where nobody does, by who does the work."""
    role = np.full(index.n, -1, np.int32)
    for letter in ("R", "A"):
        held = np.flatnonzero(index.held_letter == LETTERS.index(letter))[::-1]
        role[index.held_service[held]] = index.held_role[held]
    return _shelves(role[services], index.role_name, index.role_id, "nobody responsible")


def _by_provider(index: Index, services: NDArray[np.int32]) -> Shelves:
    texts = index.records("service").column("provider").of_rows(services)
    names = sorted({*texts} - {""})
    number = {name: i for i, name in enumerate(names)} | {"": -1}
    numbers = np.array([number[text] for text in texts], np.int32)
    return _shelves(numbers, names, [""] * len(names), "no provider stated")


def _by_nothing(_index: Index, services: NDArray[np.int32]) -> Shelves:
    return Shelves(np.zeros(len(services), np.intp), (Shelf(""),) if len(services) else ())


def _shelves(numbers: NDArray[np.int32], names: _Texts, ids: _Texts, nowhere: str) -> Shelves:
    """By number; -1 belongs nowhere."""
    used = distinct(numbers)
    order = np.roll(used, -1) if len(used) and used[0] < 0 else used
    place = np.zeros(len(names) + 1, np.intp)
    place[order] = np.arange(len(order))
    made = (Shelf(names[c] or ids[c], ids[c]) if c >= 0 else Shelf(nowhere) for c in order.tolist())
    return Shelves(place[numbers], tuple(made))


_WAYS: dict[str, Callable[[Index, NDArray[np.int32]], Shelves]] = {
    "type": _by_type,
    "category": _by_category,
    "provider": _by_provider,
    "role": _by_role,
    "none": _by_nothing,
}
