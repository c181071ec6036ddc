"""What the services of a diagram are put together by: their type, category, supplier or role."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmodel.index.csr import distinct
from graphmodel.index.duties import holding
from graphmodel.model.metamodel import current
from graphmodel.model.words import count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.index.strings import Strings

    _Texts = Strings | Sequence[str]


class ClusterName(NamedTuple):
    """Services that belong together."""

    label: str
    id: str = ""
    """The id of the category or role, where it is one."""


class Clustering(NamedTuple):
    """Services, put together."""

    of: NDArray[np.intp]
    """intp[s]: the cluster of each service, a position in ``all``."""
    all: tuple[ClusterName, ...]
    """None is empty; by id, those that belong nowhere last."""

    def together(self, kept: Sequence[int]) -> Clustering:
        """All but these (ascending) put together, as the last one."""
        place = np.full(len(self.all), len(kept))
        place[list(kept)] = np.arange(len(kept))
        others = ClusterName(count(len(self.all) - len(kept), "other") if kept else "everything")
        return Clustering(place[self.of], (*(self.all[c] for c in kept), others))


def clustering(index: Index, services: NDArray[np.int32], by: str) -> Clustering:
    """These services, put together by type, category, supplier or role, or not at all (``none``)."""
    return _WAYS[current(by)](index, services)


def banded(band: NDArray[np.intp], bands: Sequence[str]) -> Clustering:
    """Services, put together by their numbers of these bands; -1 is elsewhere."""
    return _clustering(band.astype(np.int32), bands, [""] * len(bands), "elsewhere")


def _by_type(index: Index, services: NDArray[np.int32]) -> Clustering:
    return _clustering(index.type[services], index.category_name, index.category_id, "unclassified")


def _by_category(index: Index, services: NDArray[np.int32]) -> Clustering:
    return _clustering(index.category[services], index.category_name, index.category_id, "unclassified")


def _by_role(index: Index, services: NDArray[np.int32]) -> Clustering:
    """By who answers for it; where nobody does, by who does the work."""
    role = np.full(index.n, -1, np.int32)
    for letter in ("R", "A"):
        held = np.flatnonzero(holding(index, letter))[::-1]
        role[index.held_service[held]] = index.held_role[held]
    return _clustering(role[services], index.role_name, index.role_id, "nobody responsible")


def _by_supplier(index: Index, services: NDArray[np.int32]) -> Clustering:
    texts = index.records("service").column("supplier").of_rows(services)
    names = sorted({*texts} - {""})
    number = {name: i for i, name in enumerate(names)} | {"": -1}
    numbers = np.array([number[text] for text in texts], np.int32)
    return _clustering(numbers, names, [""] * len(names), "no supplier stated")


def _by_nothing(_index: Index, services: NDArray[np.int32]) -> Clustering:
    return Clustering(np.zeros(len(services), np.intp), (ClusterName(""),) if len(services) else ())


def _clustering(numbers: NDArray[np.int32], names: _Texts, ids: _Texts, nowhere: str) -> Clustering:
    """By number; -1 belongs nowhere."""
    used = distinct(numbers)
    order = np.roll(used, -1) if len(used) and used[0] < 0 else used
    place = np.zeros(len(names) + 1, np.intp)
    place[order] = np.arange(len(order))
    made = (
        ClusterName(names[c] or ids[c], ids[c]) if c >= 0 else ClusterName(nowhere) for c in order.tolist()
    )
    return Clustering(place[numbers], tuple(made))


_WAYS: dict[str, Callable[[Index, NDArray[np.int32]], Clustering]] = {
    "type": _by_type,
    "category": _by_category,
    "supplier": _by_supplier,
    "role": _by_role,
    "none": _by_nothing,
}
