"""What stores derive in one way from what their sources hold, wherever they keep it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from graphmodel.index import build
from graphmodel.index.index import ARRAYS, STRINGS, Index
from graphmodel.index.records import PARTS, line_name, origin_name
from graphmodel.index.strings import Strings
from graphmodel.model.catalogue import merge
from graphmodel.model.errors import RejectedError, StoreError, UsageError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.pause import collector_paused
from graphmodel.model.words import count
from graphmodel.stores import values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graphmodel.index.arrays import Array
    from graphmodel.model.catalogue import Catalogue, Tables
    from graphmodel.model.revision import Revision
    from graphmodel.planning.plan import Plan


class Snapshot(Mapping[str, "Array"]):
    """The arrays of one revision, each read when first asked for."""

    def __init__(
        self, load: Callable[[str], Array | None], rebuild: Callable[[], Mapping[str, Array]]
    ) -> None:
        """``load`` gives one array or None where there is no sound one; ``rebuild`` makes all of them."""
        self._load = load
        self._rebuild = rebuild
        self._rebuilt: Mapping[str, Array] | None = None
        self._given: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        if self._rebuilt is None:
            array = self._load(name)
            if array is not None and self._texts_right(name, array):
                self._given[name] = array
                return array
            rebuilt = self._rebuild()
            same = all(np.array_equal(kept, rebuilt.get(known, ())) for known, kept in self._given.items())
            if not same or name not in rebuilt:
                raise StoreError("the arrays that were kept of the catalogue are damaged", "ask again")
            self._rebuilt = rebuilt
        return self._rebuilt[name]

    def _texts_right(self, name: str, array: Array) -> bool:
        """Whether the texts of a column, if it is one, are such as its field takes."""
        part, _, column = name.partition(":")
        if part != "text" or not values.is_typed(column):
            return True
        return values.are_right(column, Strings(array, self[f"at:{column}"]).list())

    def __iter__(self) -> Iterator[str]:
        yield from ARRAYS
        yield from (name + end for name in STRINGS for end in ("", "_at"))
        columns = Strings(self["column"], self["column_at"])
        origins = [origin_name(kind, part) for kind in KINDS for part in ("file", "source")]
        yield from (f"{part}:{name}" for name in (*columns, *origins) for part in PARTS)
        yield from map(line_name, KINDS)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def catalogue(held: Callable[[int], Mapping[str, Tables]], current: int, revision: int | None) -> Catalogue:
    """The merged catalogue as of a revision, by default the current one. Raises UsageError for an unknown one."""
    if revision is not None and not 0 <= revision <= current:
        raise UsageError(
            f"there is no revision {revision}", f"there are 0 (empty) to {current}: graphmodel history"
        )
    with collector_paused():
        return values.merged(held(current if revision is None else revision))


def index(
    revision: Revision,
    load: Callable[[str], Array | None],
    rebuild: Callable[[], Mapping[str, Array]],
    catalogue: Callable[[], Catalogue],
) -> Index:
    """The index of a revision from its kept arrays (see ``Snapshot``); before the first revision that of nothing."""
    if not revision.number:
        return build.index(merge({}), revision)
    return Index(Snapshot(load, rebuild), catalogue, revision)


def check_there(revision: Revision, history: Iterable[Revision]) -> None:
    """Raises StoreError where a history does not hold that revision: what was asked then cannot be read on."""
    if all(known.uid != revision.uid for known in history):
        raise StoreError(
            f"revision {revision.number}, of which this was asked, is gone: the catalogue was replaced meanwhile",
            "ask again",
        )


def check_continued(before: Sequence[Revision], now: Sequence[Revision]) -> None:
    """Raises StoreError where a history, the latest first, does not go on from what it was: what was read is of two."""
    if now[len(now) - len(before) :] != before:
        raise StoreError("the catalogue was replaced by another while it was copied", "copy it again")


def changes_something(plan: Plan) -> bool:
    """Whether there is anything to write. Raises RejectedError for a plan with contradictions."""
    if plan.refused:
        raise RejectedError(plan.refused[0].message, plan.refused, plan.refused[0].hint)
    return not plan.empty or any(kind.moved for kind in plan.kinds.values())


def check_legal(held: Mapping[str, Tables], what: str) -> None:
    """Raises RejectedError where what these sources hold together is no catalogue; ``what`` would make it so."""
    from graphmodel.planning import legal

    if found := legal.problems(held):
        raise RejectedError(
            f"{what} would leave records that are no catalogue: nothing was changed",
            found,
            "fix what is named, by an import of the source that holds it",
        )


def check_replaceable(revisions: int, *, replace: bool) -> None:
    """Raises UsageError where a history would be given up and nobody said ``replace``."""
    if revisions and not replace:
        raise UsageError(
            f"the catalogue is not empty: it has {count(revisions, 'revision')}",
            "name another; --force gives up what it holds, its history included",
        )
