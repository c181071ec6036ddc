"""Which key the cells of a column are values of, if of any."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from graphmodel.importers.mapping.abbreviated import Abbreviated, without_kind
from graphmodel.importers.mapping.guess import TRUSTED
from graphmodel.importers.mapping.keys import Key
from graphmodel.importers.mapping.labels import Labels
from graphmodel.importers.mapping.profile import Profile
from graphmodel.importers.mapping.sample import Sample

_LABELLING: Final = 4
"""So many keys of a file may be beside each other in a label, the likeliest."""


class Nearest:
    """The keys of all files, looked up together."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self.keys = keys
        self._numbers: dict[str, list[int]] = defaultdict(list)
        """A value, or the code that a name begins with → the numbers of the keys that have it."""
        for number, key in enumerate(keys):
            codes = Abbreviated(key.column.values).codes() if key.column.wordy else ()
            for value in key.known.union(codes):
                self._numbers[value].append(number)
        of_files: dict[Sample, list[Key]] = defaultdict(list)
        for key in keys:
            of_files[key.found].append(key)
        self._labels = [
            (own[0], Labels(found, [key.column for key in own[:_LABELLING]]))
            for found, own in of_files.items()
        ]

    def of(self, column: Profile) -> tuple[Key | None, str, float]:
        """The key, what separates the items of a cell, and the share of the items that it has."""
        best: tuple[Key | None, str, float] = None, "", 0.0
        shares = self._shares(column)
        for number, key in enumerate(self.keys):
            if key.column is column or _is_shared(column, key):
                continue
            share, _, separator = max(shares.get(number, ((0.0, 0, ""),)), key=lambda one: one[:2])
            if share > best[2]:
                best = key, separator, share
        return best if best[2] >= TRUSTED or not column.wordy else self._by_label(column, best)

    def _shares(self, column: Profile) -> dict[int, list[tuple[float, int, str]]]:
        """Number of a key → the share of the items that it has, shorter signs before longer ones, by each sign."""
        found: dict[int, list[tuple[float, int, str]]] = defaultdict(list)
        for separator in column.separators:
            items = column.items(separator)
            hits = Counter(number for item in items for number in self._numbers.get(without_kind(item), ()))
            for number, count in hits.items():
                found[number].append((count / len(items), -len(separator), separator))
        return found

    def _by_label(
        self, column: Profile, best: tuple[Key | None, str, float]
    ) -> tuple[Key | None, str, float]:
        """The same where cells name services by id and name together, if more of them do."""
        for first, labels in self._labels:
            share, separator = labels.share(column)
            if share > best[2]:
                best = first, separator, share
        return best


def _is_shared(column: Profile, key: Key) -> bool:
    """Does it say the same of other rows, as a column that only happens to be unique says of these?"""
    return key.sure <= 1 and column.name.words == key.column.name.words
