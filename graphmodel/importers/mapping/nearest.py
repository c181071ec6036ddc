"""Which key the cells of a column are values of, if of any."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from graphmodel.importers.lists import Signs, held, likely_items, main
from graphmodel.importers.mapping.abbreviated import LISTED, Abbreviated, without_kind, without_remark
from graphmodel.importers.mapping.guess import TRUSTED
from graphmodel.importers.mapping.keys import Key
from graphmodel.importers.mapping.labels import Labels
from graphmodel.importers.mapping.profile import COMPARED, Profile
from graphmodel.importers.mapping.sample import Sample
from graphmodel.importers.mapping.synonyms import nothing
from graphmodel.importers.names import same_name

_LABELLING: Final = 4
"""So many keys of a file may be beside each other in a label, the likeliest."""


class Nearness(NamedTuple):
    """How the cells of a column name the values of a key."""

    key: Key | None
    separator: Signs
    """What separates the items of a cell."""
    share: float
    """Of the items, those that the key has."""
    whole: tuple[str, ...] = ()
    """Items that hold a sign and are no two."""


class _Named(NamedTuple):
    """What the cells of a column name."""

    known: set[str]
    """Values of the key, as references are compared."""
    others: set[str]
    whole: tuple[str, ...]


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

    def of(self, column: Profile) -> Nearness:
        """The key, and how the cells name its values."""
        best = Nearness(None, "", 0.0)
        shares = self._shares(column)
        for number, key in enumerate(self.keys):
            if key.column is column or _is_shared(column, key):
                continue
            share, _, separator = max(shares.get(number, ((0.0, 0, ""),)), key=lambda one: one[:2])
            if share > best.share:
                best = Nearness(key, separator, share)
        if best.share < TRUSTED and column.wordy:
            best = self._by_label(column, best)
        return self._divided(column, best)

    def _divided(self, column: Profile, best: Nearness) -> Nearness:
        """The same with further signs by which cells name more of the key, and with what none of them divides."""
        signs = [sign for sign in column.separators if sign and sign != best.separator]
        if best.key is None or column.form or not (signs or best.separator):
            return best
        own = frozenset(at for at, key in enumerate(self.keys) if key.found is best.key.found)
        parts = tuple[str, ...](filter(None, [main(best.separator)]))
        keep = held(frozenset[str]().union(*(self.keys[at].signed for at in own)), tuple(column.separators))
        now = self._named(column, own, parts, keep)
        for sign in signs:
            # Two words of which neither is known are no two names.
            names = {
                item.casefold() for item in now.others if sign in item and not self._any(own, item, sign)
            }
            more = self._named(column, own, (*parts, sign), keep | names)
            gain, unknown = len(more.known) - len(now.known), len(more.others) - len(now.others)
            if gain >= max(unknown, 0) and (gain or unknown) and len(more.whole) <= LISTED:
                parts, now, keep = (*parts, sign), more, keep | names
        if not parts or (len(parts) < 2 and not now.whole):
            return best
        share = len(now.known) / max(1, len(now.known) + len(now.others))
        return Nearness(best.key, parts if len(parts) > 1 else parts[0], share, now.whole)

    def _any(self, own: AbstractSet[int], item: str, sign: str) -> bool:
        """Has one of the keys one of the parts of an item?"""
        return any(self._has(own, same_name(part)) for part in item.split(sign))

    def _has(self, own: AbstractSet[int], alike: str) -> bool:
        return not own.isdisjoint(self._of(alike))

    def _of(self, alike: str) -> Sequence[int]:
        """The numbers of the keys that have what is meant."""
        named = self._numbers.get(without_kind(alike))
        if named is None:
            bare, remark = without_remark(alike)
            return [] if remark in self._numbers else self._numbers.get(bare, [])
        return named

    def _named(
        self, column: Profile, own: AbstractSet[int], signs: tuple[str, ...], keep: frozenset[str]
    ) -> _Named:
        """What the cells name, divided by these signs."""
        cells, kept = column.some.first(COMPARED), held(keep, signs)
        items = {
            item.strip() for cell in cells for item in (likely_items(cell, signs, kept) if signs else [cell])
        }
        items -= nothing(items) | {""}
        alike = {item: same_name(item) for item in items}
        known = {one for one in alike.values() if self._has(own, one)}
        others = {item for item, one in alike.items() if one not in known}
        return _Named(known, others, tuple(sorted(item for item in items if item.casefold() in kept)))

    def _shares(self, column: Profile) -> dict[int, list[tuple[float, int, str]]]:
        """Number of a key → the share of the items that it has, shorter signs before longer ones, by each sign."""
        found: dict[int, list[tuple[float, int, str]]] = defaultdict(list)
        for separator in column.separators:
            items = column.items(separator)
            hits = Counter(number for item in items for number in self._of(item))
            for number, count in hits.items():
                found[number].append((count / len(items), -len(separator), separator))
        return found

    def _by_label(self, column: Profile, best: Nearness) -> Nearness:
        """The same where cells name services by id and name together, if more of them do."""
        for first, labels in self._labels:
            share, separator = labels.share(column)
            if share > best.share:
                best = Nearness(first, separator, share)
        return best


def _is_shared(column: Profile, key: Key) -> bool:
    """Does it say the same of other rows, as a column that only happens to be unique says of these?"""
    return key.sure <= 1 and column.name.words == key.column.name.words
