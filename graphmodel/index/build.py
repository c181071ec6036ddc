"""From a catalogue's records to the arrays of its index."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index.index import GIVEN, LETTERS, Index
from graphmodel.index.records import column_name, encoded, line_name, origin_name
from graphmodel.index.strings import Strings
from graphmodel.model.metamodel import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from graphmodel.index.arrays import Array
    from graphmodel.model.catalogue import Catalogue
    from graphmodel.model.revision import Revision
    from graphmodel.model.table import Table

Arrays = dict[str, "Array"]


def index(catalogue: Catalogue, revision: Revision, gone: Collection[str] = ()) -> Index:
    """The index of a catalogue that is in memory. ``gone``: ids of services that are there only for who needs them."""
    return Index(arrays(catalogue), lambda: catalogue, revision, gone)


def arrays(catalogue: Catalogue) -> Arrays:
    """Every array of the index, by name (``index.ARRAYS`` and ``index.STRINGS``)."""
    position = _positions(catalogue.services)
    made: Arrays = {
        "product": np.array([k == "product" for k in catalogue.services.column("kind")], np.bool_),
        "placeholder": np.array([p == "yes" for p in catalogue.services.column("placeholder")], np.bool_),
    }
    made |= _categories(catalogue)
    requirements, dependencies = _requirements(catalogue.dependencies, position)
    made |= requirements
    responsibilities, held = _responsibilities(catalogue, position)
    made |= responsibilities
    made |= _records(catalogue, {"dependency": dependencies, "responsibility": held})
    made |= _aliases(catalogue.services)
    made |= _text("service_id", catalogue.services.texts("id"))
    made |= _text("service_name", catalogue.services.texts("name"))
    made |= _text("category_id", catalogue.categories.texts("id"))
    made |= _text("category_name", catalogue.categories.texts("name"))
    made |= _text("role_id", catalogue.roles.texts("id"))
    made |= _text("role_name", catalogue.roles.texts("name"))
    return made


def _categories(catalogue: Catalogue) -> Arrays:
    position = _positions(catalogue.categories) | {"": -1}
    return {
        "category": _numbers(catalogue.services.texts("category"), position),
        "category_parent": _numbers(catalogue.categories.texts("parent"), position),
    }


def _requirements(table: Table, position: dict[str, int]) -> tuple[Arrays, NDArray[np.intp]]:
    """And the order in which the index has the dependencies."""
    n, m = len(position), len(table)
    consumer = _numbers(table.texts("service"), position)
    provider = _numbers(table.texts("depends_on"), position)
    names = table.texts("group")
    distinct = sorted({*names, ""})
    group = _numbers(names, {g: i for i, g in enumerate(distinct)})
    strength = _numbers(table.texts("strength"), {"": 0, "hard": 1, "soft": 2})
    wanted = _numbers(table.texts("needs"), {k: int(k or 0) for k in set(table.texts("needs"))})

    order = _order((consumer, n), (group, len(distinct)), (provider, n))
    consumer, provider, group = consumer[order], provider[order], group[order]
    first = np.ones(m, np.bool_)
    first[1:] = (consumer[1:] != consumer[:-1]) | (group[1:] != group[:-1]) | (group[1:] == 0)
    starts = np.flatnonzero(first)
    requirement = (np.cumsum(first) - 1).astype(np.int32)
    needs = np.maximum.reduceat(wanted[order], starts) if m else wanted
    soft = np.maximum.reduceat(strength[order], starts) == 2 if m else np.zeros(0, np.bool_)
    return {
        "requirement_at": _offsets(consumer[starts], n),
        "member_at": np.append(starts, m).astype(np.int64),
        "member": provider,
        "needs": np.maximum(needs, 1),
        "hard": ~soft,
        "used_at": _offsets(provider, n),
        "used": requirement[_order((provider, n))],
        **_text("group", [distinct[g] for g in group[starts].tolist()]),
    }, order


def _responsibilities(catalogue: Catalogue, position: dict[str, int]) -> tuple[Arrays, NDArray[np.intp]]:
    """And the order in which the index has them."""
    table = catalogue.responsibilities
    service = _numbers(table.texts("service"), position)
    role = _numbers(table.texts("role"), _positions(catalogue.roles))
    letter = _numbers(table.texts("responsibility"), {x: i for i, x in enumerate(LETTERS)})
    order = _order((service, len(position)), (letter, len(LETTERS)), (role, len(catalogue.roles)))
    duties = table.texts("duty")
    return {
        "held_service": service[order],
        "held_role": role[order],
        "held_letter": letter[order].astype(np.uint8),
        **_text("duty", [duties[i] for i in order.tolist()]),
    }, order


def _records(catalogue: Catalogue, orders: dict[str, NDArray[np.intp]]) -> Arrays:
    """The columns that nothing else is made of, and where each record was read. A known column without text is none."""
    made: Arrays = {}
    columns = []
    for name, kind in KINDS.items():
        table, order = catalogue.table(name), orders.get(name)
        for field in table.columns:
            texts = table.texts(field)
            if field in GIVEN.get(name, ()) or (kind.field(field) and not any(texts)):
                continue
            columns.append(column_name(name, field))
            made |= encoded(columns[-1], texts, order, table.distinct(field))
        made |= encoded(origin_name(name, "file"), table.files, order)
        made |= encoded(origin_name(name, "source"), table.sources or [""] * len(table), order)
        lines = np.array(table.lines, np.int64)
        made[line_name(name)] = lines if order is None else lines[order]
    return made | _text("column", sorted(columns))


def _aliases(services: Table) -> Arrays:
    pairs = sorted(
        (a, i) for i, names in enumerate(services.column("aliases")) if names for a in names.split(";")
    )
    return {"alias_of": np.array([i for _, i in pairs], np.int32), **_text("alias", [a for a, _ in pairs])}


def _positions(table: Table) -> dict[str, int]:
    return {name: i for i, name in enumerate(table.texts("id"))}


def _numbers(texts: Sequence[str], numbers: dict[str, int]) -> NDArray[np.int32]:
    # A list in between is twice as fast as np.fromiter: looking up and converting no longer evict each other's data.
    return np.array(list(map(numbers.__getitem__, texts)), np.int32)


def _order(*keys: tuple[NDArray[np.int32], int]) -> NDArray[np.intp]:
    """int[n]: the rows sorted by these keys, the first one first, rows that are alike as they come.

    ``keys``: numbers from 0, int32[n] each, and how many there may be. Where keys and row fit into one number these are
    sorted, ten times as fast as ``np.lexsort``.
    """
    rows = len(keys[0][0])
    if rows * prod(size for _, size in keys) >= 1 << 63:
        return np.lexsort([numbers for numbers, _ in reversed(keys)])
    found = np.zeros(rows, np.int64)
    for numbers, size in keys:
        found = found * size + numbers
    found = found * rows + np.arange(rows)
    found.sort()
    return found % max(rows, 1)


def _offsets(sorted_or_not: NDArray[np.int32], n: int) -> NDArray[np.int64]:
    at = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(sorted_or_not, minlength=n), out=at[1:])
    return at


def _text(name: str, texts: Sequence[str]) -> Arrays:
    strings = Strings.of(texts)
    return {name: strings.block, name + "_at": strings.at}
