"""What an import would change: the incoming records of one source compared with what the store holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphmodel.model.catalogue import Tables
from graphmodel.model.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Changed:
    """One record whose fields differ. Rows are positions in the held and in the incoming table of its kind."""

    held: int
    incoming: int
    fields: tuple[tuple[str, str, str], ...]
    """(field, before, after); a renaming is (``id``, old, new)."""


@dataclass(frozen=True)
class KindPlan:
    """The changes to one kind of record, as row numbers: no object per record that is merely added or unchanged."""

    added: list[int] = field(default_factory=list)
    """Rows of the incoming table."""
    changed: list[Changed] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)
    """Rows of the held table."""
    moved: list[tuple[int, int]] = field(default_factory=list)
    """(held row, incoming row) of unchanged records that now stand in another file or line."""
    unchanged: int = 0


@dataclass(frozen=True)
class Plan:
    """What one import would do."""

    source: str
    base: str
    """The uid of the revision it was planned against; empty for an empty store."""
    incoming: Tables
    """What the source holds afterwards, complete."""
    held: Tables
    """What the source holds now."""
    kinds: dict[str, KindPlan]
    problems: tuple[Problem, ...] = ()
    rejected: int = 0
    """Records left out because of errors."""

    @property
    def counts(self) -> dict[str, int]:
        """added, changed, withdrawn, unchanged, rejected."""
        kinds = self.kinds.values()
        return {
            "added": sum(len(k.added) for k in kinds),
            "changed": sum(len(k.changed) for k in kinds),
            "withdrawn": sum(len(k.withdrawn) for k in kinds),
            "unchanged": sum(k.unchanged for k in kinds),
            "rejected": self.rejected,
        }

    @property
    def empty(self) -> bool:
        """Nothing would change."""
        return not any(k.added or k.changed or k.withdrawn for k in self.kinds.values())

    def rows(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        """(change, kind, id, field, before, after), in a fixed order: what ``plan`` prints."""
        raise NotImplementedError
