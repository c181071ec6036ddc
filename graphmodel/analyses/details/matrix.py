"""Underpinning as a matrix: products down, types, services or failures across."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.algorithms import reach
from graphmodel.algorithms.counts_by_type import counts_by_type
from graphmodel.algorithms.required import required
from graphmodel.algorithms.states import NAMES
from graphmodel.analyses.details.failures import worst_failures
from graphmodel.analyses.details.selection import Names, distinct
from graphmodel.answers.report import Column, Rows
from graphmodel.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from graphmodel.analyses.details.failures import Failures
    from graphmodel.answers.report import Cell
    from graphmodel.index.index import Index

    Matrix = tuple[tuple[Column, ...], Rows[tuple[Cell, ...]]]

MOST = 1_000
"""Columns that a matrix of services may have: no reader and no spreadsheet is helped by more."""

_STATES = ("", *NAMES[1:])

_HEAD = (Column("product", "the product"), Column("product_name", "its name", wide=True))


def by_types(index: Index, products: NDArray[np.int32]) -> Matrix:
    """How many services of each type underpin each product; 0 is a hole."""
    types = np.flatnonzero(index.category_parent < 0)
    names = Names(index)
    unclassified = bool((index.type < 0).any())
    ids = [names.category_id[t] for t in types.tolist()] + ["unclassified"] * unclassified
    titles = [names.category_name[t] for t in types.tolist()] + ["services without a category"] * unclassified
    columns = _HEAD + tuple(
        Column(name, f"how many services of type {own} underpin the product", title=title)
        for name, own, title in zip(distinct(ids, [c.name for c in _HEAD]), ids, titles, strict=True)
    )

    def rows() -> Iterator[tuple[Cell, ...]]:
        counted = counts_by_type(index, products).consumer[:, : len(columns) - len(_HEAD)]
        for product, counts in zip(products.tolist(), counted.tolist(), strict=True):
            yield (names.id[product], names.name[product], *counts)

    return columns, Rows(rows)


def by_services(index: Index, products: NDArray[np.int32]) -> Matrix:
    """The distance of each service from each product, with ``!`` where it is required, nothing where there is no way.

    Raises UsageError when there would be more than ``MOST`` services across.
    """
    seen = np.zeros(index.n, np.bool_)
    pairs = []
    for pair in reach.underpinning_pairs(index, products.tolist()):
        pairs.append(pair)
        seen[pair[1]] = True
        if np.count_nonzero(seen) > MOST:
            raise UsageError(
                f"the matrix would have more than {MOST} services across",
                "select fewer products, or ask for --matrix types or the rows",
            )
    across = np.flatnonzero(seen)
    names = Names(index)
    ids, titles = names.id.of(across.tolist()), names.name.of(across.tolist())
    columns = _HEAD + tuple(
        Column(name, f"how far {own} is from the product, with ! where it is required", title=title)
        for name, own, title in zip(distinct(ids, [c.name for c in _HEAD]), ids, titles, strict=True)
    )

    def rows() -> Iterator[tuple[Cell, ...]]:
        for (product, services, distances), (_, down) in zip(
            pairs, required(index, products.tolist()), strict=True
        ):
            cells = dict(zip(services.tolist(), map(str, distances.tolist()), strict=True))
            cells |= {v: f"{cells[v]}!" for v in down.tolist()}
            yield (names.id[product], names.name[product], *(cells.get(v, "") for v in across.tolist()))

    return columns, Rows(rows)


def by_failures(index: Index, products: NDArray[np.int32]) -> Matrix:
    """The state of each product when each of the worst single failures happens; nothing where it stays up."""
    return of_failures(index, products, worst_failures(index, products))


def of_failures(index: Index, products: NDArray[np.int32], found: Failures) -> Matrix:
    """The same of these failures."""
    names, failed = Names(index), found.service.tolist()
    ids = [names.id[v] for v in failed]
    columns = _HEAD + tuple(
        Column(name, f"the state of the product when {own} alone is down", title=names.name[v])
        for name, own, v in zip(distinct(ids, [c.name for c in _HEAD]), ids, failed, strict=True)
    )

    def rows() -> Iterator[tuple[Cell, ...]]:
        for product, states in zip(products.tolist(), found.state.T.tolist(), strict=True):
            yield (names.id[product], names.name[product], *(_STATES[state] for state in states))

    return columns, Rows(rows)


MATRICES: dict[str, Callable[[Index, NDArray[np.int32]], Matrix]] = {
    "types": by_types,
    "services": by_services,
    "failures": by_failures,
}
KINDS = tuple(MATRICES)
