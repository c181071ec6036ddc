"""A catalogue copied from one store to another, its history with it where both have one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import uuid4

from graphmodel.exporters.folder import write_folder
from graphmodel.model.errors import UsageError
from graphmodel.model.revision import Revision, now, roots
from graphmodel.model.words import count
from graphmodel.stores import open_store
from graphmodel.stores.store import Entry
from graphmodel.stores.urls import check

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphmodel.model.catalogue import Tables
    from graphmodel.stores.store import Store, WritableStore


@dataclass(frozen=True)
class Copied:
    """What a copy did."""

    revisions: int
    """Of the target; 0 for a folder."""
    notes: tuple[str, ...] = ()
    """What was left."""


def copy(source: str, target: str, *, force: bool = False) -> Copied:
    """Copy the catalogue at one path or URL to another. A target that is a directory, or ends with ``/``, is a folder.

    Raises UsageError where the target holds something (unless ``force``, which replaces all of it) or is the source;
    StoreError, RejectedError and UsageError where one of the two cannot be read or written.
    """
    check(target)
    start = open_store(source)
    try:
        return copied(start, target, force=force)
    finally:
        start.close()


def copied(start: Store, target: str, *, force: bool = False) -> Copied:
    """The same of a store that is open."""
    check(target)
    if is_folder(target):
        return _to_folder(start, target, force=force)
    end = cast("WritableStore", open_store(target, create=True))
    try:
        return to_store(start, end, force=force)
    finally:
        end.close()


def is_folder(target: str) -> bool:
    """Is that path meant as a folder of CSV files?"""
    return "://" not in target and (target.endswith(("/", "\\")) or Path(target).is_dir())


def _to_folder(start: Store, target: str, *, force: bool) -> Copied:
    if Path(start.url).exists() and Path(target).exists() and Path(start.url).samefile(target):
        raise _same(target)
    write_folder(start.catalogue, Path(target), force=force)
    sources = len(start.held())
    left = []
    if revisions := start.revision().number:
        left.append(f"the history ({count(revisions, 'revision')}) is left: a folder has none")
    if sources > 1:
        left.append(f"what {sources} sources gave is together now: a folder is one source")
    return Copied(0, tuple(left))


def to_store(start: Store, end: WritableStore, *, force: bool) -> Copied:
    """The same into a store that is open."""
    if hasattr(start, "dump"):
        before = cast("WritableStore", start)
        if before.base() and before.base() == end.base():
            raise _same(end.url)
        end.load(before.dump(), replace=force)
        return Copied(end.revision().number)
    held = start.held()  # whose errors are to come before the target is touched
    end.load(_entries(held, roots(start.history())), replace=force)
    return Copied(end.revision().number, ("a folder has no history: its copy begins with revision 1",))


def _entries(held: Mapping[str, Tables], root: Mapping[str, str]) -> Iterator[Entry]:
    """A revision for every source that gives something."""
    given = [(source, tables) for source, tables in sorted(held.items()) if any(map(len, tables.values()))]
    for number, (source, tables) in enumerate(given, 1):
        count = sum(map(len, tables.values()))
        yield Entry(
            Revision(number, uuid4().hex, now(), source, added=count, root=root.get(source, "")), tables
        )


def _same(target: str) -> UsageError:
    return UsageError(f"{target} is the same catalogue already, revision by revision", "name another target")
