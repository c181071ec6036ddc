"""What the rules share: whom they judge, and the row that a finding comes from.

Services, categories and roles are numbered in the index as they stand in the catalogue's tables, so a number is a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphmodel.graph.csr import providers, sources
from graphmodel.model.table import Origin
from graphmodel.model.words import called
from graphmodel.rules.rule import Found

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from graphmodel.graph.index import Index
    from graphmodel.model.table import Table

SHOWN = 5
"""How many names a message lists."""
ASIDE = ", retired services aside"
"""What a message adds where retired services are there that count for nothing."""


def lifecycle(index: Index, *states: str) -> NDArray[np.bool_]:
    """bool[n]: the services whose lifecycle is one of these."""
    column = index.catalogue().services.column("lifecycle")
    return np.fromiter((value in states for value in column), np.bool_, index.n)


def retired(index: Index) -> NDArray[np.bool_]:
    """bool[n]: the services that count for nothing: nobody has to look after them any more."""
    return lifecycle(index, "retired")


def judged(index: Index) -> NDArray[np.bool_]:
    """bool[n]: the services of which something is expected: neither retired nor placeholders."""
    return ~index.placeholder & ~retired(index)


def links(index: Index) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Consumer and provider of every dependency, int32[…] each, by consumer; those of a service on itself left out."""
    consumer = sources(providers(index))
    other = consumer != index.member
    return consumer[other], index.member[other]


def about(
    index: Index, services: Iterable[int], message: str, aside: NDArray[np.bool_] | None = None
) -> Iterator[Found]:
    """A finding about each of these services, from the service's row; ``{}`` in the message is what it is called.

    ``aside``, bool[n]: of which of them it is only true because retired services count for nothing.
    """
    rows = index.catalogue().services
    for v in services:
        said = message.format(named(index, v))
        if aside is not None and aside[v]:
            said += ASIDE
        yield service(index, v, said, rows.origin(v))


def service(
    index: Index, v: int, message: str, origin: Origin, detail: str = "", others: Sequence[int] = ()
) -> Found:
    """A finding about one service; ``others`` are services that the message speaks of, too."""
    return Found(
        index.service_id[v],
        index.service_name[v],
        message,
        origin,
        detail,
        tuple(index.service_id[o] for o in others),
        tuple(index.service_name[o] for o in others),
    )


def named(index: Index, v: int) -> str:
    """What a message calls a service: its name and its id."""
    return called(index.service_id[v], index.service_name[v])


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
