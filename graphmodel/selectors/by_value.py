"""The services of every value of an attribute: what ``FIELD:VALUE`` selects, for all values at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.csr import distinct, gather
from graphmodel.index.strings import coded
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import SERVICE
from graphmodel.model.suggest import did_you_mean
from graphmodel.selectors import attributes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.index.arrays import Integers
    from graphmodel.index.index import Index


def by_value(index: Index, field: str) -> Iterator[tuple[str, NDArray[np.int32]]]:
    """Each value of the field, by code point, and its services, ascending; a category has those below it, too.

    Services without a value are in none; one with several (tags, roles) is in each. Raises UsageError for a field
    that services do not have.
    """
    name = SERVICE.current(attributes.SYNONYMS.get(field, field))
    if attributes.by(index, name) is None:
        hint = did_you_mean(field, attributes.known(index), "graphmodel list attributes")
        raise UsageError(f"services have no field {field!r}", hint)
    texts, value, service = _pairs(index, name)
    n = max(index.n, 1)
    pair = distinct(value.astype(np.int64) * n + service)
    at = np.searchsorted(pair // n, np.arange(len(texts) + 1))
    chosen = (pair % n).astype(np.int32)
    for text, number in sorted((text, number) for number, text in enumerate(texts) if text):
        if at[number] < at[number + 1]:
            yield text, chosen[at[number] : at[number + 1]]


def _pairs(index: Index, name: str) -> tuple[Sequence[str], Integers, Integers]:
    """The texts of the values, and pairs of a value's number and a service."""
    everyone = np.arange(index.n, dtype=np.int32)
    if name == "role":
        return index.role_id.list(), index.held_role, index.held_service
    if name in ("category", "type"):
        found = [(index.category if name == "category" else index.type, everyone)]
        while name == "category" and len(found[-1][0]):
            above = np.append(index.category_parent, np.int32(-1))[found[-1][0]]
            found.append((above[above >= 0], found[-1][1][above >= 0]))
        value, service = (np.concatenate(part) for part in zip(*found, strict=True))
        return index.category_id.list(), value[value >= 0], service[value >= 0]
    if name == "kind":
        return ("service", "product"), index.product.astype(np.int32), everyone
    texts, code = coded(index.records("service").column(name))
    items = [text.split(";") if text and name in attributes.LISTS else [text] for text in texts]
    number = {item: at for at, item in enumerate(dict.fromkeys(item for one in items for item in one))}
    length = np.array([len(one) for one in items], np.int64)
    values = np.array([number[item] for one in items for item in one], np.int64)
    at = np.append(0, np.cumsum(length))
    return list(number), gather(at, values, code), np.repeat(everyone, length[code])
