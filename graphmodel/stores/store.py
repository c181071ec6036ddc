"""What every store can do. A store keeps what each source gave; the catalogue and its index are derived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from graphmodel.index.index import Index
    from graphmodel.model.catalogue import Catalogue, Tables
    from graphmodel.model.revision import Revision
    from graphmodel.planning.plan import Plan


@dataclass(frozen=True)
class Check:
    """One thing that ``doctor`` looked at."""

    name: str
    ok: bool
    detail: str


class Entry(NamedTuple):
    """One revision with what it made of the one source that it changed: the history from store to store."""

    revision: Revision
    tables: Tables
    """What ``revision.source`` holds from then on, complete; empty where it holds nothing any more."""


class Store(Protocol):
    """A catalogue that can be asked."""

    url: str

    def revision(self) -> Revision:
        """The current revision; number 0 for a folder and for a store without any."""

    def index(self) -> Index:
        """The index of the current revision. Raises StoreError, or RejectedError for a folder with errors."""

    def catalogue(self, revision: int | None = None) -> Catalogue:
        """The merged catalogue, now or as it was at a revision. Raises UsageError for an unknown revision."""

    def held(self) -> Mapping[str, Tables]:
        """What each source holds now, canonical and complete: source → kind → records."""

    def history(self) -> list[Revision]:
        """Every revision, the latest first."""

    def close(self) -> None:
        """Give back what the store holds open."""


@dataclass(frozen=True)
class Opener:
    """What a store is opened by."""

    name: str
    claims: Callable[[str], bool]
    """Is that path or URL one of this store?"""
    open: Callable[[str, bool], Store]
    """Open it; with True, one that does not exist is made by the first import. Raises StoreError, UsageError."""


class WritableStore(Store, Protocol):
    """A catalogue that can be changed, one revision at a time."""

    def base(self) -> str:
        """The uid of the current revision, which a plan is made against; empty before the first."""

    def apply(self, plan: Plan, ready: Callable[[], None] = ...) -> Revision | None:
        """Make the plan the next revision: all or nothing; None where it changes nothing.

        ``ready`` is called, perhaps more than once, when the store is locked and before the revision is there; what
        it raises ends all. It may not be called where nothing changes.

        Raises StoreError when the store has moved on since the plan was made.
        """

    def undo(self) -> Revision:
        """Take back the latest revision not yet undone, by a new one. Raises UsageError when there is none."""

    def dump(self) -> Iterator[Entry]:
        """Every revision, the oldest first."""

    def load(self, entries: Iterable[Entry], *, replace: bool = False) -> None:
        """Take over the history of another store, numbers, uids and times included: all or nothing.

        Records are taken as they are, with absent values absent and the places they were read from. Raises UsageError
        for a store that has revisions, unless ``replace``, which gives them up.
        """

    def doctor(self, *, repair: bool = False) -> list[Check]:
        """Is the store whole? With ``repair`` what is derived is rebuilt."""
