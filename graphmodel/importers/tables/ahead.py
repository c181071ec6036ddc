"""A sheet whose records can be looked at before it is known what they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from graphmodel.importers.importer import Batch


class Ahead:
    """The batches of a sheet. They are given once, those that were looked at first."""

    def __init__(self, batches: Iterable[Batch]) -> None:
        self._held: list[Batch] = []
        self._rest = iter(batches)

    def hold(self) -> list[Batch]:
        """All of them, in memory."""
        self._held += self._rest
        return self._held

    def values(self, column: int) -> Counter[str]:
        """The filled cells of a column, trimmed, in their order; how many rows have each."""
        found = Counter[str]()
        for batch in self.hold():
            if batch.columns:
                found.update(cell.strip() for cell in batch.columns[column])
        del found[""]
        return found

    def pairs(self, one: int, two: int) -> set[tuple[str, str]]:
        """What two columns hold in the same rows, trimmed."""
        columns = (batch.columns for batch in self.hold() if batch.columns)
        return {
            (a.strip(), b.strip()) for cells in columns for a, b in zip(cells[one], cells[two], strict=True)
        }

    def __iter__(self) -> Iterator[Batch]:
        yield from self._held
        self._held = []
        yield from self._rest
