"""What every store can do. A store keeps what each source gave; the catalogue and its index are derived."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphmodel.graph.index import Index
    from graphmodel.model.catalogue import Catalogue, Tables
    from graphmodel.model.plan import Plan
    from graphmodel.model.revision import Revision


class Store(Protocol):
    """A catalogue that can be asked."""

    url: str

    def index(self) -> Index:
        """The index of the current revision. Raises StoreError, or RejectedError for a folder with errors."""

    def catalogue(self, revision: int | None = None) -> Catalogue:
        """The merged catalogue, now or as it was at a revision. Raises UsageError for an unknown revision."""

    def history(self) -> list[Revision]:
        """Every revision, the latest first."""

    def close(self) -> None:
        """Give back what the store holds open."""


class WritableStore(Store, Protocol):
    """A catalogue that can be changed, one revision at a time."""

    def held(self) -> Mapping[str, Tables]:
        """What each source holds now, canonical and complete: source → kind → records."""

    def apply(self, plan: Plan) -> Revision:
        """Make the plan the next revision: all or nothing. Raises StoreError when the store has moved on since."""

    def undo(self) -> Revision:
        """Take back the latest revision not yet undone, by a new one. Raises UsageError when there is none."""
