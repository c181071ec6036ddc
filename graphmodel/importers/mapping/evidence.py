"""Which rows of a list of relations were seen at work (traces, flows), and which somebody states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graphmodel.importers.mapping.profile import Profile
from graphmodel.importers.mapping.synonyms import SURE, means, says

MEASURED = "count", "last_seen"
"""What only an observation has."""


@dataclass(frozen=True)
class Evidence:
    """A column that tells observed from declared; what it says nothing of is declared."""

    column: Profile
    observed: tuple[str, ...]
    """Its cells in rows that were observed, and that nobody states."""
    both: tuple[str, ...] = ()
    """Those in rows that are both."""


def evidence(columns: Iterable[Profile]) -> Evidence | None:
    """The column that says which rows were observed, where some were and others were not."""
    for column in columns:
        if not column.few:
            continue
        said = {
            word: [v for v in column.values if says(word, v)] for word in ("observed", "declared", "both")
        }
        observed, declared, both = (tuple(values) for values in said.values())
        parted = declared or both or column.filled < len(column.cells)
        if (observed or both) and parted and len(observed + declared + both) == len(column.values):
            return Evidence(column, observed, both)
        if column.flagged and says("observed", column.header):
            return Evidence(column, tuple(value for value in column.values if says("yes", value)))
    return None


def measured(column: Profile) -> str:
    """``count`` or ``last_seen``, where a column is surely called so; else empty."""
    return next((name for name in MEASURED if means(column.name, name) == SURE), "")
