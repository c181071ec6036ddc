"""What the rules share: whom they judge, and the row that a finding comes from.

Services, categories and roles are numbered in the index as they stand in the catalogue's tables, so a number is a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.graph.csr import providers, sources
from graphmodel.model.table import Origin
from graphmodel.rules.rule import Found

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.graph.index import Index
    from graphmodel.model.table import Table

SHOWN = 5
"""How many ids a message lists."""


def lifecycle(index: Index, *states: str) -> NDArray[np.bool_]:
    """bool[n]: the services whose lifecycle is one of these."""
    column = index.catalogue().services.column("lifecycle")
    return np.fromiter((value in states for value in column), np.bool_, index.n)


def judged(index: Index) -> NDArray[np.bool_]:
    """bool[n]: the services of which something is expected: not placeholders, which have a rule of their own, and not
    retired, which nobody has to look after any more.
    """
    return ~index.placeholder & ~lifecycle(index, "retired")


def links(index: Index) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Consumer and provider of every dependency, int32[…] each, by consumer; those of a service on itself left out."""
    consumer = sources(providers(index))
    other = consumer != index.member
    return consumer[other], index.member[other]


def about(index: Index, services: Iterable[int], message: str) -> Iterator[Found]:
    """A finding about each of these services, from the service's row; ``{}`` in the message is its id."""
    rows = index.catalogue().services
    for v in services:
        yield service(index, v, message.format(index.service_id[v]), rows.origin(v))


def service(index: Index, v: int, message: str, origin: Origin, detail: str = "") -> Found:
    """A finding about one service."""
    return Found(index.service_id[v], index.service_name[v], message, origin, detail)


def places(
    table: Table, columns: Sequence[str], wanted: Collection[tuple[str, ...]]
) -> dict[tuple[str, ...], Origin]:
    """Values of these columns → the first place (file, line, then source) of the rows that hold them."""
    if not wanted:
        return {}
    sources = table.sources or [""] * len(table)
    found: dict[tuple[str, ...], tuple[str, int, str]] = {}
    for row, key in enumerate(zip(*(table.texts(name) for name in columns), strict=True)):
        if key in wanted:
            place = table.files[row], table.lines[row], sources[row]
            found[key] = min(found.get(key, place), place)
    return {key: Origin(*place) for key, place in found.items()}


def listed(ids: Sequence[str], separator: str = ", ") -> str:
    """The ids, the first few of many."""
    more = len(ids) - SHOWN
    return separator.join(ids[:SHOWN]) + (f" and {more} more" if more > 0 else "")
