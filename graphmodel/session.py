"""A session: an answer's world, pinned, of which everything can be asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from graphmodel.answers.world import World
from graphmodel.asking import Asking
from graphmodel.model.errors import StoreError, UsageError
from graphmodel.model.revision import NO_REVISION, Revision, roots
from graphmodel.rules.settings import DEFAULT, Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from graphmodel.model.catalogue import Catalogue
    from graphmodel.planning.plan import Plan
    from graphmodel.stores.store import Store, WritableStore


@dataclass(frozen=True)
class Session(World, Asking):
    """One state of a catalogue, with the settings that hold, to be asked as often as one likes."""

    def session(self) -> Session:
        """Itself: whatever is asked of it is asked of the same world."""
        return self

    def proposed(
        self,
        *,
        with_: str | Path | Sequence[str | Path] = (),
        without: str | Sequence[str] = (),
        at: str | date | None = None,
    ) -> Self:
        """What if: the catalogue with records laid over it, on another day, without some services. Nothing is stored.

        ``with_``: folders of CSV files, each as a source of its own that has the last word, the last on top; a row
        whose column ``remove`` is yes takes its record out. ``at``: without what has ended by that day, or has not
        started. ``without``: selectors of services that are taken away. Who needs what is gone finds it down.

        Raises UsageError for an unknown selector, folder or day, RejectedError for an overlay with errors.
        """
        from graphmodel.proposing import proposed

        paths = [with_] if isinstance(with_, str | Path) else with_
        selected = [without] if isinstance(without, str) else without
        return proposed(self, paths, selected, None if at is None else str(at))

    @classmethod
    def of_store(cls, store: Store, settings: Settings = DEFAULT) -> Self:
        """What a store holds now. Raises StoreError, or RejectedError for a folder with errors."""
        index = store.index()
        return cls(
            index, settings, partial(_roots, store, index.revision), past=partial(_past, store, settings)
        )

    @classmethod
    def of_catalogue(
        cls, catalogue: Catalogue, settings: Settings = DEFAULT, revision: Revision = NO_REVISION
    ) -> Self:
        """A catalogue in memory."""
        from graphmodel.index import build

        return cls(build.index(catalogue, revision), settings)

    @classmethod
    def of_plan(cls, store: WritableStore, plan: Plan, settings: Settings = DEFAULT) -> Self:
        """What if the plan were applied to the store: what all sources would hold then. Nothing is changed.

        Of rows that are rejected it knows nothing, as an import that accepts the others.

        Raises RejectedError for a plan with contradictions, StoreError when the store has moved on since it was made.
        """
        from graphmodel.stores.derived import changes_something
        from graphmodel.stores.values import merged

        changes_something(plan)
        base = store.revision()
        held = {**store.held(), plan.source: plan.incoming}
        if base.uid != plan.base:
            raise StoreError(
                "the catalogue was changed by somebody else since this was planned", "plan it again"
            )
        counts = {name: plan.counts[name] for name in ("added", "changed", "withdrawn")}
        then = Revision(base.number + 1, "", "", plan.source, "plan", root=plan.root, **counts)
        found = cls.of_catalogue(merged(held), settings, then)
        return replace(
            found,
            roots=partial(_roots, store, base, then),
            past=lambda name: _past(store, settings, name or str(base.number)),
        )


def _roots(store: Store, last: Revision, *planned: Revision) -> dict[str, str]:
    """Source → the folder of its files when that was the last revision, and what is planned had followed.

    A folder that is gone (moved, or on another machine) is none.
    """
    history = [*planned, *(known for known in store.history() if known.number <= last.number)]
    return {source: root for source, root in roots(history).items() if Path(root).is_dir()}


def _past(store: Store, settings: Settings, name: str) -> Session:
    """What the store held at a revision; of a folder in Git at a commit. Empty: at the one before.

    Raises UsageError where there is none.
    """
    from graphmodel.stores.folder import FolderStore

    if isinstance(store, FolderStore):
        return Session.of_catalogue(store.committed(name or "HEAD"), settings)
    current = store.revision().number
    if name and not (name.isdecimal() and len(name) < 19):
        raise UsageError(f"{name!r} is no number of a revision", "graphmodel history lists them")
    number = int(name) if name else current - 1
    if not 1 <= number <= current:
        raise UsageError(
            f"there is no revision {number}" if name else f"there is no revision before {current}",
            "graphmodel history lists them",
        )
    revision = next(known for known in store.history() if known.number == number)
    return Session.of_catalogue(store.catalogue(number), settings, revision)
