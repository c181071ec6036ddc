"""What a store says of one of its states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from graphmodel.model.rows import documented

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Revision:
    """One state of a store. A folder has the single revision 0, whose uid is empty."""

    number: int
    uid: str
    """Random, never reused: what caches are keyed by."""
    time: str
    """UTC, ISO 8601 with seconds."""
    source: str
    """The source whose import (or undo) made it."""
    action: str = "import"
    """``import``, ``undo`` or ``rename``; ``plan``: it is not there, and an import would make it; ``proposal``: it is
    not there, but what is proposed of it (``answers.proposal``)."""
    undoes: int = 0
    """The revision that this one takes back, or 0."""
    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    root: str = ""
    """The folder that the files of its import were in, in which ``Origin.file`` is found; empty where it has none, and
    ``SEVERAL`` where files of another folder were added to what the source gave before."""


SEVERAL: Final = "*"
"""In place of a root: the files of the source are in several folders."""

NO_REVISION: Final = Revision(0, "", "", "")
"""Of a catalogue without a history, and of what was asked of no catalogue."""


@documented(
    number="the revision, counted from 1",
    time="when it was made: UTC, ISO 8601",
    action="import or undo",
    source="the source that it changed",
    undoes="the revision that it takes back; nothing of an import",
    added="records that it added",
    changed="records that it changed",
    withdrawn="records that it withdrew",
    uid="what no other revision of any catalogue has",
)
class HistoryRow(NamedTuple):
    """One revision, as ``history`` lists it."""

    number: int
    time: str
    action: str
    source: str
    undoes: int | None
    added: int
    changed: int
    withdrawn: int
    uid: str


def roots(history: Sequence[Revision]) -> dict[str, str]:
    """Source → the folder in which all of its files are found, of a history with the latest revision first.

    >>> first, moved = (Revision(n, "u", "", "cmdb", root=root) for n, root in ((1, "/old"), (2, "/new")))
    >>> roots([moved, first])
    {'cmdb': '/new'}
    >>> roots([Revision(3, "u", "", "cmdb", "undo", undoes=2), moved, first])
    {'cmdb': '/old'}
    >>> roots([Revision(3, "u", "", "cmdb", root=SEVERAL), moved, first])
    {}
    """
    known: dict[str, list[str]] = {}
    for revision in reversed(history):
        before = known.setdefault(revision.source, [""])
        if revision.undoes:
            before.pop()
        else:
            before.append(revision.root or before[-1])
    return {source: found[-1] for source, found in known.items() if found[-1] not in ("", SEVERAL)}


def now() -> str:
    """The time, UTC, ISO 8601 with seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
