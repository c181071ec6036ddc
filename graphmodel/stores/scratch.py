"""A catalogue that begins empty and is kept in memory only, with its history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from graphmodel.index import build
from graphmodel.model.catalogue import blank, merge
from graphmodel.model.revision import NO_REVISION, Revision
from graphmodel.stores import derived
from graphmodel.stores import revisions as history
from graphmodel.stores.store import Check, Entry

if TYPE_CHECKING:
    from graphmodel.index.index import Index
    from graphmodel.model.catalogue import Catalogue, Tables
    from graphmodel.planning.plan import Plan


class _Then(NamedTuple):
    revision: Revision
    held: dict[str, Tables]


class ScratchStore:
    """The states of a catalogue, one after another; what is in memory only is gone with it."""

    def __init__(self, url: str = "a new catalogue in memory") -> None:
        self.url = url
        self._states = [_Then(NO_REVISION, {})]
        self._index: Index | None = None

    def close(self) -> None:
        """Nothing is held open."""

    def revision(self) -> Revision:
        """The current revision; number 0 before the first."""
        return self._states[-1].revision

    def base(self) -> str:
        """The uid of the current revision; empty before the first."""
        return self.revision().uid

    def history(self) -> list[Revision]:
        """Every revision, the latest first."""
        return [state.revision for state in reversed(self._states[1:])]

    def held(self) -> Mapping[str, Tables]:
        """What each source holds now."""
        return self._states[-1].held

    def catalogue(self, revision: int | None = None) -> Catalogue:
        """The merged catalogue, now or as it was at a revision. Raises UsageError for an unknown one."""
        return derived.catalogue(lambda number: self._states[number].held, self.revision().number, revision)

    def index(self) -> Index:
        """The index of the current revision, made once."""
        if self._index is None or self._index.revision.uid != self.base():
            self._index = build.index(merge(self.held()), self.revision())
        return self._index

    def apply(self, plan: Plan, ready: Callable[[], None] = lambda: None) -> Revision | None:
        """Make the plan the next revision; None where it changes nothing.

        Raises RejectedError for a plan with contradictions, StoreError for one of another revision.
        """
        if not derived.changes_something(plan):
            return None
        history.check_base(self.base(), plan.base)
        held = history.after(self.held(), plan)
        if plan.empty:  # records are elsewhere in their files
            self._states[-1] = _Then(self.revision(), held)
            self._index = None
            return None
        ready()
        return self._next(history.of_plan(self.revision(), plan), held)

    def undo(self) -> Revision:
        """Take back the latest revision not yet undone, by a new one. Raises UsageError when there is none."""
        revision, last = history.of_undo(self.history())
        # All that came later is undone already.
        return self._next(revision, self._states[last.number - 1].held)

    def _next(self, revision: Revision, held: Mapping[str, Tables]) -> Revision:
        whole = {source: tables for source, tables in held.items() if any(map(len, tables.values()))}
        self._states.append(_Then(revision, whole))
        return revision

    def dump(self) -> Iterator[Entry]:
        """Every revision, the oldest first."""
        for revision, held in self._states[1:]:
            yield Entry(revision, held.get(revision.source) or blank())

    def load(self, entries: Iterable[Entry], *, replace: bool = False) -> None:
        """Take over the history of another store. Raises UsageError for one with revisions, unless ``replace``."""
        derived.check_replaceable(self.revision().number, replace=replace)
        loaded = ScratchStore()
        for revision, tables in entries:
            loaded._next(revision, {**loaded.held(), revision.source: tables})
        self._states, self._index = loaded._states, None

    def doctor(self, *, repair: bool = False) -> list[Check]:  # noqa: ARG002  (there is nothing to repair)
        """What is in memory is whole."""
        return [Check("memory", True, "the catalogue is in memory, and nothing of it is derived")]
