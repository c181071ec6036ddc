"""A catalogue in memory as a store that is only read: one made in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from graphmodel.model.errors import UsageError
from graphmodel.model.revision import NO_REVISION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphmodel.index.index import Index
    from graphmodel.model.catalogue import Catalogue, Tables
    from graphmodel.model.revision import Revision
    from graphmodel.stores.store import Store


class MemoryStore:
    """A catalogue that has no file of ours; ``url`` is what messages call it."""

    def __init__(self, catalogue: Catalogue, url: str = "a catalogue in memory") -> None:
        self.url = url
        self._catalogue = catalogue

    def close(self) -> None:
        """Nothing is held open."""

    def revision(self) -> Revision:
        """Number 0: it has no history."""
        return NO_REVISION

    def history(self) -> list[Revision]:
        """The one revision that it has."""
        return [NO_REVISION]

    def held(self) -> Mapping[str, Tables]:
        """Its records as those of one source."""
        from graphmodel.planning.difference import given_tables

        return {"catalogue": given_tables(self._catalogue)}

    def catalogue(self, revision: int | None = None) -> Catalogue:
        """The catalogue. Raises UsageError for a revision but 0."""
        if revision:
            raise UsageError(f"there is no revision {revision}: {self.url} has no history")
        return self._catalogue

    def index(self) -> Index:
        """The index of the catalogue."""
        from graphmodel.index import build

        return build.index(self._catalogue, NO_REVISION)


def stored(catalogue: Store | Catalogue) -> Store:
    """A store as it is; a catalogue in memory as one. Raises UsageError for anything else."""
    # Not by type: that would load what nobody needs who opens a file.
    if hasattr(catalogue, "held"):
        return cast("Store", catalogue)
    if not hasattr(catalogue, "dependencies"):
        raise UsageError(f"{catalogue!r} is no catalogue", "give its path, its URL, or a Catalogue")
    return MemoryStore(catalogue)
