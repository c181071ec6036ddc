"""Every revision of a catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphmodel.answers.report import Report, columns
from graphmodel.model.revision import HistoryRow
from graphmodel.operations.operation import Access, Operation, Outcome

if TYPE_CHECKING:
    from graphmodel.stores.store import Store


@dataclass(frozen=True)
class HistoryQuestion:
    """List every revision of the catalogue, the latest first, with what it changed."""


def history(store: Store) -> Report[HistoryRow]:
    """Every revision, the latest first. Raises StoreError."""
    found = store.history()
    rows = [
        HistoryRow(
            r.number, r.time, r.action, r.source, r.undoes or None, r.added, r.changed, r.withdrawn, r.uid
        )
        for r in found
    ]
    shown = columns(HistoryRow, wide=["uid"], spare=["undoes"])
    return Report(shown, rows, analysis="history", revision=store.revision())


def run(access: Access, _: HistoryQuestion) -> Outcome:
    """List them."""
    return Outcome(history(access.store()))


OPERATION = Operation(
    name="history",
    summary="Every revision, the latest first.",
    question=HistoryQuestion,
    examples=("graphmodel -c estate.db history", "graphmodel -c estate.db history --format json"),
    run=run,
    gives="rows",
)
