"""What changed between two revisions or catalogues."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from graphmodel.answers.question import argument
from graphmodel.answers.report import Report, Rows, columns
from graphmodel.model.errors import UsageError
from graphmodel.operations.operation import Access, Operation, Outcome
from graphmodel.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphmodel.model.catalogue import Catalogue
    from graphmodel.model.revision import Revision
    from graphmodel.planning.plan import DiffRow
    from graphmodel.stores.store import Store

LONGEST: Final = 18
"""Digits of a revision's number; a store keeps 64 bits."""


@dataclass(frozen=True)
class DiffQuestion:
    """Show what changed, field by field, from BEFORE to AFTER."""

    before: str = argument("a revision's number, or a catalogue's path or URL", "BEFORE", path="catalogue")
    after: str = argument("the same", "AFTER", path="catalogue")


def diff(store: Callable[[], Store], question: DiffQuestion) -> Report[DiffRow]:
    """What changed. ``store`` is what the numbers of revisions are of; each catalogue is opened and read once.

    Raises UsageError for an unknown revision, StoreError, and RejectedError for a folder with errors.
    """
    from graphmodel.diagrams.changes import changes
    from graphmodel.planning.difference import DiffRow, difference

    names = (question.before, question.after)
    numbered = any(name.isdecimal() for name in names)
    revision = store().revision() if numbered else None
    (old, first), (new, _) = (_state(name, store) for name in names)
    of: Revision = revision or first
    return Report(
        columns(DiffRow, spare=["kind", "name"]),
        Rows(partial(difference, old, new)),
        title=f"What changed from {question.before} to {question.after}",
        spec=lambda: changes(old, new, of, _between(question)),
        analysis="diff",
        question=question,
        revision=of,
    )


def _between(question: DiffQuestion) -> str:
    """How a diagram's title begins: paths and addresses are nothing for its readers."""
    if question.before.isdecimal() and question.after.isdecimal():
        return f"From revision {question.before} to {question.after}"
    return "What changed"


def _state(name: str, store: Callable[[], Store]) -> tuple[Catalogue, Revision]:
    """The catalogue that is meant, and the current revision of where it is kept."""
    if name.isdecimal():
        if len(name) > LONGEST:
            raise UsageError(f"there is no revision {name[:LONGEST]}…", "history lists them")
        return store().catalogue(int(name)), store().revision()
    with closing(open_store(name)) as other:
        revision = other.revision()
        return other.catalogue(), revision


def run(access: Access, question: DiffQuestion) -> Outcome:
    """Compare them."""
    return Outcome(diff(access.store, question), empty="no changes")


OPERATION = Operation(
    name="diff",
    summary="What changed between two revisions or catalogues.",
    question=DiffQuestion,
    examples=(
        "graphmodel -c estate.db diff 1 2",
        "graphmodel diff examples/exercise-bike examples/university --format csv",
    ),
    run=run,
    gives="diagram",
)
