"""The history of another store as chunks, all of it made before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.model.metamodel import KINDS
from graphmodel.model.table import empty
from graphmodel.planning.compare import exactly
from graphmodel.planning.plan import Plan
from graphmodel.stores.neo4j import blocks, records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphmodel.model.revision import Revision
    from graphmodel.stores.neo4j.blocks import Chunk
    from graphmodel.stores.store import Entry


def replayed(entries: Iterable[Entry], first: int) -> tuple[list[Revision], list[Chunk]]:
    """The revisions, the oldest first, and the chunks as they are after the last; these are numbered from ``first``."""
    revisions: list[Revision] = []
    chunks: dict[str, dict[int, Chunk]] = {}
    for revision, tables in entries:
        mine = chunks.setdefault(revision.source, {})
        held = blocks.held(mine.values(), revision.number - 1).get(revision.source, {})
        incoming = {name: tables.get(name) or empty(kind) for name, kind in KINDS.items()}
        kinds = {n: exactly(held.get(n) or empty(kind), incoming[n]) for n, kind in KINDS.items()}
        plan = Plan(revision.source, "", incoming, held, kinds)
        writes = records.beside(list(mine.values()), plan, revision.number, first, since=revision.number)
        first += len(writes.fresh)
        mine.update((block.number, block) for block in (*writes.changed, *writes.fresh))
        revisions.append(revision)
    return revisions, [block for mine in chunks.values() for block in mine.values()]
