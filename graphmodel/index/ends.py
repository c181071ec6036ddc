"""What records refer to, as numbers: a node of any kind is numbered as its records are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.strings import Coded
from graphmodel.model.metamodel import KINDS, NODES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from graphmodel.index.index import Index
    from graphmodel.model.metamodel import Field


def numbers(index: Index, kind: str, name: str) -> NDArray[np.int32]:
    """int32[rows]: for each record of a kind the number of what its field ``name`` refers to, -1 for nothing.

    Raises KeyError for a field that refers to nothing.
    """
    if made := _MADE.get((kind, name)):
        return made(index)
    field = KINDS[kind].field(name)
    if not field or not field.refers_to:
        raise KeyError(name)
    if not len(index.records(kind)):
        return np.zeros(0, np.int32)
    place = {text: at for at, text in enumerate(index.records(field.refers_to).texts("id"))}
    texts = index.records(kind).column(name)
    known = texts.known if isinstance(texts, Coded) else texts
    found = np.array([place.get(text, -1) for text in known], np.int32)
    return found[texts.code].astype(np.int32, copy=False) if isinstance(texts, Coded) else found


_MADE: dict[tuple[str, str], Callable[[Index], NDArray[np.int32]]] = {
    ("service", "category"): lambda index: index.category,
    ("category", "parent"): lambda index: index.category_parent,
    ("dependency", "service"): lambda index: np.repeat(index.consumer, np.diff(index.member_at)),
    ("dependency", "depends_on"): lambda index: index.member,
    ("responsibility", "role"): lambda index: index.held_role,
    ("responsibility", "service"): lambda index: index.held_service,
}
"""Those that the index has already."""


def leading(kind: str) -> Iterator[tuple[str, Field]]:
    """The fields of nodes that lead to nodes of that kind, and mean nothing more to the index."""
    for name, node in NODES.items():
        for field in node.fields:
            if field.refers_to == kind and field.type == "id" and (name, field.name) not in _MADE:
                yield name, field
