"""What records refer to, as numbers: a node of any kind is numbered as its records are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.strings import Coded
from graphmodel.model.metamodel import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from graphmodel.index.index import Index


def numbers(index: Index, kind: str, name: str) -> NDArray[np.int32]:
    """int32[rows]: for each record of a kind the number of what its field ``name`` refers to, -1 for nothing.

    Raises KeyError for a field that refers to nothing.
    """
    if made := _MADE.get((kind, name)):
        return made(index)
    field = KINDS[kind].field(name)
    if not field or not field.refers_to:
        raise KeyError(name)
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
